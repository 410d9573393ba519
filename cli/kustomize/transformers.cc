#include "cli/kustomize/transformers.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "cli/content_hash.h"
#include "cli/kustomize/field_specs.h"
#include "cli/kustomize/images.h"
#include "cli/kustomize/output_order.h"

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

void add_everywhere(const Value& labels, const TransformerConfig& config, Resources& resources) {
  add_to_fields(labels, config.fields(FieldSet::kCommonLabels), resources);
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

std::vector<FieldSpec> all_replica_fields(const TransformerConfig& config) {
  std::vector<FieldSpec> fields = config.fields(FieldSet::kReplicas);
  fields.insert(fields.end(), replica_fields().begin(), replica_fields().end());
  std::stable_sort(fields.begin(), fields.end(),
                   [](const FieldSpec& a, const FieldSpec& b) { return comes_before(a.of, b.of); });
  return fields;
}

bool was_called(const Resource& resource, const std::string& name, std::span<const FieldSpec> replicas) {
  const std::vector<ResourceId> ids = resource.all_ids();
  return std::any_of(ids.begin(), ids.end(), [&](const ResourceId& id) {
    return id.name == name &&
           std::any_of(replicas.begin(), replicas.end(), [&](const FieldSpec& field) { return id.is_of(field.of); });
  });
}

std::string scalar_text(const Value& field) {
  return field.is_null() || field.is_string() ? field.str() : to_json(field);
}

// Upstream: the filters prefix and suffix, which take a scalar of any type for a text.
void affix_fields(Resource& resource, const TransformerConfig& config, const std::string& prefix,
                  const std::string& suffix) {
  if (!prefix.empty())
    visit_fields(resource, config.fields(FieldSet::kNamePrefix),
                 [&](Value& field) { field = prefix + scalar_text(field); });
  if (!suffix.empty())
    visit_fields(resource, config.fields(FieldSet::kNameSuffix),
                 [&](Value& field) { field = scalar_text(field) + suffix; });
}

}  // namespace

Result<void> set_namespace(const std::string& ns, const TransformerConfig& config, Resources& resources) {
  if (ns.empty()) return {};
  for (Resource& resource : resources) {
    resource.remember_id();
    const ResourceId id = resource.id();
    if (!id.cluster_scoped()) resource.object["metadata"]["namespace"] = ns;
    if (id.kind == "RoleBinding" || id.kind == "ClusterRoleBinding") move_default_accounts(resource.object, ns);
    visit_fields(resource, namespace_fields(), [&](Value& field) { field = ns; });
    visit_fields(resource, config.fields(FieldSet::kNamespace), [&](Value& field) { field = ns; });
    const ResourceId now = resource.id();
    std::vector<const Resource*> same;
    for (const Resource& other : resources)
      if (other.id().same_as(now)) same.push_back(&other);
    if (same.size() != 1) return client_error("namespace transformation produces ID conflict: " + json_list(same));
  }
  return {};
}

void add_prefix_and_suffix(const Value& kustomization, const TransformerConfig& config, Resources& resources) {
  const std::string prefix = kustomization["namePrefix"].str(), suffix = kustomization["nameSuffix"].str();
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
    affix_fields(resource, config, prefix, suffix);
  }
}

void add_labels(const Value& kustomization, const TransformerConfig& config, Resources& resources) {
  for (const Value& label : kustomization["labels"].elements()) {
    add_to_own_fields(label, resources);
    add_to_fields(label["pairs"], config.fields(FieldSet::kLabels), resources);
    if (label["includeSelectors"].as_bool()) {
      add_everywhere(label["pairs"], config, resources);
      continue;
    }
    if (label["includeTemplates"].as_bool()) {
      add_to_fields(label["pairs"], template_label_fields(), resources);
      add_to_fields(label["pairs"], config.fields(FieldSet::kTemplateLabels), resources);
    }
    add_to_fields(label["pairs"], label_fields(), resources);
  }
  add_everywhere(kustomization["commonLabels"], config, resources);
}

void add_annotations(const Value& annotations, const TransformerConfig& config, Resources& resources) {
  add_to_fields(annotations, annotation_fields(), resources);
  add_to_fields(annotations, config.fields(FieldSet::kCommonAnnotations), resources);
}

Result<void> set_replicas(const Value& replicas, const TransformerConfig& config, Resources& resources) {
  const std::vector<FieldSpec> fields = all_replica_fields(config);
  for (const Value& wanted : replicas.elements()) {
    const std::string name = wanted["name"].str();
    bool found = false;
    for (Resource& resource : resources) {
      if (!was_called(resource, name, fields)) continue;
      found = true;
      visit_fields(resource, fields, [&](Value& count) { count = wanted["count"].as_int(); });
    }
    if (found) continue;
    std::string kinds;
    for (const FieldSpec& field : fields)
      kinds += fmt::format("{}{}.[noVer].[noGrp]", kinds.empty() ? "" : " ", field.of.kind);
    return client_error(
        fmt::format("resource with name {} does not match a config with the following GVK [{}]", name, kinds));
  }
  return {};
}

Result<void> change_images(const Value& images, const TransformerConfig& config, Resources& resources) {
  for (const Value& change : images.elements()) {
    auto image = ImageChange::parse(change);
    if (!image) return image.error();
    for (Resource& resource : resources) {
      if (resource.id().kind != "CustomResourceDefinition") image->apply(resource.object);
      visit_fields(resource, config.fields(FieldSet::kImages), [&](Value& field) { image->apply_to_text(field); });
    }
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
