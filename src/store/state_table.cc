#include "store/state_table.h"

#include <algorithm>

namespace skiff {
namespace {

const Value kNoState;
// So many forgotten entries are left where they are.
constexpr size_t kForgottenMin = 64;

constexpr auto kByKey = [](const auto* a, const auto* b) { return a->first < b->first; };

}  // namespace

void StateTable::load(std::string_view key, Value value) {
  if (states_.emplace(key, State{std::move(value), true, false}).second) ++live_;
}

const Value& StateTable::get(std::string_view key) const {
  const auto found = states_.find(key);
  return found != states_.end() ? found->second.value : kNoState;
}

void StateTable::set(std::string_view key, Value value) {
  auto found = states_.find(key);
  if (found == states_.end()) {
    if (value.is_null()) return;
    found = states_.emplace(key, State{}).first;
    ++forgotten_;
    if (ordered_) order_.push_back(&*found);
  }
  State& state = found->second;
  live_ -= state.value.is_null() ? 0 : 1;
  forgotten_ -= is_forgotten(*found) ? 1 : 0;
  state.value = std::move(value);
  live_ += state.value.is_null() ? 0 : 1;
  forgotten_ += is_forgotten(*found) ? 1 : 0;
  if (!state.changed) changed_.push_back(&*found);
  state.changed = true;
  if (forgotten_ > kForgottenMin + states_.size() / 2) drop_forgotten();
}

void StateTable::drop_forgotten() {
  std::erase_if(changed_, [](const Entry* entry) { return is_forgotten(*entry); });
  ordered_ = false;
  order_.clear();
  std::erase_if(states_, is_forgotten);
  forgotten_ = 0;
}

const std::vector<const StateTable::Entry*>& StateTable::in_order() const {
  if (!ordered_) {
    order_.reserve(states_.size());
    for (const Entry& entry : states_) order_.push_back(&entry);
    sorted_ = 0;
    ordered_ = true;
  }
  if (sorted_ == order_.size()) return order_;
  const auto added = order_.begin() + static_cast<std::ptrdiff_t>(sorted_);
  std::sort(added, order_.end(), kByKey);
  std::inplace_merge(order_.begin(), added, order_.end(), kByKey);
  sorted_ = order_.size();
  return order_;
}

StateTable::Iterator StateTable::begin() const {
  const auto& all = in_order();
  return {all.data(), all.data() + all.size()};
}

StateTable::Iterator StateTable::end() const {
  const auto& all = in_order();
  return {all.data() + all.size(), all.data() + all.size()};
}

StateTable::Iterator StateTable::from(std::string_view key) const {
  const auto& all = in_order();
  const auto at = std::lower_bound(all.begin(), all.end(), key,
                                   [](const Entry* entry, std::string_view wanted) { return entry->first < wanted; });
  return {all.data() + (at - all.begin()), all.data() + all.size()};
}

std::vector<std::string> StateTable::keys_with_prefix(std::string_view prefix) const {
  std::vector<std::string> keys;
  if (empty()) return keys;
  for (auto at = from(prefix); at != end() && (*at).first.starts_with(prefix); ++at) keys.push_back((*at).first);
  return keys;
}

bool StateTable::changed() const {
  return std::any_of(changed_.begin(), changed_.end(), [](const Entry* entry) { return !is_forgotten(*entry); });
}

void StateTable::write(const std::function<void(std::string_view key, const Value& value)>& put) {
  std::sort(changed_.begin(), changed_.end(), kByKey);
  for (const Entry* entry : changed_)
    if (!is_forgotten(*entry)) put(entry->first, entry->second.value);
}

void StateTable::written() {
  for (Entry* entry : changed_) {
    State& state = entry->second;
    state.changed = false;
    if (!state.value.is_null()) {
      state.stored = true;
    } else if (std::exchange(state.stored, false)) {
      ++forgotten_;
    }
  }
  changed_.clear();
  if (forgotten_ > 0) drop_forgotten();
}

}  // namespace skiff
