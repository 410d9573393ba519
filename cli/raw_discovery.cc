#include "cli/raw_discovery.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "api/conversion.h"
#include "api/custom_resources/custom_resource.h"
#include "api/kind_table.h"
#include "api/struct_order.h"
#include "base/base64.h"
#include "base/json.h"
#include "base/sha256.h"
#include "base/strings.h"
#include "cli/discovery_table.h"
#include "cli/raw_lists.h"

namespace skiff::cli {
namespace {

// A subresource beside /status and /scale, which the scheme knows. Some answer with a kind of another group.
struct Subresource {
  std::string_view group, resource, name;
  std::string_view kind;
  std::string_view verbs;
  std::string_view answer_group = {}, answer_version = {};
};

constexpr std::string_view kStreamVerbs = "create,get";
constexpr std::string_view kProxyVerbs = "create,delete,get,patch,update";
constexpr std::string_view kPartVerbs = "get,patch,update";

constexpr Subresource kSubresources[] = {
    {"", "namespaces", "finalize", "Namespace", "update"},
    {"", "nodes", "proxy", "NodeProxyOptions", kProxyVerbs},
    {"", "pods", "attach", "PodAttachOptions", kStreamVerbs},
    {"", "pods", "binding", "Binding", "create"},
    {"", "pods", "ephemeralcontainers", "Pod", kPartVerbs},
    {"", "pods", "eviction", "Eviction", "create", "policy", "v1"},
    {"", "pods", "exec", "PodExecOptions", kStreamVerbs},
    {"", "pods", "log", "Pod", "get"},
    {"", "pods", "portforward", "PodPortForwardOptions", kStreamVerbs},
    {"", "pods", "proxy", "PodProxyOptions", kProxyVerbs},
    {"", "pods", "resize", "Pod", kPartVerbs},
    {"", "serviceaccounts", "token", "TokenRequest", "create", "authentication.k8s.io", "v1"},
    {"", "services", "proxy", "ServiceProxyOptions", kProxyVerbs},
    {"certificates.k8s.io", "certificatesigningrequests", "approval", "CertificateSigningRequest", kPartVerbs},
};

Value words(std::string_view joined) {
  Value out = Value::array();
  for (const std::string_view word : split(joined, ',')) out.push_back(word);
  return out;
}

// discovery.StorageVersionHash: the same for all versions of a kind.
std::string storage_version_hash(const Kind& kind) {
  const std::string stored = std::string(kind.group) + "/" + std::string(kind.version) + "/" + std::string(kind.kind);
  const std::string digits = sha256_hex(stored);
  constexpr size_t kBytes = 8;
  std::string start;
  for (size_t i = 0; i < kBytes; ++i) {
    uint8_t byte = 0;
    std::from_chars(digits.data() + 2 * i, digits.data() + 2 * i + 2, byte, 16);
    start += static_cast<char>(byte);
  }
  return base64_encode(start);
}

Value resource_of(const Kind& kind) {
  Value out{{"kind", kind.kind},
            {"name", kind.resource},
            {"namespaced", kind.namespaced()},
            {"singularName", kind.singular},
            {"verbs", words(kind.verbs)}};
  for (const std::string_view name : kind.short_names) out["shortNames"].push_back(name);
  for (const std::string_view category : kind.categories) out["categories"].push_back(category);
  if (kind.allows("watch")) out["storageVersionHash"] = storage_version_hash(kind);
  return out;
}

Value subresource_of(const Kind& kind, const Subresource& row) {
  Value out{{"kind", row.kind},
            {"name", std::string(kind.resource) + "/" + std::string(row.name)},
            {"namespaced", kind.namespaced()},
            {"singularName", ""},
            {"verbs", words(row.verbs)}};
  if (row.answer_version.empty()) return out;
  out["group"] = row.answer_group;
  out["version"] = row.answer_version;
  return out;
}

std::vector<Subresource> subresources_of(const Kind& kind) {
  std::vector<Subresource> out;
  for (const Subresource& row : kSubresources)
    if (row.group == kind.group && row.resource == kind.resource) out.push_back(row);
  if (kind.has_status) out.push_back({kind.group, kind.resource, "status", kind.kind, kPartVerbs});
  if (kind.has_scale) out.push_back({kind.group, kind.resource, "scale", "Scale", kPartVerbs, "autoscaling", "v1"});
  // The paths of the server's own kinds are installed in order; of a custom resource, /status is told of first.
  if (custom_resource(kind) == nullptr)
    std::sort(out.begin(), out.end(), [](const Subresource& a, const Subresource& b) { return a.name < b.name; });
  return out;
}

// The list of a version; null if nobody serves it.
Value resource_list(std::string_view group, std::string_view version) {
  const std::string api_version =
      group.empty() ? std::string(version) : std::string(group) + "/" + std::string(version);
  Value out{{"groupVersion", api_version}, {"kind", "APIResourceList"}, {"resources", Value::array()}};
  if (!group.empty()) out["apiVersion"] = "v1";
  for (const Kind* kind : all_kinds()) {
    if (!serves_version(*kind, api_version)) continue;
    out["resources"].push_back(resource_of(*kind));
    // Another group speaks of the objects alone.
    if (kind->group != group) continue;
    for (const Subresource& row : subresources_of(*kind)) out["resources"].push_back(subresource_of(*kind, row));
  }
  return std::as_const(out)["resources"].empty() ? Value() : out;
}

// The versions of a group, the preferred one first.
std::vector<std::string> versions_of(std::string_view group) {
  std::vector<std::string> out;
  for (const std::string_view known : discovered_versions())
    if (known.size() > group.size() && known.starts_with(group) && known[group.size()] == '/')
      out.emplace_back(known.substr(group.size() + 1));
  for (const Kind* kind : all_kinds()) {
    if (kind->group != group) continue;
    out.emplace_back(kind->version);
    if (const CustomResource* custom = custom_resource(*kind))
      out.insert(out.end(), custom->served_versions().begin(), custom->served_versions().end());
  }
  std::sort(out.begin(), out.end(), is_newer_version);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Value group_of_discovery(std::string_view group) {
  Value out{{"name", group}, {"versions", Value::array()}};
  for (const std::string& version : versions_of(group))
    out["versions"].push_back(Value{{"groupVersion", std::string(group) + "/" + version}, {"version", version}});
  out["preferredVersion"] = std::as_const(out)["versions"][0];
  return out;
}

// In the order of their priority, which is that of the kinds; the group of events has no kind of its own.
Value group_list() {
  std::vector<std::string_view> groups;
  for (const Kind* kind : all_kinds()) {
    if (kind->group.empty() || std::find(groups.begin(), groups.end(), kind->group) != groups.end()) continue;
    groups.push_back(kind->group);
    if (kind->group == "apps") groups.emplace_back("events.k8s.io");
  }
  Value out{{"apiVersion", "v1"}, {"groups", Value::array()}, {"kind", "APIGroupList"}};
  for (const std::string_view group : groups) out["groups"].push_back(group_of_discovery(group));
  return out;
}

}  // namespace

std::optional<std::string> discovery_page(const std::vector<std::string_view>& parts) {
  if (parts.empty() || (parts[0] != "api" && parts[0] != "apis")) return std::nullopt;
  const bool core = parts[0] == "api";
  if (parts.size() == 1)
    return server_json(core ? Value{{"kind", "APIVersions"}, {"versions", Value::array({Value("v1")})}} : group_list());
  if (!core && parts.size() == 2 && !versions_of(parts[1]).empty()) {
    Value group = group_of_discovery(parts[1]);
    group["apiVersion"] = "v1";
    group["kind"] = "APIGroup";
    return server_json(group);
  }
  if (parts.size() != (core ? 2U : 3U)) return std::nullopt;
  const Value list = resource_list(core ? std::string_view() : parts[1], parts.back());
  if (list.is_null()) return std::nullopt;
  return to_json(list, StructOrder::of_type("core.v1.APIResourceList")) + "\n";
}

}  // namespace skiff::cli
