#include "scheduler/node_match.h"

#include <algorithm>
#include <charconv>

#include "api/taint.h"

namespace skiff {
namespace {

std::optional<int64_t> integer(std::string_view text) {
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
  const auto have = integer(value->as_string()), want = integer(values[0].as_string());
  return have && want && (op == "Gt" ? *have > *want : *have < *want);
}

}  // namespace

bool node_matches_term(const Value& term, const Object& node) {
  const Elements& expressions = term["matchExpressions"].elements();
  const Elements& fields = term["matchFields"].elements();
  if (expressions.empty() && fields.empty()) return false;
  const Value& labels = node.metadata()["labels"];
  for (const Value& expression : expressions)
    if (!expression_matches(expression, labels.find(expression["key"].as_string()))) return false;
  const Value name(node.name());
  for (const Value& field : fields)
    if (field["key"].as_string() != "metadata.name" || !expression_matches(field, &name)) return false;
  return true;
}

bool node_matches_terms(const Value& node_selector, const Object& node) {
  const Elements& terms = node_selector["nodeSelectorTerms"].elements();
  return std::any_of(terms.begin(), terms.end(), [&](const Value& term) { return node_matches_term(term, node); });
}

bool node_matches_selection(const Value& pod_spec, const Object& node) {
  const Value& labels = node.metadata()["labels"];
  for (const Member& wanted : pod_spec["nodeSelector"].members()) {
    const Value* label = labels.find(wanted.name());
    if (label == nullptr || !(*label == wanted.value)) return false;
  }
  const Value& required = pod_spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"];
  return required.is_null() || node_matches_terms(required, node);
}

const Value* untolerated_taint(const Value& pod_spec, const Object& node) {
  for (const Value& taint : node.spec()["taints"].elements()) {
    const std::string_view effect = taint["effect"].as_string();
    if ((effect == "NoSchedule" || effect == "NoExecute") && find_toleration(pod_spec["tolerations"], taint) == nullptr)
      return &taint;
  }
  return nullptr;
}

std::optional<std::set<std::string>> named_nodes(const Value& pod_spec) {
  const Value& required = pod_spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"];
  const Elements& terms = required["nodeSelectorTerms"].elements();
  if (terms.empty()) return std::nullopt;
  std::set<std::string> all;
  for (const Value& term : terms) {
    std::optional<std::set<std::string>> of_term;
    for (const Value& field : term["matchFields"].elements()) {
      if (field["key"].as_string() != "metadata.name" || field["operator"].as_string() != "In") continue;
      std::set<std::string> names;
      for (const Value& name : field["values"].elements()) names.insert(name.str());
      if (of_term) std::erase_if(names, [&](const std::string& name) { return !of_term->contains(name); });
      of_term = std::move(names);
    }
    if (!of_term) return std::nullopt;
    all.merge(*of_term);
  }
  return all;
}

}  // namespace skiff
