#include "api/patch/strategic_lists.h"

#include <algorithm>

#include "api/patch/directives.h"
#include "base/go_format.h"

namespace skiff {
namespace {

// Items with `$patch: delete` come last, whatever the order says.
void sort_by(Elements& items, const Elements& order, std::string_view merge_key) {
  const auto rank = [&](const Value& item) {
    const bool deletes = item.is_object() && item[kPatchDirective].as_string() == "delete";
    return deletes ? order.size() + 1 : position_in(order, item, merge_key);
  };
  std::stable_sort(items.begin(), items.end(), [&](const Value& a, const Value& b) { return rank(a) < rank(b); });
}

// Does `a` stand before `b` in the live list? Only if both are there.
bool stood_before(const Value& a, const Value& b, const Elements& live, std::string_view merge_key) {
  const size_t at = position_in(live, a, merge_key);
  const size_t other = position_in(live, b, merge_key);
  return at < other && other < live.size();
}

}  // namespace

Elements in_patch_order(const Elements& merged, const Elements& order, const Elements& live,
                        std::string_view merge_key) {
  Elements known, others;
  for (const Value& item : merged)
    (position_in(order, item, merge_key) < order.size() ? known : others).push_back(item);
  sort_by(known, order, merge_key);
  sort_by(others, live, merge_key);

  Elements out;
  size_t i = 0, j = 0;
  while (i < others.size() && j < known.size())
    out.push_back(stood_before(others[i], known[j], live, merge_key) ? others[i++] : known[j++]);
  out.insert(out.end(), others.begin() + static_cast<Elements::difference_type>(i), others.end());
  out.insert(out.end(), known.begin() + static_cast<Elements::difference_type>(j), known.end());
  return out;
}

Result<void> check_element_order(const Elements& patch, const Elements& order, std::string_view merge_key) {
  size_t at = 0;
  for (const Value& item : patch) {
    if (item.is_object() && item[kPatchDirective].as_string() == "delete") continue;
    const auto same = [&](const Value& other) {
      return merge_key.empty() ? other == item : other[merge_key] == item[merge_key];
    };
    while (at < order.size() && !same(order[at])) ++at;
    if (at == order.size())
      return patch_error("The order in patch list:\n" + go_value(Value::array(patch)) +
                         "\n doesn't match $setElementOrder list:\n" + go_value(Value::array(order)) + "\n");
    ++at;
  }
  return {};
}

Elements deduplicated(const Elements& list) {
  Elements out;
  for (const Value& item : list)
    if (position_in(out, item, {}) == out.size()) out.push_back(item);
  return out;
}

}  // namespace skiff
