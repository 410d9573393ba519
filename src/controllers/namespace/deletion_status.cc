#include "controllers/namespace/deletion_status.h"

namespace skiff::namespaces {
namespace {

struct Condition {
  std::string_view type, status, reason;
  std::string message;
};

void set_condition(Value& conditions, const Condition& condition, Time now) {
  Value fresh{{"lastTransitionTime", rfc3339(now)},
              {"message", condition.message},
              {"reason", condition.reason},
              {"status", condition.status},
              {"type", condition.type}};
  for (Value& one : conditions.edit_elements()) {
    const Value& held = one;
    if (held["type"].as_string() != condition.type) continue;
    if (held["status"].as_string() == condition.status) fresh.set("lastTransitionTime", held["lastTransitionTime"]);
    one = std::move(fresh);
    return;
  }
  conditions.push_back(std::move(fresh));
}

Condition no_failure(std::string_view type, std::string_view reason, const char* message) {
  return {type, "False", reason, message};
}

std::string counted(const std::map<std::string, int>& counts, std::string_view has, std::string_view between) {
  std::string text;
  for (const auto& [name, count] : counts) {
    if (!text.empty()) text += between;
    text += name;
    text += has;
    text += std::to_string(count) + " resource instances";
  }
  return text;
}

}  // namespace

Value deletion_status(const Value& status, const Remaining& remaining, Time now) {
  Value changed = status;
  Value& conditions = changed["conditions"];
  if (!conditions.is_array()) conditions = Value::array();
  set_condition(
      conditions,
      no_failure("NamespaceDeletionDiscoveryFailure", "ResourcesDiscovered", "All resources successfully discovered"),
      now);
  set_condition(conditions,
                no_failure("NamespaceDeletionGroupVersionParsingFailure", "ParsedGroupVersions",
                           "All legacy kube types successfully parsed"),
                now);
  set_condition(conditions,
                no_failure("NamespaceDeletionContentFailure", "ContentDeleted",
                           "All content successfully deleted, may be waiting on finalization"),
                now);
  const Condition content =
      remaining.resources.empty()
          ? no_failure("NamespaceContentRemaining", "ContentRemoved", "All content successfully removed")
          : Condition{"NamespaceContentRemaining", "True", "SomeResourcesRemain",
                      "Some resources are remaining: " + counted(remaining.resources, " has ", ", ")};
  set_condition(conditions, content, now);
  const Condition finalizers = remaining.finalizers.empty()
                                   ? no_failure("NamespaceFinalizersRemaining", "ContentHasNoFinalizers",
                                                "All content-preserving finalizers finished")
                                   : Condition{"NamespaceFinalizersRemaining", "True", "SomeFinalizersRemain",
                                               "Some content in the namespace has finalizers remaining: " +
                                                   counted(remaining.finalizers, " in ", ", ")};
  set_condition(conditions, finalizers, now);
  return changed;
}

}  // namespace skiff::namespaces
