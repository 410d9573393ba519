#include "cli/verbs/config/properties.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/base64.h"
#include "base/go_bool.h"
#include "base/strings.h"

namespace skiff::cli {
namespace {

enum class PropertyType { kText, kBool, kBytes };

struct PropertyRow {
  std::string_view section;
  std::string_view name;
  PropertyType type = PropertyType::kText;
};

constexpr PropertyRow kProperties[] = {
    {"clusters", "certificate-authority"},
    {"clusters", "certificate-authority-data", PropertyType::kBytes},
    {"clusters", "disable-compression", PropertyType::kBool},
    {"clusters", "insecure-skip-tls-verify", PropertyType::kBool},
    {"clusters", "proxy-url"},
    {"clusters", "server"},
    {"clusters", "tls-server-name"},
    {"contexts", "cluster"},
    {"contexts", "namespace"},
    {"contexts", "user"},
    {"users", "client-certificate"},
    {"users", "client-certificate-data", PropertyType::kBytes},
    {"users", "client-key"},
    {"users", "client-key-data", PropertyType::kBytes},
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

// "users.me.token". A name may hold dots: it goes on until something is a property. Upstream: newNavigationSteps.
struct PropertyPath {
  std::string section;
  std::string entry;  // empty: the whole section
  std::string name;   // empty: the whole entry
};

Result<PropertyPath> parse_path(const std::string& path) {
  const auto parts = split(path, '.');
  const std::string section(parts[0]);
  const bool sections = section == "clusters" || section == "contexts" || section == "users";
  const bool current = section == "current-context";
  if (!sections && !current) return client_error(fmt::format("unable to parse {} after [] at api.Config", path));
  PropertyPath out{section, "", ""};
  size_t used = 1;
  for (; sections && used < parts.size() && out.name.empty(); ++used) {
    if (used > 1 && find_property(section, parts[used]) != nullptr) out.name = parts[used];
    else out.entry.append(used > 1 ? "." : "").append(parts[used]);
  }
  if (used < parts.size()) return client_error(fmt::format("unable to parse one or more field values of {}", path));
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
  if (row == nullptr || row->type != PropertyType::kBool) {
    if (value.empty()) entry.erase(name);
    else entry[name] = value;
    return {};
  }
  const auto truth = parse_bool(value);
  if (!truth) return client_error(fmt::format("strconv.ParseBool: parsing {}: invalid syntax", go_quote(value)));
  if (*truth) entry[name] = true;
  else entry.erase(name);
  return {};
}

Result<void> set_config_property(Contexts& contexts, const std::string& path, const std::string& value, Bytes bytes) {
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
  std::string text = value;
  if (find_property(parsed->section, parsed->name)->type == PropertyType::kBytes) {
    size_t bad_at = 0;
    const auto given = bytes == Bytes::kRaw ? std::optional(value) : base64_decode(value, &bad_at);
    if (!given)
      return client_error(fmt::format("error decoding input value: illegal base64 data at input byte {}", bad_at));
    text = base64_encode(*given);
  }
  if (entry.is_null()) entry = Value::object();
  return set_entry_property(entry, parsed->section, parsed->name, text);
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
