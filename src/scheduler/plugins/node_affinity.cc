#include <algorithm>

#include "scheduler/node_match.h"
#include "scheduler/plugins/plugins.h"

namespace skiff::scheduling {

std::optional<std::string> prepare_node_affinity(Attempt& attempt) {
  attempt.named = named_nodes(*attempt.pod.spec);
  if (attempt.named && attempt.named->empty()) return "pod affinity terms conflict";
  return std::nullopt;
}

bool skips_node_affinity(const Attempt& attempt) {
  const Value& spec = *attempt.pod.spec;
  return spec["nodeSelector"].empty() &&
         spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"].is_null();
}

std::optional<Rejection> filter_node_affinity(const Attempt& attempt, const NodeInfo& node) {
  if (node_matches_selection(*attempt.pod.spec, *node.node)) return std::nullopt;
  return Rejection{{"node(s) didn't match Pod's node affinity/selector"}};
}

bool score_node_affinity(const Attempt& attempt, std::span<const NodeInfo* const> nodes, std::span<int64_t> scores) {
  const Value& preferred =
      (*attempt.pod.spec)["affinity"]["nodeAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"];
  if (preferred.empty()) return false;
  for (size_t i = 0; i < nodes.size(); ++i)
    for (const Value& term : preferred.elements())
      if (node_matches_term(term["preference"], *nodes[i]->node)) scores[i] += term["weight"].as_int();
  const int64_t most = *std::max_element(scores.begin(), scores.end());
  if (most == 0) return false;
  for (int64_t& score : scores) score = 100 * score / most;
  return true;
}

}  // namespace skiff::scheduling
