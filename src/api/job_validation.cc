#include "api/job_validation.h"

#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/pod_spec/pod_spec_validation.h"

namespace skiff {
namespace {

constexpr int64_t kIndexedParallelismMax = 100000;
constexpr size_t kFailureRulesMax = 20;

void validate_indexed(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& completions = spec["completions"];
  const Value& parallelism = spec["parallelism"];
  if (completions.is_null()) errors.required(path.child("completions"), "when completion mode is Indexed");
  if (parallelism.as_int() > kIndexedParallelismMax)
    errors.invalid(path.child("parallelism"), parallelism,
                   "must be less than or equal to 100000 when completion mode is Indexed");
}

void validate_completion_mode(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  check_non_negative_members(errors, path, spec, {"backoffLimitPerIndex", "maxFailedIndexes"});
  const Value& most = spec["maxFailedIndexes"];
  if (!most.is_null() && !spec["completions"].is_null() && most.as_int() > spec["completions"].as_int())
    errors.invalid(path.child("maxFailedIndexes"), most, "must be less than or equal to completions");
  if (!most.is_null() && spec["backoffLimitPerIndex"].is_null())
    errors.required(path.child("backoffLimitPerIndex"), "when maxFailedIndexes is specified");
  const Value& mode = spec["completionMode"];
  if (!mode.is_null()) check_one_of(errors, path.child("completionMode"), mode, {"NonIndexed", "Indexed"});
  if (mode.as_string() == "Indexed") return validate_indexed(spec, path, errors);
  if (!mode.is_null() && mode.as_string() != "NonIndexed") return;
  for (const std::string_view member : {"backoffLimitPerIndex", "maxFailedIndexes"})
    if (!spec[member].is_null()) errors.invalid(path.child(member), spec[member], "requires indexed completion mode");
}

void validate_exit_codes(const Value& codes, const FieldPath& path, FieldErrors& errors) {
  check_one_of(errors, path.child("operator"), codes["operator"], {"In", "NotIn"});
  const Value& values = codes["values"];
  if (values.empty()) errors.invalid_shown(path.child("values"), "[]", "at least one value is required");
  for (size_t i = 0; i < values.size(); ++i)
    if (codes["operator"].as_string() == "In" && values[i].as_int() == 0)
      errors.invalid(path.child("values").index(i), values[i], "must not be 0 for the In operator");
}

void validate_failure_rule(const Value& rule, const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& action = rule["action"];
  if (action.as_string() == "FailIndex" && spec["backoffLimitPerIndex"].is_null()) {
    errors.invalid(path.child("action"), action, "requires the backoffLimitPerIndex to be set");
  } else {
    check_one_of(errors, path.child("action"), action, {"Count", "FailIndex", "FailJob", "Ignore"});
  }
  const bool by_code = rule["onExitCodes"].is_object();
  const bool by_condition = !rule["onPodConditions"].empty();
  if (by_code) validate_exit_codes(rule["onExitCodes"], path.child("onExitCodes"), errors);
  if (by_code && by_condition)
    errors.invalid_shown(path, go_form("batch.v1.PodFailurePolicyRule", rule),
                         "specifying both OnExitCodes and OnPodConditions is not supported");
  if (!by_code && !by_condition)
    errors.invalid_shown(path, go_form("batch.v1.PodFailurePolicyRule", rule),
                         "specifying one of OnExitCodes and OnPodConditions is required");
}

void validate_failure_policy(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& rules = spec["podFailurePolicy"]["rules"];
  const FieldPath list = path.child("podFailurePolicy").child("rules");
  if (rules.size() > kFailureRulesMax) return errors.too_many(list, rules.size(), kFailureRulesMax);
  for (size_t i = 0; i < rules.size(); ++i) validate_failure_rule(rules[i], spec, list.index(i), errors);
}

void validate_success_policy(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& policy = spec["successPolicy"];
  if (!policy.is_object()) return;
  const FieldPath field = path.child("successPolicy");
  if (spec["completionMode"].as_string() != "Indexed")
    return errors.invalid_shown(field, go_form("batch.v1.SuccessPolicy", policy), "requires indexed completion mode");
  const Value& rules = policy["rules"];
  if (rules.empty())
    return errors.required(field.child("rules"),
                           "at least one rules must be specified when the successPolicy is specified");
  if (rules.size() > kFailureRulesMax) errors.too_many(field.child("rules"), rules.size(), kFailureRulesMax);
  for (size_t i = 0; i < rules.size(); ++i)
    if (rules[i]["succeededCount"].is_null() && rules[i]["succeededIndexes"].is_null())
      errors.required(field.child("rules").index(i),
                      "at least one of succeededCount or succeededIndexes must be specified");
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
