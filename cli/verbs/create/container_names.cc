#include "cli/verbs/create/container_names.h"

#include <algorithm>

#include "base/random.h"

namespace skiff::cli {
namespace {

// The last part of the path, without tag and digest.
std::string base_name(const std::string& image) {
  std::string name = image.substr(image.rfind('/') + 1);
  name = name.substr(0, name.find(':'));
  return name.substr(0, name.find('@'));
}

}  // namespace

// Upstream: buildPodSpec and sanitizeAndUniquify of create_deployment.go.
std::vector<std::string> container_names(const std::vector<std::string>& images) {
  std::vector<std::string> names;
  uint64_t seed = 1;
  for (const std::string& image : images) {
    for (const char c : image) seed = seed * 131 + static_cast<unsigned char>(c);
    std::string name = base_name(image);
    const bool changed = name.find_first_of("_.") != std::string::npos;
    std::replace(name.begin(), name.end(), '_', '-');
    std::replace(name.begin(), name.end(), '.', '-');
    names.push_back(changed ? name + "-" + Random(seed).suffix() : name);
  }
  return names;
}

}  // namespace skiff::cli
