#include "api/custom_resources/rule_definitions.h"

#include <algorithm>
#include <string>
#include <vector>

#include "api/custom_resources/declared_type.h"
#include "api/custom_resources/rule_field_path.h"
#include "api/custom_resources/rule_functions.h"
#include "base/json.h"
#include "base/strings.h"
#include "cel/rule.h"

namespace skiff {
namespace {

using cel::Type;
using cel::TypeRef;

constexpr std::string_view kRulesField = "x-kubernetes-validations";

// The rule as the server's own type shows it.
std::string shown_rule(const Value& rule) {
  const auto text = [&](const char* field) { return to_json(Value(rule[field].as_string()), Escape::kGo); };
  const auto pointer = [&](const char* field) { return rule.contains(field) ? to_json(rule[field]) : "null"; };
  return R"({"Rule":)" + text("rule") + R"(,"Message":)" + text("message") + R"(,"MessageExpression":)" +
         text("messageExpression") + R"(,"Reason":)" + pointer("reason") + R"(,"FieldPath":)" + text("fieldPath") +
         R"(,"OptionalOldSelf":)" + pointer("optionalOldSelf") + "}";
}

bool has_breaks(std::string_view text) { return text.find_first_of("\n\r") != std::string_view::npos; }

void check_message(const Value& rule, const FieldPath& path, FieldErrors& errors) {
  const std::string_view text = trim_space(rule["rule"].as_string());
  const std::string_view message = trim_space(rule["message"].as_string());
  if (text.empty()) errors.required(path.child("rule"), "rule is not specified");
  else if (!rule["message"].as_string().empty() && message.empty())
    errors.invalid(path.child("message"), rule["message"], "message must be non-empty if specified");
  else if (has_breaks(message))
    errors.invalid(path.child("message"), rule["message"], "message must not contain line breaks");
  else if (has_breaks(text) && message.empty())
    errors.required(path.child("message"), "message must be specified if rule contains line breaks");
  if (const std::string_view expression = rule["messageExpression"].as_string();
      !expression.empty() && trim_space(expression).empty())
    errors.required(path.child("messageExpression"), "messageExpression must be non-empty if specified");
}

void check_field_path(const Value& schema, const Value& given, const FieldPath& path, FieldErrors& errors) {
  const std::string_view text = given.as_string();
  if (text.empty()) return;
  if (trim_space(text).empty()) errors.invalid(path, given, "fieldPath must be non-empty if specified");
  if (has_breaks(text)) errors.invalid(path, given, "fieldPath must not contain line breaks");
  if (!leads_somewhere(schema, text)) errors.invalid(path, given, "fieldPath must be a valid path");
}

// The expressions of one schema.
class Expressions {
 public:
  Expressions(const TypeRef& type, const RulePlace& place, RuleCosts& costs, FieldErrors& errors)
      : type_(type), place_(place), costs_(costs), errors_(errors) {}

  void check(const Value& rule, const FieldPath& at) {
    const std::string_view text = rule["rule"].as_string();
    if (trim_space(text).empty()) return;
    const cel::Scope scope = rule_scope(rule, type_);
    const auto compiled = cel::Rule::compile(text, scope, Type::Kind::kBool);
    if (const std::string* problem = std::get_if<std::string>(&compiled)) {
      errors_.invalid_shown(at.child("rule"), shown_rule(rule), *problem);
    } else {
      const cel::Rule& good = std::get<cel::Rule>(compiled);
      observe(at.child("rule"), "estimated rule cost", cost_everywhere(good.cost_max(), place_.occurrences, *type_));
      if (!rule["messageExpression"].as_string().empty()) check_message_expression(rule, scope, at);
    }
    check_old_self(rule, std::get_if<cel::Rule>(&compiled), at);
  }

 private:
  void observe(const FieldPath& at, std::string_view what, uint64_t cost) {
    if (cost > kExpressionCostMax) errors_.forbidden(at, over_budget(what, cost, kExpressionCostMax));
    costs_.add(at, cost);
  }

  // A message is made once, wherever the rule fails.
  void check_message_expression(const Value& rule, const cel::Scope& scope, const FieldPath& at) {
    const FieldPath path = at.child("messageExpression");
    const auto compiled = cel::Rule::compile(rule["messageExpression"].as_string(), scope, Type::Kind::kString);
    if (const cel::Rule* good = std::get_if<cel::Rule>(&compiled))
      return observe(path, "estimated messageExpression cost", good->cost_max());
    const std::string& problem = std::get<std::string>(compiled);
    errors_.invalid_shown(path, shown_rule(rule),
                          problem.starts_with("compilation failed") ? "messageExpression " + problem : problem);
  }

  void check_old_self(const Value& rule, const cel::Rule* compiled, const FieldPath& at) {
    if (compiled != nullptr && compiled->uses_old_self()) {
      if (place_.no_counterpart)
        errors_.invalid(at.child("rule"), rule["rule"],
                        "oldSelf cannot be used on the uncorrelatable portion of the schema within " +
                            place_.no_counterpart->str());
    } else if (rule.contains("optionalOldSelf")) {
      errors_.invalid(at.child("optionalOldSelf"), rule["optionalOldSelf"],
                      "may not be set if oldSelf is not used in rule");
    }
  }

  const TypeRef& type_;
  const RulePlace& place_;
  RuleCosts& costs_;
  FieldErrors& errors_;
};

}  // namespace

void check_rule_texts(const Value& schema, const FieldPath& path, FieldErrors& errors) {
  const std::vector<std::string> reasons = {"FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid",
                                            "FieldValueRequired"};
  for (size_t i = 0; i < schema[kRulesField].size(); ++i) {
    const Value& rule = schema[kRulesField][i];
    const FieldPath at = path.child(kRulesField).index(i);
    check_message(rule, at, errors);
    if (rule.contains("reason") &&
        std::find(reasons.begin(), reasons.end(), rule["reason"].as_string()) == reasons.end())
      errors.not_supported(at.child("reason"), rule["reason"], reasons);
    check_field_path(schema, rule["fieldPath"], at.child("fieldPath"), errors);
  }
}

void check_validation_rules(const Value& schema, const FieldPath& path, const RulePlace& place, RuleCosts& costs,
                            FieldErrors& errors) {
  const Value& rules = schema[kRulesField];
  if (rules.empty()) return;
  const FieldPath at = path.child(kRulesField);
  const TypeRef type = rules_type(schema, place.is_root ? Root::kYes : Root::kNo);
  Expressions expressions(type, place, costs, errors);
  for (size_t i = 0; i < rules.size(); ++i) expressions.check(rules[i], at.index(i));
}

}  // namespace skiff
