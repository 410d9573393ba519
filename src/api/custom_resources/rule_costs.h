// What the rules of a definition may cost, each and all together, by the sizes that its schema allows. Mirrors
// apiextensions-apiserver's validation/cel_validation.go.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/field_errors.h"
#include "base/value.h"
#include "cel/type.h"

namespace skiff {

constexpr uint64_t kExpressionCostMax = 10'000'000;   // StaticEstimatedCostLimit
constexpr uint64_t kDefinitionCostMax = 100'000'000;  // StaticEstimatedCRDCostLimit

// How often a schema's place can be there in one object; nothing where no bound is given.
using Occurrences = std::optional<uint64_t>;
// The same for a part of `schema`, which stands at a place that is there `of_schema` times.
Occurrences occurrences_inside(const Value& schema, Occurrences of_schema);
// What a rule costs wherever it is asked: without a bound, as often as values of the type fit into a request.
uint64_t cost_everywhere(uint64_t cost, Occurrences occurrences, const cel::Type& type);

// "estimated rule cost exceeds budget by factor of 2.5x (try …)".
std::string over_budget(std::string_view what, uint64_t cost, uint64_t budget);

// Of one schema: what its rules come to, and the dearest of them.
class RuleCosts {
 public:
  void add(const FieldPath& at, uint64_t cost);
  // If it is too much.
  void tell(const FieldPath& schema, FieldErrors& errors) const;

 private:
  struct Item {
    FieldPath at;
    uint64_t cost;
  };
  uint64_t total_ = 0;
  std::vector<Item> dearest_;
};

}  // namespace skiff
