// The scheme: which kinds there are, and how to find one. The only list of kinds in the program.
#pragma once
#include <span>
#include <string_view>

#include "api/kind.h"

namespace skiff {

// In the order of API discovery: core first, then the groups as a 1.36 server lists them, plurals sorted inside each.
std::span<const Kind* const> all_kinds();

// By apiVersion ("apps/v1") and kind ("StatefulSet"); null if not served.
const Kind* find_kind(std::string_view api_version, std::string_view kind);

// By what a user types: plural, singular, short name, `resource.group` or `resource.version.group`, or Kind,
// case-insensitively; null if unknown.
const Kind* find_resource(std::string_view typed);

// By exact plural and group; null if unknown.
const Kind* find_resource(std::string_view resource, std::string_view group);

}  // namespace skiff
