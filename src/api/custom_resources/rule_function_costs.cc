// What the host's functions cost. Mirrors EstimateCallCost of apiserver/pkg/cel/library/cost.go.
#include <algorithm>

#include "api/custom_resources/rule_functions.h"

namespace skiff {
namespace {

using cel::Call;
using cel::CallCost;
using cel::Estimate;
using cel::kOne;
using cel::kRegexFactor;
using cel::kTextFactor;
using cel::Prospect;

// An address is 4 or 16 bytes; a range's prefix and the other are held side by side.
constexpr Estimate kAddressBytes = {4, 16};

// Given as a text, it has to be read first.
CallCost held_against(const Call& call, const Estimate& cost) {
  const Prospect& other = call.arguments[0];
  const Estimate read = cost + other.size_or_unknown() * kTextFactor;
  if (other.type->kind == cel::Type::Kind::kString) return {read};
  return {other.type->kind == cel::Type::Kind::kDyn ? either(cost, read) : cost};
}

CallCost of_containing_ip(const Call& call) {
  return held_against(call, (kAddressBytes + kAddressBytes) * kTextFactor);
}

CallCost of_containing_range(const Call& call) {
  return held_against(call, (kAddressBytes + kAddressBytes) * kTextFactor + kAddressBytes * kTextFactor + kOne);
}

// The longest pattern of a format has 128 characters.
CallCost of_validating(const Call& call) {
  return {call.arguments[0].size_or_unknown() * kTextFactor * (128 * kRegexFactor)};
}

CallCost of_reading_url(const Call& call) {
  const Estimate size = call.arguments[0].size_or_unknown();
  return {size * kTextFactor, size};
}

// Two of one type of the host's.
std::optional<CallCost> of_sameness(const Call& call) {
  const cel::Type& type = *call.arguments[0].type;
  if (type.kind != cel::Type::Kind::kHost || type.name != call.arguments[1].type->name) return std::nullopt;
  if (type.name == "kubernetes.NamedFormat") return CallCost{Estimate{1, 64} * kTextFactor};
  if (type.name == "kubernetes.URL")
    return CallCost{Estimate{1, call.arguments[1].size ? call.arguments[1].size->max : 1} * kTextFactor};
  return CallCost{kOne};
}

}  // namespace

std::optional<CallCost> rule_call_cost(const Call& call) {
  if (call.name == "_==_") return of_sameness(call);
  if (call.name == "url" && call.target == nullptr) return of_reading_url(call);
  if (call.target == nullptr) return std::nullopt;
  if (call.name == "containsIP") return of_containing_ip(call);
  if (call.name == "containsCIDR") return of_containing_range(call);
  if (call.name == "validate") return of_validating(call);
  return std::nullopt;
}

}  // namespace skiff
