// kubectl plugin list: programs on the PATH whose names begin with `kubectl-`. Mirrors pkg/cmd/plugin/plugin.go.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/strings.h"
#include "cli/command.h"
#include "cli/verb_table.h"

namespace skiff::cli {

struct PluginListOptions {
  bool name_only = false;
};

namespace {

namespace fs = std::filesystem;

struct FoundPlugins {
  std::vector<fs::path> files;
  std::vector<std::string> warnings;
};

bool is_plugin(const fs::path& file) {
  return file.filename().string().rfind("kubectl-", 0) == 0 && !fs::is_directory(file);
}

// Why a file is no plugin that can be called: it cannot run, an earlier one goes before it, or a command does.
std::string warning_of(const fs::path& file, std::map<std::string, fs::path>& seen) {
  const std::string name = file.filename().string();
  std::string command = name.substr(std::string("kubectl-").size());
  std::replace(command.begin(), command.end(), '-', ' ');
  if (access(file.c_str(), X_OK) != 0)
    return fmt::format("{} identified as a kubectl plugin, but it is not executable", file.string());
  const auto [at, fresh] = seen.emplace(name, file);
  if (!fresh)
    return fmt::format("{} is overshadowed by a similarly named plugin: {}", file.string(), at->second.string());
  const VerbRow* own = nullptr;
  for (std::string_view word : split(command, ' ')) {
    own = find_verb(own == nullptr ? "" : own->path, word);
    if (own == nullptr) return "";
  }
  return fmt::format("{} overwrites existing command: \"kubectl {}\"", name, own->path);
}

FoundPlugins find_plugins() {
  FoundPlugins found;
  std::map<std::string, fs::path> seen;
  std::vector<std::string> folders;
  const std::string path = Invocation::environment("PATH");
  for (std::string_view folder : split(path, ':')) {
    const std::string name(folder);
    if (trim_space(name).empty() || std::find(folders.begin(), folders.end(), name) != folders.end()) continue;
    folders.push_back(name);
    std::error_code failed;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(name, failed))
      if (is_plugin(entry.path())) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
      found.files.push_back(file);
      found.warnings.push_back(warning_of(file, seen));
    }
  }
  return found;
}

Outcome list(const PluginListOptions& options, Invocation& call) {
  const FoundPlugins found = find_plugins();
  if (found.files.empty()) return client_error("unable to find any kubectl plugins in your PATH");
  call.io.out << "The following compatible plugins are available:\n\n";
  size_t warnings = 0;
  for (size_t i = 0; i < found.files.size(); ++i) {
    call.io.out << (options.name_only ? found.files[i].filename().string() : found.files[i].string()) << "\n";
    if (found.warnings[i].empty()) continue;
    call.io.err << "  - warning: " << found.warnings[i] << "\n";
    ++warnings;
  }
  if (warnings == 0) return {};
  return client_error(warnings == 1 ? "one plugin warning was found"
                                    : fmt::format("{} plugin warnings were found", warnings));
}

}  // namespace

void add_plugin_list(Command& command) {
  auto options = std::make_shared<PluginListOptions>();
  command.flags.toggle(options->name_only, "name-only", "The names alone, without folders");
  runs(command, options, list);
}

}  // namespace skiff::cli
