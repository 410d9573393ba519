#include "cli/contexts.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

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
  if (document->contains("contexts")) contexts.entries.clear();
  for (const Member& member : (*document)["contexts"].members()) {
    const std::string name(member.name());
    // One that names no cluster has that of its own name.
    const Value& cluster = member.value["cluster"];
    contexts.entries[name] = {cluster.is_string() ? cluster.str() : name, member.value["user"].str(),
                              member.value["namespace"].str()};
  }
  for (const Member& member : (*document)["clusters"].members())
    contexts.clusters[std::string(member.name())] = member.value;
  for (const Member& member : (*document)["users"].members()) contexts.users[std::string(member.name())] = member.value;
  return contexts;
}

Result<void> Contexts::save() const {
  Value document{{"current-context", current}, {"contexts", Value::object()}};
  for (const auto& [name, context] : entries) {
    Value& entry = document["contexts"][name] = Value::object();
    if (context.cluster != name) entry["cluster"] = context.cluster;
    if (!context.user.empty()) entry["user"] = context.user;
    if (!context.ns.empty()) entry["namespace"] = context.ns;
  }
  for (const auto& [name, entry] : clusters) document["clusters"][name] = entry;
  for (const auto& [name, entry] : users) document["users"][name] = entry;
  const std::string path = config_file();
  const std::string folder = std::filesystem::path(path).parent_path();
  if (!journal::make_folders(folder)) return client_error("cannot make the folder " + folder);
  // Whoever reads meanwhile, or after a crash, finds the old contexts or the new ones.
  const std::string text = to_pretty_json(document, 2) + "\n";
  if (!journal::replace_file(journal::default_file_system(), path, text)) return client_error("cannot write " + path);
  return {};
}

std::map<std::string, Value> Contexts::known_clusters() const {
  std::map<std::string, Value> known = clusters;
  for (const auto& [name, context] : entries)
    if (!context.cluster.empty()) known.emplace(context.cluster, Value::object());
  for (auto& [name, cluster] : known)
    if (std::as_const(cluster)["server"].is_null()) cluster["server"] = "file://" + default_state_file(name);
  return known;
}

std::string Contexts::cluster_of(const std::string& context) const {
  const auto found = entries.find(context);
  return found == entries.end() ? context : found->second.cluster;
}

std::string Contexts::state_file(const std::string& cluster) const {
  constexpr std::string_view kFile = "file://";
  if (const auto found = clusters.find(cluster); found != clusters.end())
    if (const std::string server = found->second["server"].str(); server.starts_with(kFile))
      return server.substr(kFile.size());
  return default_state_file(cluster);
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
