#include "cli/verbs/get/sorting.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/quantity.h"
#include "base/strings.h"
#include "cli/go_sort.h"
#include "cli/printers/jsonpath.h"

namespace skiff::cli {
namespace {

// What Go calls the type of a value that has no order; empty for one that has.
std::string_view unsortable_type(const Value& value) {
  if (value.is_bool()) return "bool";
  if (value.is_object()) return "map[string]interface {}";
  return value.is_array() ? "[]interface {}" : std::string_view();
}

// Why two values have no order: the type of the first, or that the second is of another; empty if they have one.
std::string unsortable(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return "";
  if (const std::string_view type = unsortable_type(a); !type.empty()) return fmt::format("type: {}", type);
  return a.type() == b.type() ? "" : "interface: interface";
}

// Null comes first; numbers count as numbers, texts that are both quantities as quantities, other texts by their bytes
// (web-10 before web-2). Upstream: isLess of interfaces.
bool is_less(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return a.is_null() && !b.is_null();
  if (a.is_number() && b.is_number()) return a.as_double() < b.as_double();
  if (a.is_string() && b.is_string()) {
    const auto x = Quantity::parse(a.as_string());
    const auto y = Quantity::parse(b.as_string());
    if (x && y) return *x < *y;
  }
  return jsonpath_text(a) < jsonpath_text(b);
}

}  // namespace

Error no_such_field(const std::string& path) {
  auto relaxed = relaxed_path(path);
  return client_error("couldn't find any field with path \"" + (relaxed ? *relaxed : path) +
                      "\" in the list of objects");
}

Result<Sorted> sort_targets(Targets& targets, const std::string& path, SortedAs as) {
  auto relaxed = relaxed_path(path);
  if (!relaxed) return relaxed.error();
  auto parsed = JsonPath::parse(*relaxed);
  if (!parsed) return parsed.error();
  std::vector<std::pair<std::optional<Value>, Target>> keyed;
  // One object is in order whatever it has. Upstream: RuntimeSorter.Sort, which looks into a table of one row, too.
  bool found = targets.items.empty() || (targets.items.size() == 1 && (as == SortedAs::kRows || targets.single_item));
  for (Target& target : targets.items) {
    auto actions = parsed->find(target.object(), MissingKeys::kAllow);
    if (!actions) return actions.error();
    const bool there = !actions->empty() && !actions->front().empty();
    found = found || there;
    keyed.emplace_back(there ? std::optional(actions->front().front()) : std::nullopt, target);
  }
  if (!found) return Sorted{false, {}};
  Sorted sorted{true, {}};
  const auto less = [&](size_t i, size_t j) {
    const std::optional<Value>& a = keyed[i].first;
    const std::optional<Value>& b = keyed[j].first;
    if (!a || !b) return !a;  // who has no such field comes first, even before another without it
    if (const std::string why = unsortable(*a, *b); !why.empty() && sorted.fatal.empty())
      sorted.fatal = fmt::format(
          "F0101 00:00:00.000000       1 sorter.go:{}] Field {} in {} is an unsortable type: interface, err: "
          "unsortable {}",
          as == SortedAs::kRows ? 375 : 303, *relaxed,
          as == SortedAs::kRows ? "[][][]reflect.Value" : "*unstructured.Unstructured", why);
    return is_less(*a, *b);
  };
  go_sort({less, [&](size_t i, size_t j) { std::swap(keyed[i], keyed[j]); }}, keyed.size());
  for (size_t i = 0; i < keyed.size(); ++i) targets.items[i] = std::move(keyed[i].second);
  return sorted;
}

}  // namespace skiff::cli
