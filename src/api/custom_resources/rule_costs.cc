#include "api/custom_resources/rule_costs.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "api/custom_resources/declared_type.h"
#include "cel/estimate.h"

namespace skiff {
namespace {

// Fewer than that share of the whole are not worth a word.
constexpr uint64_t kShareMin = kDefinitionCostMax / 100;
constexpr size_t kToldMax = 4;

std::optional<uint64_t> limit(const Value& given) {
  if (!given.is_number()) return std::nullopt;
  return static_cast<uint64_t>(std::max<int64_t>(given.as_int(), 0));
}

// How many of its parts a value of the schema can have. Upstream: extractMaxElements.
std::optional<uint64_t> parts_max(const Value& schema) {
  const std::string_view type = schema["type"].as_string();
  if (type == "array") return limit(schema["maxItems"]);
  if (type == "object" && !schema["additionalProperties"].is_null()) return limit(schema["maxProperties"]);
  return 1;
}

}  // namespace

Occurrences occurrences_inside(const Value& schema, Occurrences of_schema) {
  const auto parts = parts_max(schema);
  if (!of_schema || !parts) return std::nullopt;
  return cel::bounded_product(*of_schema, *parts);
}

uint64_t cost_everywhere(uint64_t cost, Occurrences occurrences, const cel::Type& type) {
  return cel::bounded_product(cost, occurrences.value_or(kRequestBytesMax / (type.written_min + 1)));
}

std::string over_budget(std::string_view what, uint64_t cost, uint64_t budget) {
  const double factor = static_cast<double>(cost) / static_cast<double>(budget);
  std::array<char, 32> shown = {};
  if (factor > 100) std::snprintf(shown.data(), shown.size(), "more than 100x");
  else std::snprintf(shown.data(), shown.size(), factor < 1.5 ? "%fx" : "%.1fx", factor);
  return std::string(what) + " exceeds budget by factor of " + shown.data() +
         " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings "
         "are declared)";
}

void RuleCosts::add(const FieldPath& at, uint64_t cost) {
  total_ = cel::bounded_sum(total_, cost);
  if (cost < kShareMin) return;
  dearest_.push_back({at, cost});
  std::stable_sort(dearest_.begin(), dearest_.end(), [](const Item& a, const Item& b) { return a.cost > b.cost; });
  if (dearest_.size() > kToldMax) dearest_.pop_back();
}

void RuleCosts::tell(const FieldPath& schema, FieldErrors& errors) const {
  if (total_ <= kDefinitionCostMax) return;
  for (const Item& item : dearest_)
    errors.forbidden(item.at,
                     "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema");
  errors.forbidden(schema, over_budget("x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema",
                                       total_, kDefinitionCostMax));
}

}  // namespace skiff
