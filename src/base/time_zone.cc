#include "base/time_zone.h"

#include <filesystem>
#include <system_error>

namespace skiff {

bool is_known_time_zone(std::string_view name) {
  if (name == "UTC") return true;
  // time.LoadLocation refuses names that could leave the directory.
  if (name.empty() || name.find("..") != std::string_view::npos || name[0] == '/' || name[0] == '\\') return false;
  const std::filesystem::path zones = "/usr/share/zoneinfo";
  std::error_code ignored;
  if (!std::filesystem::is_directory(zones, ignored)) return true;
  return std::filesystem::is_regular_file(zones / name, ignored);
}

}  // namespace skiff
