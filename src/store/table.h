// The objects of one kind: found by key through a hash table, listed in key order, and looked up by the terms of the
// kind's index. Order and index are built when first asked for and then caught up with what was written since, so that
// a command pays for what it reads, and a run that writes thousands of objects sorts them once.
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/object.h"
#include "base/document_source.h"

namespace skiff {

class Table {
 public:
  Table(const Kind& kind, const DocumentSource* source) : kind_(&kind), source_(source) {}
  Table(const Table&) = delete;

  // An object of the state file. The views must outlive the table. Only before the first read.
  void add_stored(std::string_view ns, std::string_view name, uint64_t resource_version, uint64_t position);

  const ObjectRef& get(const ObjectKey& key) const;  // null if there is none
  void put(ObjectRef object);
  void erase(const ObjectKey& key);
  size_t count() const { return count_; }

  void for_each(std::string_view ns, const std::function<bool(const ObjectRef&)>& visit) const;
  std::vector<ObjectRef> lookup(std::string_view term) const;

 private:
  // One object's place; its address lasts as long as the object exists.
  struct Slot {
    std::string_view ns;  // of the state file's text, or of the object
    std::string_view name;
    uint64_t resource_version = 0;
    uint64_t position = 0;
    ObjectRef object;  // null until asked for
    uint32_t hash = 0;
  };
  // Slots in key order, caught up when read: those added since stand unsorted behind the first `sorted`, and in the
  // place of one that was removed there is null.
  struct SlotList {
    std::vector<Slot*> slots;
    size_t sorted = 0;
    size_t removed = 0;

    void add(Slot* slot) { slots.push_back(slot); }
    void remove(const Slot* slot);
    const std::vector<Slot*>& in_order();
  };
  static bool before(const Slot& a, const Slot& b);

  const ObjectRef& object(Slot& slot) const;
  std::vector<Slot*> live_slots() const;
  Slot* find(const ObjectKey& key) const;
  Slot* add_slot(const ObjectKey& key);
  void hash_slots(size_t capacity) const;
  void put_hashed(Slot* slot) const;
  void erase_hashed(const Slot* slot);
  const std::vector<Slot*>& in_order() const;
  void build_index() const;
  void index(Slot& slot, std::vector<std::string> terms) const;
  void unindex(Slot& slot, const std::vector<std::string>& terms) const;

  const Kind* kind_;
  const DocumentSource* source_;
  size_t count_ = 0;
  std::deque<Slot> slots_;
  std::vector<Slot*> free_;  // of objects that were removed: holes in slots_
  // Open addressing, a power of two, at most half full; empty until the first object is asked for by key.
  mutable std::vector<Slot*> hashed_;
  mutable bool ordered_ = false;  // order_ is kept, from the first listing on
  mutable SlotList order_;
  mutable bool indexed_ = false;
  mutable std::unordered_map<std::string, SlotList> terms_;
};

}  // namespace skiff
