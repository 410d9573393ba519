// Names with rules of their own, as api/name_rules.h has those that most kinds share: each function lists what is
// wrong.
#pragma once
#include <string_view>

#include "api/name_rules.h"

namespace skiff {

Problems path_segment_problems(std::string_view text);                       // IsValidPathSegmentName
Problems dns1123_subdomain_with_underscore_problems(std::string_view text);  // search paths of DNS
Problems wildcard_dns1123_subdomain_problems(std::string_view text);         // `*.` and a subdomain

}  // namespace skiff
