// A Deployment's status and what its conditions say of a rollout: available, progressing, stuck, complete.
// Mirrors calculateStatus of sync.go, progress.go and the condition rules of deployment_util.go.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/value.h"
#include "controllers/deployment/replica_set_state.h"

namespace skiff {

// What the functions below read of a Deployment.
struct DeploymentFacts {
  std::string_view name;
  int64_t generation = 0;
  int64_t replicas = 1;
  int64_t max_unavailable = 0;              // resolved
  std::optional<int64_t> deadline_seconds;  // progressDeadlineSeconds; nullopt: none is kept
  const Value& status;                      // as stored
};
// Reads them; `status` may be newer than the object's.
DeploymentFacts deployment_facts(const Object& deployment, const Value& status);

enum class ConditionStatus { kTrue, kFalse, kUnknown };

// Adds or replaces a condition: the same status and reason change nothing; the same status keeps its transition time;
// what changes goes to the end of the list. SetDeploymentCondition.
void set_condition(Value& status, std::string_view type, ConditionStatus value, std::string_view reason,
                   std::string_view message, Time now);

// The counters and condition Available. `fresh` is the new ReplicaSet, null if there is none.
Value calculate_status(const DeploymentFacts& facts, const ReplicaSetStates& all, const ReplicaSetState* fresh,
                       Time now);

// calculate_status, and what a sync that rolls out says of Progressing and ReplicaFailure. syncRolloutStatus.
Value rollout_status(const DeploymentFacts& facts, const ReplicaSetStates& all, const ReplicaSetState* fresh, Time now);

// Updated, present and available are all as many as wanted, and the status is of this generation.
bool is_complete(const DeploymentFacts& facts, const Value& status);

// When to look again whether the deadline has passed; nullopt if that will not happen. requeueStuckDeployment.
std::optional<Duration> deadline_check_after(const DeploymentFacts& facts, const Value& status, Time now);

}  // namespace skiff
