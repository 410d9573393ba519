#include "kubelet/missing_configuration.h"

#include <vector>

#include "api/kinds/configmap.h"
#include "api/kinds/secret.h"

namespace skiff {
namespace {

// Every pod's token comes with it; it is published in a namespace before anything can be mounted there.
constexpr std::string_view kRootCertificates = "kube-root-ca.crt";

// A ConfigMap or a Secret as something that asks for it names it.
struct Configuration {
  const Kind& kind;
  std::string_view noun;      // in "… "x" not found"
  std::string_view key_noun;  // in "references non-existent … key"
};

const Configuration kConfigMaps{kConfigMap, "configmap", "config"};
const Configuration kSecrets{kSecret, "secret", "secret"};

std::string not_found_text(const Configuration& which, std::string_view name) {
  return std::string(which.noun) + " \"" + std::string(name) + "\" not found";
}

bool has_key(const Object& object, std::string_view key) {
  return object.document()["data"].contains(key) || object.document()["binaryData"].contains(key);
}

// `reference`: name (or secretName), optional, items.
std::optional<std::string> missing_for_source(const Store& store, const Object& pod, const Configuration& which,
                                              const Value& reference) {
  const std::string name = reference[reference.contains("secretName") ? "secretName" : "name"].str();
  if (reference["optional"].as_bool() || name == kRootCertificates) return std::nullopt;
  const ObjectRef object = store.get(which.kind, {pod.ns(), name});
  if (!object) return not_found_text(which, name);
  for (const Value& item : reference["items"].elements())
    if (!has_key(*object, item["key"].as_string()))
      return "references non-existent " + std::string(which.key_noun) + " key: " + item["key"].str();
  return std::nullopt;
}

// An aggregate of errors speaks as the one that it holds, or in brackets.
std::optional<std::string> aggregate(const std::vector<std::string>& errors) {
  if (errors.empty()) return std::nullopt;
  if (errors.size() == 1) return errors[0];
  std::string text;
  for (const std::string& error : errors) text += (text.empty() ? "" : ", ") + error;
  return "[" + text + "]";
}

std::optional<std::string> missing_for_variable(const Store& store, const Object& pod, const Configuration& which,
                                                std::string_view type, const Value& reference) {
  if (reference["optional"].as_bool()) return std::nullopt;
  const std::string name = reference["name"].str();
  const ObjectRef object = store.get(which.kind, {pod.ns(), name});
  if (!object) return not_found_text(which, name);
  const std::string key = reference["key"].str();
  if (object->document()["data"].contains(key)) return std::nullopt;
  return "couldn't find key " + key + " in " + std::string(type) + " " + pod.ns() + "/" + name;
}

std::optional<std::string> missing_for_all_variables(const Store& store, const Object& pod, const Configuration& which,
                                                     const Value* reference) {
  if (reference == nullptr || (*reference)["optional"].as_bool()) return std::nullopt;
  const std::string name = (*reference)["name"].str();
  if (store.get(which.kind, {pod.ns(), name})) return std::nullopt;
  return not_found_text(which, name);
}

}  // namespace

std::optional<std::string> missing_for_volume(const Store& store, const Object& pod, const Value& volume) {
  if (const Value* config = volume.find("configMap")) return missing_for_source(store, pod, kConfigMaps, *config);
  if (const Value* secret = volume.find("secret")) return missing_for_source(store, pod, kSecrets, *secret);
  std::vector<std::string> errors;
  for (const Value& source : volume["projected"]["sources"].elements()) {
    std::optional<std::string> error;
    if (const Value* config = source.find("configMap")) error = missing_for_source(store, pod, kConfigMaps, *config);
    if (const Value* secret = source.find("secret")) error = missing_for_source(store, pod, kSecrets, *secret);
    if (error) errors.push_back(std::move(*error));
  }
  return aggregate(errors);
}

std::optional<std::string> missing_for_environment(const Store& store, const Object& pod, const Value& container) {
  for (const Value& source : container["envFrom"].elements()) {
    if (auto error = missing_for_all_variables(store, pod, kConfigMaps, source.find("configMapRef"))) return error;
    if (auto error = missing_for_all_variables(store, pod, kSecrets, source.find("secretRef"))) return error;
  }
  for (const Value& variable : container["env"].elements()) {
    const Value& from = variable["valueFrom"];
    std::optional<std::string> error;
    if (const Value* key = from.find("configMapKeyRef"))
      error = missing_for_variable(store, pod, kConfigMaps, "ConfigMap", *key);
    if (const Value* key = from.find("secretKeyRef"))
      error = missing_for_variable(store, pod, kSecrets, "Secret", *key);
    if (error) return error;
  }
  return std::nullopt;
}

}  // namespace skiff
