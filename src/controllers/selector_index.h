// Which selectors of a namespace match some labels, without a look at each: a selector stands under one label that it
// asks for, so that only those are tried that could match.
#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/label_selector.h"
#include "api/object_key.h"

namespace skiff {

class SelectorIndex {
 public:
  // `key` names who selects, in its namespace. Replaces what stood under the key.
  void put(const ObjectKey& key, LabelSelector selector);
  void erase(const ObjectKey& key);

  // Those that match, in key order.
  void for_each_match(std::string_view ns, const Value& labels,
                      const std::function<void(const ObjectKey&)>& visit) const;

 private:
  struct Entry {
    LabelSelector selector;
    std::string anchor;
  };
  std::map<ObjectKey, Entry> entries_;
  std::unordered_map<std::string, std::set<ObjectKey>> by_anchor_;  // a namespace and a label, or a namespace alone
};

}  // namespace skiff
