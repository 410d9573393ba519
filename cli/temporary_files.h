// Where files go that somebody else is to see for a moment: an editor, diff.
#pragma once
#include <filesystem>
#include <string_view>

#include "base/error.h"

namespace skiff::cli {

// $TMPDIR, else /tmp, whether it is there or not: os.TempDir.
std::filesystem::path temporary_folder();

// An *os.PathError, of what was tried on the path: `open /tmp/x: permission denied`.
Error path_error(std::string_view tried, const std::filesystem::path& path, std::error_code why);

}  // namespace skiff::cli
