// What the server says of itself at /api, /apis and below: its groups, their versions, and the resources of each with
// their subresources. Mirrors apiserver's endpoints/installer.go and endpoints/discovery.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skiff::cli {

// The page at a path, given by its parts; nullopt for paths of resources, and for those that nobody serves.
std::optional<std::string> discovery_page(const std::vector<std::string_view>& parts);

}  // namespace skiff::cli
