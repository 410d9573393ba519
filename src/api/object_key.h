// What names an object among those of its kind: namespace (empty for cluster-scoped kinds) and name.
#pragma once
#include <compare>
#include <string>

namespace skiff {

struct ObjectKey {
  std::string ns;
  std::string name;

  friend auto operator<=>(const ObjectKey&, const ObjectKey&) = default;
};

}  // namespace skiff
