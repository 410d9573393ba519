// Which kubectl and which Kubernetes this program mirrors.
#pragma once
#include <string_view>

#include "base/value.h"

namespace skiff::cli {

inline constexpr std::string_view kClientVersion = "v1.36.4";
inline constexpr std::string_view kKustomizeVersion = "v5.8.1";
inline constexpr std::string_view kServerVersion = "v1.36.2";

// What `version -o json` and the path /version tell of one of them.
Value build_information(std::string_view version);

}  // namespace skiff::cli
