// Lists: Kubernetes' list library, ext.Lists and ext.Sets of cel-go.
#include <algorithm>

#include "cel/functions.h"

namespace skiff::cel {
namespace {

bool holds(const Value& list, const Value& value) {
  return std::find(list.elements().begin(), list.elements().end(), value) != list.elements().end();
}

bool holds_all(const Value& list, const Value& values) {
  return std::all_of(values.elements().begin(), values.elements().end(),
                     [&](const Value& value) { return holds(list, value); });
}

Outcome place_of(Arguments a) {
  const Elements& all = a[0].elements();
  const auto found = std::find(all.begin(), all.end(), a[1]);
  return Value(found == all.end() ? int64_t{-1} : static_cast<int64_t>(found - all.begin()));
}

Outcome last_place_of(Arguments a) {
  const Elements& all = a[0].elements();
  const auto found = std::find(all.rbegin(), all.rend(), a[1]);
  return Value(found == all.rend() ? int64_t{-1} : static_cast<int64_t>(all.rend() - found) - 1);
}

Outcome is_sorted(Arguments a) {
  for (size_t i = 1; i < a[0].size(); ++i) {
    const auto order = compare(a[0][i - 1], a[0][i]);
    if (!order) return no_overload();
    if (*order > 0) return Value(false);
  }
  return Value(true);
}

Outcome sum(Arguments a) {
  Value total = a[0].empty() ? Value(int64_t{0}) : Value();
  for (const Value& element : a[0].elements()) {
    const Value both[] = {total, element};
    Outcome next = total.is_null() ? Outcome(element) : call_function("_+_", Style::kFunction, both, {});
    if (std::holds_alternative<Failure>(next)) return next;
    total = std::get<Value>(next);
  }
  return total;
}

Outcome extreme(Arguments a, std::string_view name, int wanted) {
  if (a[0].empty()) return Failure{std::string(name) + " called on empty list"};
  Value best = a[0][0];
  for (const Value& element : a[0].elements()) {
    const auto order = compare(element, best);
    if (!order) return no_overload();
    if (*order == wanted) best = element;
  }
  return best;
}
Outcome least(Arguments a) { return extreme(a, "min", -1); }
Outcome greatest(Arguments a) { return extreme(a, "max", 1); }

Outcome distinct(Arguments a) {
  Value out = Value::array();
  for (const Value& element : a[0].elements())
    if (!holds(out, element)) out.push_back(element);
  return out;
}

void append_flat(const Value& list, int64_t depth, Value& out) {
  for (const Value& element : list.elements())
    if (element.is_array() && depth > 0) append_flat(element, depth - 1, out);
    else out.push_back(element);
}

Outcome flatten(Arguments a) {
  const int64_t depth = a.size() > 1 ? a[1].as_int() : 1;
  if (depth < 0) return Failure{"level must be non-negative"};
  Value out = Value::array();
  append_flat(a[0], depth, out);
  return out;
}

Outcome backwards(Arguments a) { return Value::array(Elements(a[0].elements().rbegin(), a[0].elements().rend())); }

Outcome slice(Arguments a) {
  const int64_t begin = a[1].as_int();
  const int64_t end = a[2].as_int();
  const std::string both = "(" + std::to_string(begin) + ", " + std::to_string(end) + ")";
  if (begin < 0 || end < 0) return Failure{"cannot slice" + both + ", negative indexes not supported"};
  if (begin > end) return Failure{"cannot slice" + both + ", start index must be less than or equal to end index"};
  if (static_cast<size_t>(end) > a[0].size())
    return Failure{"cannot slice" + both + ", list is length " + std::to_string(a[0].size())};
  const auto first = a[0].elements().begin();
  return Value::array(Elements(first + begin, first + end));
}

Outcome sorted(Arguments a) {
  Elements all = a[0].elements();
  bool comparable = true;
  std::stable_sort(all.begin(), all.end(), [&](const Value& x, const Value& y) {
    const auto order = compare(x, y);
    comparable = comparable && order.has_value();
    return order && *order < 0;
  });
  if (!comparable) return no_overload();
  return Value::array(std::move(all));
}

constexpr int64_t kRangeMax = 1'000'000;

Outcome range(Arguments a) {
  Value out = Value::array();
  if (a[0].as_int() > kRangeMax) return Failure{"range is too long: " + std::to_string(a[0].as_int())};
  for (int64_t i = 0; i < a[0].as_int(); ++i) out.push_back(i);
  return out;
}

Outcome set_contains(Arguments a) { return Value(holds_all(a[0], a[1])); }
Outcome set_equivalent(Arguments a) { return Value(holds_all(a[0], a[1]) && holds_all(a[1], a[0])); }
Outcome set_intersects(Arguments a) {
  return Value(std::any_of(a[1].elements().begin(), a[1].elements().end(),
                           [&](const Value& value) { return holds(a[0], value); }));
}

constexpr Overload kListFunctions[] = {
    {"indexOf", Style::kMember, "Aei", place_of},
    {"lastIndexOf", Style::kMember, "Aei", last_place_of},
    {"isSorted", Style::kMember, "lb", is_sorted},
    {"sum", Style::kMember, "Ae", sum},
    {"min", Style::kMember, "Ae", least},
    {"max", Style::kMember, "Ae", greatest},
    {"distinct", Style::kMember, "AA", distinct},
    {"flatten", Style::kMember, "ll", flatten},
    {"flatten", Style::kMember, "lil", flatten},
    {"reverse", Style::kMember, "AA", backwards},
    {"slice", Style::kMember, "AiiA", slice},
    {"sort", Style::kMember, "AA", sorted},
    {"lists.range", Style::kFunction, "il", range},
    {"sets.contains", Style::kFunction, "llb", set_contains},
    {"sets.equivalent", Style::kFunction, "llb", set_equivalent},
    {"sets.intersects", Style::kFunction, "llb", set_intersects},
};

}  // namespace

Overloads list_functions() { return kListFunctions; }

}  // namespace skiff::cel
