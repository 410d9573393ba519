#include "store/table.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <unordered_set>

#include "base/check.h"
#include "journal/index_file.h"

namespace skiff {
namespace {

const ObjectRef kNoObject;

uint32_t hash_of(std::string_view ns, std::string_view name) {
  const std::hash<std::string_view> hash;
  return static_cast<uint32_t>(hash(name) ^ (hash(ns) << 1));
}

// The eight bytes of a name behind what all have in common, ordered as they are.
uint64_t head_behind(std::string_view name, size_t common) {
  uint64_t head = 0;
  for (size_t i = common; i < common + 8; ++i)
    head = head << 8 | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0U);
  return head;
}

}  // namespace

bool Table::before(const Slot& a, const Slot& b) {
  const int by_ns = a.ns.compare(b.ns);
  return by_ns != 0 ? by_ns < 0 : a.name < b.name;
}

// Names lie scattered in memory: of one namespace each is looked at twice, not two of them for every comparison.
void Table::SlotList::sort_from(size_t begin) {
  const auto unsorted = slots.begin() + static_cast<std::ptrdiff_t>(begin);
  const Slot& first = **unsorted;
  size_t common = first.name.size();
  bool one_namespace = true;
  for (auto at = unsorted; at != slots.end() && one_namespace; ++at) {
    one_namespace = (*at)->ns == first.ns;
    common = std::min(common, (*at)->name.size());
    while (std::memcmp(first.name.data(), (*at)->name.data(), common) != 0) --common;
  }
  if (!one_namespace)
    return std::sort(unsorted, slots.end(), [](const Slot* a, const Slot* b) { return before(*a, *b); });
  std::vector<std::pair<uint64_t, Slot*>> heads;
  heads.reserve(slots.size() - begin);
  for (auto at = unsorted; at != slots.end(); ++at) heads.emplace_back(head_behind((*at)->name, common), *at);
  std::sort(heads.begin(), heads.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : before(*a.second, *b.second);
  });
  std::transform(heads.begin(), heads.end(), unsorted, [](const auto& head) { return head.second; });
}

const std::vector<Table::Slot*>& Table::SlotList::in_order() {
  if (removed > 0) {
    sorted -=
        static_cast<size_t>(std::count(slots.begin(), slots.begin() + static_cast<std::ptrdiff_t>(sorted), nullptr));
    std::erase(slots, nullptr);
    removed = 0;
  }
  if (sorted < slots.size()) {
    const auto order = [](const Slot* a, const Slot* b) { return before(*a, *b); };
    const auto middle = slots.begin() + static_cast<std::ptrdiff_t>(sorted);
    if (!std::is_sorted(middle, slots.end(), order)) sort_from(sorted);
    if (sorted > 0 && order(*middle, *(middle - 1))) std::inplace_merge(slots.begin(), middle, slots.end(), order);
    sorted = slots.size();
  }
  return slots;
}

void Table::SlotList::remove(const Slot* slot) {
  // A search through the unsorted end is cheap while that is short, and sorting it in costs a look at all: so the end
  // may grow with the list.
  const size_t tail_max = 32 + sorted / 32;
  if (slots.size() - sorted > tail_max || removed * 2 > slots.size()) in_order();
  auto at = std::find(slots.begin() + static_cast<std::ptrdiff_t>(sorted), slots.end(), slot);
  if (at == slots.end()) {
    // Among the sorted, over the holes that earlier removals have left.
    size_t low = 0;
    size_t high = sorted;
    while (low < high) {
      const size_t middle = (low + high) / 2;
      size_t probe = middle;
      while (probe < high && slots[probe] == nullptr) ++probe;
      if (probe == high || !before(*slots[probe], *slot)) high = middle;
      else low = probe + 1;
    }
    while (low < sorted && slots[low] == nullptr) ++low;
    at = slots.begin() + static_cast<std::ptrdiff_t>(low);
  }
  *at = nullptr;
  ++removed;
}

Table::Slot* Table::gone() {
  static Slot slot;
  return &slot;
}

void Table::cover(const journal::IndexedObjects& covered) {
  covered_ = &covered;
  count_ = untouched_ = covered.count();
  places_.reset(static_cast<Slot**>(std::calloc(std::max<size_t>(count_, 1), sizeof(Slot*))));
  check(places_ != nullptr, "there is memory for a pointer an object");
}

void Table::add_stored(std::string_view ns, std::string_view name, uint64_t resource_version, uint64_t position) {
  Slot& slot = slots_.emplace_back();
  slot.ns = ns;
  slot.name = name;
  slot.resource_version = resource_version;
  slot.position = position;
  slot.changed = true;
  const auto number = covered_ != nullptr ? covered_->find(ns, name) : std::nullopt;
  if (!number) {
    ++count_;
    return;
  }
  slot.covered = static_cast<uint32_t>(*number);
  places_[*number] = &slot;
  --untouched_;
}

void Table::remove_stored(std::string_view ns, std::string_view name) {
  const auto number = covered_ != nullptr ? covered_->find(ns, name) : std::nullopt;
  if (!number) return;
  places_[*number] = gone();
  --untouched_;
  --count_;
}

Table::Slot* Table::covered_slot(uint32_t number) const {
  if (Slot* known = places_[number]) return known == gone() ? nullptr : known;
  Slot& slot = slots_.emplace_back();
  std::string& storage = names_.emplace_back();
  const journal::IndexedObjects::Key key = covered_->key(number, storage);
  if (storage.empty()) names_.pop_back();
  slot.ns = key.ns;
  slot.name = key.name;
  slot.resource_version = key.resource_version;
  slot.position = covered_->line(number);
  slot.covered = number;
  places_[number] = &slot;
  --untouched_;
  if (hashed_.empty()) return &slot;
  if (placed() * 2 > hashed_.size()) {
    hash_slots(hashed_.size() * 2);
  } else {
    slot.hash = hash_of(slot.ns, slot.name);
    put_hashed(&slot);
  }
  return &slot;
}

Table::Slot* Table::find_covered(const ObjectKey& key) const {
  // Searching the file's order costs a look at twenty lines: who looks for many is better off with a place for all.
  constexpr size_t kSearchesShare = 8;
  if (++searches_ > covered_->count() / kSearchesShare) {
    place_all_covered();
    return find_placed(key);
  }
  const auto number = covered_->find(key.ns, key.name);
  return number ? covered_slot(static_cast<uint32_t>(*number)) : nullptr;
}

void Table::place_all_covered() const {
  for (uint32_t number = 0; untouched_ > 0; ++number) covered_slot(number);
}

const ObjectRef& Table::object(Slot& slot) const {
  if (!slot.object)
    slot.object = std::make_shared<Object>(*kind_, ObjectKey{std::string(slot.ns), std::string(slot.name)},
                                           slot.resource_version, *source_, slot.position);
  return slot.object;
}

std::vector<Table::Slot*> Table::live_slots() const {
  std::vector<Slot*> live;
  live.reserve(slots_.size());
  for (Slot& slot : const_cast<std::deque<Slot>&>(slots_)) live.push_back(&slot);
  if (free_.empty()) return live;
  const std::unordered_set<const Slot*> unused(free_.begin(), free_.end());
  std::erase_if(live, [&](const Slot* slot) { return unused.contains(slot); });
  return live;
}

void Table::put_hashed(Slot* slot) const {
  const size_t mask = hashed_.size() - 1;
  size_t at = slot->hash & mask;
  while (hashed_[at] != nullptr) at = (at + 1) & mask;
  hashed_[at] = slot;
}

// What stands behind in the same run moves up, so that a search may stop at the first hole.
void Table::erase_hashed(const Slot* slot) {
  const size_t mask = hashed_.size() - 1;
  size_t hole = slot->hash & mask;
  while (hashed_[hole] != slot) hole = (hole + 1) & mask;
  for (size_t at = (hole + 1) & mask; hashed_[at] != nullptr; at = (at + 1) & mask) {
    const size_t home = hashed_[at]->hash & mask;
    if (((at - home) & mask) < ((at - hole) & mask)) continue;
    hashed_[hole] = hashed_[at];
    hole = at;
  }
  hashed_[hole] = nullptr;
}

void Table::hash_slots(size_t capacity) const {
  hashed_.assign(capacity, nullptr);
  for (Slot* slot : live_slots()) {
    slot->hash = hash_of(slot->ns, slot->name);
    put_hashed(slot);
  }
}

Table::Slot* Table::find(const ObjectKey& key) const {
  Slot* slot = find_placed(key);
  return slot != nullptr || untouched_ == 0 ? slot : find_covered(key);
}

Table::Slot* Table::find_placed(const ObjectKey& key) const {
  constexpr size_t kSmallest = 16;
  if (hashed_.empty()) hash_slots(std::bit_ceil(std::max(kSmallest, placed() * 2)));
  const uint32_t hash = hash_of(key.ns, key.name);
  const size_t mask = hashed_.size() - 1;
  for (size_t at = hash & mask; hashed_[at] != nullptr; at = (at + 1) & mask) {
    Slot* slot = hashed_[at];
    if (slot->hash == hash && slot->name == key.name && slot->ns == key.ns) return slot;
  }
  return nullptr;
}

Table::Slot* Table::add_slot(const ObjectKey& key) {
  if ((placed() + 1) * 2 > hashed_.size()) hash_slots(hashed_.size() * 2);
  Slot* slot = nullptr;
  if (free_.empty()) {
    slot = &slots_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  slot->ns = key.ns;
  slot->name = key.name;
  slot->hash = hash_of(key.ns, key.name);
  put_hashed(slot);
  ++count_;
  return slot;
}

const ObjectRef& Table::get(const ObjectKey& key) const {
  Slot* slot = find(key);
  return slot != nullptr ? object(*slot) : kNoObject;
}

void Table::put(ObjectRef made) {
  Slot* slot = find(made->key());
  const bool existed = slot != nullptr;
  if (!existed) {
    slot = add_slot(made->key());
    if (ordered_) order_.add(slot);
  }
  // Terms hang on metadata and spec; a status write, the most frequent, changes neither.
  const ObjectRef last = existed && indexed_ ? object(*slot) : nullptr;
  const bool moved =
      indexed_ &&
      (!last || !last->metadata()["ownerReferences"].same_as(made->metadata()["ownerReferences"]) ||
       (kind_->index_terms != nullptr &&
        (!last->spec().same_as(made->spec()) || !last->metadata()["labels"].same_as(made->metadata()["labels"]))));
  std::vector<std::string> terms, lost;
  if (moved) {
    terms = terms_of(made->document());
    if (slot->indexed) lost = terms_of(last->document());
    slot->indexed = true;
    for (auto term = terms.begin(); term != terms.end();) {
      const auto kept = std::find(lost.begin(), lost.end(), *term);
      if (kept == lost.end()) {
        ++term;
        continue;
      }
      lost.erase(kept);
      term = terms.erase(term);
    }
    unindex(*slot, lost);
  }
  slot->changed = true;
  slot->resource_version = made->resource_version();
  slot->object = std::move(made);
  slot->ns = slot->object->ns();
  slot->name = slot->object->name();
  index(*slot, std::move(terms));
}

void Table::erase(const ObjectKey& key) {
  Slot* slot = find(key);
  if (slot == nullptr) return;
  if (slot->indexed) unindex(*slot, terms_of(object(*slot)->document()));
  if (ordered_) order_.remove(slot);
  if (slot->covered != kUncovered) places_[slot->covered] = gone();
  erase_hashed(slot);
  --count_;
  *slot = Slot{};
  free_.push_back(slot);
}

const std::vector<Table::Slot*>& Table::in_order() const {
  place_all_covered();
  if (!ordered_) order_.slots = live_slots();
  ordered_ = true;
  return order_.in_order();
}

void Table::for_each(std::string_view ns, const std::function<bool(const ObjectRef&)>& visit) const {
  const std::vector<Slot*>& slots = in_order();
  size_t at = 0;
  if (!ns.empty()) {
    const auto first = std::lower_bound(slots.begin(), slots.end(), ns,
                                        [](const Slot* slot, std::string_view wanted) { return slot->ns < wanted; });
    at = static_cast<size_t>(first - slots.begin());
  }
  // By index, and over holes: `visit` may write.
  for (; at < slots.size(); ++at) {
    Slot* slot = slots[at];
    if (slot == nullptr) continue;
    if (!ns.empty() && slot->ns != ns) return;
    if (!visit(object(*slot))) return;
  }
}

}  // namespace skiff
