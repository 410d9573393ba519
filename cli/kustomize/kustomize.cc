#include "cli/kustomize/kustomize.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "api/decode.h"
#include "cli/input.h"
#include "cli/kustomize/transformers.h"

namespace skiff::cli {
namespace {

namespace fs = std::filesystem;

Result<std::string> read_file(const fs::path& path) {
  return cli::read_file(path.string(), client_error(fmt::format("evalsymlink failure on '{0}' : lstat {0}: no such "
                                                                "file or directory",
                                                                path.string())));
}

Result<fs::path> kustomization_file(const fs::path& folder) {
  for (const char* name : {"kustomization.yaml", "kustomization.yml", "Kustomization"})
    if (fs::is_regular_file(folder / name)) return folder / name;
  return client_error(fmt::format(
      "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '{}'",
      fs::absolute(folder).lexically_normal().string()));
}

// The folders whose kustomizations are being built, outermost first, as absolute paths without links.
using Roots = std::vector<fs::path>;

Result<std::vector<Value>> build(const fs::path& folder, const Roots& above);

bool contains(const fs::path& folder, const fs::path& inner) {
  return std::mismatch(folder.begin(), folder.end(), inner.begin(), inner.end()).first == folder.end();
}

// A folder that is being built, or lies around one, cannot be its part. Upstream: fileLoader.errIfArgEqualOrHigher.
Result<void> check_for_cycle(const fs::path& root, const Roots& above, const std::string& entry) {
  for (const fs::path& visited : above) {
    if (!contains(root, visited)) continue;
    return client_error(
        fmt::format("accumulating resources: accumulation err='accumulating resources from '{}': '{}' must resolve to "
                    "a file': cycle detected: candidate root '{}' contains visited root '{}'",
                    entry, root.string(), root.string(), visited.string()));
  }
  return {};
}

// One entry of `resources`: a file of manifests, or a folder with a kustomization of its own.
Result<std::vector<Value>> load_resource(const fs::path& folder, const std::string& entry, const Roots& roots) {
  const fs::path path = folder / entry;
  std::error_code failed;
  if (fs::is_directory(path, failed)) {
    if (auto good = check_for_cycle(fs::weakly_canonical(path, failed), roots, entry); !good) return good.error();
    return build(path, roots);
  }
  auto text = read_file(path);
  if (!text) return client_error("accumulating resources: " + text.error().message);
  Manifests read = decode_manifests(*text, path.string());
  if (read.error) return *read.error;
  std::vector<Value> out;
  for (const Manifest& manifest : read.documents)
    for (Value& item : flatten_list(manifest.document)) out.push_back(std::move(item));
  return out;
}

// A patch stands in the kustomization, or in a file that it names. `patchesStrategicMerge` gives only that.
Result<void> apply_patches(const fs::path& folder, const Value& kustomization, std::vector<Value>& objects) {
  std::vector<std::pair<std::string, Value>> patches;
  for (const Value& entry : kustomization["patches"].elements()) {
    std::string text = entry["patch"].str();
    if (entry.contains("path")) {
      auto read = read_file(folder / entry["path"].str());
      if (!read) return read.error();
      text = *read;
    }
    patches.emplace_back(text, entry["target"]);
  }
  for (const Value& entry : kustomization["patchesStrategicMerge"].elements()) {
    const bool file = fs::is_regular_file(folder / entry.str());
    auto text = file ? read_file(folder / entry.str()) : Result<std::string>(entry.str());
    if (!text) return text.error();
    patches.emplace_back(*text, Value());
  }
  for (const auto& [text, target] : patches)
    if (auto done = apply_kustomize_patch(text, target, objects); !done) return done;
  return {};
}

Result<std::vector<Value>> build(const fs::path& folder, const Roots& above) {
  std::error_code failed;
  Roots roots = above;
  roots.push_back(fs::weakly_canonical(folder, failed));
  auto file = kustomization_file(folder);
  if (!file) return file.error();
  auto text = read_file(*file);
  if (!text) return text.error();
  auto kustomization = decode_yaml(*text);
  if (!kustomization) return client_error(fmt::format("invalid Kustomization: {}", kustomization.error().message));
  std::vector<Value> objects;
  for (const char* list : {"resources", "bases"})
    for (const Value& entry : (*kustomization)[list].elements()) {
      auto loaded = load_resource(folder, entry.str(), roots);
      if (!loaded) return loaded.error();
      std::move(loaded->begin(), loaded->end(), std::back_inserter(objects));
    }
  if (auto patched = apply_patches(folder, *kustomization, objects); !patched) return patched.error();
  transform(*kustomization, objects);
  return objects;
}

}  // namespace

Result<std::vector<Value>> kustomize_build(const std::string& folder) {
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) {
    const std::string absolute = fs::absolute(folder).lexically_normal().string();
    return client_error(
        fmt::format("must build at directory: not a valid directory: evalsymlink failure on '{}' : lstat "
                    "{}: no such file or directory",
                    folder, absolute));
  }
  return build(folder, {});
}

}  // namespace skiff::cli
