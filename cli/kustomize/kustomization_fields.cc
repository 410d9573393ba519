#include "cli/kustomize/kustomization_fields.h"

#include <fmt/format.h>

#include <optional>
#include <string>

namespace skiff::cli {
namespace {

// A field of a Go struct: its type is a Go type or the name of another struct here, perhaps in a list.
struct FieldRow {
  std::string_view holder;
  std::string_view name;  // empty: the struct is embedded, its fields stand among those of the holder
  std::string_view type;
};

constexpr std::string_view kEmbedded;

constexpr FieldRow kFields[] = {
    {"Kustomization", kEmbedded, "TypeMeta"},
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
    {"Kustomization", "vars", "[]Var"},
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
    {"FieldSpec", kEmbedded, "Gvk"},
    {"FieldSpec", "path", "string"},
    {"FieldSpec", "create", "bool"},
    {"Patch", "path", "string"},
    {"Patch", "patch", "string"},
    {"Patch", "target", "Selector"},
    {"Patch", "options", "map[string]bool"},
    {"Selector", kEmbedded, "ResId"},
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
    {"ReplacementField", kEmbedded, "Replacement"},
    {"SourceSelector", kEmbedded, "ResId"},
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
    {"Var", "name", "string"},
    {"Var", "objref", "Target"},
    {"Var", "fieldref", "FieldSelector"},
    {"Target", "apiVersion", "string"},
    {"Target", kEmbedded, "Gvk"},
    {"Target", "name", "string"},
    {"Target", "namespace", "string"},
    {"FieldSelector", "fieldpath", "string"},
    {"SortOptions", "order", "types.SortOrder"},
    {"SortOptions", "legacySortOptions", "LegacySortOptions"},
    {"LegacySortOptions", "orderFirst", "[]string"},
    {"LegacySortOptions", "orderLast", "[]string"},
    {"ConfigMapArgs", kEmbedded, "GeneratorArgs"},
    {"SecretArgs", kEmbedded, "GeneratorArgs"},
    {"SecretArgs", "type", "string"},
    {"GeneratorOptions", "labels", "map[string]string"},
    {"GeneratorOptions", "annotations", "map[string]string"},
    {"GeneratorOptions", "disableNameSuffixHash", "bool"},
    {"GeneratorOptions", "immutable", "bool"},
    {"TypeMeta", "apiVersion", "string"},
    {"TypeMeta", "kind", "string"},
    {"Gvk", "group", "string"},
    {"Gvk", "version", "string"},
    {"Gvk", "kind", "string"},
    {"ResId", kEmbedded, "Gvk"},
    {"ResId", "name", "string"},
    {"ResId", "namespace", "string"},
    {"Replacement", "source", "SourceSelector"},
    {"Replacement", "targets", "[]TargetSelector"},
    {"GeneratorArgs", kEmbedded, "KvPairSources"},
    {"GeneratorArgs", "name", "string"},
    {"GeneratorArgs", "namespace", "string"},
    {"GeneratorArgs", "behavior", "string"},
    {"GeneratorArgs", "options", "GeneratorOptions"},
    {"KvPairSources", "literals", "[]string"},
    {"KvPairSources", "files", "[]string"},
    {"KvPairSources", "envs", "[]string"},
    {"KvPairSources", "env", "string"},
    {"TransformerConfig", "namePrefix", "FsSlice"},
    {"TransformerConfig", "nameSuffix", "FsSlice"},
    {"TransformerConfig", "namespace", "FsSlice"},
    {"TransformerConfig", "commonLabels", "FsSlice"},
    {"TransformerConfig", "labels", "FsSlice"},
    {"TransformerConfig", "templateLabels", "FsSlice"},
    {"TransformerConfig", "commonAnnotations", "FsSlice"},
    {"TransformerConfig", "nameReference", "nbrSlice"},
    {"TransformerConfig", "varReference", "FsSlice"},
    {"TransformerConfig", "images", "FsSlice"},
    {"TransformerConfig", "replicas", "FsSlice"},
    {"NameBackReferences", kEmbedded, "Gvk"},
    {"NameBackReferences", "fieldSpecs", "FsSlice"},
};

// Lists that have a name of their own.
struct NamedList {
  std::string_view name;
  std::string_view element;
};
constexpr NamedList kLists[] = {{"FsSlice", "FieldSpec"}, {"nbrSlice", "NameBackReferences"}};

const NamedList* find_list(std::string_view name) {
  for (const NamedList& list : kLists)
    if (list.name == name) return &list;
  return nullptr;
}

// A field, and the embedded structs that it stands in, as errors show them: "ResId.Gvk.".
struct FoundField {
  std::string inside;
  const FieldRow* row;
};

std::optional<FoundField> find_field(std::string_view holder, std::string_view name) {
  for (const FieldRow& row : kFields) {
    if (row.holder != holder) continue;
    if (row.name == name) return FoundField{"", &row};
    if (row.name != kEmbedded) continue;
    if (auto found = find_field(row.type, name))
      return FoundField{std::string(row.type) + "." + found->inside, found->row};
  }
  return std::nullopt;
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

// With the package that it is from.
std::string go_type(std::string_view type) {
  if (type == "nbrSlice" || type == "NameBackReferences") return "builtinconfig." + std::string(type);
  return is_struct(type) || find_list(type) != nullptr ? "types." + std::string(type) : std::string(type);
}

Error wrong_type(const Value& value, const FieldPlace& place, std::string_view type) {
  return client_error(fmt::format("json: cannot unmarshal {} into Go struct field {}.{} of type {}", json_type(value),
                                  place.holder, place.path, go_type(type)));
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
  if (const NamedList* list = find_list(type)) {
    if (!value.is_array()) return wrong_type(value, place, type);
    for (const Value& element : value.elements())
      if (auto good = check_value(element, place, list->element); !good) return good;
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
    const auto field = find_field(type, member.name());
    if (!field) return client_error(fmt::format("json: unknown field \"{}\"", member.name()));
    const FieldPlace place{std::string(type), path + field->inside + std::string(field->row->name)};
    if (auto good = check_value(member.value, place, field->row->type); !good) return good;
  }
  return {};
}

}  // namespace

Result<void> check_fields(const Value& document, std::string_view type) {
  if (!document.is_object() && !document.is_null())
    return client_error(fmt::format("json: cannot unmarshal {} into Go value of type {}", json_type(document), type));
  return check_struct(document, type.substr(type.find('.') + 1), "");
}

}  // namespace skiff::cli
