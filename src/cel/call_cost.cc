#include "cel/call_cost.h"

#include <algorithm>
#include <cmath>

namespace skiff::cel {
namespace {

using Kind = Type::Kind;

// A call by its name, or one of several by the types it is given.
using Reckon = std::optional<CallCost> (*)(const Call& call);

Estimate size_of(const Prospect& prospect) { return prospect.size_or_unknown(); }

uint64_t literal_int(const Prospect& prospect, uint64_t otherwise) {
  if (prospect.literal == nullptr || !prospect.literal->is_int()) return otherwise;
  return static_cast<uint64_t>(std::max<int64_t>(prospect.literal->as_int(), 0));
}

// ---- texts

std::optional<CallCost> of_format(const Call& call) { return CallCost{size_of(*call.target) * kTextFactor}; }

std::optional<CallCost> of_quote(const Call& call) {
  const Estimate size = size_of(call.arguments[0]);
  return CallCost{size * kTextFactor, Estimate{size.min + 2, size.max * 2 + 2}};
}

std::optional<CallCost> of_affix(const Call& call) { return CallCost{size_of(call.arguments[0]) * kTextFactor}; }

std::optional<CallCost> of_contains(const Call& call) {
  return CallCost{(size_of(*call.target) * kTextFactor) * (size_of(call.arguments[0]) * kTextFactor)};
}

// An empty text costs something, too: the pattern has to be read.
Estimate regex_cost(const Call& call) {
  return ((size_of(*call.target) + kOne) * kTextFactor) * (size_of(call.arguments[0]) * kRegexFactor);
}

std::optional<CallCost> of_matches(const Call& call) { return CallCost{regex_cost(call)}; }

std::optional<CallCost> of_find(const Call& call) {
  return CallCost{regex_cost(call), Estimate{0, size_of(*call.target).max}};
}

std::optional<CallCost> of_copy(const Call& call) {
  const Estimate size = size_of(*call.target);
  return CallCost{size * kTextFactor, size};
}

// One bound of what a text is long after `old_length` characters have been replaced by `new_length`, as often as can
// be.
uint64_t replaced_size(uint64_t size, uint64_t old_length, uint64_t new_length, bool grows) {
  if (old_length == 0) {
    const uint64_t places = size == Estimate::kUnbounded ? size : size + 1;
    return bounded_sum(bounded_product(places, new_length), size);
  }
  if (grows ? new_length <= old_length : old_length <= new_length) return size;
  const double times = std::ceil(static_cast<double>(size) / static_cast<double>(old_length));
  return bounded_product(times >= 0x1p64 ? Estimate::kUnbounded : static_cast<uint64_t>(times), new_length);
}

std::optional<CallCost> of_replace(const Call& call) {
  const Estimate size = size_of(*call.target);
  const Estimate before = size_of(call.arguments[0]);
  const Estimate after = size_of(call.arguments[1]);
  const Estimate result = {replaced_size(size.min, before.max, after.min, false),
                           replaced_size(size.max, before.min, after.max, true)};
  return CallCost{size * (2 * kTextFactor), result};
}

std::optional<CallCost> of_split(const Call& call) {
  const Estimate size = size_of(*call.target);
  uint64_t parts = size.max;
  if (call.arguments.size() > 1 && call.arguments[1].literal != nullptr && call.arguments[1].literal->is_int())
    parts = static_cast<uint64_t>(call.arguments[1].literal->as_int());
  return CallCost{size * (2 * kTextFactor), Estimate{0, parts}};
}

// ---- lists

// What the schema says of the elements: what is written down in the rule is not looked into.
Estimate element_size(const Call& call) {
  if (call.target->path.empty()) return Estimate::unknown();
  SchemaPath path = call.target->path;
  path.emplace_back("@items");
  return declared_size(call.self, path).value_or(Estimate::unknown());
}

bool is_text(const Type& type) { return type.kind == Kind::kString || type.kind == Kind::kBytes; }

std::optional<CallCost> of_scan(const Call& call) {
  const Estimate size = size_of(*call.target);
  if (call.target->type->kind != Kind::kList) return CallCost{size * kTextFactor};
  const Estimate each = is_text(*call.target->type->element) ? kOne + element_size(call) * kTextFactor : kOne;
  return CallCost{size * each};
}

std::optional<CallCost> of_join(const Call& call) {
  const Estimate count = size_of(*call.target);
  Estimate size;
  if (call.target->type->kind == Kind::kList) size = count * element_size(call);
  if (!call.arguments.empty()) {
    const Estimate separators = {count.min > 0 ? count.min - 1 : 0, count.max > 0 ? count.max - 1 : 0};
    size = size + size_of(call.arguments[0]) * separators;
  }
  return CallCost{size * kTextFactor, size};
}

CallCost new_list(const Estimate& size, double factor) { return {size * factor + kOne + kListCost, size}; }

std::optional<CallCost> of_distinct(const Call& call) {
  const Estimate size = size_of(*call.target);
  return new_list(size * size, 2);
}

std::optional<CallCost> of_sort(const Call& call) {
  const Estimate size = size_of(*call.target);
  const Type& list = *call.target->type;
  const bool texts = list.element != nullptr && is_text(*list.element);
  return new_list(size * size, texts ? 2 + kTextFactor : 2);
}

std::optional<CallCost> of_flatten(const Call& call) {
  const uint64_t depth = call.arguments.empty() ? 1 : literal_int(call.arguments[0], Estimate::kUnbounded);
  return new_list(size_of(*call.target), static_cast<double>(depth));
}

std::optional<CallCost> of_reverse(const Call& call) {
  if (call.target->type->kind == Kind::kString) return std::nullopt;
  return new_list(size_of(*call.target), 1);
}

std::optional<CallCost> of_slice(const Call& call) {
  const uint64_t begin = literal_int(call.arguments[0], 0);
  const uint64_t end = literal_int(call.arguments[1], size_of(*call.target).max);
  return new_list(Estimate::exactly(end - begin), 1);
}

std::optional<CallCost> of_range(const Call& call) {
  return new_list(Estimate::exactly(literal_int(call.arguments[0], Estimate::kUnbounded)), 1);
}

template <int kFactor>
std::optional<CallCost> of_sets(const Call& call) {
  return CallCost{size_of(call.arguments[0]) * size_of(call.arguments[1]) * static_cast<double>(kFactor) + kOne};
}

// ---- operators and conversions: where a type is known only when the value is there, all that may be meant counts.

class Candidates {
 public:
  void add(CallCost one) {
    if (!all_) {
      all_ = one;
      return;
    }
    all_->cost = either(all_->cost, one.cost);
    if (one.size) all_->size = all_->size ? either(*all_->size, *one.size) : one.size;
  }
  std::optional<CallCost> take() const { return all_; }

 private:
  std::optional<CallCost> all_;
};

bool all_may_be(const Call& call, Kind kind) {
  return std::all_of(call.arguments.begin(), call.arguments.end(),
                     [&](const Prospect& argument) { return argument.may_be(kind); });
}

bool any_is(const Call& call, std::initializer_list<Kind> kinds) {
  return std::any_of(call.arguments.begin(), call.arguments.end(), [&](const Prospect& argument) {
    return std::find(kinds.begin(), kinds.end(), argument.type->kind) != kinds.end();
  });
}

std::optional<CallCost> of_sum(const Call& call) {
  const Estimate size = size_of(call.arguments[0]) + size_of(call.arguments[1]);
  Candidates candidates;
  if (all_may_be(call, Kind::kString) || all_may_be(call, Kind::kBytes)) candidates.add({size * kTextFactor, size});
  if (all_may_be(call, Kind::kList)) candidates.add({kOne, size});
  if (!any_is(call, {Kind::kString, Kind::kBytes, Kind::kList})) candidates.add({kOne});
  return candidates.take();
}

// The shorter of both decides when it is over.
CallCost comparison_cost(const Call& call) {
  const uint64_t shorter = std::min(size_of(call.arguments[0]).max, size_of(call.arguments[1]).max);
  return {Estimate{shorter > 0 ? uint64_t{1} : uint64_t{0}, shorter} * kTextFactor};
}

std::optional<CallCost> of_equality(const Call& call) { return comparison_cost(call); }

std::optional<CallCost> of_order(const Call& call) {
  Candidates candidates;
  if (all_may_be(call, Kind::kString) || all_may_be(call, Kind::kBytes)) candidates.add(comparison_cost(call));
  if (!any_is(call, {Kind::kString, Kind::kBytes})) candidates.add({kOne});
  return candidates.take();
}

std::optional<CallCost> of_membership(const Call& call) {
  Candidates candidates;
  if (call.arguments[1].may_be(Kind::kList)) candidates.add({size_of(call.arguments[1])});
  if (call.arguments[1].may_be(Kind::kMap)) candidates.add({kOne});
  return candidates.take();
}

std::optional<CallCost> of_text(const Call& call) {
  const Estimate size = size_of(call.arguments[0]);
  Candidates candidates;
  if (call.arguments[0].may_be(Kind::kBytes)) candidates.add({size * kTextFactor, Estimate{size.min / 4, size.max}});
  if (!any_is(call, {Kind::kBytes})) candidates.add({kOne});
  return candidates.take();
}

std::optional<CallCost> of_bytes(const Call& call) {
  const Estimate size = size_of(call.arguments[0]);
  Candidates candidates;
  if (call.arguments[0].may_be(Kind::kString)) candidates.add({size * kTextFactor, Estimate{size.min, size.max * 4}});
  if (!any_is(call, {Kind::kString})) candidates.add({kOne});
  return candidates.take();
}

struct Row {
  std::string_view name;
  bool is_member;
  Reckon reckon;
};

// Sorted by name. What is not here costs one.
constexpr Row kRows[] = {
    {"@in", false, of_membership},
    {"_!=_", false, of_equality},
    {"_+_", false, of_sum},
    {"_<=_", false, of_order},
    {"_<_", false, of_order},
    {"_==_", false, of_equality},
    {"_>=_", false, of_order},
    {"_>_", false, of_order},
    {"bytes", false, of_bytes},
    {"contains", true, of_contains},
    {"distinct", true, of_distinct},
    {"endsWith", true, of_affix},
    {"find", true, of_find},
    {"findAll", true, of_find},
    {"flatten", true, of_flatten},
    {"format", true, of_format},
    {"indexOf", true, of_scan},
    {"isSorted", true, of_scan},
    {"join", true, of_join},
    {"lastIndexOf", true, of_scan},
    {"lists.range", false, of_range},
    {"lowerAscii", true, of_copy},
    {"matches", true, of_matches},
    {"max", true, of_scan},
    {"min", true, of_scan},
    {"replace", true, of_replace},
    {"reverse", true, of_reverse},
    {"sets.contains", false, of_sets<1>},
    {"sets.equivalent", false, of_sets<2>},
    {"sets.intersects", false, of_sets<1>},
    {"slice", true, of_slice},
    {"sort", true, of_sort},
    {"split", true, of_split},
    {"startsWith", true, of_affix},
    {"string", false, of_text},
    {"strings.quote", false, of_quote},
    {"substring", true, of_copy},
    {"sum", true, of_scan},
    {"trim", true, of_copy},
    {"upperAscii", true, of_copy},
};

}  // namespace

// Upstream: sizeEstimator.EstimateSize of apiextensions-apiserver. The first step is not looked at: a path that begins
// anywhere is taken to begin at self.
std::optional<Estimate> declared_size(const Type& self, const SchemaPath& path) {
  if (path.empty()) return std::nullopt;
  static const Type kKey = {.kind = Kind::kString};
  const Type* place = &self;
  for (size_t i = 1; i < path.size(); ++i) {
    if (path[i] == "@items" || path[i] == "@values") {
      place = place->element.get();
    } else if (path[i] == "@keys") {
      place = place->kind == Kind::kMap ? &kKey : nullptr;
    } else {
      const auto field = place->fields.find(path[i]);
      place = field != place->fields.end() ? field->second.get() : nullptr;
    }
    if (place == nullptr) return std::nullopt;
  }
  return Estimate{0, place->elements_max};
}

CallCost cost_of_call(const Call& call, HostCosts host) {
  if (host != nullptr)
    if (const auto cost = host(call)) return *cost;
  const bool is_member = call.target != nullptr;
  const auto row = std::find_if(std::begin(kRows), std::end(kRows),
                                [&](const Row& one) { return one.name == call.name && one.is_member == is_member; });
  if (row != std::end(kRows))
    if (const auto cost = row->reckon(call)) return *cost;
  return {kOne};
}

}  // namespace skiff::cel
