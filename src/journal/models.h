// First versions of objects that are much alike, as the pods of one ReplicaSet and the events about them are: of those
// that one transaction writes, one is written whole and the others as what they differ in from it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/value.h"
#include "journal/record.h"

namespace skiff::journal {

class Models {
 public:
  // Appends head and body of the object's line, all but its end; the line will have this number. The number of the line
  // that it builds on; LineIndex::kNone if it says all, then it is a model for those to come.
  uint32_t append(std::string& out, RecordHead head, const Value& document, uint32_t number);
  // A transaction has ended: none of its lines is built on any more.
  void clear() { models_.clear(); }

 private:
  struct Model {
    uint64_t resource_version;
    uint32_t line;
    Value document;
  };
  std::unordered_map<std::string, Model> models_;
};

}  // namespace skiff::journal
