#include "cli/temporary_files.h"

#include <string>

#include "base/strings.h"
#include "cli/command.h"

namespace skiff::cli {

std::filesystem::path temporary_folder() {
  const std::string named = Invocation::environment("TMPDIR");
  return named.empty() ? "/tmp" : named;
}

// The texts of Go's errors are those of strerror, in small letters.
Error path_error(std::string_view tried, const std::filesystem::path& path, std::error_code why) {
  return client_error(std::string(tried) + " " + path.string() + ": " + to_lower(why.message()));
}

}  // namespace skiff::cli
