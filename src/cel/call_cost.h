// What a call can cost, by the sizes that what it is given can have. Mirrors cel-go's checker/cost.go, the estimates of
// its extensions, and of apiserver/pkg/cel/library/cost.go what is about lists and texts.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "cel/estimate.h"
#include "cel/type.h"

namespace skiff::cel {

// How to get to a part of the schema: {"self", "spec", "names", "@items"}.
using SchemaPath = std::vector<std::string>;

// What the schema lets the part be as large as; nothing where it has no such part. REQUIRES: `self` is its type.
std::optional<Estimate> declared_size(const Type& self, const SchemaPath& path);

// What is known of what is in a list or map.
struct EntrySizes {
  bool of_list = false;
  Estimate key;
  Estimate value;
};

// A value that there is not yet.
struct Prospect {
  TypeRef type;
  Estimate cost = {};
  std::optional<Estimate> size = std::nullopt;
  std::optional<EntrySizes> entries = std::nullopt;
  SchemaPath path = {};            // empty: it is no part of the schema
  const Value* literal = nullptr;  // if it is written down

  Estimate size_or_unknown() const { return size ? *size : Estimate::unknown(); }
  // Can it be of that kind, for all one knows?
  bool may_be(Type::Kind kind) const { return type->kind == Type::Kind::kDyn || type->kind == kind; }
};

struct Call {
  std::string_view name;
  const Prospect* target;  // null for a plain function
  std::span<const Prospect> arguments;
  const Type& self;
};

struct CallCost {
  Estimate cost;  // without what it costs to come by the arguments
  std::optional<Estimate> size = std::nullopt;
};

// How the host's own functions are reckoned; nothing for others.
using HostCosts = std::optional<CallCost> (*)(const Call& call);

CallCost cost_of_call(const Call& call, HostCosts host);

constexpr double kTextFactor = 0.1;    // for each character that is looked at
constexpr double kRegexFactor = 0.25;  // for each character of a pattern
constexpr Estimate kListCost = Estimate::exactly(10);
constexpr Estimate kMapCost = Estimate::exactly(30);
constexpr Estimate kOne = Estimate::exactly(1);

}  // namespace skiff::cel
