#include "cli/verbs/create/container_names.h"

#include <map>

#include "base/random.h"

namespace skiff::cli {
namespace {

std::string base_name(const std::string& image) {
  std::string name = image.substr(image.rfind('/') + 1);
  name = name.substr(0, name.find(':'));
  name = name.substr(0, name.find('@'));
  std::string label;
  for (char c : name) {
    const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const bool allowed = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') || lower == '-';
    label += allowed ? lower : '-';
  }
  return label;
}

}  // namespace

std::vector<std::string> container_names(const std::vector<std::string>& images) {
  std::map<std::string, int> uses;
  for (const std::string& image : images) ++uses[base_name(image)];
  std::vector<std::string> names;
  uint64_t seed = 1;
  for (const std::string& image : images) {
    const std::string name = base_name(image);
    for (const char c : image) seed = seed * 131 + static_cast<unsigned char>(c);
    names.push_back(uses[name] > 1 ? name + "-" + Random(seed).suffix() : name);
  }
  return names;
}

}  // namespace skiff::cli
