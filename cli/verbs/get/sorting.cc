#include "cli/verbs/get/sorting.h"

#include <algorithm>

#include "api/quantity.h"
#include "base/strings.h"
#include "cli/printers/jsonpath.h"

namespace skiff::cli {
namespace {

// A missing field comes first; numbers count as numbers, texts that are both quantities as quantities, other texts in
// natural order (web-2 before web-10).
bool less(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return a.is_null() && !b.is_null();
  if (a.is_number() && b.is_number()) return a.as_double() < b.as_double();
  if (a.is_string() && b.is_string()) {
    const auto x = Quantity::parse(a.as_string());
    const auto y = Quantity::parse(b.as_string());
    if (x && y) return *x < *y;
  }
  return natural_text_less(jsonpath_text(a), jsonpath_text(b));
}

}  // namespace

Error no_such_field(const std::string& path) {
  auto relaxed = relaxed_path(path);
  return client_error("couldn't find any field with path \"" + (relaxed ? *relaxed : path) +
                      "\" in the list of objects");
}

Result<bool> sort_targets(Targets& targets, const std::string& path) {
  auto relaxed = relaxed_path(path);
  if (!relaxed) return relaxed.error();
  auto parsed = JsonPath::parse(*relaxed);
  if (!parsed) return parsed.error();
  std::vector<std::pair<Value, Target>> keyed;
  bool found = targets.items.empty();
  for (Target& target : targets.items) {
    auto actions = parsed->find(target.object(), MissingKeys::kAllow);
    if (!actions) return actions.error();
    const bool there = !actions->empty() && !actions->front().empty();
    found = found || there;
    keyed.emplace_back(there ? actions->front().front() : Value(), target);
  }
  if (!found) return false;
  std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return less(a.first, b.first); });
  for (size_t i = 0; i < keyed.size(); ++i) targets.items[i] = std::move(keyed[i].second);
  return true;
}

}  // namespace skiff::cli
