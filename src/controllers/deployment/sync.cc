#include "controllers/deployment/sync.h"

#include <algorithm>

#include "api/kinds/deployment.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "api/pod_view.h"
#include "controllers/controller_ref.h"
#include "controllers/deployment/history.h"
#include "controllers/deployment/new_replica_set.h"
#include "controllers/deployment/scaling.h"
#include "controllers/pod_control.h"

namespace skiff {
namespace {

std::string quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

std::optional<int64_t> optional_int(const Value& number) {
  return number.is_null() ? std::nullopt : std::optional<int64_t>(number.as_int());
}

}  // namespace

DeploymentSync::DeploymentSync(ObjectRef deployment, Client& client, Workqueue& queue)
    : deployment_(std::move(deployment)), client_(client), queue_(queue) {}

Result<void> DeploymentSync::run() {
  if (spec()["selector"].empty()) return refuse_to_select_all();
  gather();
  if (deployment_->terminating()) return save_plain_status();
  note_pause();
  if (spec()["paused"].as_bool()) return scale();
  if (deployment_->metadata()["annotations"].contains(kRollbackAnnotation)) return roll_back();
  if (auto done = sync_new(IfMissing::kLeave); !done) return done;
  if (is_scaling(all(), replicas())) return scale();
  return spec()["strategy"]["type"].as_string() == "Recreate" ? recreate() : roll();
}

Result<void> DeploymentSync::refuse_to_select_all() {
  client_.event(*deployment_, EventType::kWarning, "SelectingAll",
                "This deployment is selecting all pods. A non-empty selector is required.");
  Value status = deployment_->status();
  status["observedGeneration"] = deployment_->metadata()["generation"];
  save(std::move(status));
  return {};
}

Result<void> DeploymentSync::scale() {
  if (auto done = sync_new(IfMissing::kLeave); !done) return done;
  const ScalePlan plan =
      plan_scale({spec()["strategy"], replicas(), deployment_->status()["replicas"].as_int(), old_, fresh_});
  for (const Resize& one : plan.resizes) {
    const ReplicaSetStates sets = all();
    const auto set = std::find_if(sets.begin(), sets.end(), [&](const auto& each) { return each.name == one.name; });
    // Proportional scaling notes the new total even on the sets whose size it leaves.
    if (plan.proportional || set->replicas != one.to) resize_one(one);
  }
  if (spec()["paused"].as_bool())
    if (auto done = forget_history(); !done) return done;
  return save_plain_status();
}

Result<void> DeploymentSync::roll() {
  if (auto done = sync_new(IfMissing::kCreate); !done) return done;
  const int64_t current = fresh_->replicas;
  const int64_t wanted = current > replicas()
                             ? replicas()
                             : new_replica_count(spec()["strategy"], replicas(), current, total_replicas(old_));
  if (resize({{fresh_->name, wanted}}) == Scaled::kYes) return save_rollout_status();
  if (resize(shrink_old(active_ones(old_), *fresh_, replicas(), bounds())) == Scaled::kYes)
    return save_rollout_status();
  if (is_complete(facts(), deployment_->status()))
    if (auto done = forget_history(); !done) return done;
  return save_rollout_status();
}

Result<void> DeploymentSync::recreate() {
  Resizes to_zero;
  for (const ReplicaSetState& set : active_ones(old_)) to_zero.push_back({set.name, 0});
  if (resize(to_zero) == Scaled::kYes || old_pods_running()) return save_rollout_status();
  if (auto done = sync_new(IfMissing::kCreate); !done) return done;
  resize({{fresh_->name, replicas()}});
  if (is_complete(facts(), deployment_->status()))
    if (auto done = forget_history(); !done) return done;
  return save_rollout_status();
}

// The annotation that the long gone extensions/v1beta1 rollback left behind; kubectl patches the template instead.
Result<void> DeploymentSync::roll_back() {
  if (auto done = sync_new(IfMissing::kCreate); !done) return done;
  const ReplicaSetStates sets = all();
  int64_t revision = annotated_number(deployment_->metadata()["annotations"], kRollbackAnnotation).value_or(0);
  if (revision == 0) revision = last_revision(sets);
  const auto to = std::find_if(sets.begin(), sets.end(), [&](const auto& set) { return set.revision == revision; });
  if (revision == 0 || to == sets.end()) {
    client_.event(*deployment_, EventType::kWarning, "DeploymentRollbackRevisionNotFound",
                  revision == 0 ? "Unable to find last revision." : "Unable to find the revision to rollback to.");
    return clear_rollback(deployment_->document());
  }
  const Value& wanted = to->object->spec()["template"];
  if (same_but_hash(wanted, spec()["template"])) {
    client_.event(
        *deployment_, EventType::kWarning, "DeploymentRollbackTemplateUnchanged",
        "The rollback revision contains the same template as current deployment " + quoted(deployment_->name()));
    return clear_rollback(deployment_->document());
  }
  Value document = deployment_->document();
  document["spec"]["template"] = wanted;
  document["spec"]["template"]["metadata"]["labels"].erase(kTemplateHashLabel);
  Value annotations = Value::object();
  for (const Member& one : deployment_->metadata()["annotations"].members())
    if (is_private_annotation(one.name())) annotations[one.key] = one.value;
  for (const Member& one : to->object->metadata()["annotations"].members())
    if (!is_private_annotation(one.name())) annotations[one.key] = one.value;
  document["metadata"]["annotations"] = std::move(annotations);
  client_.event(*deployment_, EventType::kNormal, "DeploymentRollback",
                "Rolled back deployment " + quoted(deployment_->name()) + " to revision " + std::to_string(revision));
  return clear_rollback(std::move(document));
}

Result<void> DeploymentSync::clear_rollback(Value document) {
  document["metadata"]["annotations"].erase(kRollbackAnnotation);
  client_.update(*deployment_, std::move(document));
  return {};
}

void DeploymentSync::gather() {
  const std::vector<ObjectRef> mine = claim(client_, *deployment_, LabelSelector::of(spec()["selector"]),
                                            claim_candidates(client_, *deployment_, kReplicaSet));
  for (const ObjectRef& set : mine) old_.push_back(read_replica_set(set));
  sort_by_age(old_);
  // The oldest one with this template is the new one, so that a controller gone astray converges on one of several.
  const auto is_fresh = [&](const ReplicaSetState& set) {
    return same_but_hash(set.object->spec()["template"], spec()["template"]);
  };
  if (const auto at = std::find_if(old_.begin(), old_.end(), is_fresh); at != old_.end()) {
    fresh_ = *at;
    old_.erase(at);
  }
}

// Condition Progressing says that the Deployment is paused, unless it says already that it is stuck.
// checkPausedConditions.
void DeploymentSync::note_pause() {
  if (!facts().deadline_seconds) return;
  const std::string_view reason = find_condition(deployment_->status(), "Progressing")["reason"].as_string();
  const bool paused = spec()["paused"].as_bool();
  if (reason == "ProgressDeadlineExceeded" || paused == (reason == "DeploymentPaused")) return;
  Value status = deployment_->status();
  set_condition(status, "Progressing", ConditionStatus::kUnknown, paused ? "DeploymentPaused" : "DeploymentResumed",
                paused ? "Deployment is paused" : "Deployment is resumed", client_.now());
  save(std::move(status));
}

Result<void> DeploymentSync::sync_new(IfMissing if_missing) {
  int64_t revision = 1;
  for (const ReplicaSetState& set : old_) revision = std::max(revision, set.revision + 1);
  if (!fresh_) return if_missing == IfMissing::kCreate ? create_new(revision) : Result<void>();
  use_existing(revision);
  return {};
}

void DeploymentSync::use_existing(int64_t revision) {
  const Object& set = *fresh_->object;
  Value document = set.document();
  Value annotations =
      synced_annotations(set.metadata()["annotations"], deployment_->metadata()["annotations"], revision);
  const int64_t min_ready = spec()["minReadySeconds"].as_int();
  if (!(annotations == set.metadata()["annotations"]) || min_ready != set.spec()["minReadySeconds"].as_int()) {
    document["metadata"]["annotations"] = std::move(annotations);
    if (min_ready != 0) document["spec"]["minReadySeconds"] = min_ready;
    else document["spec"].erase("minReadySeconds");
    fresh_ = read_replica_set(client_.update(set, std::move(document)));
  }
  Value status = deployment_->status();
  if (facts().deadline_seconds && find_condition(status, "Progressing").is_null())
    set_condition(status, "Progressing", ConditionStatus::kTrue, "FoundNewReplicaSet",
                  "Found new replica set " + quoted(fresh_->name), client_.now());
  save_with_revision(std::move(status), fresh_->object->metadata()["annotations"][kRevisionAnnotation].as_string());
}

Result<void> DeploymentSync::create_new(int64_t revision) {
  const NewReplicaSet wanted{
      .replicas = new_replica_count(spec()["strategy"], replicas(), 0, total_replicas(old_)),
      .revision = revision,
      .desired = replicas(),
      .max = replicas() + bounds().surge,
      .collisions = optional_int(deployment_->status()["collisionCount"]),
  };
  const Value document = new_replica_set(*deployment_, wanted);
  const Result<ObjectRef> created = client_.create(kReplicaSet, document);
  if (!created) return refused(created.error(), document);
  fresh_ = read_replica_set(*created);
  if (wanted.replicas > 0)
    client_.event(*deployment_, EventType::kNormal, "ScalingReplicaSet",
                  "Scaled up replica set " + fresh_->name + " from 0 to " + std::to_string(wanted.replicas));
  Value status = deployment_->status();
  if (facts().deadline_seconds)
    set_condition(status, "Progressing", ConditionStatus::kTrue, "NewReplicaSetCreated",
                  "Created new replica set " + quoted(fresh_->name), client_.now());
  save_with_revision(std::move(status), std::to_string(revision));
  return {};
}

Result<void> DeploymentSync::refused(const Error& error, const Value& wanted) {
  Value status = deployment_->status();
  if (error.is(Reason::kAlreadyExists)) {
    // The hash collides with another set's: the next sync tries another one.
    status["collisionCount"] = std::as_const(status)["collisionCount"].as_int() + 1;
    save(std::move(status));
    return error;
  }
  if (is_namespace_terminating(error)) return error;
  const std::string message =
      "Failed to create new replica set " + quoted(wanted["metadata"]["name"].as_string()) + ": " + error.message;
  if (facts().deadline_seconds) {
    set_condition(status, "Progressing", ConditionStatus::kFalse, "ReplicaSetCreateError", message, client_.now());
    save(std::move(status));
  }
  client_.event(*deployment_, EventType::kWarning, "ReplicaSetCreateError", message);
  return error;
}

DeploymentSync::Scaled DeploymentSync::resize(const Resizes& resizes) {
  Scaled scaled = Scaled::kNo;
  for (const Resize& one : resizes) {
    const ObjectRef set = client_.get(kReplicaSet, {deployment_->ns(), one.name});
    if (!set || set->spec()["replicas"].as_int(1) == one.to) continue;
    resize_one(one);
    scaled = Scaled::kYes;
  }
  return scaled;
}

bool DeploymentSync::resize_one(const Resize& resize) {
  const ObjectRef set = client_.get(kReplicaSet, {deployment_->ns(), resize.name});
  if (!set) return false;
  const int64_t from = set->spec()["replicas"].as_int(1);
  Value document = set->document();
  document["spec"]["replicas"] = resize.to;
  document["metadata"]["annotations"] =
      sized_annotations(set->metadata()["annotations"], replicas(), replicas() + bounds().surge);
  client_.update(*set, std::move(document));
  if (from == resize.to || client_.refused()) return false;
  client_.event(*deployment_, EventType::kNormal, "ScalingReplicaSet",
                std::string("Scaled ") + (from < resize.to ? "up" : "down") + " replica set " + resize.name + " from " +
                    std::to_string(from) + " to " + std::to_string(resize.to));
  return true;
}

// Terminating pods count, finished ones do not.
bool DeploymentSync::old_pods_running() const {
  for (const ReplicaSetState& set : old_) {
    if (set.current > 0 || set.terminating.value_or(0) > 0) return true;
    for (const ObjectRef& pod : client_.controlled_by(kPod, *set.object))
      if (!pod->view<PodView>().terminal()) return true;
  }
  return false;
}

Result<void> DeploymentSync::forget_history() {
  for (const std::string& name : forgotten_replica_sets(old_, optional_int(spec()["revisionHistoryLimit"])))
    if (const ObjectRef set = client_.get(kReplicaSet, {deployment_->ns(), name}))
      if (const auto removed = client_.remove(*set); !removed && !removed.error().is(Reason::kNotFound))
        return removed.error();
  return {};
}

ReplicaSetStates DeploymentSync::all() const {
  ReplicaSetStates sets = old_;
  if (fresh_) sets.push_back(*fresh_);
  return sets;
}

Result<void> DeploymentSync::save_rollout_status() {
  Value status = rollout_status(facts(), all(), fresh(), client_.now());
  if (status == deployment_->status()) {
    if (const auto delay = deadline_check_after(facts(), status, client_.now()))
      queue_.add_after(deployment_->key(), *delay);
    return {};
  }
  save(std::move(status));
  return {};
}

Result<void> DeploymentSync::save_plain_status() {
  save(calculate_status(facts(), all(), fresh(), client_.now()));
  return {};
}

void DeploymentSync::save(Value status) {
  if (!(status == deployment_->status())) deployment_ = client_.update_status(*deployment_, std::move(status));
}

void DeploymentSync::save_with_revision(Value status, std::string_view revision) {
  Value annotations = deployment_->metadata()["annotations"];
  annotations[kRevisionAnnotation] = revision;
  deployment_ = client_.update_status(*deployment_, std::move(status), std::move(annotations));
}

}  // namespace skiff
