// The kinds that the CustomResourceDefinitions of one cluster define, beside those that every cluster has. A cluster's
// store keeps one of these; api/kind_table answers for the cluster that is open.
#pragma once
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/custom_resources/custom_resource.h"

namespace skiff {

class CustomKinds {
 public:
  // Of those that are there, api/kind_table answers from the one that was made last.
  CustomKinds();
  ~CustomKinds();
  CustomKinds(const CustomKinds&) = delete;

  // Takes in a definition as it is stored now; a kind is there from when its names are accepted and it is established.
  // The Kind keeps its address whatever becomes of the definition.
  void define(const Value& definition);
  void undefine(std::string_view definition_name);

  // All kinds: the built-in ones, then the defined ones by group and plural.
  std::span<const Kind* const> all() const { return all_; }
  std::span<const Kind* const> defined() const;

 private:
  void list();

  struct Slot {
    Kind kind;  // the row that others point at
    std::unique_ptr<CustomResource> resource;
    bool active = false;
  };
  std::map<std::string, std::unique_ptr<Slot>, std::less<>> slots_;  // by definition
  std::vector<std::unique_ptr<CustomResource>> former_;              // objects may still show what they said
  std::vector<const Kind*> all_;
};

// The kinds that every cluster has, in the order of API discovery.
std::span<const Kind* const> builtin_kinds();
// Those of the stores that are open, the one opened last at the end.
const std::vector<const CustomKinds*>& open_custom_kinds();

}  // namespace skiff
