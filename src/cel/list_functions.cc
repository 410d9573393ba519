// Mirrors apiserver/pkg/cel/library/lists.go.
#include <algorithm>

#include "cel/overloads.h"

namespace skiff::cel {
namespace {

Outcome index_of_element(Arguments a) {
  const Elements& all = a[0].elements();
  const auto found = std::find(all.begin(), all.end(), a[1]);
  return Value(found == all.end() ? int64_t{-1} : static_cast<int64_t>(found - all.begin()));
}

Outcome last_index_of_element(Arguments a) {
  const Elements& all = a[0].elements();
  const auto found = std::find(all.rbegin(), all.rend(), a[1]);
  return Value(found == all.rend() ? int64_t{-1} : static_cast<int64_t>(all.rend() - found) - 1);
}

Outcome join_texts(Arguments a) {
  std::string out;
  const std::string_view between = a.size() > 1 ? a[1].as_string() : std::string_view();
  for (size_t i = 0; i < a[0].size(); ++i) {
    if (i > 0) out += between;
    out += a[0][i].as_string();
  }
  return Value(out);
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
  Value total(int64_t{0});
  for (const Value& element : a[0].elements()) {
    const Value both[] = {total, element};
    Outcome next = add(both);
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

constexpr Overload kListFunctions[] = {
    {"indexOf", Style::kMember, "Aei", index_of_element},
    {"lastIndexOf", Style::kMember, "Aei", last_index_of_element},
    {"join", Style::kMember, "Ss", join_texts},
    {"join", Style::kMember, "Sss", join_texts},
    {"isSorted", Style::kMember, "lb", is_sorted},
    {"sum", Style::kMember, "Ae", sum},
    {"min", Style::kMember, "Ae", least},
    {"max", Style::kMember, "Ae", greatest},
};

}  // namespace

std::span<const Overload> list_functions() { return kListFunctions; }

}  // namespace skiff::cel
