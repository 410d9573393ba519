// The objects of a journal as a store would keep them: all pods by name, with the versions that the
// next ones follow.
#pragma once
#include <map>
#include <string>

#include "journal/journal.h"

namespace skiff::test {

class JournalObjects {
 public:
  // Reads all, covered by an index file or not.
  explicit JournalObjects(journal::Journal& journal);

  bool contains(const std::string& name) const { return objects_.contains(name); }
  const Value& document(const std::string& name) const;  // null if there is none
  // The next version of `change.name`; a pod of the namespace default.
  void put(journal::ObjectChange change, const Value& after);
  void erase(journal::ObjectChange change);
  void write_index() const;
  // A line for each object and then each state, the last one the resourceVersion.
  std::string text() const;

 private:
  struct Entry {
    std::string ns;
    uint64_t position = 0;
    uint64_t resource_version = 0;
    Value document;
  };
  void write(journal::ObjectChange change, const Value& after);

  journal::Journal& journal_;
  std::map<std::string, Entry> objects_;
};

}  // namespace skiff::test
