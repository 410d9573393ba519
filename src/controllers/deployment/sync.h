// One sync of one Deployment: looks at its ReplicaSets, takes at most one step, writes the status.
// Mirrors syncDeployment and what it calls; the decisions are in rolling.h, scaling.h, progress.h and history.h.
#pragma once
#include <optional>
#include <string_view>

#include "apiserver/actor.h"
#include "controllers/deployment/progress.h"
#include "controllers/deployment/replica_set_state.h"
#include "controllers/deployment/rolling.h"

namespace skiff {

class DeploymentSync {
 public:
  DeploymentSync(ObjectRef deployment, Client& client, Workqueue& queue);
  Result<void> run();

 private:
  enum class IfMissing { kCreate, kLeave };
  enum class Scaled { kYes, kNo };

  // The ways a sync can go.
  Result<void> refuse_to_select_all();
  Result<void> scale();
  Result<void> roll();
  Result<void> recreate();
  Result<void> roll_back();

  // Steps.
  void gather();
  void note_pause();
  Result<void> sync_new(IfMissing if_missing);
  void use_existing(int64_t revision);
  Result<void> create_new(int64_t revision);
  Result<void> refused(const Error& error, const Value& wanted);
  Scaled resize(const Resizes& resizes);
  bool resize_one(const Resize& resize);
  bool old_pods_running() const;
  Result<void> forget_history();
  Result<void> clear_rollback(Value document);

  // The end of a sync.
  Result<void> save_rollout_status();
  Result<void> save_plain_status();
  void save(Value status);
  void save_with_revision(Value status, std::string_view revision);

  const Value& spec() const { return deployment_->spec(); }
  int64_t replicas() const { return spec()["replicas"].as_int(1); }
  RolloutBounds bounds() const { return rollout_bounds(spec()["strategy"], replicas()); }
  DeploymentFacts facts() const { return deployment_facts(*deployment_, deployment_->status()); }
  const ReplicaSetState* fresh() const { return fresh_ ? &*fresh_ : nullptr; }
  ReplicaSetStates all() const;

  ObjectRef deployment_;
  Client& client_;
  Workqueue& queue_;
  ReplicaSetStates old_;
  std::optional<ReplicaSetState> fresh_;  // whose template is the Deployment's
};

}  // namespace skiff
