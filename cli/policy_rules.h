// The rules of roles as people read them: taken apart, those that differ in their verbs alone put together, and sorted.
// For describe and for auth can-i --list. Mirrors kubectl/pkg/util/rbac.
#pragma once
#include <string>
#include <vector>

#include "base/value.h"

namespace skiff::cli {

// A row a rule: resources, URLs, resource names and verbs, parted by tabs.
std::vector<std::string> policy_rule_rows(const Elements& rules);

}  // namespace skiff::cli
