#include "api/node_affinity.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace skiff {
namespace {

std::optional<int64_t> whole_number(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool expression_matches(const Value& expression, const Value* value) {
  const std::string_view op = expression["operator"].as_string();
  const Elements& values = expression["values"].elements();
  const auto listed = [&] {
    return std::any_of(values.begin(), values.end(),
                       [&](const Value& one) { return one.as_string() == value->as_string(); });
  };
  if (op == "In") return value != nullptr && listed();
  if (op == "NotIn") return value == nullptr || !listed();
  if (op == "Exists") return value != nullptr;
  if (op == "DoesNotExist") return value == nullptr;
  if ((op != "Gt" && op != "Lt") || value == nullptr || values.size() != 1) return false;
  const auto have = whole_number(value->as_string()), want = whole_number(values[0].as_string());
  return have && want && (op == "Gt" ? *have > *want : *have < *want);
}

}  // namespace

bool matches_node_selector_term(const Value& term, const Value& node_labels, std::string_view node_name) {
  const Elements& expressions = term["matchExpressions"].elements();
  const Elements& fields = term["matchFields"].elements();
  if (expressions.empty() && fields.empty()) return false;
  for (const Value& expression : expressions)
    if (!expression_matches(expression, node_labels.find(expression["key"].as_string()))) return false;
  const Value name(node_name);
  for (const Value& field : fields)
    if (field["key"].as_string() != "metadata.name" || !expression_matches(field, &name)) return false;
  return true;
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
