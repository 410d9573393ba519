#include "kubelet/config_references.h"

#include <algorithm>

#include "api/kinds/configmap.h"
#include "api/kinds/secret.h"

namespace skiff {
namespace {

// How errors call the two kinds.
struct Source {
  const Kind& kind;
  std::string_view resource;     // in `configmap "x" not found`
  std::string_view missing_key;  // in a volume's items
};
const Source kConfigMaps{kConfigMap, "configmap", "configmap references non-existent config key: "};
const Source kSecrets{kSecret, "secret", "references non-existent secret key: "};

std::string not_found(const Source& source, std::string_view name) {
  return std::string(source.resource) + " \"" + std::string(name) + "\" not found";
}

ObjectRef find(const Store& store, const Object& pod, const Source& source, std::string_view name) {
  return store.get(source.kind, {pod.ns(), std::string(name)});
}

bool has_key(const Object& object, std::string_view key) {
  const Value& document = object.document();
  return document["data"].contains(key) || document["binaryData"].contains(key);
}

// Of a volume or of one source of a projected one.
std::optional<std::string> missing_files(const Store& store, const Object& pod, const Source& source,
                                         std::string_view name, const Value& reference) {
  const bool optional = reference["optional"].as_bool();
  const ObjectRef object = find(store, pod, source, name);
  if (!object) return optional ? std::nullopt : std::optional(not_found(source, name));
  if (optional) return std::nullopt;
  for (const Value& item : reference["items"].elements())
    if (!has_key(*object, item["key"].as_string())) return std::string(source.missing_key) + item["key"].str();
  return std::nullopt;
}

std::vector<std::string> all_missing_files(const Store& store, const Object& pod, const Value& volume) {
  std::vector<std::string> all;
  const auto add = [&](const Source& source, const Value* reference, std::string_view name_field) {
    if (reference == nullptr) return;
    if (auto why = missing_files(store, pod, source, (*reference)[name_field].as_string(), *reference))
      all.push_back(std::move(*why));
  };
  add(kConfigMaps, volume.find("configMap"), "name");
  add(kSecrets, volume.find("secret"), "secretName");
  for (const Value& part : volume["projected"]["sources"].elements()) {
    add(kSecrets, part.find("secret"), "name");
    add(kConfigMaps, part.find("configMap"), "name");
  }
  return all;
}

// As Go shows several errors that are one.
std::string joined(const std::vector<std::string>& errors) {
  if (errors.size() == 1) return errors.front();
  std::string out = "[";
  for (const std::string& error : errors) out += (out.size() > 1 ? ", " : "") + error;
  return out + "]";
}

bool is_mounted(const Object& pod, const Value& volume) {
  for (const char* list : {"initContainers", "containers"})
    for (const Value& container : pod.spec()[list].elements())
      for (const Value& mount : container["volumeMounts"].elements())
        if (mount["name"] == volume["name"]) return true;
  return false;
}

std::optional<std::string> missing_key(const Store& store, const Object& pod, const Source& source,
                                       const Value& reference) {
  if (reference["optional"].as_bool()) return std::nullopt;
  const ObjectRef object = find(store, pod, source, reference["name"].as_string());
  if (!object) return not_found(source, reference["name"].as_string());
  // Of a ConfigMap, texts alone make variables.
  if (object->document()["data"].contains(reference["key"].as_string())) return std::nullopt;
  return "couldn't find key " + reference["key"].str() + " in " + std::string(source.kind.kind) + " " + pod.ns() + "/" +
         object->name();
}

}  // namespace

std::vector<MissingVolume> missing_volumes(const Store& store, const Object& pod) {
  std::vector<MissingVolume> missing;
  for (const Value& volume : pod.spec()["volumes"].elements()) {
    const std::vector<std::string> errors = all_missing_files(store, pod, volume);
    if (!errors.empty() && is_mounted(pod, volume)) missing.push_back({volume["name"].str(), joined(errors)});
  }
  return missing;
}

std::optional<std::string> missing_in_environment(const Store& store, const Object& pod, const Value& container) {
  using Row = std::pair<const char*, const Source*>;
  for (const Value& from : container["envFrom"].elements()) {
    for (const auto& [field, source] : {Row{"configMapRef", &kConfigMaps}, Row{"secretRef", &kSecrets}}) {
      const Value* reference = from.find(field);
      if (reference == nullptr || (*reference)["optional"].as_bool()) continue;
      const std::string_view name = (*reference)["name"].as_string();
      if (!find(store, pod, *source, name)) return not_found(*source, name);
    }
  }
  for (const Value& variable : container["env"].elements()) {
    for (const auto& [field, source] : {Row{"configMapKeyRef", &kConfigMaps}, Row{"secretKeyRef", &kSecrets}}) {
      const Value* reference = variable["valueFrom"].find(field);
      if (reference == nullptr) continue;
      if (auto why = missing_key(store, pod, *source, *reference)) return why;
    }
  }
  return std::nullopt;
}

}  // namespace skiff
