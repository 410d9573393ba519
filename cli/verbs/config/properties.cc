#include "cli/verbs/config/properties.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/strings.h"

namespace skiff::cli {
namespace {

enum class PropertyType { kText, kBool };

struct PropertyRow {
  std::string_view section;
  std::string_view name;
  PropertyType type = PropertyType::kText;
};

constexpr PropertyRow kProperties[] = {
    {"clusters", "certificate-authority"},
    {"clusters", "certificate-authority-data"},
    {"clusters", "disable-compression", PropertyType::kBool},
    {"clusters", "insecure-skip-tls-verify", PropertyType::kBool},
    {"clusters", "proxy-url"},
    {"clusters", "server"},
    {"clusters", "tls-server-name"},
    {"contexts", "cluster"},
    {"contexts", "namespace"},
    {"contexts", "user"},
    {"users", "client-certificate"},
    {"users", "client-certificate-data"},
    {"users", "client-key"},
    {"users", "client-key-data"},
    {"users", "password"},
    {"users", "token"},
    {"users", "tokenFile"},
    {"users", "username"},
};

constexpr std::string_view kSecret[] = {"client-certificate-data", "client-key-data", "password", "token"};

const PropertyRow* find_property(std::string_view section, std::string_view name) {
  for (const PropertyRow& row : kProperties)
    if (row.section == section && row.name == name) return &row;
  return nullptr;
}

// "users.me.token": no part may hold a dot.
struct PropertyPath {
  std::string section;
  std::string entry;  // empty: the whole section
  std::string name;   // empty: the whole entry
};

Result<PropertyPath> parse_path(const std::string& path) {
  const auto parts = split(path, '.');
  const std::string section(parts[0]);
  const bool sections = section == "clusters" || section == "contexts" || section == "users";
  if ((!sections && path != "current-context") || parts.size() > 3)
    return client_error(fmt::format("unable to parse {} after [] at api.Config", path));
  PropertyPath out{section, parts.size() > 1 ? std::string(parts[1]) : "",
                   parts.size() > 2 ? std::string(parts[2]) : ""};
  if (!out.name.empty() && find_property(section, out.name) == nullptr)
    return client_error(fmt::format("unable to parse {} after [{}.{}]", out.name, section, out.entry));
  return out;
}

std::string* context_field(Context& context, std::string_view name) {
  if (name == "cluster") return &context.cluster;
  return name == "user" ? &context.user : &context.ns;
}

Value named_entries(const std::map<std::string, Value>& entries, const char* member) {
  Value out;  // none at all is null
  for (const auto& [name, entry] : entries) out.push_back(Value{{member, entry}, {"name", name}});
  return out;
}

}  // namespace

Value config_document(const Contexts& contexts, Secrets secrets) {
  std::map<std::string, Value> shown, users = contexts.users;
  for (const auto& [name, context] : contexts.entries) {
    Value& entry = shown[name] = Value{{"cluster", context.cluster}, {"user", context.user}};
    if (!context.ns.empty()) entry["namespace"] = context.ns;
  }
  if (secrets == Secrets::kHidden)
    for (auto& [name, user] : users)
      for (const std::string_view secret : kSecret)
        if (user.contains(secret)) user[secret] = secret.ends_with("-data") ? "DATA+OMITTED" : "REDACTED";
  return Value{{"apiVersion", "v1"},
               {"kind", "Config"},
               {"clusters", named_entries(contexts.known_clusters(), "cluster")},
               {"contexts", named_entries(shown, "context")},
               {"current-context", contexts.current},
               {"users", named_entries(users, "user")}};
}

Result<void> keep_current(Contexts& contexts) {
  if (contexts.current.empty()) return client_error("current-context must exist in order to minify");
  const auto found = contexts.entries.find(contexts.current);
  if (found == contexts.entries.end()) return client_error(fmt::format("cannot locate context {}", contexts.current));
  const Context kept = found->second;
  contexts.entries = {{contexts.current, kept}};
  std::erase_if(contexts.clusters, [&](const auto& entry) { return entry.first != kept.cluster; });
  std::erase_if(contexts.users, [&](const auto& entry) { return entry.first != kept.user; });
  return {};
}

Result<void> set_entry_property(Value& entry, std::string_view section, const std::string& name,
                                const std::string& value) {
  const PropertyRow* row = find_property(section, name);
  if (row == nullptr || row->type == PropertyType::kText) {
    if (value.empty()) entry.erase(name);
    else entry[name] = value;
    return {};
  }
  if (value != "true" && value != "false")
    return client_error(fmt::format("strconv.ParseBool: parsing {}: invalid syntax", go_quote(value)));
  if (value == "true") entry[name] = true;
  else entry.erase(name);
  return {};
}

Result<void> set_config_property(Contexts& contexts, const std::string& path, const std::string& value) {
  auto parsed = parse_path(path);
  if (!parsed) return parsed.error();
  if (path == "current-context") {
    contexts.current = value;
    return {};
  }
  if (parsed->name.empty()) return client_error(fmt::format("can't set a map to a value: {}", path));
  if (parsed->section == "contexts") {
    const auto [at, made] = contexts.entries.try_emplace(parsed->entry);
    if (made) at->second.cluster = parsed->entry;
    *context_field(at->second, parsed->name) = value;
    return {};
  }
  Value& entry = parsed->section == "users" ? contexts.users[parsed->entry] : contexts.clusters[parsed->entry];
  if (entry.is_null()) entry = Value::object();
  return set_entry_property(entry, parsed->section, parsed->name, value);
}

Result<void> unset_config_property(Contexts& contexts, const std::string& path) {
  auto parsed = parse_path(path);
  if (!parsed) return parsed.error();
  if (path == "current-context") {
    contexts.current.clear();
    return {};
  }
  const auto invalid = client_error(fmt::format("current map key `{}` is invalid", parsed->entry));
  if (parsed->section == "contexts") {
    if (parsed->entry.empty()) contexts.entries.clear();
    else if (parsed->name.empty()) contexts.entries.erase(parsed->entry);
    else if (auto at = contexts.entries.find(parsed->entry); at == contexts.entries.end()) return invalid;
    else context_field(at->second, parsed->name)->clear();
    return {};
  }
  auto& entries = parsed->section == "users" ? contexts.users : contexts.clusters;
  if (parsed->entry.empty()) entries.clear();
  else if (parsed->name.empty()) entries.erase(parsed->entry);
  else if (auto at = entries.find(parsed->entry); at == entries.end()) return invalid;
  else at->second.erase(parsed->name);
  return {};
}

}  // namespace skiff::cli
