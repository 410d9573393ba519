#include "cli/kustomize/folder.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/input.h"

namespace skiff::cli {
namespace {

namespace fs = std::filesystem;

bool lies_in(const fs::path& inner, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), inner.begin(), inner.end()).first == folder.end();
}

Error no_such_file(const fs::path& shown, const fs::path& absolute) {
  return client_error(fmt::format("evalsymlink failure on '{}' : lstat {}: no such file or directory", shown.string(),
                                  absolute.string()));
}

// The first part of a path that is not there: what lstat complains about.
fs::path missing_part(const fs::path& path) {
  fs::path seen;
  std::error_code failed;
  for (const fs::path& part : path) {
    seen /= part;
    if (!fs::exists(seen, failed)) return seen;
  }
  return path;
}

Result<fs::path> confirmed_folder(const fs::path& shown) {
  constexpr const char* kWhy = "must build at directory: ";
  if (shown.empty()) return client_error(std::string(kWhy) + "directory path cannot be empty");
  std::error_code failed;
  const fs::path path = fs::absolute(shown, failed).lexically_normal();
  if (failed || !fs::exists(path, failed))
    return client_error(std::string(kWhy) +
                        "not a valid directory: " + no_such_file(shown, missing_part(path)).message);
  if (!fs::is_directory(path, failed))
    return client_error(fmt::format("{}'{}': file is not directory", kWhy, shown.string()));
  return fs::canonical(path, failed);
}

}  // namespace

Result<KustomizeFolder> KustomizeFolder::open(const fs::path& path, KustomizeSettings settings) {
  auto root = confirmed_folder(path);
  if (!root) return root.error();
  KustomizeFolder folder;
  folder.settings_ = settings;
  folder.roots_.push_back(*root);
  return folder;
}

// A folder that is being built, or lies around one, cannot be its part. Upstream: errIfArgEqualOrHigher.
Result<KustomizeFolder> KustomizeFolder::enter(const std::string& path) const {
  if (path.empty()) return client_error("new root cannot be empty");
  if (fs::path(path).is_absolute()) return client_error(fmt::format("new root '{}' cannot be absolute", path));
  auto root = confirmed_folder(absolute(path));
  if (!root) return root.error();
  for (auto visited = roots_.rbegin(); visited != roots_.rend(); ++visited)
    if (lies_in(*visited, *root))
      return client_error(fmt::format("cycle detected: candidate root '{}' contains visited root '{}'", root->string(),
                                      visited->string()));
  KustomizeFolder folder = *this;
  folder.roots_.push_back(*root);
  return folder;
}

fs::path KustomizeFolder::absolute(const std::string& path) const {
  const fs::path whole = (root() / path).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

Result<std::string> KustomizeFolder::read(const std::string& path) const {
  const fs::path file = absolute(path);
  std::error_code failed;
  if (!fs::exists(file, failed)) return no_such_file(file, missing_part(file));
  if (fs::is_directory(file, failed)) return client_error(fmt::format("'{}' must resolve to a file", file.string()));
  const fs::path real = fs::canonical(file, failed);
  if (settings_.restriction == LoadRestriction::kRootOnly && !lies_in(real.parent_path(), root()))
    return client_error(fmt::format("security; file '{}' is not in or below '{}'", real.string(), root().string()));
  return read_file(real.string(), client_error(fmt::format("open {}: permission denied", real.string())));
}

}  // namespace skiff::cli
