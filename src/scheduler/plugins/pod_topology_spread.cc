#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <set>

#include "api/kind_table.h"
#include "api/kinds/replicaset.h"
#include "api/kinds/replicationcontroller.h"
#include "api/kinds/service.h"
#include "api/kinds/statefulset.h"
#include "apiserver/client.h"
#include "base/json.h"
#include "scheduler/node_match.h"
#include "scheduler/plugins/plugins.h"
#include "store/store.h"

namespace skiff::scheduling {
namespace {

constexpr std::string_view kHostname = "kubernetes.io/hostname";
constexpr std::string_view kZone = "topology.kubernetes.io/zone";

bool is_eligible(const Attempt& attempt, const SpreadConstraint& constraint, const NodeInfo& node) {
  // A node counts where it has the keys of all constraints.
  for (const SpreadConstraint& other : attempt.pod.hard_spread)
    if (!node.labels->contains(other.topology_key)) return false;
  if (constraint.honor_affinity && !node_matches_selection(*attempt.pod.spec, *node.node)) return false;
  return !constraint.honor_taints || untolerated_taint(*attempt.pod.spec, *node.node) == nullptr;
}

// The selectors of the Services and of the controller that select the pod, joined: what pods without constraints of
// their own are spread by.
Value default_selector(const Attempt& attempt) {
  const PodInfo& pod = attempt.pod;
  Value labels = Value::object();
  attempt.store.for_each(kService, pod.ns(), [&](const ObjectRef& service) {
    const Value& selector = service->spec()["selector"];
    if (!selector.empty() && LabelSelector::of_map(selector).matches(*pod.labels))
      for (const Member& member : selector.members()) labels.set(member.name(), member.value);
    return true;
  });
  Value selector = Value::object();
  const Value& owner = controller_of(pod.object->metadata());
  const Kind* kind = find_kind(owner["apiVersion"].as_string(), owner["kind"].as_string());
  if (kind == &kReplicaSet || kind == &kStatefulSet || kind == &kReplicationController) {
    if (const ObjectRef object = attempt.store.get(*kind, {pod.ns(), owner["name"].str()})) {
      if (kind == &kReplicationController) selector.set("matchLabels", object->spec()["selector"]);
      else selector = object->spec()["selector"];
    }
  }
  for (const Member& member : labels.members()) selector["matchLabels"].set(member.name(), member.value);
  return selector;
}

std::vector<SpreadConstraint> default_constraints(const Attempt& attempt) {
  std::vector<SpreadConstraint> out;
  const Value selector = default_selector(attempt);
  if (selector.empty()) return out;
  for (const auto& [key, skew] : {std::pair{kHostname, 3}, std::pair{kZone, 5}}) {
    SpreadConstraint& constraint = out.emplace_back();
    constraint.max_skew = skew;
    constraint.topology_key = key;
    constraint.selector = LabelSelector::of(selector);
    constraint.selector_key = to_json(selector);
  }
  return out;
}

// Pods of one owner with the same labels are spread by the same constraints.
const std::vector<SpreadConstraint>& soft_constraints(const Attempt& attempt) {
  const PodInfo& pod = attempt.pod;
  if (!pod.soft_spread.empty() || !pod.hard_spread.empty()) return pod.soft_spread;
  DefaultSpread& known = attempt.cache.default_spread(controller_of(pod.object->metadata())["uid"].as_string());
  if (known.ns != pod.ns() || !(known.labels == *pod.labels))
    known = {pod.ns(), *pod.labels, default_constraints(attempt)};
  return known.constraints;
}

// math.Round of what is not negative.
int64_t rounded(double number) {
  const auto whole = static_cast<int64_t>(number);
  return number - static_cast<double>(whole) >= 0.5 ? whole + 1 : whole;
}

// Matching pods in the node's domain of each constraint's key, and how many domains the candidates have.
class Domains {
 public:
  Domains(const Attempt& attempt, const SpreadConstraint& constraint, std::span<const NodeInfo* const> nodes)
      : constraint_(constraint),
        key_(constraint.topology_key == kHostname ? TopologyKey::kHostname
             : constraint.topology_key == kZone   ? TopologyKey::kZone
                                                  : TopologyKey::kOther),
        count_(attempt.cache.count(attempt.pod.ns(), constraint.selector, constraint.selector_key,
                                   Terminating::kSkipped)) {
    if (key_ == TopologyKey::kHostname) {
      number_ = nodes.size();
      return;
    }
    if (key_ == TopologyKey::kZone) {
      uint64_t first_seen = 0;  // a bit for each of the first zones, which are all there are as a rule
      std::set<size_t> further_seen;
      for (const NodeInfo* node : nodes) {
        if (node->zone < 64) first_seen |= uint64_t{1} << node->zone;
        else further_seen.insert(node->zone);
      }
      number_ = static_cast<size_t>(std::popcount(first_seen)) + further_seen.size();
      return;
    }
    std::set<std::string_view> seen;
    for (const NodeInfo* node : nodes) seen.insert(node->label(constraint.topology_key));
    number_ = seen.size();
    for (const NodeInfo* node : attempt.cache.nodes())
      if (const int64_t pods = count_.on(*node); pods != 0)
        by_value_[std::string(node->label(constraint.topology_key))] += pods;
  }
  // Passes on for each node how many pods are near it; not for a node without the key.
  template <class Visit>
  void for_each_count(std::span<const NodeInfo* const> nodes, const Visit& visit) const {
    for (size_t i = 0; i < nodes.size(); ++i) {
      const NodeInfo& node = *nodes[i];
      if (key_ == TopologyKey::kHostname) {
        if (node.has_hostname) visit(i, count_.on(node));
      } else if (key_ == TopologyKey::kZone) {
        if (node.has_zone) visit(i, count_.in_zone_of(node));
      } else if (const Value* value = node.labels->find(constraint_.topology_key)) {
        const auto found = by_value_.find(value->str());
        visit(i, found == by_value_.end() ? 0 : found->second);
      }
    }
  }
  double weight() const { return std::log(static_cast<double>(number_ + 2)); }

 private:
  enum class TopologyKey { kHostname, kZone, kOther };  // what is asked for each node, without comparing names

  const SpreadConstraint& constraint_;
  TopologyKey key_;
  const SelectorCount& count_;
  std::unordered_map<std::string, int64_t> by_value_;
  size_t number_ = 0;
};

}  // namespace

std::optional<std::string> prepare_topology_spread(Attempt& attempt) {
  for (const SpreadConstraint& constraint : attempt.pod.hard_spread) {
    auto& domains = attempt.spread.domains.emplace_back();
    const SelectorCount& count =
        attempt.cache.count(attempt.pod.ns(), constraint.selector, constraint.selector_key, Terminating::kSkipped);
    for (const NodeInfo* node : attempt.cache.nodes())
      if (is_eligible(attempt, constraint, *node))
        domains[std::string(node->label(constraint.topology_key))] += count.on(*node);
  }
  return std::nullopt;
}

void adjust_topology_spread(Attempt& attempt, const NodeInfo& node, const PodInfo& pod, int64_t change) {
  for (size_t i = 0; i < attempt.pod.hard_spread.size(); ++i) {
    const SpreadConstraint& constraint = attempt.pod.hard_spread[i];
    if (pod.ns() != attempt.pod.ns() || pod.object->terminating() || !constraint.selector.matches(*pod.labels))
      continue;
    const auto found = attempt.spread.domains[i].find(std::string(node.label(constraint.topology_key)));
    if (found != attempt.spread.domains[i].end()) found->second += change;
  }
}

bool skips_topology_spread(const Attempt& attempt) { return attempt.pod.hard_spread.empty(); }

std::optional<Rejection> filter_topology_spread(const Attempt& attempt, const NodeInfo& node) {
  for (size_t i = 0; i < attempt.pod.hard_spread.size(); ++i) {
    const SpreadConstraint& constraint = attempt.pod.hard_spread[i];
    const auto& domains = attempt.spread.domains[i];
    if (!node.labels->contains(constraint.topology_key))
      return Rejection{{"node(s) didn't match pod topology spread constraints (missing required label)"}};
    int64_t least = 0;
    if (static_cast<int64_t>(domains.size()) >= constraint.min_domains && !domains.empty())
      least = std::min_element(domains.begin(), domains.end(), [](const auto& a, const auto& b) {
                return a.second < b.second;
              })->second;
    const auto here = domains.find(std::string(node.label(constraint.topology_key)));
    const int64_t own = constraint.selector.matches(*attempt.pod.labels) ? 1 : 0;
    const int64_t skew = (here == domains.end() ? 0 : here->second) + own - least;
    if (skew > constraint.max_skew) return Rejection{{"node(s) didn't match pod topology spread constraints"}, true};
  }
  return std::nullopt;
}

bool score_topology_spread(const Attempt& attempt, std::span<const NodeInfo* const> nodes, std::span<int64_t> scores) {
  const std::vector<SpreadConstraint>& constraints = soft_constraints(attempt);
  if (constraints.empty()) return false;
  std::vector<double> sums(nodes.size());
  std::vector<uint8_t> keys(nodes.size());  // how many of the constraints' keys the node has
  for (const SpreadConstraint& constraint : constraints) {
    const Domains domains(attempt, constraint, nodes);
    const double weight = domains.weight();
    const auto skew = static_cast<double>(constraint.max_skew - 1);
    domains.for_each_count(nodes, [&](size_t i, int64_t pods) {
      sums[i] += static_cast<double>(pods) * weight + skew;
      ++keys[i];
    });
  }
  // A pod that says itself what it is spread by leaves nodes out that lack one of the keys.
  const size_t needed = attempt.pod.soft_spread.empty() ? 0 : constraints.size();
  int64_t most = std::numeric_limits<int64_t>::min(), least = std::numeric_limits<int64_t>::max();
  for (size_t i = 0; i < nodes.size(); ++i) {
    scores[i] = rounded(sums[i]);
    if (keys[i] < needed) continue;
    most = std::max(most, scores[i]);
    least = std::min(least, scores[i]);
  }
  // Most nodes have the raw score of the one before, and a division is dear.
  int64_t last_raw = -1;
  int64_t last = 0;
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (keys[i] < needed) {
      scores[i] = 0;
      continue;
    }
    if (const int64_t raw = std::exchange(scores[i], last); raw != last_raw) {
      last_raw = raw;
      last = scores[i] = most == 0 ? 100 : 100 * (most + least - raw) / most;
    }
  }
  return true;
}

}  // namespace skiff::scheduling
