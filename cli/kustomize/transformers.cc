#include "cli/kustomize/transformers.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/content_hash.h"
#include "cli/kustomize/field_specs.h"
#include "cli/kustomize/images.h"

namespace skiff::cli {
namespace {

bool keeps_its_name(const ResourceId& id) {
  return id.kind == "CustomResourceDefinition" || id.kind == "Namespace" ||
         (id.kind == "APIService" && id.group == "apiregistration.k8s.io");
}

void add_entries(Value& map, const Value& entries) {
  for (const Member& entry : entries.members()) map[entry.key] = entry.value;
}

void add_to_fields(const Value& entries, std::span<const FieldSpec> fields, Resources& resources) {
  if (entries.empty()) return;
  for (Resource& resource : resources) visit_fields(resource, fields, [&](Value& map) { add_entries(map, entries); });
}

// Where one entry of `labels` wants them beside what it includes.
void add_to_own_fields(const Value& label, Resources& resources) {
  for (const Value& field : label["fields"].elements()) {
    const FieldSpec spec{{field["group"].as_string(), field["version"].as_string(), field["kind"].as_string()},
                         field["path"].as_string(),
                         field["create"].as_bool() ? Missing::kCreate : Missing::kSkip};
    add_to_fields(label["pairs"], {&spec, 1}, resources);
  }
}

void add_everywhere(const Value& labels, Resources& resources) {
  add_to_fields(labels, selector_fields(), resources);
  add_to_fields(labels, template_label_fields(), resources);
  add_to_fields(labels, label_fields(), resources);
}

// A binding's `default` account is that of the namespace; the others are found by their names. Upstream:
// namespace.Filter.roleBindingHack.
void move_default_accounts(Value& object, const std::string& ns) {
  if (!std::as_const(object)["subjects"].is_array()) return;
  for (Value& subject : object["subjects"].edit_elements())
    if (std::as_const(subject)["name"].as_string() == "default") subject["namespace"] = ns;
}

bool has_replicas(const ResourceId& id) {
  const auto fields = replica_fields();
  return std::any_of(fields.begin(), fields.end(), [&](const FieldSpec& field) { return id.is_of(field.of); });
}

bool was_called(const Resource& resource, const std::string& name) {
  const std::vector<ResourceId> ids = resource.all_ids();
  return std::any_of(ids.begin(), ids.end(), [&](const ResourceId& id) { return id.name == name && has_replicas(id); });
}

}  // namespace

Result<void> set_namespace(const std::string& ns, Resources& resources) {
  if (ns.empty()) return {};
  for (Resource& resource : resources) {
    resource.remember_id();
    const ResourceId id = resource.id();
    if (!id.cluster_scoped()) resource.object["metadata"]["namespace"] = ns;
    if (id.kind == "RoleBinding" || id.kind == "ClusterRoleBinding") move_default_accounts(resource.object, ns);
    visit_fields(resource, namespace_fields(), [&](Value& field) { field = ns; });
    const ResourceId now = resource.id();
    std::vector<const Resource*> same;
    for (const Resource& other : resources)
      if (other.id().same_as(now)) same.push_back(&other);
    if (same.size() != 1) return client_error("namespace transformation produces ID conflict: " + json_list(same));
  }
  return {};
}

void add_prefix_and_suffix(const std::string& prefix, const std::string& suffix, Resources& resources) {
  for (Resource& resource : resources) {
    if (keeps_its_name(resource.original())) continue;
    const auto rename = [&](const std::string& name) {
      resource.remember_id();
      resource.object["metadata"]["name"] = name;
    };
    if (!prefix.empty()) {
      resource.prefixes.push_back(prefix);
      rename(prefix + resource.id().name);
    }
    if (!suffix.empty()) {
      resource.suffixes.push_back(suffix);
      rename(resource.id().name + suffix);
    }
  }
}

void add_labels(const Value& kustomization, Resources& resources) {
  for (const Value& label : kustomization["labels"].elements()) {
    add_to_own_fields(label, resources);
    if (label["includeSelectors"].as_bool()) {
      add_everywhere(label["pairs"], resources);
      continue;
    }
    if (label["includeTemplates"].as_bool()) add_to_fields(label["pairs"], template_label_fields(), resources);
    add_to_fields(label["pairs"], label_fields(), resources);
  }
  add_everywhere(kustomization["commonLabels"], resources);
}

void add_annotations(const Value& annotations, Resources& resources) {
  add_to_fields(annotations, annotation_fields(), resources);
}

Result<void> set_replicas(const Value& replicas, Resources& resources) {
  for (const Value& wanted : replicas.elements()) {
    const std::string name = wanted["name"].str();
    bool found = false;
    for (Resource& resource : resources) {
      if (!was_called(resource, name)) continue;
      found = true;
      visit_fields(resource, replica_fields(), [&](Value& count) { count = wanted["count"].as_int(); });
    }
    if (found) continue;
    std::string kinds;
    for (const FieldSpec& field : replica_fields())
      kinds += fmt::format("{}{}.[noVer].[noGrp]", kinds.empty() ? "" : " ", field.of.kind);
    return client_error(
        fmt::format("resource with name {} does not match a config with the following GVK [{}]", name, kinds));
  }
  return {};
}

Result<void> change_images(const Value& images, Resources& resources) {
  for (const Value& change : images.elements()) {
    auto image = ImageChange::parse(change);
    if (!image) return image.error();
    for (Resource& resource : resources)
      if (resource.id().kind != "CustomResourceDefinition") image->apply(resource.object);
  }
  return {};
}

// The name does not count here: a prefix changes no hash. Upstream: hasher.encodeConfigMap.
void append_content_hashes(Resources& resources) {
  for (Resource& resource : resources) {
    if (resource.hash == Resource::ContentHash::kLeaveOut) continue;
    Value nameless = resource.object;
    nameless["metadata"]["name"] = "";
    const std::string hash = content_hash(nameless);
    resource.remember_id();
    resource.object["metadata"]["name"] = resource.id().name + "-" + hash;
  }
}

}  // namespace skiff::cli
