// Makes, repairs and deletes one pod of a StatefulSet together with its claims, and says so in the set's events.
// Mirrors pkg/controller/statefulset/stateful_pod_control.go.
#pragma once
#include <string_view>

#include "api/object.h"
#include "apiserver/client.h"
#include "base/result.h"
#include "controllers/statefulset/replica.h"
#include "controllers/statefulset/volume_claims.h"

namespace skiff::statefulset {

class StatefulPodControl {
 public:
  StatefulPodControl(const Object& set, Client& client);

  // The claims first, then the pod. `revision` is the ControllerRevision of `pod_template`.
  Result<void> create(int ordinal, const Value& pod_template, std::string_view revision);
  Result<void> remove(const Object& pod);
  // Gives the pod its identity, its volumes and the owners of its claims back.
  Result<void> repair(const Object& pod, int ordinal);
  // Makes the claims that a pod waits for.
  Result<void> fill_claims(const Object& pod, int ordinal);
  // Makes the ownerReferences of the pod's claims what the retention policy says. `pod_uid` is empty for a new pod.
  void own_claims(int ordinal, std::string_view pod_uid);

  Shape shape(const Object& pod, int ordinal) const;
  // Of a pod that is missing.
  Claims claims(int ordinal) const;
  // Of a pod that waits.
  Claims claims(const Object& pod, int ordinal) const;

 private:
  enum class Verb { kCreate, kUpdate, kDelete };

  Result<void> create_claims(int ordinal);
  ClaimOwners owners(std::string_view pod_name, std::string_view pod_uid, int ordinal) const;
  ObjectRef claim(const std::string& name) const;
  void record_pod(Verb verb, std::string_view pod, const Error* error);
  void record_claim(std::string_view claim, std::string_view pod, const Error* error);

  const Object& set_;
  Client& client_;
  RetentionPolicy policy_;
};

}  // namespace skiff::statefulset
