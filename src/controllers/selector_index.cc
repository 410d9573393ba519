#include "controllers/selector_index.h"

namespace skiff {
namespace {

std::string anchor_of(std::string_view ns, std::string_view key, std::string_view value) {
  std::string anchor(ns);
  anchor.append("/").append(key).append("=").append(value);
  return anchor;
}

// The first label that the selector wants to have just one value.
std::string anchor_of(std::string_view ns, const LabelSelector& selector) {
  using Operator = LabelRequirement::Operator;
  for (const LabelRequirement& one : selector.requirements()) {
    const bool equals = one.op == Operator::kIn || one.op == Operator::kEquals || one.op == Operator::kDoubleEquals;
    if (equals && one.values.size() == 1) return anchor_of(ns, one.key, one.values[0]);
  }
  return std::string(ns);
}

}  // namespace

void SelectorIndex::put(const ObjectKey& key, LabelSelector selector) {
  erase(key);
  std::string anchor = anchor_of(key.ns, selector);
  by_anchor_[anchor].insert(key);
  entries_.emplace(key, Entry{std::move(selector), std::move(anchor)});
}

void SelectorIndex::erase(const ObjectKey& key) {
  const auto entry = entries_.find(key);
  if (entry == entries_.end()) return;
  const auto anchored = by_anchor_.find(entry->second.anchor);
  anchored->second.erase(key);
  if (anchored->second.empty()) by_anchor_.erase(anchored);
  entries_.erase(entry);
}

void SelectorIndex::for_each_match(std::string_view ns, const Value& labels,
                                   const std::function<void(const ObjectKey&)>& visit) const {
  if (entries_.empty()) return;
  std::set<ObjectKey> matching;
  const auto try_all = [&](const std::string& anchor) {
    const auto anchored = by_anchor_.find(anchor);
    if (anchored == by_anchor_.end()) return;
    for (const ObjectKey& key : anchored->second)
      if (entries_.at(key).selector.matches(labels)) matching.insert(key);
  };
  try_all(std::string(ns));
  for (const Member& label : labels.members()) try_all(anchor_of(ns, label.name(), label.value.as_string()));
  for (const ObjectKey& key : matching) visit(key);
}

}  // namespace skiff
