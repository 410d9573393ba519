// A ReplicaSet as a Deployment sees it: its numbers and the Deployment's notes on it. Mirrors deployment_util.go.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/object.h"
#include "base/time.h"

namespace skiff {

inline constexpr std::string_view kRevisionAnnotation = "deployment.kubernetes.io/revision";
inline constexpr std::string_view kRevisionHistoryAnnotation = "deployment.kubernetes.io/revision-history";
inline constexpr std::string_view kDesiredReplicasAnnotation = "deployment.kubernetes.io/desired-replicas";
inline constexpr std::string_view kMaxReplicasAnnotation = "deployment.kubernetes.io/max-replicas";
inline constexpr std::string_view kRollbackAnnotation = "deprecated.deployment.rollback.to";
inline constexpr std::string_view kTemplateHashLabel = "pod-template-hash";

struct ReplicaSetState {
  ObjectRef object;  // null in unit tests
  std::string name;
  Time created{};
  int64_t replicas = 0;  // spec.replicas; the rest is status
  int64_t current = 0;
  int64_t ready = 0;
  int64_t available = 0;
  std::optional<int64_t> terminating;
  int64_t generation = 0;
  int64_t observed_generation = 0;
  int64_t revision = 0;
  std::optional<int64_t> desired;  // annotation desired-replicas
  std::optional<int64_t> max;      // annotation max-replicas
  bool being_deleted = false;

  bool active() const { return replicas > 0; }
};
using ReplicaSetStates = std::vector<ReplicaSetState>;

ReplicaSetState read_replica_set(const ObjectRef& set);

// A number in an annotation; nullopt if it is missing or none.
std::optional<int64_t> annotated_number(const Value& annotations, std::string_view name);

// Do the templates differ in nothing but the hash label?
bool same_but_hash(const Value& template_a, const Value& template_b);

// Oldest first, then by name.
void sort_by_age(ReplicaSetStates& sets);

int64_t total_replicas(const ReplicaSetStates& sets);   // Σ spec.replicas
int64_t total_available(const ReplicaSetStates& sets);  // Σ status.availableReplicas
ReplicaSetStates active_ones(const ReplicaSetStates& sets);

}  // namespace skiff
