#include <algorithm>
#include <limits>

#include "scheduler/plugins/plugins.h"
#include "store/store.h"

namespace skiff::scheduling {
namespace {

bool matches_all(const std::vector<AffinityTerm>& terms, const PodInfo& pod, const Store& store) {
  return std::all_of(terms.begin(), terms.end(),
                     [&](const AffinityTerm& term) { return term.selects(*pod.labels, pod.ns(), store); });
}

void count_domain(DomainCounts& counts, const NodeInfo& node, const std::string& key, int64_t change) {
  const Value* value = node.labels->find(key);
  if (value == nullptr) return;
  const auto at = counts.try_emplace({key, value->str()}, 0).first;
  at->second += change;
  if (at->second == 0) counts.erase(at);
}

int64_t count_of(const DomainCounts& counts, const NodeInfo& node, const std::string& key) {
  const Value* value = node.labels->find(key);
  if (value == nullptr) return 0;
  const auto found = counts.find({key, value->str()});
  return found == counts.end() ? 0 : found->second;
}

// A term about one namespace can be read off the cache's counts, without a look at each pod.
bool is_indexed(const AffinityTerm& term) { return term.namespaces.size() == 1 && !term.namespace_selector; }

void count_indexed(Attempt& attempt, const AffinityTerm& term, DomainCounts& counts) {
  const SelectorCount& count =
      attempt.cache.count(term.namespaces[0], term.selector, term.selector_key, Terminating::kCounted);
  for (const NodeInfo* node : attempt.cache.nodes())
    if (const int64_t pods = count.on(*node); pods != 0) count_domain(counts, *node, term.topology_key, pods);
}

void count_own_terms(Attempt& attempt, const NodeInfo& node, const PodInfo& other, int64_t change) {
  const PodInfo& pod = attempt.pod;
  if (!pod.required_affinity.empty() && matches_all(pod.required_affinity, other, attempt.store))
    for (const AffinityTerm& term : pod.required_affinity)
      count_domain(attempt.affinity.affinity, node, term.topology_key, change);
  for (const AffinityTerm& term : pod.required_anti_affinity)
    if (term.selects(*other.labels, other.ns(), attempt.store))
      count_domain(attempt.affinity.anti_affinity, node, term.topology_key, change);
}

void count_existing_terms(Attempt& attempt, const NodeInfo& node, const PodInfo& other, int64_t change) {
  for (const AffinityTerm& term : other.required_anti_affinity)
    if (term.selects(*attempt.pod.labels, attempt.pod.ns(), attempt.store))
      count_domain(attempt.affinity.existing_anti, node, term.topology_key, change);
}

}  // namespace

std::optional<std::string> prepare_inter_pod_affinity(Attempt& attempt) {
  const PodInfo& pod = attempt.pod;
  const bool indexed = pod.required_affinity.size() <= 1 &&
                       std::all_of(pod.required_affinity.begin(), pod.required_affinity.end(), is_indexed) &&
                       std::all_of(pod.required_anti_affinity.begin(), pod.required_anti_affinity.end(), is_indexed);
  if (indexed) {
    for (const AffinityTerm& term : pod.required_affinity) count_indexed(attempt, term, attempt.affinity.affinity);
    for (const AffinityTerm& term : pod.required_anti_affinity)
      count_indexed(attempt, term, attempt.affinity.anti_affinity);
  }
  const bool look_at_all = !indexed && (!pod.required_affinity.empty() || !pod.required_anti_affinity.empty());
  if (!look_at_all && !attempt.cache.has_affinity()) return std::nullopt;
  for (const NodeInfo* node : look_at_all ? attempt.cache.nodes_with_pods() : attempt.cache.nodes()) {
    if (!look_at_all && node->sums.with_affinity == 0) continue;
    for (const PodInfoRef& other : node->pods) {
      if (look_at_all) count_own_terms(attempt, *node, *other, 1);
      count_existing_terms(attempt, *node, *other, 1);
    }
  }
  return std::nullopt;
}

void adjust_inter_pod_affinity(Attempt& attempt, const NodeInfo& node, const PodInfo& pod, int64_t change) {
  count_own_terms(attempt, node, pod, change);
  count_existing_terms(attempt, node, pod, change);
}

bool skips_inter_pod_affinity(const Attempt& attempt) {
  return attempt.pod.required_affinity.empty() && attempt.pod.required_anti_affinity.empty() &&
         attempt.affinity.existing_anti.empty();
}

std::optional<Rejection> filter_inter_pod_affinity(const Attempt& attempt, const NodeInfo& node) {
  const PodInfo& pod = attempt.pod;
  bool satisfied = true, has_keys = true;
  for (const AffinityTerm& term : pod.required_affinity) {
    has_keys = has_keys && node.labels->contains(term.topology_key);
    satisfied = satisfied && count_of(attempt.affinity.affinity, node, term.topology_key) > 0;
  }
  // The first pod of a group that wants to be together may go anywhere that has the topology key.
  const bool first = attempt.affinity.affinity.empty() && matches_all(pod.required_affinity, pod, attempt.store);
  if (!has_keys || (!satisfied && !first)) return Rejection{{"node(s) didn't match pod affinity rules"}};
  for (const AffinityTerm& term : pod.required_anti_affinity)
    if (count_of(attempt.affinity.anti_affinity, node, term.topology_key) > 0)
      return Rejection{{"node(s) didn't match pod anti-affinity rules"}, true};
  for (const auto& [domain, count] : attempt.affinity.existing_anti) {
    const Value* value = node.labels->find(domain.first);
    if (count > 0 && value != nullptr && value->as_string() == domain.second)
      return Rejection{{"node(s) didn't satisfy existing pods anti-affinity rules"}, true};
  }
  return std::nullopt;
}

bool score_inter_pod_affinity(const Attempt& attempt, std::span<const NodeInfo* const> nodes,
                              std::span<int64_t> scores) {
  const PodInfo& pod = attempt.pod;
  const bool own = !pod.preferred_affinity.empty() || !pod.preferred_anti_affinity.empty();
  if (!own && !attempt.cache.has_affinity()) return false;
  DomainCounts weights;
  const auto weigh = [&](const std::vector<AffinityTerm>& terms, const PodInfo& target, const NodeInfo& node,
                         int64_t sign, int64_t fixed) {
    for (const AffinityTerm& term : terms)
      if (term.selects(*target.labels, target.ns(), attempt.store))
        count_domain(weights, node, term.topology_key, sign * (fixed != 0 ? fixed : term.weight));
  };
  for (const NodeInfo* node : own ? attempt.cache.nodes_with_pods() : attempt.cache.nodes()) {
    if (!own && node->sums.with_affinity == 0) continue;
    for (const PodInfoRef& other : node->pods) {
      weigh(pod.preferred_affinity, *other, *node, 1, 0);
      weigh(pod.preferred_anti_affinity, *other, *node, -1, 0);
      // What others want of this pod; their hard affinity counts for one.
      weigh(other->required_affinity, pod, *node, 1, 1);
      weigh(other->preferred_affinity, pod, *node, 1, 0);
      weigh(other->preferred_anti_affinity, pod, *node, -1, 0);
    }
  }
  if (weights.empty()) return false;
  int64_t most = std::numeric_limits<int64_t>::min(), least = std::numeric_limits<int64_t>::max();
  for (size_t i = 0; i < nodes.size(); ++i) {
    for (const auto& [domain, weight] : weights) {
      const Value* value = nodes[i]->labels->find(domain.first);
      if (value != nullptr && value->as_string() == domain.second) scores[i] += weight;
    }
    most = std::max(most, scores[i]);
    least = std::min(least, scores[i]);
  }
  for (int64_t& score : scores) score = most == least ? 0 : 100 * (score - least) / (most - least);
  return true;
}

}  // namespace skiff::scheduling
