// The order of the fields of Go's structs. A client that has decoded an object into its types writes them so, as does
// the server; one that keeps a document as maps writes names in order, as Value does.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/schema.h"
#include "base/value.h"

namespace skiff {

class StructOrder {
 public:
  StructOrder() = default;                            // names in order, here and below
  static StructOrder of_object(const Value& object);  // by its apiVersion and kind; a list of a kind, too
  static StructOrder of_type(std::string_view type);  // a type that no schema describes: "version.Version"

  std::vector<const Member*> members(const Value& object) const;
  // For what the member holds; lists and maps stand for their elements.
  StructOrder below(const Member& member) const;

 private:
  std::string type_;
  const Schema* schema_ = nullptr;  // null for types that none describes
  const Schema* items_ = nullptr;   // of a list: what its items are
};

// In one line, as json.Marshal writes it, in this order.
std::string to_json(const Value& value, const StructOrder& order);
// As kubectl's -o json, in this order.
std::string to_pretty_json(const Value& value, const StructOrder& order, int indent = 4);

}  // namespace skiff
