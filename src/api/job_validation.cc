#include "api/job_validation.h"

#include <charconv>
#include <optional>
#include <set>
#include <variant>

#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/pod_spec/pod_spec_validation.h"
#include "api/prefixed_path.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr int64_t kIndexedParallelismMax = 100000;
constexpr int64_t kFailedIndexesMax = 100000;
// Beyond this many completions, with a limit for each index:
constexpr int64_t kManyCompletions = 100000;
constexpr int64_t kParallelismOfManyMax = 10000;
constexpr int64_t kFailedIndexesOfManyMax = 10000;
constexpr size_t kFailureRulesMax = 20;
constexpr size_t kFailurePatternsMax = 20;
constexpr size_t kExitCodesMax = 255;
constexpr size_t kSuccessRulesMax = 20;
constexpr size_t kSucceededIndexesMax = 64 * 1024;
constexpr size_t kManagedByMax = 63;

std::string at_most(int64_t limit) { return "must be less than or equal to " + std::to_string(limit); }

void validate_indexed(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& completions = spec["completions"];
  const Value& parallelism = spec["parallelism"];
  const Value& failed = spec["maxFailedIndexes"];
  if (completions.is_null()) errors.required(path.child("completions"), "when completion mode is Indexed");
  if (parallelism.as_int() > kIndexedParallelismMax)
    errors.invalid(path.child("parallelism"), parallelism,
                   at_most(kIndexedParallelismMax) + " when completion mode is Indexed");
  if (!completions.is_null() && !failed.is_null() && failed.as_int() > completions.as_int())
    errors.invalid(path.child("maxFailedIndexes"), failed, "must be less than or equal to completions");
  if (failed.as_int() > kFailedIndexesMax)
    errors.invalid(path.child("maxFailedIndexes"), failed, at_most(kFailedIndexesMax));
  if (completions.as_int() <= kManyCompletions || spec["backoffLimitPerIndex"].is_null()) return;
  const std::string above =
      " when completions are above " + std::to_string(kManyCompletions) + " and used with backoff limit per index";
  if (failed.is_null())
    errors.required(path.child("maxFailedIndexes"),
                    "must be specified when completions is above " + std::to_string(kManyCompletions));
  if (parallelism.as_int() > kParallelismOfManyMax)
    errors.invalid(path.child("parallelism"), parallelism, at_most(kParallelismOfManyMax) + above);
  if (failed.as_int() > kFailedIndexesOfManyMax)
    errors.invalid(path.child("maxFailedIndexes"), failed, at_most(kFailedIndexesOfManyMax) + above);
}

void validate_manager(const Value& manager, const FieldPath& path, FieldErrors& errors) {
  if (manager.is_null()) return;
  check_domain_prefixed_path(manager, path, errors);
  if (manager.as_string().size() > kManagedByMax) errors.too_long(path, kManagedByMax);
}

void validate_completion_mode(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  check_non_negative_members(errors, path, spec, {"backoffLimitPerIndex", "maxFailedIndexes"});
  if (!spec["maxFailedIndexes"].is_null() && spec["backoffLimitPerIndex"].is_null())
    errors.required(path.child("backoffLimitPerIndex"), "when maxFailedIndexes is specified");
  validate_manager(spec["managedBy"], path.child("managedBy"), errors);
  const Value& mode = spec["completionMode"];
  if (!mode.is_null()) check_one_of(errors, path.child("completionMode"), mode, {"NonIndexed", "Indexed"});
  if (mode.as_string() == "Indexed") return validate_indexed(spec, path, errors);
  if (!mode.is_null() && mode.as_string() != "NonIndexed") return;
  for (const std::string_view member : {"backoffLimitPerIndex", "maxFailedIndexes"})
    if (!spec[member].is_null()) errors.invalid(path.child(member), spec[member], "requires indexed completion mode");
}

// Required names the values, too: valid values: ["In" "NotIn"]
void check_enum(const Value& value, const std::vector<std::string>& all, const FieldPath& path, FieldErrors& errors) {
  if (!value.as_string().empty()) return check_one_of(errors, path, value, all);
  std::string listed;
  for (const std::string& one : all) listed += (listed.empty() ? "" : " ") + go_quote(one);
  errors.required(path, "valid values: [" + listed + "]");
}

bool has_container(const Value& pod_spec, const Value& name) {
  for (const char* list : {"containers", "initContainers"})
    for (const Value& container : pod_spec[list].elements())
      if (container["name"] == name) return true;
  return false;
}

void validate_exit_codes(const Value& codes, const Value& pod_spec, const FieldPath& path, FieldErrors& errors) {
  check_enum(codes["operator"], {"In", "NotIn"}, path.child("operator"), errors);
  const Value& container = codes["containerName"];
  if (!container.is_null() && !has_container(pod_spec, container))
    errors.invalid(path.child("containerName"), container,
                   "must be one of the container or initContainer names in the pod template");
  const FieldPath list = path.child("values");
  const Value& values = codes["values"];
  if (values.empty()) errors.invalid_shown(list, values.is_array() ? "[]" : "null", "at least one value is required");
  if (values.size() > kExitCodesMax) errors.too_many(list, values.size(), kExitCodesMax);
  std::set<int64_t> seen;
  bool ordered = true;
  for (size_t i = 0; i < values.size(); ++i) {
    if (codes["operator"].as_string() == "In" && values[i].as_int() == 0)
      errors.invalid(list.index(i), values[i], "must not be 0 for the In operator");
    if (!seen.insert(values[i].as_int()).second) errors.duplicate(list.index(i), values[i]);
    ordered = ordered && (i == 0 || values[i - 1].as_int() <= values[i].as_int());
  }
  if (!ordered) errors.invalid(list, values, "must be ordered");
}

void validate_conditions(const Value& patterns, const FieldPath& path, FieldErrors& errors) {
  if (patterns.size() > kFailurePatternsMax) errors.too_many(path, patterns.size(), kFailurePatternsMax);
  for (size_t i = 0; i < patterns.size(); ++i) {
    const Value type(patterns[i]["type"].as_string());
    add_problems(errors, path.index(i).child("type"), type, label_key_problems(type.as_string()));
    check_enum(patterns[i]["status"], {"False", "True", "Unknown"}, path.index(i).child("status"), errors);
  }
}

void validate_failure_rule(const Value& rule, const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& action = rule["action"];
  if (action.as_string() == "FailIndex" && spec["backoffLimitPerIndex"].is_null()) {
    errors.invalid(path.child("action"), action, "requires the backoffLimitPerIndex to be set");
  } else {
    check_enum(action, {"Count", "FailIndex", "FailJob", "Ignore"}, path.child("action"), errors);
  }
  const bool by_code = rule["onExitCodes"].is_object();
  const bool by_condition = !rule["onPodConditions"].empty();
  if (by_code) validate_exit_codes(rule["onExitCodes"], spec.at("template", "spec"), path.child("onExitCodes"), errors);
  validate_conditions(rule["onPodConditions"], path.child("onPodConditions"), errors);
  if (by_code && by_condition)
    errors.invalid_shown(path, "", "specifying both OnExitCodes and OnPodConditions is not supported");
  if (!by_code && !by_condition)
    errors.invalid_shown(path, "", "specifying one of OnExitCodes and OnPodConditions is required");
}

void validate_failure_policy(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& rules = spec["podFailurePolicy"]["rules"];
  const FieldPath list = path.child("podFailurePolicy").child("rules");
  if (rules.size() > kFailureRulesMax) errors.too_many(list, rules.size(), kFailureRulesMax);
  for (size_t i = 0; i < rules.size(); ++i) validate_failure_rule(rules[i], spec, list.index(i), errors);
}

struct Interval {
  int64_t first = 0;
  int64_t last = 0;
};

std::optional<int64_t> go_number(std::string_view text) {
  int64_t number = 0;
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failed != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::string not_increasing(int64_t previous, int64_t current) {
  return "non-increasing order, previous: " + std::to_string(previous) + ", current: " + std::to_string(current);
}

// parseIndexInterval: "3" or "3-5". The text says what is wrong.
std::variant<Interval, std::string> parse_interval(std::string_view text, int64_t completions) {
  const auto limits = split(text, '-');
  if (limits.size() > 2)
    return "the fragment " + go_quote(text) +
           " violates the requirement that an index interval can have at most two parts separated by '-'";
  std::vector<int64_t> numbers;
  for (const std::string_view limit : limits) {
    const auto number = go_number(limit);
    if (!number) return "cannot convert string to integer for index: " + go_quote(limit);
    if (*number >= completions) return "too large index: " + go_quote(limit);
    numbers.push_back(*number);
  }
  if (numbers.size() == 2 && numbers[0] >= numbers[1]) return not_increasing(numbers[0], numbers[1]);
  return Interval{numbers.front(), numbers.back()};
}

// validateIndexesFormat: how many there are of "1,3-5", or what is wrong.
std::variant<int64_t, std::string> count_indexes(std::string_view text, int64_t completions) {
  int64_t total = 0;
  std::optional<int64_t> last;
  if (text.empty()) return total;
  for (const std::string_view part : split(text, ',')) {
    const auto interval = parse_interval(part, completions);
    if (const std::string* problem = std::get_if<std::string>(&interval)) return *problem;
    const auto [first, end] = std::get<Interval>(interval);
    if (last && *last >= first) return not_increasing(*last, first);
    total += end - first + 1;
    last = end;
  }
  return total;
}

void validate_success_rule(const Value& rule, int64_t completions, const FieldPath& path, FieldErrors& errors) {
  const Value& count = rule["succeededCount"];
  const Value& indexes = rule["succeededIndexes"];
  if (count.is_null() && indexes.is_null())
    errors.required(path, "at least one of succeededCount or succeededIndexes must be specified");
  int64_t total = 0;
  if (!indexes.is_null()) {
    const FieldPath at = path.child("succeededIndexes");
    if (indexes.as_string().size() > kSucceededIndexesMax) errors.too_long(at, kSucceededIndexesMax);
    const auto counted = count_indexes(indexes.as_string(), completions);
    if (const std::string* problem = std::get_if<std::string>(&counted))
      errors.invalid(at, indexes, "error parsing succeededIndexes: " + *problem);
    else total = std::get<int64_t>(counted);
  }
  if (count.is_null()) return;
  const FieldPath at = path.child("succeededCount");
  check_non_negative(errors, at, count);
  if (count.as_int() > completions)
    errors.invalid(at, count, at_most(completions) + " (the number of specified completions)");
  if (!indexes.is_null() && count.as_int() > total)
    errors.invalid(at, count, at_most(total) + " (the number of indexes in the specified succeededIndexes field)");
}

void validate_success_policy(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& policy = spec["successPolicy"];
  if (!policy.is_object()) return;
  const FieldPath field = path.child("successPolicy");
  if (spec["completionMode"].as_string() != "Indexed")
    return errors.invalid_shown(field, go_form("batch.v1.SuccessPolicy", policy), "requires indexed completion mode");
  const Value& rules = policy["rules"];
  const FieldPath list = field.child("rules");
  if (rules.empty()) errors.required(list, "at least one rules must be specified when the successPolicy is specified");
  if (rules.size() > kSuccessRulesMax) errors.too_many(list, rules.size(), kSuccessRulesMax);
  // Without completions there is nothing to count; that is told already.
  if (spec["completions"].is_null()) return;
  for (size_t i = 0; i < rules.size(); ++i)
    validate_success_rule(rules[i], spec["completions"].as_int(), list.index(i), errors);
}

void validate_replacement_policy(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& policy = spec["podReplacementPolicy"];
  if (policy.is_null()) return;
  const FieldPath field = path.child("podReplacementPolicy");
  if (spec["podFailurePolicy"].is_object()) return check_one_of(errors, field, policy, {"Failed"});
  check_one_of(errors, field, policy, {"Failed", "TerminatingOrFailed"});
}

// Always is what an omitted policy was defaulted to.
void check_ends(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& policy = spec.at("template", "spec", "restartPolicy");
  const FieldPath field = path.child("template").child("spec").child("restartPolicy");
  if (policy.as_string() == "Always") {
    errors.required(field, "valid values: \"OnFailure\", \"Never\"");
  } else if (policy.as_string() != "OnFailure" && policy.as_string() != "Never") {
    errors.not_supported(field, policy, {"OnFailure", "Never"});
  } else if (spec["podFailurePolicy"].is_object() && policy.as_string() != "Never") {
    errors.invalid(field, policy, "only \"Never\" is supported when podFailurePolicy is specified");
  }
}

}  // namespace

void validate_job_spec(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  check_non_negative_members(
      errors, path, spec,
      {"parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished"});
  validate_completion_mode(spec, path, errors);
  validate_failure_policy(spec, path, errors);
  validate_success_policy(spec, path, errors);
  validate_replacement_policy(spec, path, errors);
  validate_pod_template(spec["template"], path.child("template"), errors);
  check_ends(spec, path, errors);
}

}  // namespace skiff
