#include "controllers/deployment/new_replica_set.h"

#include <algorithm>
#include <array>

#include "apiserver/client.h"
#include "controllers/deployment/replica_set_state.h"
#include "controllers/template_hash.h"

namespace skiff {
namespace {

constexpr size_t kHistoryBytesMax = 2000;

constexpr std::array<std::string_view, 6> kPrivateAnnotations = {
    "kubectl.kubernetes.io/last-applied-configuration",
    kRevisionAnnotation,
    kRevisionHistoryAnnotation,
    kDesiredReplicasAnnotation,
    kMaxReplicasAnnotation,
    kRollbackAnnotation,
};

std::string longer_history(std::string_view history, std::string_view revision) {
  if (history.empty()) return std::string(revision);
  while (history.size() + 1 + revision.size() > kHistoryBytesMax) {
    const size_t comma = history.find(',');
    if (comma == std::string_view::npos) return std::string(revision);
    history.remove_prefix(comma + 1);
  }
  return std::string(history) + "," + std::string(revision);
}

}  // namespace

bool is_private_annotation(std::string_view name) {
  return std::find(kPrivateAnnotations.begin(), kPrivateAnnotations.end(), name) != kPrivateAnnotations.end();
}

Value synced_annotations(const Value& of_set, const Value& of_deployment, int64_t revision) {
  Value annotations = of_set;
  for (const Member& annotation : of_deployment.members())
    if (!is_private_annotation(annotation.name())) annotations[annotation.key] = annotation.value;
  const std::optional<int64_t> before = annotated_number(of_set, kRevisionAnnotation);
  if (before.value_or(0) >= revision) return annotations;
  annotations[kRevisionAnnotation] = std::to_string(revision);
  if (before)
    annotations[kRevisionHistoryAnnotation] =
        longer_history(of_set[kRevisionHistoryAnnotation].as_string(), of_set[kRevisionAnnotation].as_string());
  return annotations;
}

Value sized_annotations(const Value& annotations, int64_t desired, int64_t max) {
  Value sized = annotations;
  sized[kDesiredReplicasAnnotation] = std::to_string(desired);
  sized[kMaxReplicasAnnotation] = std::to_string(max);
  return sized;
}

Value new_replica_set(const Object& deployment, const NewReplicaSet& wanted) {
  const Value& spec = deployment.spec();
  const std::string hash = template_hash(spec["template"], wanted.collisions);
  Value pod_template = spec["template"];
  pod_template["metadata"]["labels"][kTemplateHashLabel] = hash;
  Value selector = spec["selector"];
  selector["matchLabels"][kTemplateHashLabel] = hash;
  Value metadata{{"name", deployment.name() + "-" + hash},
                 {"namespace", deployment.ns()},
                 {"labels", std::as_const(pod_template)["metadata"]["labels"]},
                 {"annotations",
                  sized_annotations(synced_annotations(Value(), deployment.metadata()["annotations"], wanted.revision),
                                    wanted.desired, wanted.max)},
                 {"ownerReferences", Value::array({controller_reference(deployment)})}};
  Value set_spec{
      {"replicas", wanted.replicas}, {"selector", std::move(selector)}, {"template", std::move(pod_template)}};
  if (const int64_t min_ready = spec["minReadySeconds"].as_int(); min_ready != 0)
    set_spec["minReadySeconds"] = min_ready;
  return Value{{"apiVersion", "apps/v1"},
               {"kind", "ReplicaSet"},
               {"metadata", std::move(metadata)},
               {"spec", std::move(set_spec)}};
}

}  // namespace skiff
