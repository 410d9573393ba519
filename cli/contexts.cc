#include "cli/contexts.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/json.h"
#include "base/strings.h"
#include "journal/compaction.h"
#include "journal/file_system.h"

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
  const std::string folder = std::filesystem::path(path).parent_path();
  if (!journal::make_folders(folder)) return client_error("cannot make the folder " + folder);
  // Whoever reads meanwhile, or after a crash, finds the old contexts or the new ones.
  const std::string text = to_pretty_json(Value{{"current-context", current}, {"contexts", entries}}, 2) + "\n";
  if (!journal::replace_file(journal::default_file_system(), path, text)) return client_error("cannot write " + path);
  return {};
}

Result<void> check_cluster_name(const std::string& name) {
  constexpr size_t kMost = 200;  // a file name has 255 bytes, of which skiff adds some
  const bool plain = std::none_of(name.begin(), name.end(), [](char c) {
    return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  if (plain && !name.empty() && name.size() <= kMost && name[0] != '.' && name[0] != '-' && is_valid_utf8(name))
    return {};
  return client_error(go_quote(name.substr(0, kMost)) +
                      " cannot be the name of a cluster: it must be 1 to 200 characters without slashes and control "
                      "characters and must not begin with '.' or '-'");
}

}  // namespace skiff::cli
