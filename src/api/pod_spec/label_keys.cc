#include "api/pod_spec/label_keys.h"

#include <string_view>
#include <utility>

namespace skiff {
namespace {

bool names_keys(const Value& part) { return !part["matchLabelKeys"].empty() || !part["mismatchLabelKeys"].empty(); }

void add_requirements(Value& part, const char* keys, const char* op, const Value& labels) {
  const Value named = std::as_const(part)[keys];
  for (const Value& key : named.elements())
    if (const Value* label = labels.find(key.as_string()))
      part["labelSelector"]["matchExpressions"].push_back(
          Value{{"key", key}, {"operator", op}, {"values", Value::array({*label})}});
}

// `part` is a term of an affinity, or a constraint of spreading.
void merge(Value& part, const Value& labels) {
  if (!std::as_const(part)["labelSelector"].is_object()) return;
  add_requirements(part, "matchLabelKeys", "In", labels);
  add_requirements(part, "mismatchLabelKeys", "NotIn", labels);
}

void merge_affinity(Value& spec, const char* side, const Value& labels) {
  constexpr const char* kRequired = "requiredDuringSchedulingIgnoredDuringExecution";
  constexpr const char* kPreferred = "preferredDuringSchedulingIgnoredDuringExecution";
  const Value affinity = std::as_const(spec).at("affinity", side);
  for (size_t i = 0; i < affinity[kRequired].size(); ++i)
    if (names_keys(affinity[kRequired][i])) merge(spec["affinity"][side][kRequired].edit_at(i), labels);
  for (size_t i = 0; i < affinity[kPreferred].size(); ++i)
    if (names_keys(affinity[kPreferred][i]["podAffinityTerm"]))
      merge(spec["affinity"][side][kPreferred].edit_at(i)["podAffinityTerm"], labels);
}

}  // namespace

void merge_label_keys(Value& pod) {
  const Value& read = std::as_const(pod)["spec"];
  if (read["topologySpreadConstraints"].empty() && !read["affinity"].is_object()) return;
  const Value labels = std::as_const(pod).at("metadata", "labels");
  for (size_t i = 0; i < read["topologySpreadConstraints"].size(); ++i)
    if (names_keys(read["topologySpreadConstraints"][i]))
      merge(pod["spec"]["topologySpreadConstraints"].edit_at(i), labels);
  merge_affinity(pod["spec"], "podAffinity", labels);
  merge_affinity(pod["spec"], "podAntiAffinity", labels);
}

}  // namespace skiff
