// What is wrong with the rules that a definition lays down: with what stands beside the expressions, with these, and
// with what they can cost. Upstream: ValidateCustomResourceDefinitionOpenAPISchema, from x-kubernetes-validations on.
#pragma once
#include <optional>

#include "api/custom_resources/rule_costs.h"
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

struct RulePlace {
  bool is_root = false;
  std::optional<FieldPath> no_counterpart;  // the part of the schema within which nothing can be told from what it was
  Occurrences occurrences;                  // of values at that place
};

// Those of a schema at `path`; those of its parts are left alone.
void check_rule_texts(const Value& schema, const FieldPath& path, FieldErrors& errors);
void check_validation_rules(const Value& schema, const FieldPath& path, const RulePlace& place, RuleCosts& costs,
                            FieldErrors& errors);

}  // namespace skiff
