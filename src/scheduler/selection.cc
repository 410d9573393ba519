#include "scheduler/selection.h"

#include <algorithm>

namespace skiff {
namespace {

constexpr size_t kMinFeasibleNodes = 100;
constexpr size_t kAhead = 12;

void note(Failure& failure, const NodeInfo& node, Rejection rejection) {
  for (const std::string& reason : rejection.reasons) ++failure.reasons[reason];
  failure.rejections.emplace(node.name(), std::move(rejection));
}

// With as much of its pods as the filters will read.
NodeInfo& look_at(const Attempt& attempt, NodeInfo& node) {
  const bool reads_pods = !attempt.cluster_filters.empty() || !attempt.pod.host_ports.empty();
  return reads_pods ? attempt.cache.with_pods(node) : attempt.cache.with_sums(node);
}

// The few nodes that the pod names; all others count with one reason.
std::vector<const NodeInfo*> filter_named(const Attempt& attempt, Failure& failure) {
  std::vector<const NodeInfo*> fits;
  size_t there = 0;
  for (const std::string& name : *attempt.named) {
    NodeInfo* const found = attempt.cache.find_bare(name);
    if (found == nullptr) continue;
    ++there;
    const NodeInfo& node = look_at(attempt, *found);
    if (auto rejection = filter(attempt, node)) note(failure, node, std::move(*rejection));
    else fits.push_back(&node);
  }
  if (failure.nodes > there)
    failure.reasons["node(s) didn't satisfy plugin(s) [NodeAffinity]"] += failure.nodes - there;
  return fits;
}

std::vector<const NodeInfo*> filter_from(const Attempt& attempt, size_t& start, Failure& failure) {
  const auto& nodes = attempt.cache.nodes();
  const size_t wanted = feasible_nodes_to_find(nodes.size());
  std::vector<const NodeInfo*> fits;
  fits.reserve(wanted);
  // Does what a node has said before decide? Then it is not asked again.
  const bool remembered =
      attempt.answers != nullptr && !attempt.named && attempt.nominated.empty() && attempt.cluster_filters.empty();
  size_t at = start % nodes.size();
  for (size_t left = nodes.size(); left > 0 && fits.size() < wanted; --left) {
    // Of thousands of nodes the next ones are in no cache, and there is nothing else to wait for.
    if (at + kAhead < nodes.size()) __builtin_prefetch(nodes[at + kAhead]);
    NodeInfo& node = *nodes[at];
    if (++at == nodes.size()) at = 0;
    if (remembered && attempt.answers->on(node.slot, node.generation).fits) {
      fits.push_back(&node);
      continue;
    }
    look_at(attempt, node);
    if (auto rejection = filter_known(attempt, node)) note(failure, node, std::move(*rejection));
    else fits.push_back(&node);
  }
  start = at;
  return fits;
}

void add_scores(const Attempt& attempt, Reads reads, std::span<const NodeInfo* const> nodes,
                std::span<int64_t> totals) {
  std::vector<int64_t> scores(nodes.size());
  for (const ScorePlugin& plugin : score_plugins()) {
    if (plugin.reads != reads || !plugin.score(attempt, nodes, scores)) continue;
    for (size_t i = 0; i < nodes.size(); ++i) totals[i] += plugin.weight * scores[i];
    std::fill(scores.begin(), scores.end(), 0);
  }
}

// Asked are those of which it is not remembered.
void add_node_scores(const Attempt& attempt, std::span<const NodeInfo* const> nodes, std::span<int64_t> totals) {
  if (attempt.answers == nullptr) return add_scores(attempt, Reads::kNode, nodes, totals);
  for (size_t i = 0; i < nodes.size(); ++i) {
    NodeAnswers::Answer& answer = attempt.answers->on(nodes[i]->slot, nodes[i]->generation);
    if (!answer.scored) {
      add_scores(attempt, Reads::kNode, nodes.subspan(i, 1), {&answer.score, 1});
      answer.scored = true;
    }
    totals[i] += answer.score;
  }
}

const NodeInfo* best_of(const Attempt& attempt, const std::vector<const NodeInfo*>& nodes) {
  std::vector<int64_t> totals(nodes.size());
  add_node_scores(attempt, nodes, totals);
  add_scores(attempt, Reads::kCluster, nodes, totals);
  size_t best = 0;
  for (size_t i = 1; i < nodes.size(); ++i)
    if (totals[i] > totals[best] || (totals[i] == totals[best] && nodes[i]->rank < nodes[best]->rank)) best = i;
  return nodes[best];
}

}  // namespace

size_t feasible_nodes_to_find(size_t nodes) {
  if (nodes < kMinFeasibleNodes) return nodes;
  const size_t percent = std::max<size_t>(5, nodes / 125 >= 45 ? 5 : 50 - nodes / 125);
  return std::max(kMinFeasibleNodes, nodes * percent / 100);
}

std::optional<std::string> select_node(Attempt& attempt, size_t& start, Failure& failure) {
  failure.nodes = attempt.cache.nodes().size();
  if (failure.nodes == 0) return std::nullopt;
  if (auto rejection = prepare(attempt)) {
    failure.whole = rejection->reasons[0];
    failure.plugin = rejection->plugin;
    return std::nullopt;
  }
  attempt.answers = &attempt.cache.answers_for(attempt.pod);
  // A node that was cleared for this pod is tried first.
  const std::string_view nominated = attempt.pod.object->status()["nominatedNodeName"].as_string();
  if (const NodeInfo* node = nominated.empty() ? nullptr : attempt.cache.find(nominated); node != nullptr)
    if (!filter(attempt, *node)) return node->name();
  const std::vector<const NodeInfo*> fits =
      attempt.named ? filter_named(attempt, failure) : filter_from(attempt, start, failure);
  if (fits.empty()) return std::nullopt;
  return (fits.size() == 1 ? fits[0] : best_of(attempt, fits))->name();
}

}  // namespace skiff
