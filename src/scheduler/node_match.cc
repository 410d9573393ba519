#include "scheduler/node_match.h"

#include "api/node_affinity.h"
#include "api/taint.h"

namespace skiff {

bool node_matches_term(const Value& term, const Object& node) {
  return matches_node_selector_term(term, node.metadata()["labels"], node.name());
}

bool node_matches_terms(const Value& node_selector, const Object& node) {
  return matches_node_selector(node_selector, node.metadata()["labels"], node.name());
}

bool node_matches_selection(const Value& pod_spec, const Object& node) {
  return matches_required_node_affinity(pod_spec, node.metadata()["labels"], node.name());
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
