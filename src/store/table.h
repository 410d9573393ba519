// The objects of one kind: found by key through a hash table, listed in key order, and looked up by the terms of the
// kind's index. Order and index are built when first asked for and then caught up with what was written since, so that
// a command pays for what it reads, and a run that writes thousands of objects sorts them once. Of what the index file
// of the state file covers, an object takes a place here only when it is asked for.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/object.h"
#include "base/document_source.h"

namespace skiff {

namespace journal {
class IndexedObjects;
class IndexWriter;
}  // namespace journal

class Table {
 public:
  Table(const Kind& kind, const DocumentSource* source) : kind_(&kind), source_(source) {}
  Table(const Table&) = delete;

  // All objects of the state file, in this order and before the first read: those that its index file covers, those
  // that it does not or no longer as they are, those of it that are gone since. What is passed must outlive the table.
  void cover(const journal::IndexedObjects& covered);
  void add_stored(std::string_view ns, std::string_view name, uint64_t resource_version, uint64_t position);
  void remove_stored(std::string_view ns, std::string_view name);

  const ObjectRef& get(const ObjectKey& key) const;  // null if there is none
  void put(ObjectRef object);
  void erase(const ObjectKey& key);
  size_t count() const { return count_; }

  void for_each(std::string_view ns, const std::function<bool(const ObjectRef&)>& visit) const;
  std::vector<ObjectRef> lookup(std::string_view term) const;
  // How many `lookup` finds, without a place for each; how many at most, at once.
  size_t count(std::string_view term) const;
  size_t count_at_most(std::string_view term) const;

  // All objects in key order, and which have which terms.
  void write_index(journal::IndexWriter& out) const;

 private:
  static constexpr uint32_t kUncovered = UINT32_MAX;
  // One object's place; its address lasts as long as the object exists.
  struct Slot {
    std::string_view ns;  // of the state file's text, or of the object
    std::string_view name;
    uint64_t resource_version = 0;
    uint64_t position = 0;
    ObjectRef object;  // null until asked for
    uint32_t hash = 0;
    uint32_t covered = kUncovered;  // its number among the covered
    uint32_t number = 0;            // in an index file that is being written
    bool changed = false;           // since it was covered
    bool indexed = false;           // its terms are in terms_, whatever the index file says
  };
  // Slots in key order, caught up when read: those added since stand unsorted behind the first `sorted`, and in the
  // place of one that was removed there is null.
  struct SlotList {
    std::vector<Slot*> slots;
    size_t sorted = 0;
    size_t removed = 0;

    void add(Slot* slot) { slots.push_back(slot); }
    void remove(const Slot* slot);
    void sort_from(size_t begin);
    const std::vector<Slot*>& in_order();
  };
  static bool before(const Slot& a, const Slot& b);
  static Slot* gone();

  const ObjectRef& object(Slot& slot) const;
  // The place of a covered object; null if it is gone.
  Slot* covered_slot(uint32_t number) const;
  Slot* find_covered(const ObjectKey& key) const;
  void place_all_covered() const;
  std::vector<uint32_t> write_order(journal::IndexWriter& out) const;
  std::vector<Slot*> live_slots() const;
  size_t placed() const { return slots_.size() - free_.size(); }
  Slot* find(const ObjectKey& key) const;
  Slot* find_placed(const ObjectKey& key) const;
  Slot* add_slot(const ObjectKey& key);
  void hash_slots(size_t capacity) const;
  void put_hashed(Slot* slot) const;
  void erase_hashed(const Slot* slot);
  const std::vector<Slot*>& in_order() const;
  std::vector<std::string> terms_of(const Value& document) const;
  void build_index() const;
  void index(Slot& slot, std::vector<std::string> terms) const;
  void unindex(Slot& slot, const std::vector<std::string>& terms) const;

  const Kind* kind_;
  const DocumentSource* source_;
  size_t count_ = 0;
  const journal::IndexedObjects* covered_ = nullptr;
  // Of the covered, by number: null until the object has a place, gone() when it is there no more. Zeroed memory that
  // nobody has touched costs nothing.
  std::unique_ptr<Slot* [], decltype(&std::free)> places_ { nullptr, &std::free };
  mutable size_t untouched_ = 0;           // how many are null
  mutable size_t searches_ = 0;            // for keys among them
  mutable std::deque<std::string> names_;  // of keys that do not stand in the file as they are
  mutable std::deque<Slot> slots_;
  std::vector<Slot*> free_;  // of objects that were removed: holes in slots_
  // Open addressing, a power of two, at most half full; empty until the first object is asked for by key.
  mutable std::vector<Slot*> hashed_;
  mutable bool ordered_ = false;  // order_ is kept, from the first listing on
  mutable SlotList order_;
  mutable bool indexed_ = false;
  mutable std::unordered_map<std::string, SlotList> terms_;
};

}  // namespace skiff
