// The ReplicaSet that a Deployment's present template asks for, and the notes a Deployment leaves on its ReplicaSets.
// Pure. Mirrors getNewReplicaSet and the annotation rules of deployment_util.go.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/object.h"
#include "base/value.h"

namespace skiff {

// The annotations of a ReplicaSet that is, or becomes, revision `revision`: the Deployment's own copied over, the
// revision raised if it is lower, and the number it had before kept in the history (the oldest dropped after 2000
// bytes).
Value synced_annotations(const Value& of_set, const Value& of_deployment, int64_t revision);

// Is the annotation one that is not copied between a Deployment and its ReplicaSets?
bool is_private_annotation(std::string_view name);

// `annotations` with the notes desired-replicas and max-replicas, by which scaling knows what a size once meant.
Value sized_annotations(const Value& annotations, int64_t desired, int64_t max);

struct NewReplicaSet {
  int64_t replicas = 0;
  int64_t revision = 1;
  int64_t desired = 1;  // the Deployment's spec.replicas
  int64_t max = 1;      // with the surge
  std::optional<int64_t> collisions;
};
Value new_replica_set(const Object& deployment, const NewReplicaSet& wanted);

}  // namespace skiff
