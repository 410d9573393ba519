// What names an object among those of its kind: namespace (empty for cluster-scoped kinds) and name.
#pragma once
#include <compare>
#include <cstddef>
#include <functional>
#include <string>

namespace skiff {

struct ObjectKey {
  std::string ns;
  std::string name;

  friend auto operator<=>(const ObjectKey&, const ObjectKey&) = default;
};

struct ObjectKeyHash {
  size_t operator()(const ObjectKey& key) const {
    return std::hash<std::string>{}(key.name) ^ (std::hash<std::string>{}(key.ns) << 1);
  }
};

}  // namespace skiff
