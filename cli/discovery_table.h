// What a 1.36 API server says of itself: every resource and every version, also of those kinds that skiff does not
// simulate. For api-resources, api-versions and explain; the kinds that can be used are in api/kind_table.
#pragma once
#include <span>
#include <string_view>

#include "api/kind.h"

namespace skiff::cli {

struct DiscoveredResource {
  std::string_view name;
  std::string_view short_names;  // joined by commas
  std::string_view api_version;
  Scope scope;
  std::string_view kind;
  std::string_view verbs;       // joined by commas
  std::string_view categories;  // joined by commas
};

// In the order of discovery: core first, then by group.
std::span<const DiscoveredResource> discovered_resources();
std::span<const std::string_view> discovered_versions();  // sorted

}  // namespace skiff::cli
