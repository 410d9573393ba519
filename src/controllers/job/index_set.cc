#include "controllers/job/index_set.h"

#include <algorithm>
#include <charconv>

namespace skiff {
namespace {

std::optional<int64_t> parse_index(std::string_view text) {
  int64_t index = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (text.empty() || problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return index;
}

}  // namespace

IndexSet IndexSet::parse(std::string_view text, int64_t limit) {
  IndexSet set;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    const size_t dash = part.find('-');
    const auto first = parse_index(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : parse_index(part.substr(dash + 1));
    if (!first || !last) return set;
    for (int64_t index = *first; index <= std::min(*last, limit - 1); ++index) set.insert(index);
  }
  return set;
}

void IndexSet::insert(int64_t index) {
  auto after = runs_.upper_bound(index);
  auto run = after;
  const bool has_before = after != runs_.begin();
  if (has_before) {
    run = std::prev(after);
    if (run->second >= index) return;
  }
  if (has_before && run->second + 1 == index) run->second = index;
  else run = runs_.emplace(index, index).first;
  if (after != runs_.end() && after->first == index + 1) {
    run->second = after->second;
    runs_.erase(after);
  }
}

void IndexSet::insert(const IndexSet& others) {
  for (const auto& [first, last] : others.runs_)
    for (int64_t index = first; index <= last; ++index) insert(index);
}

bool IndexSet::has(int64_t index) const {
  const auto after = runs_.upper_bound(index);
  return after != runs_.begin() && std::prev(after)->second >= index;
}

int64_t IndexSet::total() const {
  int64_t total = 0;
  for (const auto& [first, last] : runs_) total += last - first + 1;
  return total;
}

int64_t IndexSet::count_in(const IndexSet& others) const {
  int64_t count = 0;
  for (const auto& [first, last] : runs_)
    for (int64_t index = first; index <= last; ++index) count += others.has(index) ? 1 : 0;
  return count;
}

std::string IndexSet::str() const {
  std::string text;
  for (const auto& [first, last] : runs_) {
    if (!text.empty()) text += ',';
    text += std::to_string(first);
    if (last > first) text += (last == first + 1 ? "," : "-") + std::to_string(last);
  }
  return text;
}

std::vector<int64_t> IndexSet::lowest_missing(int64_t limit, int64_t count) const {
  std::vector<int64_t> missing;
  int64_t index = 0;
  auto run = runs_.begin();
  while (index < limit && static_cast<int64_t>(missing.size()) < count) {
    if (run != runs_.end() && run->first <= index) {
      index = std::max(index, run->second + 1);
      ++run;
      continue;
    }
    missing.push_back(index++);
  }
  return missing;
}

}  // namespace skiff
