#include "scheduler/preemption.h"

#include <algorithm>
#include <tuple>

#include "api/kinds/poddisruptionbudget.h"
#include "api/pod_view.h"
#include "scheduler/plugins/plugins.h"
#include "store/store.h"

namespace skiff {
namespace {

constexpr int64_t kPriorityOffset = int64_t{1} << 31;

struct Candidate {
  const NodeInfo* node = nullptr;
  std::vector<PodInfoRef> victims;  // most important first
  int64_t violations = 0;           // of disruption budgets
};

Time started(const PodInfo& pod) {
  return parse_rfc3339(pod.object->status()["startTime"].as_string()).value_or(Time::max());
}

bool more_important(const PodInfoRef& a, const PodInfoRef& b) {
  if (a->priority != b->priority) return a->priority > b->priority;
  return started(*a) < started(*b);
}

// Which of `pods` (most important first) would each break a budget if they went one after the other.
std::vector<bool> violating(const std::vector<PodInfoRef>& pods, const Store& store) {
  std::vector<bool> out(pods.size());
  std::map<std::string, int64_t> left;
  for (size_t i = 0; i < pods.size(); ++i) {
    store.for_each(kPodDisruptionBudget, pods[i]->ns(), [&](const ObjectRef& budget) {
      const Value& selector = budget->spec()["selector"];
      if (selector.is_null() || pods[i]->labels->empty() || !LabelSelector::of(selector).matches(*pods[i]->labels))
        return true;
      if (budget->status()["disruptedPods"].contains(pods[i]->object->name())) return true;
      const auto at =
          left.try_emplace(budget->ns() + "/" + budget->name(), budget->status()["disruptionsAllowed"].as_int()).first;
      if (--at->second < 0) out[i] = true;
      return true;
    });
  }
  return out;
}

// A node as it would be without some of its pods; what was prepared for the attempt follows.
class Rehearsal {
 public:
  Rehearsal(Attempt& attempt, const NodeInfo& node) : attempt_(attempt), node_(node) {}
  ~Rehearsal() {
    for (const PodInfoRef& pod : removed_) adjust(*pod, 1);
  }
  Rehearsal(const Rehearsal&) = delete;

  void remove(const PodInfoRef& pod) {
    node_.remove(pod);
    adjust(*pod, -1);
    removed_.push_back(pod);
  }
  void restore(const PodInfoRef& pod) {
    node_.add(pod);
    adjust(*pod, 1);
    std::erase(removed_, pod);
  }
  std::optional<Rejection> filter() const { return skiff::filter(attempt_, node_); }

 private:
  void adjust(const PodInfo& pod, int64_t change) {
    scheduling::adjust_topology_spread(attempt_, node_, pod, change);
    scheduling::adjust_inter_pod_affinity(attempt_, node_, pod, change);
  }
  Attempt& attempt_;
  NodeInfo node_;
  std::vector<PodInfoRef> removed_;
};

// The fewest pods of lower priority without which the pod would fit; the reason if even all of them are not enough.
std::optional<Candidate> victims_on(Attempt& attempt, const NodeInfo& node, std::vector<std::string>& reasons) {
  std::vector<PodInfoRef> lower;
  for (const PodInfoRef& pod : node.pods)
    if (pod->priority < attempt.pod.priority) lower.push_back(pod);
  if (lower.empty()) {
    reasons = {"No preemption victims found for incoming pod"};
    return std::nullopt;
  }
  Rehearsal rehearsal(attempt, node);
  for (const PodInfoRef& pod : lower) rehearsal.remove(pod);
  if (const auto rejection = rehearsal.filter()) {
    reasons = rejection->reasons;
    return std::nullopt;
  }
  std::stable_sort(lower.begin(), lower.end(), more_important);
  const std::vector<bool> violates = violating(lower, attempt.store);
  Candidate candidate{&node, {}, 0};
  // Reprieve: first those whose eviction a budget forbids, then the others, the most important first.
  for (const bool violating_round : {true, false}) {
    for (size_t i = 0; i < lower.size(); ++i) {
      if (violates[i] != violating_round) continue;
      rehearsal.restore(lower[i]);
      if (!rehearsal.filter()) continue;
      rehearsal.remove(lower[i]);
      candidate.victims.push_back(lower[i]);
      candidate.violations += violates[i] ? 1 : 0;
    }
  }
  std::stable_sort(candidate.victims.begin(), candidate.victims.end(), more_important);
  return candidate;
}

// Smaller is better, member by member.
auto rank(const Candidate& candidate) {
  int64_t sum = 0;
  Time earliest = Time::max();
  for (const PodInfoRef& victim : candidate.victims) {
    sum += victim->priority + kPriorityOffset;
    if (victim->priority == candidate.victims.front()->priority) earliest = std::min(earliest, started(*victim));
  }
  return std::tuple(candidate.violations, candidate.victims.front()->priority, sum, candidate.victims.size(),
                    -earliest.time_since_epoch().count());
}

// Its earlier victims have not gone yet.
bool waits_for_victims(const Attempt& attempt) {
  const std::string_view nominated = attempt.pod.object->status()["nominatedNodeName"].as_string();
  const NodeInfo* node = nominated.empty() ? nullptr : attempt.cache.find(nominated);
  if (node == nullptr) return false;
  return std::any_of(node->pods.begin(), node->pods.end(), [&](const PodInfoRef& pod) {
    return pod->priority < attempt.pod.priority && pod->object->terminating() &&
           find_condition(pod->object->status(), "DisruptionTarget")["reason"].as_string() == "PreemptionByScheduler";
  });
}

}  // namespace

Preemption find_victims(Attempt& attempt, const Failure& failure) {
  const std::string prefix = "no new claims to deallocate, preemption: ";
  if ((*attempt.pod.spec)["preemptionPolicy"].as_string() == "Never")
    return {{}, {}, prefix + "not eligible due to preemptionPolicy=Never."};
  if (waits_for_victims(attempt))
    return {{}, {}, prefix + "not eligible due to a terminating pod on the nominated node."};
  std::map<std::string, size_t> why;
  std::optional<Candidate> best;
  size_t unhelpful = failure.nodes;
  for (const auto& [name, rejection] : failure.rejections) {
    if (!rejection.resolvable) continue;
    --unhelpful;
    std::vector<std::string> reasons;
    auto candidate = victims_on(attempt, *attempt.cache.find(name), reasons);
    for (const std::string& reason : reasons) ++why[reason];
    if (candidate && !candidate->victims.empty() && (!best || rank(*candidate) < rank(*best)))
      best = std::move(candidate);
  }
  if (best) return {best->node->name(), best->victims, {}};
  if (unhelpful > 0) why["Preemption is not helpful for scheduling"] = unhelpful;
  return {{}, {}, prefix + "0/" + std::to_string(failure.nodes) + " nodes are available: " + counted(why) + "."};
}

}  // namespace skiff
