#include "api/node_affinity.h"

#include <algorithm>

#include "api/label_selector.h"

namespace skiff {

bool matches_node_selector_term(const Value& term, const Value& node_labels, std::string_view node_name) {
  const Value& expressions = term["matchExpressions"];
  const Value& fields = term["matchFields"];
  if (expressions.empty() && fields.empty()) return false;
  if (!LabelSelector::of(Value{{"matchExpressions", expressions}}).matches(node_labels)) return false;
  return fields.empty() ||
         LabelSelector::of(Value{{"matchExpressions", fields}}).matches(Value{{"metadata.name", node_name}});
}

bool matches_node_selector(const Value& node_selector, const Value& node_labels, std::string_view node_name) {
  const Elements& terms = node_selector["nodeSelectorTerms"].elements();
  return std::any_of(terms.begin(), terms.end(),
                     [&](const Value& term) { return matches_node_selector_term(term, node_labels, node_name); });
}

bool matches_required_node_affinity(const Value& pod_spec, const Value& node_labels, std::string_view node_name) {
  for (const Member& label : pod_spec["nodeSelector"].members()) {
    const Value* actual = node_labels.find(label.key);
    if (actual == nullptr || !(*actual == label.value)) return false;
  }
  const Value& required = pod_spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"];
  return required.is_null() || matches_node_selector(required, node_labels, node_name);
}

}  // namespace skiff
