// Amounts of resources by name, as resource lists hold them: sums, masks and comparisons. Mirrors
// apiserver/pkg/quota/v1/resources.go.
#pragma once
#include <functional>
#include <map>
#include <string>

#include "api/quantity.h"
#include "base/value.h"

namespace skiff {

using ResourceAmounts = std::map<std::string, Quantity, std::less<>>;

// Of a resource list ({"cpu": "500m"}); what is no quantity is left out.
ResourceAmounts resource_amounts(const Value& list);
Value resource_list(const ResourceAmounts& amounts);
// How messages show them: "cpu=2,memory=1Gi".
std::string amounts_text(const ResourceAmounts& amounts);

void add_amounts(ResourceAmounts& sum, const ResourceAmounts& more);
// Names that only `less` has count as negative.
void subtract_amounts(ResourceAmounts& sum, const ResourceAmounts& less);
void keep_larger_amounts(ResourceAmounts& largest, const ResourceAmounts& other);
// Only what `names` has, too.
void mask_amounts(ResourceAmounts& amounts, const ResourceAmounts& names);

}  // namespace skiff
