#include "store/table.h"

#include <algorithm>

namespace skiff {
namespace {

const ObjectRef kNone;

std::vector<std::string> terms_of(const Kind& kind, const Value& document) {
  std::vector<std::string> terms;
  for (const Value& owner : document["metadata"]["ownerReferences"].elements())
    terms.push_back("owner=" + owner["uid"].str());
  if (kind.index_terms != nullptr) kind.index_terms(document, terms);
  return terms;
}

}  // namespace

void Table::add_stored(std::string_view ns, std::string_view name, uint64_t resource_version, uint64_t position) {
  stored_.push_back(Slot{ns, name, resource_version, position, nullptr, false});
  sorted_ = false;
  ++count_;
}

void Table::sort_stored() const {
  if (sorted_) return;
  std::sort(stored_.begin(), stored_.end(), KeyOrder());
  sorted_ = true;
}

const ObjectRef& Table::object(Slot& slot) const {
  if (!slot.object && !slot.gone)
    slot.object = std::make_shared<Object>(*kind_, ObjectKey{std::string(slot.ns), std::string(slot.name)},
                                           slot.resource_version, *source_, slot.position);
  return slot.object;
}

Table::Slot* Table::find(const ObjectKey& key) const {
  if (auto at = written_.find(key); at != written_.end()) return const_cast<Slot*>(&at->second);
  sort_stored();
  const auto at = std::lower_bound(stored_.begin(), stored_.end(), key, KeyOrder());
  return at != stored_.end() && at->ns == key.ns && at->name == key.name ? &*at : nullptr;
}

const ObjectRef& Table::get(const ObjectKey& key) const {
  Slot* slot = find(key);
  return slot != nullptr ? object(*slot) : kNone;
}

void Table::put(ObjectRef made) {
  Slot* slot = find(made->key());
  const bool existed = slot != nullptr && !slot->gone;
  if (slot == nullptr) {
    slot = &written_.emplace(made->key(), Slot{}).first->second;
    const ObjectKey& key = written_.find(made->key())->first;  // the map's own copy: the views last
    slot->ns = key.ns;
    slot->name = key.name;
  }
  if (indexed_) {
    // Terms hang on metadata and spec; a status write, the most frequent, changes neither.
    const ObjectRef before = existed ? object(*slot) : nullptr;
    const bool moved = !before || !before->metadata()["ownerReferences"].same_as(made->metadata()["ownerReferences"]) ||
                       (kind_->index_terms != nullptr && !before->spec().same_as(made->spec()));
    if (moved) {
      if (before) unindex(*slot, before->document());
      index(*slot, made->document());
    }
  }
  if (!existed) ++count_;
  slot->gone = false;
  slot->resource_version = made->resource_version();
  slot->object = std::move(made);
}

void Table::erase(const ObjectKey& key) {
  Slot* slot = find(key);
  if (slot == nullptr || slot->gone) return;
  if (indexed_) unindex(*slot, object(*slot)->document());
  --count_;
  if (written_.erase(key) > 0) return;
  slot->object.reset();
  slot->gone = true;
}

void Table::for_each(std::string_view ns, const std::function<bool(const ObjectRef&)>& visit) const {
  sort_stored();
  const Slot from{ns, "", 0, 0, nullptr, false};
  auto a = std::lower_bound(stored_.begin(), stored_.end(), from, KeyOrder());
  auto b = written_.lower_bound(from);
  const auto inside = [&](const Slot& slot) { return ns.empty() || slot.ns == ns; };
  while (true) {
    const bool has_a = a != stored_.end() && inside(*a);
    const bool has_b = b != written_.end() && inside(b->second);
    if (!has_a && !has_b) return;
    Slot* slot = nullptr;
    if (has_a && (!has_b || KeyOrder()(*a, b->second))) slot = &*a++;
    else slot = const_cast<Slot*>(&(b++)->second);
    if (slot->gone) continue;
    if (!visit(object(*slot))) return;
  }
}

std::vector<ObjectRef> Table::lookup(std::string_view term) const {
  if (!indexed_) build_index();
  std::vector<ObjectRef> found;
  const auto at = terms_.find(std::string(term));
  if (at == terms_.end()) return found;
  found.reserve(at->second.size());
  for (Slot* slot : at->second) found.push_back(object(*slot));
  return found;
}

void Table::build_index() const {
  sort_stored();  // the index keeps pointers to slots: they must have come to rest
  indexed_ = true;
  for (Slot& slot : stored_)
    if (!slot.gone) index(slot, object(slot)->document());
  for (const auto& [key, slot] : written_) index(const_cast<Slot&>(slot), slot.object->document());
}

void Table::index(Slot& slot, const Value& document) const {
  for (std::string& term : terms_of(*kind_, document)) terms_[std::move(term)].insert(&slot);
}

void Table::unindex(Slot& slot, const Value& document) const {
  for (const std::string& term : terms_of(*kind_, document)) {
    const auto at = terms_.find(term);
    if (at == terms_.end()) continue;
    at->second.erase(&slot);
    if (at->second.empty()) terms_.erase(at);
  }
}

}  // namespace skiff
