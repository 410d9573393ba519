#include "apiserver/admission/mountable_secrets.h"

#include <algorithm>
#include <string_view>

#include "base/go_bool.h"

namespace skiff {
namespace {

bool enforces_secrets(const Value& account) {
  const Value& asked = account.at("metadata", "annotations", "kubernetes.io/enforce-mountable-secrets");
  return parse_bool(asked.as_string()).value_or(false);
}

bool names(const Value& references, const Value& name) {
  return std::any_of(references.elements().begin(), references.elements().end(),
                     [&](const Value& reference) { return reference["name"].as_string() == name.as_string(); });
}

std::string not_allowed(const std::string& what, const Value& account, std::string_view kind) {
  return what + " is not allowed because service account " + account.at("metadata", "name").str() +
         " does not reference that " + std::string(kind);
}

std::string secret_name(const Value& name) { return "secret.secretName=\"" + name.str() + "\""; }

// What a variable, or all of them, of a container are read from.
std::optional<std::string> container_problem(const Value& account, const Value& container, std::string_view sort) {
  const std::string of = std::string(sort) + " " + container["name"].str();
  for (const Value& variable : container["env"].elements()) {
    const Value& source = variable.at("valueFrom", "secretKeyRef");
    if (source.is_object() && !names(account["secrets"], source["name"]))
      return not_allowed(of + " with envVar " + variable["name"].str() + " referencing " + secret_name(source["name"]),
                         account, "secret");
  }
  for (const Value& group : container["envFrom"].elements()) {
    const Value& source = group["secretRef"];
    if (source.is_object() && !names(account["secrets"], source["name"]))
      return not_allowed(of + " with envFrom referencing " + secret_name(source["name"]), account, "secret");
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> secrets_problem(const Value& account, const Value& pod) {
  if (!enforces_secrets(account)) return std::nullopt;
  const Value& spec = pod["spec"];
  for (const Value& volume : spec["volumes"].elements())
    if (const Value& secret = volume["secret"]; secret.is_object() && !names(account["secrets"], secret["secretName"]))
      return not_allowed("volume with " + secret_name(secret["secretName"]), account, "secret");
  for (const Value& container : spec["initContainers"].elements())
    if (auto problem = container_problem(account, container, "init container")) return problem;
  for (const Value& container : spec["containers"].elements())
    if (auto problem = container_problem(account, container, "container")) return problem;
  const Value& pulled = spec["imagePullSecrets"];
  for (size_t i = 0; i < pulled.size(); ++i)
    if (!names(account["imagePullSecrets"], pulled[i]["name"]))
      return not_allowed("imagePullSecrets[" + std::to_string(i) + "].name=\"" + pulled[i]["name"].str() + "\"",
                         account, "imagePullSecret");
  return std::nullopt;
}

}  // namespace skiff
