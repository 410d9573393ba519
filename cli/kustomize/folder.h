// The folder of one kustomization, and what may be read from there: its own files and those below, and other folders
// with kustomizations, but none that lies around it. Mirrors kustomize's fileLoader.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace skiff::cli {

// May files lie outside the folder?
enum class LoadRestriction { kRootOnly, kNone };
// --enable-helm: may charts be inflated? It changes what is said of them; no helm is ever run.
enum class Charts { kForbidden, kAllowed };

struct KustomizeSettings {
  LoadRestriction restriction = LoadRestriction::kRootOnly;
  Charts charts = Charts::kForbidden;
};

class KustomizeFolder {
 public:
  // Fails unless `path` is a folder.
  static Result<KustomizeFolder> open(const std::filesystem::path& path, KustomizeSettings settings = {});
  // Another folder, by its path from here.
  Result<KustomizeFolder> enter(const std::string& path) const;

  Result<std::string> read(const std::string& path) const;
  // `path` from here, absolute and without "..".
  std::filesystem::path absolute(const std::string& path) const;
  const std::filesystem::path& root() const { return roots_.back(); }
  const KustomizeSettings& settings() const { return settings_; }

 private:
  KustomizeSettings settings_;
  std::vector<std::filesystem::path> roots_;  // of the kustomizations being built, outermost first
};

}  // namespace skiff::cli
