#include "cli/kustomize/kustomization_fields.h"

#include <fmt/format.h>

#include <span>
#include <string>

namespace skiff::cli {
namespace {

// A field of a Go struct. `type` is a Go type, or the name of another struct here, perhaps in a list; `inside` names
// the embedded structs that the field stands in, as errors show them.
struct FieldRow {
  const char* holder;
  const char* name;
  const char* type;
  const char* inside = "";
};

constexpr const char* kSources = "GeneratorArgs.KvPairSources.";

constexpr FieldRow kFields[] = {
    {"Kustomization", "apiVersion", "string", "TypeMeta."},
    {"Kustomization", "kind", "string", "TypeMeta."},
    {"Kustomization", "metadata", "ObjectMeta"},
    {"Kustomization", "openapi", "map[string]string"},
    {"Kustomization", "namePrefix", "string"},
    {"Kustomization", "nameSuffix", "string"},
    {"Kustomization", "namespace", "string"},
    {"Kustomization", "commonLabels", "map[string]string"},
    {"Kustomization", "labels", "[]Label"},
    {"Kustomization", "commonAnnotations", "map[string]string"},
    {"Kustomization", "patchesStrategicMerge", "[]types.PatchStrategicMerge"},
    {"Kustomization", "patchesJson6902", "[]Patch"},
    {"Kustomization", "patches", "[]Patch"},
    {"Kustomization", "images", "[]Image"},
    {"Kustomization", "imageTags", "[]Image"},
    {"Kustomization", "replacements", "[]ReplacementField"},
    {"Kustomization", "replicas", "[]Replica"},
    {"Kustomization", "vars", "[]any"},
    {"Kustomization", "sortOptions", "SortOptions"},
    {"Kustomization", "resources", "[]string"},
    {"Kustomization", "components", "[]string"},
    {"Kustomization", "crds", "[]string"},
    {"Kustomization", "bases", "[]string"},
    {"Kustomization", "configMapGenerator", "[]ConfigMapArgs"},
    {"Kustomization", "secretGenerator", "[]SecretArgs"},
    {"Kustomization", "helmGlobals", "any"},
    {"Kustomization", "helmCharts", "[]any"},
    {"Kustomization", "helmChartInflationGenerator", "[]any"},
    {"Kustomization", "generatorOptions", "GeneratorOptions"},
    {"Kustomization", "configurations", "[]string"},
    {"Kustomization", "generators", "[]string"},
    {"Kustomization", "transformers", "[]string"},
    {"Kustomization", "validators", "[]string"},
    {"Kustomization", "buildMetadata", "[]string"},
    {"ObjectMeta", "name", "string"},
    {"ObjectMeta", "namespace", "string"},
    {"ObjectMeta", "labels", "map[string]string"},
    {"ObjectMeta", "annotations", "map[string]string"},
    {"Label", "pairs", "map[string]string"},
    {"Label", "includeSelectors", "bool"},
    {"Label", "includeTemplates", "bool"},
    {"Label", "fields", "[]FieldSpec"},
    {"FieldSpec", "group", "string", "Gvk."},
    {"FieldSpec", "version", "string", "Gvk."},
    {"FieldSpec", "kind", "string", "Gvk."},
    {"FieldSpec", "path", "string"},
    {"FieldSpec", "create", "bool"},
    {"Patch", "path", "string"},
    {"Patch", "patch", "string"},
    {"Patch", "target", "Selector"},
    {"Patch", "options", "map[string]bool"},
    {"Selector", "group", "string", "ResId.Gvk."},
    {"Selector", "version", "string", "ResId.Gvk."},
    {"Selector", "kind", "string", "ResId.Gvk."},
    {"Selector", "name", "string", "ResId."},
    {"Selector", "namespace", "string", "ResId."},
    {"Selector", "labelSelector", "string"},
    {"Selector", "annotationSelector", "string"},
    {"Image", "name", "string"},
    {"Image", "newName", "string"},
    {"Image", "tagSuffix", "string"},
    {"Image", "newTag", "string"},
    {"Image", "digest", "string"},
    {"Replica", "name", "string"},
    {"Replica", "count", "int64"},
    {"ReplacementField", "path", "string"},
    {"ReplacementField", "source", "SourceSelector", "Replacement."},
    {"ReplacementField", "targets", "[]TargetSelector", "Replacement."},
    {"SourceSelector", "group", "string", "ResId.Gvk."},
    {"SourceSelector", "version", "string", "ResId.Gvk."},
    {"SourceSelector", "kind", "string", "ResId.Gvk."},
    {"SourceSelector", "name", "string", "ResId."},
    {"SourceSelector", "namespace", "string", "ResId."},
    {"SourceSelector", "fieldPath", "string"},
    {"SourceSelector", "options", "FieldOptions"},
    {"TargetSelector", "select", "Selector"},
    {"TargetSelector", "reject", "[]Selector"},
    {"TargetSelector", "fieldPaths", "[]string"},
    {"TargetSelector", "options", "FieldOptions"},
    {"FieldOptions", "delimiter", "string"},
    {"FieldOptions", "index", "int"},
    {"FieldOptions", "encoding", "string"},
    {"FieldOptions", "create", "bool"},
    {"SortOptions", "order", "types.SortOrder"},
    {"SortOptions", "legacySortOptions", "LegacySortOptions"},
    {"LegacySortOptions", "orderFirst", "[]string"},
    {"LegacySortOptions", "orderLast", "[]string"},
    {"ConfigMapArgs", "namespace", "string", "GeneratorArgs."},
    {"ConfigMapArgs", "name", "string", "GeneratorArgs."},
    {"ConfigMapArgs", "behavior", "string", "GeneratorArgs."},
    {"ConfigMapArgs", "literals", "[]string", kSources},
    {"ConfigMapArgs", "files", "[]string", kSources},
    {"ConfigMapArgs", "envs", "[]string", kSources},
    {"ConfigMapArgs", "env", "string", kSources},
    {"ConfigMapArgs", "options", "GeneratorOptions", "GeneratorArgs."},
    {"SecretArgs", "namespace", "string", "GeneratorArgs."},
    {"SecretArgs", "name", "string", "GeneratorArgs."},
    {"SecretArgs", "behavior", "string", "GeneratorArgs."},
    {"SecretArgs", "literals", "[]string", kSources},
    {"SecretArgs", "files", "[]string", kSources},
    {"SecretArgs", "envs", "[]string", kSources},
    {"SecretArgs", "env", "string", kSources},
    {"SecretArgs", "options", "GeneratorOptions", "GeneratorArgs."},
    {"SecretArgs", "type", "string"},
    {"GeneratorOptions", "labels", "map[string]string"},
    {"GeneratorOptions", "annotations", "map[string]string"},
    {"GeneratorOptions", "disableNameSuffixHash", "bool"},
    {"GeneratorOptions", "immutable", "bool"},
};

const FieldRow* find_field(std::string_view holder, std::string_view name) {
  for (const FieldRow& row : kFields)
    if (holder == row.holder && name == row.name) return &row;
  return nullptr;
}

bool is_struct(std::string_view type) {
  for (const FieldRow& row : kFields)
    if (type == row.holder) return true;
  return false;
}

std::string_view json_type(const Value& value) {
  if (value.is_bool()) return "bool";
  if (value.is_number()) return "number";
  if (value.is_array()) return "array";
  return value.is_object() ? "object" : "string";
}

// Where in the document, as errors say it: the struct and the way to the field.
struct FieldPlace {
  std::string holder;
  std::string path;
};

Error wrong_type(const Value& value, const FieldPlace& place, std::string_view type) {
  const std::string shown = is_struct(type) ? "types." + std::string(type) : std::string(type);
  return client_error(fmt::format("json: cannot unmarshal {} into Go struct field {}.{} of type {}", json_type(value),
                                  place.holder, place.path, shown));
}

Result<void> check_struct(const Value& value, std::string_view type, const std::string& path);

bool fits_scalar(const Value& value, std::string_view type) {
  if (type == "any") return true;
  if (type == "bool") return value.is_bool();
  if (type == "int" || type == "int64") return value.is_int();
  return value.is_string();
}

Result<void> check_value(const Value& value, const FieldPlace& place, std::string_view type) {
  if (value.is_null()) return {};
  if (type.starts_with("[]")) {
    if (!value.is_array())
      return wrong_type(value, place, is_struct(type.substr(2)) ? "[]types." + std::string(type.substr(2)) : type);
    for (const Value& element : value.elements())
      if (auto good = check_value(element, place, type.substr(2)); !good) return good;
    return {};
  }
  constexpr std::string_view kMap = "map[string]";
  if (type.starts_with(kMap)) {
    if (!value.is_object()) return wrong_type(value, place, type);
    for (const Member& member : value.members())
      if (auto good = check_value(member.value, place, type.substr(kMap.size())); !good) return good;
    return {};
  }
  if (!is_struct(type)) {
    if (fits_scalar(value, type)) return {};
    return wrong_type(value, place, type);
  }
  if (!value.is_object()) return wrong_type(value, place, type);
  return check_struct(value, type, place.path + ".");
}

Result<void> check_struct(const Value& value, std::string_view type, const std::string& path) {
  for (const Member& member : value.members()) {
    const FieldRow* row = find_field(type, member.name());
    if (row == nullptr) return client_error(fmt::format("json: unknown field \"{}\"", member.name()));
    const FieldPlace place{std::string(type), path + row->inside + row->name};
    if (auto good = check_value(member.value, place, row->type); !good) return good;
  }
  return {};
}

}  // namespace

Result<void> check_kustomization_fields(const Value& kustomization) {
  if (!kustomization.is_object() && !kustomization.is_null())
    return client_error(
        fmt::format("json: cannot unmarshal {} into Go value of type types.Kustomization", json_type(kustomization)));
  return check_struct(kustomization, "Kustomization", "");
}

}  // namespace skiff::cli
