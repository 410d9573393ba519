#include "cli/kustomize/transformer_config.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/decode.h"
#include "api/yaml_syntax.h"
#include "cli/kustomize/field_specs.h"
#include "cli/kustomize/kustomization_fields.h"

namespace skiff::cli {
namespace {

constexpr FieldSpec kNameFields[] = {{{}, "metadata/name"}};
constexpr FieldSpec kNamespaceFields[] = {{{}, "metadata/namespace", Missing::kCreate}};

struct FieldSetRow {
  const char* member;  // of the file
  const char* name;    // in errors
};
// By FieldSet.
constexpr FieldSetRow kFieldSets[] = {
    {"namePrefix", "NamePrefix"},
    {"nameSuffix", "NameSuffix"},
    {"namespace", "NameSpace"},
    {"commonLabels", "CommonLabels"},
    {"labels", "Labels"},
    {"templateLabels", "TemplateLabels"},
    {"commonAnnotations", "CommonAnnotations"},
    {"varReference", "VarReference"},
    {"images", "Images"},
    {"replicas", "Replicas"},
};

// What is there without a configuration.
std::vector<std::span<const FieldSpec>> built_in(FieldSet set) {
  switch (set) {
    case FieldSet::kNamePrefix:
    case FieldSet::kNameSuffix:
      return {kNameFields};
    case FieldSet::kNamespace:
      return {kNamespaceFields, namespace_fields()};
    case FieldSet::kCommonLabels:
      return {label_fields(), template_label_fields(), selector_fields()};
    case FieldSet::kLabels:
      return {label_fields()};
    case FieldSet::kTemplateLabels:
      return {label_fields(), template_label_fields()};
    case FieldSet::kCommonAnnotations:
      return {annotation_fields()};
    case FieldSet::kReplicas:
      return {replica_fields()};
    case FieldSet::kVarReference:
    case FieldSet::kImages:
      return {};
  }
  return {};
}

KindChoice kind_choice(const Value& fields) {
  return {fields["group"].as_string(), fields["version"].as_string(), fields["kind"].as_string()};
}

bool covers(std::string_view wide, std::string_view narrow) { return wide.empty() || wide == narrow; }

// Upstream: FieldSpec.effectivelyEquals.
bool covers(const FieldSpec& wide, const FieldSpec& narrow) {
  return wide.path == narrow.path && covers(wide.of.group, narrow.of.group) &&
         covers(wide.of.version, narrow.of.version) && covers(wide.of.kind, narrow.of.kind);
}

Error conflict(FieldSet set) {
  return client_error(
      fmt::format("failed to merge {} fieldSpec: conflicting fieldspecs", kFieldSets[static_cast<size_t>(set)].name));
}

}  // namespace

Result<void> TransformerConfig::add(FieldSet set, const FieldSpec& field) {
  for (const auto& known : built_in(set))
    for (const FieldSpec& old : known) {
      if (!covers(field, old)) continue;
      if (field.missing != old.missing) return conflict(set);
      if (covers(old, field)) return {};
    }
  std::vector<FieldSpec>& fields = fields_[static_cast<size_t>(set)];
  for (const FieldSpec& old : fields) {
    if (!covers(old, field)) continue;
    if (field.missing != old.missing) return conflict(set);
    return {};
  }
  fields.push_back(field);
  return {};
}

Result<void> TransformerConfig::add(const std::string& text) {
  if (const auto complaint = yaml_complaint(text))
    return client_error("error converting YAML to JSON: yaml: " + *complaint);
  auto document = decode_yaml(text);
  if (!document) return document.error();
  if (auto known = check_fields(*document, "builtinconfig.TransformerConfig"); !known)
    return client_error("error unmarshaling JSON: while decoding JSON: " + known.error().message);
  return add(*std::move(document));
}

Result<void> TransformerConfig::add(Value document) {
  documents_.push_back(std::move(document));
  const Value& config = documents_.back();
  for (size_t set = 0; set < std::size(kFieldSets); ++set)
    for (const Value& field : config[kFieldSets[set].member].elements())
      if (auto added = add(static_cast<FieldSet>(set), {kind_choice(field), field["path"].as_string(),
                                                        field["create"].as_bool() ? Missing::kCreate : Missing::kSkip});
          !added)
        return added;
  for (const Value& named : config["nameReference"].elements())
    for (const Value& field : named["fieldSpecs"].elements())
      references_.push_back({kind_choice(named), kind_choice(field), field["path"].str()});
  return {};
}

Result<void> TransformerConfig::add(const TransformerConfig& base) {
  documents_.insert(documents_.end(), base.documents_.begin(), base.documents_.end());
  for (size_t set = 0; set < fields_.size(); ++set)
    for (const FieldSpec& field : base.fields_[set])
      if (auto added = add(static_cast<FieldSet>(set), field); !added) return added;
  references_.insert(references_.end(), base.references_.begin(), base.references_.end());
  return {};
}

}  // namespace skiff::cli
