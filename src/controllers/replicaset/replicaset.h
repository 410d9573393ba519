// The ReplicaSet controller: as many active pods as spec.replicas says. Mirrors pkg/controller/replicaset, which is the
// ReplicationController's, too: the two differ in what `ReplicatedKind` says.
#pragma once
#include <memory>
#include <string_view>

#include "api/kind.h"
#include "api/label_selector.h"
#include "apiserver/actor.h"

namespace skiff {

struct ReplicatedKind {
  const Kind& kind;
  std::string_view component;
  LabelSelector (*selector)(const Value& spec_selector);
  bool reports_terminating;  // status.terminatingReplicas is a field of the kind
};

std::unique_ptr<Actor> make_replicating_controller(const ReplicatedKind& replicated);
std::unique_ptr<Actor> make_replicaset_controller();

// What a sync does about the number of pods.
struct ReplicaPlan {
  size_t create = 0;
  size_t remove = 0;
  friend bool operator==(const ReplicaPlan&, const ReplicaPlan&) = default;
};
// At most 500 either way in one sync; nothing once the owner is being deleted.
ReplicaPlan plan_replicas(int64_t desired, int64_t active, bool owner_terminating);

}  // namespace skiff
