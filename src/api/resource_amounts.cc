#include "api/resource_amounts.h"

namespace skiff {

ResourceAmounts resource_amounts(const Value& list) {
  ResourceAmounts out;
  for (const Member& resource : list.members())
    if (const Result<Quantity> quantity = Quantity::of(resource.value); quantity)
      out.emplace(resource.name(), *quantity);
  return out;
}

Value resource_list(const ResourceAmounts& amounts) {
  Value out = Value::object();
  for (const auto& [name, quantity] : amounts) out.set(name, quantity.text());
  return out;
}

std::string amounts_text(const ResourceAmounts& amounts) {
  std::string text;
  for (const auto& [name, quantity] : amounts) {
    if (!text.empty()) text += ',';
    text.append(name).append("=").append(quantity.text());
  }
  return text;
}

void add_amounts(ResourceAmounts& sum, const ResourceAmounts& more) {
  for (const auto& [name, quantity] : more) sum[name].add(quantity);
}

void subtract_amounts(ResourceAmounts& sum, const ResourceAmounts& less) {
  for (const auto& [name, quantity] : less) sum[name].subtract(quantity);
}

void keep_larger_amounts(ResourceAmounts& largest, const ResourceAmounts& other) {
  for (const auto& [name, quantity] : other) {
    const auto [place, added] = largest.emplace(name, quantity);
    if (!added && place->second < quantity) place->second = quantity;
  }
}

void mask_amounts(ResourceAmounts& amounts, const ResourceAmounts& names) {
  std::erase_if(amounts, [&](const auto& entry) { return !names.contains(entry.first); });
}

}  // namespace skiff
