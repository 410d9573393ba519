#include "cli/contexts.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/json.h"

namespace skiff::cli {
namespace {

std::filesystem::path home_folder(const char* variable, const char* below_home) {
  if (const char* named = std::getenv(variable); named != nullptr && *named != '\0') return named;
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home == nullptr ? "." : home) / below_home;
}

}  // namespace

std::string config_file() { return home_folder("XDG_CONFIG_HOME", ".config") / "skiff" / "config"; }

std::string default_state_file(const std::string& cluster) {
  return home_folder("XDG_STATE_HOME", ".local/state") / "skiff" / (cluster + ".jsonl");
}

Contexts Contexts::load() {
  Contexts contexts;
  std::ifstream file(config_file());
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto document = parse_json(text);
  if (!document) return contexts;
  if (document->contains("current-context")) contexts.current = (*document)["current-context"].str();
  if (document->contains("contexts")) contexts.namespaces.clear();
  for (const Member& member : (*document)["contexts"].members())
    contexts.namespaces[std::string(member.name())] = member.value["namespace"].str();
  return contexts;
}

Result<void> Contexts::save() const {
  Value entries = Value::object();
  for (const auto& [name, ns] : namespaces) {
    entries[name] = Value::object();
    if (!ns.empty()) entries[name]["namespace"] = ns;
  }
  const std::string path = config_file();
  std::error_code failed;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failed);
  std::ofstream file(path, std::ios::trunc);
  file << to_pretty_json(Value{{"current-context", current}, {"contexts", entries}}, 2) << "\n";
  file.close();
  if (!file) return client_error("cannot write " + path);
  return {};
}

}  // namespace skiff::cli
