#include "controllers/deployment/replica_set_state.h"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace skiff {
namespace {

Value without_hash(const Value& pod_template) {
  Value bare = pod_template;
  if (pod_template["metadata"]["labels"].contains(kTemplateHashLabel)) {
    bare["metadata"]["labels"].erase(kTemplateHashLabel);
    if (pod_template["metadata"]["labels"].size() == 1) bare["metadata"].erase("labels");
  }
  if (std::as_const(bare)["metadata"].empty()) bare.erase("metadata");
  return bare;
}

}  // namespace

std::optional<int64_t> annotated_number(const Value& annotations, std::string_view name) {
  const std::string_view text = annotations[name].as_string();
  int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

ReplicaSetState read_replica_set(const ObjectRef& set) {
  const Value& metadata = set->metadata();
  const Value& status = set->status();
  const Value& annotations = metadata["annotations"];
  ReplicaSetState state;
  state.object = set;
  state.name = set->name();
  state.created = parse_rfc3339(metadata["creationTimestamp"].as_string()).value_or(Time{});
  state.replicas = set->spec()["replicas"].as_int(1);
  state.current = status["replicas"].as_int();
  state.ready = status["readyReplicas"].as_int();
  state.available = status["availableReplicas"].as_int();
  if (status.contains("terminatingReplicas")) state.terminating = status["terminatingReplicas"].as_int();
  state.generation = metadata["generation"].as_int();
  state.observed_generation = status["observedGeneration"].as_int();
  state.revision = annotated_number(annotations, kRevisionAnnotation).value_or(0);
  state.desired = annotated_number(annotations, kDesiredReplicasAnnotation);
  state.max = annotated_number(annotations, kMaxReplicasAnnotation);
  state.being_deleted = set->terminating();
  return state;
}

bool same_but_hash(const Value& template_a, const Value& template_b) {
  return template_a["spec"] == template_b["spec"] && without_hash(template_a) == without_hash(template_b);
}

void sort_by_age(ReplicaSetStates& sets) {
  std::sort(sets.begin(), sets.end(), [](const ReplicaSetState& a, const ReplicaSetState& b) {
    return std::tie(a.created, a.name) < std::tie(b.created, b.name);
  });
}

int64_t total_replicas(const ReplicaSetStates& sets) {
  int64_t total = 0;
  for (const ReplicaSetState& set : sets) total += set.replicas;
  return total;
}

int64_t total_available(const ReplicaSetStates& sets) {
  int64_t total = 0;
  for (const ReplicaSetState& set : sets) total += set.available;
  return total;
}

ReplicaSetStates active_ones(const ReplicaSetStates& sets) {
  ReplicaSetStates active;
  std::copy_if(sets.begin(), sets.end(), std::back_inserter(active),
               [](const ReplicaSetState& set) { return set.active(); });
  return active;
}

}  // namespace skiff
