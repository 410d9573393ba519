#include <algorithm>

#include "api/taint.h"
#include "scheduler/node_match.h"
#include "scheduler/plugins/plugins.h"

namespace skiff::scheduling {

std::optional<Rejection> filter_taint_toleration(const Attempt& attempt, const NodeInfo& node) {
  if (!node.has_hard_taints || untolerated_taint(*attempt.pod.spec, *node.node) == nullptr) return std::nullopt;
  return Rejection{{"node(s) had untolerated taint(s)"}};
}

// Fewer untolerated PreferNoSchedule taints are better.
bool score_taint_toleration(const Attempt& attempt, std::span<const NodeInfo* const> nodes, std::span<int64_t> scores) {
  if (std::none_of(nodes.begin(), nodes.end(), [](const NodeInfo* node) { return node->has_soft_taints; }))
    return false;
  const Value& tolerations = (*attempt.pod.spec)["tolerations"];
  for (size_t i = 0; i < nodes.size(); ++i)
    for (const Value& taint : nodes[i]->node->spec()["taints"].elements())
      if (taint["effect"].as_string() == "PreferNoSchedule" && find_toleration(tolerations, taint) == nullptr)
        ++scores[i];
  const int64_t most = *std::max_element(scores.begin(), scores.end());
  for (int64_t& score : scores) score = most == 0 ? 100 : 100 - 100 * score / most;
  return true;
}

}  // namespace skiff::scheduling
