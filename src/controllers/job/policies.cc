#include "controllers/job/policies.h"

#include <algorithm>

namespace skiff {
namespace {

FailureAction parse_action(std::string_view action) {
  if (action == "Ignore") return FailureAction::kIgnore;
  if (action == "FailIndex") return FailureAction::kFailIndex;
  if (action == "FailJob") return FailureAction::kFailJob;
  return FailureAction::kCount;
}

bool has_value(const Value& list, int64_t wanted) {
  const Elements& values = list.elements();
  return std::any_of(values.begin(), values.end(), [&](const Value& value) { return value.as_int() == wanted; });
}

// The status of the container that ended as the rule says: a regular one if there is such, else an init container.
const Value* match_exit_codes(const Value& rule, const Value& status) {
  const std::string_view name = rule["containerName"].as_string();
  const bool wants_listed = rule["operator"].as_string() == "In";
  for (const char* list : {"containerStatuses", "initContainerStatuses"})
    for (const Value& container : status[list].elements()) {
      const Value& ended = container["state"]["terminated"];
      if (ended.is_null() || (!name.empty() && name != container["name"].as_string())) continue;
      const int64_t code = ended["exitCode"].as_int();
      if (code != 0 && has_value(rule["values"], code) == wants_listed) return &container;
    }
  return nullptr;
}

const Value* match_conditions(const Value& patterns, const Value& status) {
  for (const Value& condition : status["conditions"].elements())
    for (const Value& pattern : patterns.elements())
      if (condition["type"] == pattern["type"] &&
          condition["status"].as_string() == pattern["status"].as_string("True"))
        return &condition;
  return nullptr;
}

}  // namespace

FailureVerdict judge_failure(const Value& policy, const Object& pod) {
  const Elements& rules = policy["rules"].elements();
  for (size_t i = 0; i < rules.size(); ++i) {
    const Value& rule = rules[i];
    const std::string tail = " matching " + rule["action"].str() + " rule at index " + std::to_string(i);
    const std::string who = pod.ns() + "/" + pod.name();
    if (const Value& codes = rule["onExitCodes"]; !codes.is_null()) {
      if (const Value* container = match_exit_codes(codes, pod.status()))
        return {parse_action(rule["action"].as_string()),
                "Container " + (*container)["name"].str() + " for pod " + who + " failed with exit code " +
                    std::to_string((*container)["state"]["terminated"]["exitCode"].as_int()) + tail};
    } else if (const Value* condition = match_conditions(rule["onPodConditions"], pod.status())) {
      return {parse_action(rule["action"].as_string()),
              "Pod " + who + " has condition " + (*condition)["type"].str() + tail};
    }
  }
  return {};
}

std::optional<std::string> match_success_policy(const Value& policy, int64_t completions, const IndexSet& succeeded) {
  const Elements& rules = policy["rules"].elements();
  for (size_t i = 0; i < rules.size(); ++i) {
    const Value& indexes = rules[i]["succeededIndexes"];
    const Value& count = rules[i]["succeededCount"];
    int64_t have = succeeded.total();
    int64_t need = count.as_int();
    if (!indexes.is_null()) {
      const IndexSet wanted = IndexSet::parse(indexes.as_string(), completions);
      have = wanted.count_in(succeeded);
      if (count.is_null()) need = wanted.total();
    }
    if (have >= need) return "Matched rules at index " + std::to_string(i);
  }
  return std::nullopt;
}

}  // namespace skiff
