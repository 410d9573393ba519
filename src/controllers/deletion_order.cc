#include "controllers/deletion_order.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>

namespace skiff {
namespace {

int phase_order(PodPhase phase) {
  switch (phase) {
    case PodPhase::kUnknown:
      return 1;
    case PodPhase::kRunning:
      return 2;
    default:
      return 0;  // Pending
  }
}

// helper.GetDeletionCostFromPodAnnotations: an invalid cost counts as none.
int64_t parse_cost(std::string_view text) {
  int32_t cost = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), cost);
  return problem == std::errc{} && end == text.data() + text.size() ? cost : 0;
}

int64_t most_restarts(const Value& statuses) {
  int64_t most = 0;
  for (const Value& status : statuses.elements()) most = std::max(most, status["restartCount"].as_int());
  return most;
}

int64_t most_sidecar_restarts(const Object& pod) {
  int64_t most = 0;
  for (const Value& container : pod.spec()["initContainers"].elements()) {
    if (container["restartPolicy"].as_string() != "Always") continue;
    for (const Value& status : pod.status()["initContainerStatuses"].elements())
      if (status["name"] == container["name"]) most = std::max(most, status["restartCount"].as_int());
  }
  return most;
}

int order_of_magnitude(Time time, Time now) {
  const Duration age = now - time;
  return age.count() > 0 ? static_cast<int>(std::log2(static_cast<double>(age.count()))) : -1;
}

// Of two different times: does the first stand for the pod that goes first?
bool younger(Time a, Time b, const DeletionCandidate& of_a, const DeletionCandidate& of_b, Time now, Ages ages) {
  if (ages == Ages::kExact) return a > b;
  const int magnitude_a = order_of_magnitude(a, now);
  const int magnitude_b = order_of_magnitude(b, now);
  return magnitude_a != magnitude_b ? magnitude_a < magnitude_b : of_a.uid < of_b.uid;
}

}  // namespace

DeletionCandidate deletion_candidate(const Object& object, int64_t neighbours) {
  const auto& pod = object.view<PodView>();
  return {
      .assigned = !pod.node.empty(),
      .phase = pod.phase,
      .ready = pod.ready,
      .cost = parse_cost(object.metadata()["annotations"]["controller.kubernetes.io/pod-deletion-cost"].as_string()),
      .neighbours = neighbours,
      .ready_since = pod.ready_changed,
      .restarts = most_restarts(object.status()["containerStatuses"]),
      .sidecar_restarts = most_sidecar_restarts(object),
      .created = pod.created,
      .uid = pod.uid,
  };
}

bool given_up_before(const DeletionCandidate& a, const DeletionCandidate& b, Time now, Ages ages) {
  if (a.assigned != b.assigned) return !a.assigned;
  if (phase_order(a.phase) != phase_order(b.phase)) return phase_order(a.phase) < phase_order(b.phase);
  if (a.ready != b.ready) return !a.ready;
  if (a.cost != b.cost) return a.cost < b.cost;
  if (a.neighbours != b.neighbours) return a.neighbours > b.neighbours;
  if (a.ready && a.ready_since != b.ready_since) {
    if (!a.ready_since || !b.ready_since) return !a.ready_since;
    return younger(*a.ready_since, *b.ready_since, a, b, now, ages);
  }
  if (a.restarts != b.restarts) return a.restarts > b.restarts;
  if (a.sidecar_restarts != b.sidecar_restarts) return a.sidecar_restarts > b.sidecar_restarts;
  if (a.created != b.created) return younger(a.created, b.created, a, b, now, ages);
  return a.uid < b.uid;
}

std::vector<size_t> choose_deletions(const std::vector<DeletionCandidate>& candidates, size_t count, Time now,
                                     Ages ages) {
  std::vector<size_t> order(candidates.size());
  std::iota(order.begin(), order.end(), size_t{0});
  if (count >= order.size()) return order;
  const auto before = [&](size_t a, size_t b) { return given_up_before(candidates[a], candidates[b], now, ages); };
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(), before);
  order.resize(count);
  return order;
}

}  // namespace skiff
