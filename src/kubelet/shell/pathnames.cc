// Pathname expansion: /etc/*.conf stands for the files that are there.
#include "base/strings.h"
#include "kubelet/behavior.h"
#include "kubelet/shell/interpreter.h"

namespace skiff::shell {

// Only of whole paths: what is in the directory that an image begins with is not simulated.
bool Interpreter::is_path_pattern(const Word& word) {
  bool wild = false;
  for (const WordPart& part : word) {
    if (part.kind != WordPart::Kind::kText) continue;
    const bool has_sign = part.text.find_first_of("*?") != std::string::npos;
    if (has_sign && part.quoted) return false;
    wild = wild || has_sign;
  }
  return wild;
}

// Sorted; none if nothing is there.
std::vector<std::string> Interpreter::pathnames(std::string_view pattern) const {
  std::vector<std::string> found;
  if (!pattern.starts_with('/')) return found;
  found.emplace_back();
  for (const std::string_view step : split(pattern.substr(1), '/')) {
    std::vector<std::string> longer;
    const bool wild = step.find_first_of("*?") != std::string_view::npos;
    for (const std::string& path : found) {
      if (!wild) {
        longer.push_back(path + "/" + std::string(step));
        continue;
      }
      const auto names = environment_.list_directory(path.empty() ? "/" : path);
      if (!names) continue;
      for (const std::string& name : *names)
        if (glob_matches(step, name) && (step.starts_with('.') || !name.starts_with('.')))
          longer.push_back(path + "/" + name);
    }
    found = std::move(longer);
  }
  std::erase_if(found, [&](const std::string& path) {
    return !environment_.read_file(path) && !environment_.list_directory(path);
  });
  return found;
}

}  // namespace skiff::shell
