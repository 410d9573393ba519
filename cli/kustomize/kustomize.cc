#include "cli/kustomize/kustomize.h"

#include <fmt/format.h>

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

Result<std::vector<Value>> build(const fs::path& folder);

// One entry of `resources`: a file of manifests, or a folder with a kustomization of its own.
Result<std::vector<Value>> load_resource(const fs::path& path) {
  if (fs::is_directory(path)) return build(path);
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

Result<std::vector<Value>> build(const fs::path& folder) {
  auto file = kustomization_file(folder);
  if (!file) return file.error();
  auto text = read_file(*file);
  if (!text) return text.error();
  auto kustomization = decode_yaml(*text);
  if (!kustomization) return client_error(fmt::format("invalid Kustomization: {}", kustomization.error().message));
  std::vector<Value> objects;
  for (const char* list : {"resources", "bases"})
    for (const Value& entry : (*kustomization)[list].elements()) {
      auto loaded = load_resource(folder / entry.str());
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
  return build(folder);
}

}  // namespace skiff::cli
