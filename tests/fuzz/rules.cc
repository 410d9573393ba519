// Rules of custom resources, in CEL, and the regular expressions that they and `pattern` hold: an expression, "===", an
// object. What is wrong with a rule, and what it can cost, is said when its definition is applied; one that compiles
// ends on any object.
#include "api/custom_resources/rule_definitions.h"
#include "api/custom_resources/validation_rules.h"
#include "base/json.h"
#include "base/regular_expression.h"
#include "fuzz/input.h"

using namespace skiff;

namespace {

Value schema_with(std::string_view rule) {
  Value schema = *parse_json(R"({"type":"object","properties":{
      "a":{"type":"string"},"n":{"type":"integer"},"x":{"type":"number"},"b":{"type":"boolean"},
      "t":{"type":"string","format":"date-time"},"d":{"type":"string","format":"duration"},
      "list":{"type":"array","items":{"type":"string"}},"map":{"type":"object","additionalProperties":{"type":"integer"}},
      "items":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],
               "items":{"type":"object","properties":{"k":{"type":"string"},"v":{"type":"integer"}}}}}})");
  schema["x-kubernetes-validations"] = Value::array({Value{{"rule", rule}}});
  return schema;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Value usual = *parse_json(R"({"a":"text","n":7,"x":1.5,"b":true,"t":"2026-01-02T03:04:05Z","d":"1h2m",
      "list":["one","two"],"map":{"k":1},"items":[{"k":"a","v":1},{"k":"b","v":2}]})");
  const auto [rule, object] = fuzz::halves(fuzz::text_of(data, size));
  const auto given = parse_json(object);
  const Value schema = schema_with(rule);
  FieldErrors wrong;
  RuleCosts costs;
  const RulePlace place{.is_root = true, .no_counterpart = {}, .occurrences = 1};
  check_validation_rules(schema, FieldPath("openAPIV3Schema"), place, costs, wrong);
  costs.tell(FieldPath("openAPIV3Schema"), wrong);
  const ValidationRules rules(schema);
  for (const Value& one : {usual, given ? *given : Value::object()}) {
    FieldErrors errors;
    FieldErrors unchanged;
    rules.validate(one, nullptr, errors, unchanged);
    rules.validate(one, &usual, errors, unchanged);
  }
  // The rule once more, as a pattern.
  if (const auto pattern = RegularExpression::parse(rule)) {
    fuzz::require(RegularExpression::problem_of(rule).empty(), "what can be matched has nothing wrong with it");
    const auto found = pattern->find(object);
    fuzz::require(found.has_value() == pattern->matches(object), "what matches is found");
    fuzz::require(!found || (found->begin <= found->end && found->end <= object.size()), "what is found is there");
  }
  return 0;
}
