#include "controllers/job/backoff.h"

#include <algorithm>
#include <utility>

#include "api/pod_view.h"

namespace skiff {
namespace {

constexpr Duration kFirst = seconds(10);
constexpr Duration kLongest = minutes(10);

std::optional<Time> last_container_end(const Value& status) {
  std::optional<Time> last;
  for (const char* list : {"containerStatuses", "initContainerStatuses"})
    for (const Value& container : status[list].elements()) {
      const auto end = parse_rfc3339(container["state"]["terminated"]["finishedAt"].as_string());
      if (end && (!last || *last < *end)) last = end;
    }
  return last;
}

}  // namespace

Time finish_time(const Object& pod) {
  const Value& metadata = pod.metadata();
  if (const auto end = last_container_end(pod.status())) return *end;
  const Value& ready = find_condition(pod.status(), "Ready");
  if (ready["status"].as_string() == "False")
    if (const auto since = parse_rfc3339(ready["lastTransitionTime"].as_string())) return *since;
  if (const auto deleted = parse_rfc3339(metadata["deletionTimestamp"].as_string()))
    return *deleted - seconds(metadata["deletionGracePeriodSeconds"].as_int());
  return pod.view<PodView>().created;
}

FailureRecord FailureRecord::from(const Value& state) {
  FailureRecord record{state["failures"].as_int(), std::nullopt};
  if (state.contains("last")) record.last = Time(Duration(state["last"].as_int()));
  return record;
}

Value FailureRecord::to_state() const {
  if (failures == 0) return {};
  Value state{{"failures", failures}};
  if (last) state["last"] = last->time_since_epoch().count();
  return state;
}

void FailureRecord::add(const std::vector<ObjectRef>& succeeded, const std::vector<ObjectRef>& failed) {
  std::vector<std::pair<Time, bool>> ends;  // and: has it failed?
  for (const ObjectRef& pod : succeeded) ends.emplace_back(finish_time(*pod), false);
  for (const ObjectRef& pod : failed) ends.emplace_back(finish_time(*pod), true);
  std::stable_sort(ends.begin(), ends.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [end, has_failed] : ends) {
    failures = has_failed ? failures + 1 : 0;
    last = has_failed ? std::optional(end) : std::nullopt;
  }
}

Duration FailureRecord::remaining(Time now) const {
  if (failures == 0 || !last) return Duration(0);
  Duration delay = kFirst;
  for (int64_t i = 1; i < failures && delay < kLongest; ++i) delay = std::min(2 * delay, kLongest);
  return std::max(*last + delay - now, Duration(0));
}

}  // namespace skiff
