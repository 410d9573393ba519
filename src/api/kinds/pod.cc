#include "api/kinds/pod.h"

#include <utility>

#include "api/edit.h"
#include "api/kinds/pod_columns.h"
#include "api/kinds/pod_update.h"
#include "api/label_index.h"
#include "api/orphan_index.h"
#include "api/pod_resources.h"
#include "api/pod_spec/annotations.h"
#include "api/pod_spec/containers.h"
#include "api/pod_spec/label_keys.h"
#include "api/pod_spec/pod_spec_validation.h"
#include "api/pod_spec_defaults.h"
#include "api/volume_index.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"po"};
constexpr std::string_view kCategories[] = {"all"};

void index_terms(const Value& pod, std::vector<std::string>& terms) {
  const std::string_view node = pod["spec"]["nodeName"].as_string();
  if (!node.empty()) terms.push_back("node=" + std::string(node));
  const Value& affinity = pod["spec"]["affinity"];
  if (affinity.contains("podAffinity") || affinity.contains("podAntiAffinity")) terms.emplace_back(kPodAffinityTerm);
  append_label_terms(pod, terms);
  append_orphan_term(pod, terms);
  append_mounted_claims(pod, terms);
}

void set_defaults(Value& pod) {
  edit_member(pod, "spec", [](Value& spec) {
    default_pod_spec(spec);
    default_pod_only(spec);
  });
}

// podStrategy.PrepareForCreate.
void prepare_for_create(Value& pod) {
  merge_label_keys(pod);
  Value status{{"phase", "Pending"}, {"qosClass", qos_class(std::as_const(pod)["spec"])}};
  if (!std::as_const(pod).at("spec", "schedulingGates").empty())
    status["conditions"].push_back({{"lastProbeTime", Value()},
                                    {"lastTransitionTime", Value()},
                                    {"message", "Scheduling is blocked due to non-empty scheduling gates"},
                                    {"reason", "SchedulingGated"},
                                    {"status", "False"},
                                    {"type", "PodScheduled"}});
  pod.set("status", std::move(status));
}

// ValidatePodCreate. A pod has no version before it is stored: only then must ephemeral containers wait.
void validate(const Value& pod, FieldErrors& errors) {
  const Value& spec = pod["spec"];
  const FieldPath path("spec");
  validate_pod_annotations(pod.at("metadata", "annotations"), spec, FieldPath("metadata.annotations"), errors);
  validate_pod_spec(spec, path, errors);
  for (const std::string_view list : {"containers", "initContainers"})
    for (size_t i = 0; i < spec[list].size(); ++i) check_image_blanks(spec[list][i], path.child(list).index(i), errors);
  if (!spec["ephemeralContainers"].empty() && pod.at("metadata", "resourceVersion").as_string().empty())
    errors.forbidden(path.child("ephemeralContainers"), "cannot be set on create");
  if (!spec["nodeName"].as_string().empty() && !spec["schedulingGates"].empty())
    errors.forbidden(path.child("nodeName"), "cannot be set until all schedulingGates have been cleared");
}

}  // namespace

const Kind kPod = {
    .group = "",
    .version = "v1",
    .kind = "Pod",
    .resource = "pods",
    .singular = "pod",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .validate = validate,
    .validate_update = validate_pod_update,
    .columns = kPodColumns,
    .index_terms = index_terms,
};

}  // namespace skiff
