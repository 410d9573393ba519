#include "controllers/statefulset/status.h"

namespace skiff::statefulset {
namespace {

void set_unless_zero(Value& document, std::string_view key, int count) {
  if (count != 0) document.set(key, count);
}

}  // namespace

void count_pods(SetStatus& status, std::span<const Replica> pods, int sign) {
  for (const Replica& pod : pods) {
    if (!pod.exists()) continue;
    status.replicas += sign;
    if (pod.ready()) status.ready += sign;
    if (pod.available()) status.available += sign;
    if (pod.terminating) continue;
    if (pod.revision == status.current_revision) status.current += sign;
    if (pod.revision == status.update_revision) status.updated += sign;
  }
}

void complete_rollout(SetStatus& status, const UpdateStrategy& strategy, int wanted_replicas) {
  if (strategy.type != StrategyType::kRollingUpdate) return;
  if (status.updated != status.replicas || status.ready != status.replicas || status.replicas != wanted_replicas)
    return;
  status.current = status.updated;
  status.current_revision = status.update_revision;
}

SetStatus read_status(const Value& status) {
  SetStatus read;
  read.observed_generation = status["observedGeneration"].as_int();
  read.replicas = static_cast<int>(status["replicas"].as_int());
  read.ready = static_cast<int>(status["readyReplicas"].as_int());
  read.current = static_cast<int>(status["currentReplicas"].as_int());
  read.updated = static_cast<int>(status["updatedReplicas"].as_int());
  read.available = static_cast<int>(status["availableReplicas"].as_int());
  read.current_revision = status["currentRevision"].str();
  read.update_revision = status["updateRevision"].str();
  read.collision_count = status["collisionCount"].as_int();
  return read;
}

Value write_status(const SetStatus& status) {
  Value document = Value::object();
  document.set("observedGeneration", status.observed_generation);
  document.set("replicas", status.replicas);
  document.set("availableReplicas", status.available);
  set_unless_zero(document, "readyReplicas", status.ready);
  set_unless_zero(document, "currentReplicas", status.current);
  set_unless_zero(document, "updatedReplicas", status.updated);
  document.set("currentRevision", status.current_revision);
  document.set("updateRevision", status.update_revision);
  document.set("collisionCount", status.collision_count);
  return document;
}

}  // namespace skiff::statefulset
