#include "cli/kustomize/transformers.h"

#include <map>

#include "api/decode.h"
#include "api/kind_table.h"
#include "api/label_selector.h"
#include "api/patch/json_patch.h"
#include "api/patch/merge_patch.h"
#include "api/patch/strategic_merge_patch.h"
#include "api/schema.h"

namespace skiff::cli {
namespace {

// The labels of a pod template and the selectors that go with it, wherever the kind has them.
void for_each_template(Value& object, void (*visit)(Value& metadata, const Value& labels), const Value& labels) {
  const Value& seen = object;
  if (seen["spec"]["template"]["spec"].is_object()) visit(object["spec"]["template"]["metadata"], labels);
  if (seen["spec"]["jobTemplate"]["spec"]["template"].is_object())
    visit(object["spec"]["jobTemplate"]["spec"]["template"]["metadata"], labels);
}

void add_labels(Value& metadata, const Value& labels) {
  for (const Member& label : labels.members()) metadata["labels"][label.key] = label.value;
}

void add_annotations(Value& metadata, const Value& annotations) {
  for (const Member& entry : annotations.members()) metadata["annotations"][entry.key] = entry.value;
}

void add_selectors(Value& object, const Value& labels) {
  const std::string kind = std::as_const(object)["kind"].str();
  const bool plain = kind == "Service" || kind == "ReplicationController";
  const bool structured = kind == "Deployment" || kind == "StatefulSet" || kind == "DaemonSet" || kind == "ReplicaSet" ||
                          kind == "PodDisruptionBudget" || kind == "NetworkPolicy";
  for (const Member& label : labels.members()) {
    if (plain && std::as_const(object)["spec"]["selector"].is_object()) object["spec"]["selector"][label.key] = label.value;
    if (structured && kind != "NetworkPolicy") object["spec"]["selector"]["matchLabels"][label.key] = label.value;
  }
}

enum class Selectors { kLeave, kInclude };
enum class Templates { kLeave, kInclude };

void label_all(std::vector<Value>& objects, const Value& labels, Selectors selectors, Templates templates) {
  for (Value& object : objects) {
    add_labels(object["metadata"], labels);
    if (templates == Templates::kInclude) for_each_template(object, add_labels, labels);
    if (selectors == Selectors::kInclude) add_selectors(object, labels);
  }
}

void set_namespace(std::vector<Value>& objects, const std::string& ns) {
  for (Value& object : objects) {
    const Value& seen = object;
    const Kind* kind = find_kind(seen["apiVersion"].as_string(), seen["kind"].as_string());
    if (kind == nullptr || kind->namespaced()) object["metadata"]["namespace"] = ns;
  }
}

// "ConfigMap/conf" to its new name.
using Renames = std::map<std::string, std::string>;

void rename(Value& value, const char* kind, const Renames& renames) {
  const auto found = renames.find(std::string(kind) + "/" + std::as_const(value).str());
  if (found != renames.end()) value = found->second;
}

// Fields that name another object, by the name of the field that holds them. Upstream: namereference defaults.
struct Reference {
  const char* holder;
  const char* field;
  const char* kind;
};
constexpr Reference kReferences[] = {
    {"configMap", "name", "ConfigMap"},        {"configMapKeyRef", "name", "ConfigMap"},
    {"configMapRef", "name", "ConfigMap"},     {"secret", "secretName", "Secret"},
    {"secret", "name", "Secret"},              {"secretKeyRef", "name", "Secret"},
    {"secretRef", "name", "Secret"},           {"persistentVolumeClaim", "claimName", "PersistentVolumeClaim"},
    {"service", "name", "Service"},
};

void rename_references(Value& value, const Renames& renames) {
  if (value.is_array()) {
    for (Value& element : value.edit_elements()) rename_references(element, renames);
    return;
  }
  if (!value.is_object()) return;
  for (const Reference& reference : kReferences)
    if (std::as_const(value)[reference.holder].contains(reference.field))
      rename(value[reference.holder][reference.field], reference.kind, renames);
  if (value.contains("serviceAccountName")) rename(value["serviceAccountName"], "ServiceAccount", renames);
  if (value.contains("serviceName")) rename(value["serviceName"], "Service", renames);
  if (std::as_const(value)["scaleTargetRef"].is_object())
    rename(value["scaleTargetRef"]["name"], std::as_const(value)["scaleTargetRef"]["kind"].str().c_str(), renames);
  for (Member& member : value.edit_members()) rename_references(member.value, renames);
}

void rename_all(std::vector<Value>& objects, const std::string& prefix, const std::string& suffix) {
  if (prefix.empty() && suffix.empty()) return;
  Renames renames;
  for (Value& object : objects) {
    const std::string kind = std::as_const(object)["kind"].str();
    if (kind == "CustomResourceDefinition" || kind == "APIService" || kind == "Namespace") continue;
    const std::string old = std::as_const(object)["metadata"]["name"].str();
    renames[kind + "/" + old] = prefix + old + suffix;
    object["metadata"]["name"] = prefix + old + suffix;
  }
  for (Value& object : objects)
    if (object.contains("spec")) rename_references(object["spec"], renames);
}

// "registry:5000/nginx:1.0@sha256:…" in its parts.
struct ImageParts {
  std::string name;
  std::string tag;
  std::string digest;
};

ImageParts split_image(const std::string& image) {
  ImageParts parts;
  const size_t at = image.find('@');
  if (at != std::string::npos) parts.digest = image.substr(at + 1);
  std::string rest = image.substr(0, at);
  const size_t colon = rest.rfind(':');
  if (colon != std::string::npos && rest.find('/', colon) == std::string::npos) {
    parts.tag = rest.substr(colon + 1);
    rest.resize(colon);
  }
  parts.name = rest;
  return parts;
}

void change_images(Value& value, const Value& change) {
  if (value.is_array()) {
    for (Value& element : value.edit_elements()) change_images(element, change);
    return;
  }
  if (!value.is_object()) return;
  for (const char* list : {"containers", "initContainers"}) {
    if (!std::as_const(value)[list].is_array()) continue;
    for (Value& container : value[list].edit_elements()) {
      ImageParts image = split_image(std::as_const(container)["image"].str());
      if (image.name != change["name"].as_string()) continue;
      if (change.contains("newName")) image.name = change["newName"].str();
      if (change.contains("newTag")) image = {image.name, change["newTag"].str(), ""};
      if (change.contains("digest")) image = {image.name, "", change["digest"].str()};
      container["image"] = image.name + (image.tag.empty() ? "" : ":" + image.tag) +
                           (image.digest.empty() ? "" : "@" + image.digest);
    }
  }
  for (Member& member : value.edit_members()) change_images(member.value, change);
}

void set_replicas(std::vector<Value>& objects, const Value& change) {
  for (Value& object : objects) {
    const std::string kind = std::as_const(object)["kind"].str();
    const bool scales = kind == "Deployment" || kind == "StatefulSet" || kind == "ReplicaSet" || kind == "ReplicationController";
    if (scales && std::as_const(object)["metadata"]["name"] == change["name"]) object["spec"]["replicas"] = change["count"];
  }
}

bool selects(const Value& target, const Value& object) {
  const std::string_view version = object["apiVersion"].as_string();
  const size_t slash = version.find('/');
  const std::string_view group = slash == std::string_view::npos ? std::string_view() : version.substr(0, slash);
  if (target.contains("kind") && !(target["kind"] == object["kind"])) return false;
  if (target.contains("group") && target["group"].as_string() != group) return false;
  if (target.contains("name") && !(target["name"] == object["metadata"]["name"])) return false;
  if (target.contains("namespace") && !(target["namespace"] == object["metadata"]["namespace"])) return false;
  if (target.contains("labelSelector")) {
    const auto selector = LabelSelector::parse(target["labelSelector"].as_string());
    if (!selector || !selector->matches(object["metadata"]["labels"])) return false;
  }
  return true;
}

Result<Value> patched(const Value& object, const Value& patch) {
  if (patch.is_array()) return apply_json_patch(object, patch);
  const Schema* schema = find_schema(object["apiVersion"].as_string(), object["kind"].as_string());
  if (schema == nullptr) return apply_merge_patch(object, patch);
  Value used = patch;
  return apply_strategic_patch(object, used, schema);
}

}  // namespace

void transform(const Value& kustomization, std::vector<Value>& objects) {
  if (const std::string ns = kustomization["namespace"].str(); !ns.empty()) set_namespace(objects, ns);
  rename_all(objects, kustomization["namePrefix"].str(), kustomization["nameSuffix"].str());
  for (const Value& entry : kustomization["labels"].elements()) {
    const bool selectors = entry["includeSelectors"].as_bool();
    label_all(objects, entry["pairs"], selectors ? Selectors::kInclude : Selectors::kLeave,
              selectors || entry["includeTemplates"].as_bool() ? Templates::kInclude : Templates::kLeave);
  }
  if (kustomization.contains("commonLabels"))
    label_all(objects, kustomization["commonLabels"], Selectors::kInclude, Templates::kInclude);
  for (Value& object : objects) {
    if (!kustomization["commonAnnotations"].empty()) {
      add_annotations(object["metadata"], kustomization["commonAnnotations"]);
      for_each_template(object, add_annotations, kustomization["commonAnnotations"]);
    }
    for (const Value& change : kustomization["images"].elements()) change_images(object, change);
  }
  for (const Value& change : kustomization["replicas"].elements()) set_replicas(objects, change);
}

Result<void> apply_kustomize_patch(const std::string& text, const Value& target, std::vector<Value>& objects) {
  Manifests read = decode_manifests(text, "patch");
  if (read.error) return *read.error;
  for (const Manifest& manifest : read.documents) {
    const Value& patch = manifest.document;
    Value wanted = target;
    if (wanted.is_null()) wanted = Value{{"kind", patch["kind"]}, {"name", patch["metadata"]["name"]}};
    bool found = false;
    for (Value& object : objects) {
      if (!selects(wanted, object)) continue;
      found = true;
      auto changed = patched(object, patch);
      if (!changed) return changed.error();
      object = std::move(*changed);
    }
    if (!found && target.is_null())
      return client_error("no resource matches strategic merge patch \"" + wanted["kind"].str() + "/" + wanted["name"].str() + "\"");
  }
  return {};
}

}  // namespace skiff::cli
