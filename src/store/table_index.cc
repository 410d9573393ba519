// The terms of a table's objects, and the table as an index file holds it.
#include <algorithm>

#include "journal/index_file.h"
#include "journal/index_writer.h"
#include "store/table.h"

namespace skiff {

std::vector<std::string> Table::terms_of(const Value& document) const {
  std::vector<std::string> terms;
  for (const Value& owner : document["metadata"]["ownerReferences"].elements())
    terms.push_back("owner=" + owner["uid"].str());
  if (kind_->index_terms != nullptr) kind_->index_terms(document, terms);
  return terms;
}

std::vector<ObjectRef> Table::lookup(std::string_view term) const {
  if (!indexed_) build_index();
  std::vector<Slot*> slots;
  if (covered_ != nullptr) {
    for (const uint32_t number : covered_->with_term(term)) {
      Slot* slot = number < covered_->count() ? covered_slot(number) : nullptr;
      if (slot != nullptr && !slot->indexed) slots.push_back(slot);
    }
  }
  if (const auto at = terms_.find(std::string(term)); at != terms_.end()) {
    const std::vector<Slot*>& own = at->second.in_order();
    const auto middle = slots.insert(slots.end(), own.begin(), own.end());
    std::inplace_merge(slots.begin(), middle, slots.end(), [](const Slot* a, const Slot* b) { return before(*a, *b); });
  }
  std::vector<ObjectRef> found;
  found.reserve(slots.size());
  for (Slot* slot : slots) found.push_back(object(*slot));
  return found;
}

size_t Table::count(std::string_view term) const {
  if (!indexed_) build_index();
  size_t found = 0;
  if (covered_ != nullptr) {
    for (const uint32_t number : covered_->with_term(term)) {
      if (number >= covered_->count()) continue;
      const Slot* slot = places_[number];
      if (slot == nullptr || (slot != gone() && !slot->indexed)) ++found;
    }
  }
  const auto own = terms_.find(std::string(term));
  return found + (own != terms_.end() ? own->second.slots.size() - own->second.removed : 0);
}

size_t Table::count_at_most(std::string_view term) const {
  if (!indexed_) build_index();
  const auto own = terms_.find(std::string(term));
  return (covered_ != nullptr ? covered_->with_term(term).size() : 0) +
         (own != terms_.end() ? own->second.slots.size() - own->second.removed : 0);
}

void Table::build_index() const {
  indexed_ = true;
  for (Slot* slot : live_slots()) {
    if (slot->covered != kUncovered && !slot->changed) continue;
    slot->indexed = true;
    index(*slot, terms_of(object(*slot)->document()));
  }
}

void Table::index(Slot& slot, std::vector<std::string> terms) const {
  for (std::string& term : terms) terms_[std::move(term)].add(&slot);
}

void Table::unindex(Slot& slot, const std::vector<std::string>& terms) const {
  for (const std::string& term : terms) {
    const auto at = terms_.find(term);
    if (at == terms_.end()) continue;
    SlotList& list = at->second;
    list.remove(&slot);
    if (list.removed == list.slots.size()) terms_.erase(at);
  }
}

// Adds all objects in key order. What the covered ones that have no place are numbered now.
std::vector<uint32_t> Table::write_order(journal::IndexWriter& out) const {
  // Where each place stands among the covered.
  std::vector<std::pair<size_t, Slot*>> places;
  if (covered_ == nullptr) {
    for (Slot* slot : in_order()) places.emplace_back(0, slot);
  } else {
    SlotList added;
    for (Slot* slot : live_slots()) {
      if (slot->covered != kUncovered) places.emplace_back(slot->covered, slot);
      else added.add(slot);
    }
    size_t at = 0;
    const auto known = static_cast<std::ptrdiff_t>(places.size());
    for (Slot* slot : added.in_order()) {
      at = covered_->lower_bound_behind(at, slot->ns, slot->name);
      places.emplace_back(at, slot);
    }
    const auto by_number = [](const auto& a, const auto& b) { return a.first < b.first; };
    std::sort(places.begin(), places.begin() + known, by_number);
    // New ones first: they come before the covered one of their number.
    std::vector<std::pair<size_t, Slot*>> merged(places.size());
    std::merge(places.begin() + known, places.end(), places.begin(), places.begin() + known, merged.begin(), by_number);
    places = std::move(merged);
  }
  const size_t count = covered_ != nullptr ? covered_->count() : 0;
  std::vector<uint32_t> numbers(count);
  uint32_t number = 0;
  auto place = places.begin();
  for (size_t at = 0; at <= count; ++at) {
    for (; place != places.end() && place->first == at; ++place) {
      Slot& slot = *place->second;
      slot.number = number++;
      out.add(static_cast<uint32_t>(slot.object ? slot.object->position() : slot.position));
    }
    if (at == count || places_[at] != nullptr) continue;
    numbers[at] = number++;
    out.add(covered_->line(at));
  }
  return numbers;
}

void Table::write_index(journal::IndexWriter& out) const {
  if (!indexed_) build_index();
  out.begin(kind_->qualified_name());
  const std::vector<uint32_t> numbers = write_order(out);
  std::vector<uint32_t> have;
  const auto add_own = [&](std::string_view term) {
    const auto own = terms_.find(std::string(term));
    if (own == terms_.end()) return;
    for (const Slot* slot : own->second.slots)
      if (slot != nullptr) have.push_back(slot->number);
  };
  const auto add_term = [&](std::string_view term) {
    std::sort(have.begin(), have.end());
    if (!have.empty()) out.add_term(term, have);
  };
  if (covered_ != nullptr) {
    covered_->for_each_term([&](std::string_view term, std::span<const uint32_t> objects) {
      have.clear();
      for (const uint32_t object : objects) {
        const Slot* slot = places_[object];
        if (slot == nullptr) have.push_back(numbers[object]);
        else if (slot != gone() && !slot->indexed) have.push_back(slot->number);
      }
      add_own(term);
      add_term(term);
    });
  }
  for (auto& [term, slots] : terms_) {
    if (covered_ != nullptr && !covered_->with_term(term).empty()) continue;
    have.clear();
    add_own(term);
    add_term(term);
  }
}

}  // namespace skiff
