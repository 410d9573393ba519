#include "cli/verbs/set/env_reference.h"

#include <fmt/format.h>

#include "api/kinds/configmap.h"
#include "api/kinds/secret.h"
#include "api/quantity.h"
#include "base/base64.h"
#include "base/strings.h"

namespace skiff::cli {
namespace {

Result<std::string> entry_of(Session& session, const Kind& kind, const ObjectKey& key, std::string_view entry) {
  auto found = session.api().get(kind, key);
  if (!found) return client_error(found.error().message);
  const bool secret = &kind == &kSecret;
  const Value& data = (*found)->document()["data"];
  if (!data.contains(entry))
    return client_error(fmt::format("key {} not found in {} {}", entry, secret ? "secret" : "config map", key.name));
  const std::string text = data[entry].str();
  return secret ? base64_decode(text).value_or("") : text;
}

std::string map_text(const Value& map) {
  std::string out;
  for (const Member& entry : map.members())
    out += fmt::format("{}{}={}", out.empty() ? "" : "\n", entry.name(), go_quote(entry.value.as_string()));
  return out;
}

// fieldpath.ExtractFieldPathAsString: metadata alone.
Result<std::string> field_value(const Value& object, std::string_view path) {
  const Value& metadata = object["metadata"];
  for (const char* map : {"annotations", "labels"}) {
    const std::string begin = fmt::format("metadata.{}", map);
    if (path == begin) return map_text(metadata[map]);
    if (path.starts_with(begin + "['") && path.ends_with("']"))
      return metadata[map][path.substr(begin.size() + 2, path.size() - begin.size() - 4)].str();
  }
  for (const char* field : {"name", "namespace", "uid"})
    if (path == fmt::format("metadata.{}", field)) return metadata[field].str();
  return client_error(fmt::format("unsupported fieldPath: {}", path));
}

// resourcehelper.ExtractContainerResourceValue: in units of the divisor, rounded up; without a limit it is zero.
Result<std::string> amount_value(const Value& container, const Value& reference) {
  const std::string_view resource = reference["resource"].as_string();
  const size_t dot = resource.find('.');
  const std::string_view list = resource.substr(0, dot);
  const std::string_view name = dot == std::string_view::npos ? std::string_view() : resource.substr(dot + 1);
  const bool known =
      (list == "limits" || list == "requests") &&
      (name == "cpu" || name == "memory" || name == "ephemeral-storage" || name.starts_with("hugepages-"));
  if (!known) return client_error(fmt::format("unsupported container resource : {}", resource));
  auto amount = Quantity::of(container["resources"][list][name]);
  auto divisor = Quantity::of(reference["divisor"]);
  if (!amount || !divisor) return client_error(fmt::format("unsupported container resource : {}", resource));
  if (divisor->is_zero()) divisor = Quantity::whole(1);
  const bool cpu = name == "cpu";
  const int64_t have = cpu ? amount->milli_value() : amount->value();
  const int64_t unit = cpu ? divisor->milli_value() : divisor->value();
  return std::to_string((have + unit - 1) / unit);
}

}  // namespace

std::string reference_text(const Value& from) {
  for (const auto& [member, name] : {std::pair("configMapKeyRef", "configmap"), std::pair("secretKeyRef", "secret")})
    if (const Value* reference = from.find(member))
      return fmt::format("{} {}, key {}", name, (*reference)["name"].as_string(), (*reference)["key"].as_string());
  if (const Value* reference = from.find("fieldRef"))
    return fmt::format("field path {}", (*reference)["fieldPath"].as_string());
  const Value& reference = from["resourceFieldRef"];
  const std::string_view container = reference["containerName"].as_string();
  return fmt::format("resource field {}{}{}", container, container.empty() ? "" : "/",
                     reference["resource"].as_string());
}

Result<std::string> reference_value(Session& session, const Value& object, const Value& container, const Value& from) {
  for (const auto& [member, kind] : {std::pair("configMapKeyRef", &kConfigMap), std::pair("secretKeyRef", &kSecret)})
    if (const Value* reference = from.find(member))
      return entry_of(session, *kind, {session.ns(), (*reference)["name"].str()}, (*reference)["key"].as_string());
  if (const Value* reference = from.find("fieldRef")) return field_value(object, (*reference)["fieldPath"].as_string());
  return amount_value(container, from["resourceFieldRef"]);
}

}  // namespace skiff::cli
