#include "api/custom_resources/definition_validation.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "api/custom_resources/definition_schema.h"
#include "api/field_checks.h"
#include "api/pod_view.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr std::string_view kApproval = "api-approved.kubernetes.io";

bool is_protected_group(std::string_view group) {
  return group == "k8s.io" || group == "kubernetes.io" || group.ends_with(".k8s.io") ||
         group.ends_with(".kubernetes.io");
}

void check_group(const Value& definition, FieldErrors& errors) {
  const Value& group = definition.at("spec", "group");
  const FieldPath path("spec.group");
  if (group.as_string().empty()) return errors.required(path);
  const Problems problems = dns1123_subdomain_problems(group.as_string());
  if (!problems.empty()) errors.invalid(path, group, join(problems, ","));
  else if (group.as_string().find('.') == std::string_view::npos)
    errors.invalid(path, group, "should be a domain with at least one dot");
  if (is_protected_group(group.as_string()) && definition.at("metadata", "annotations")[kApproval].as_string().empty())
    errors.required(FieldPath("metadata.annotations").key(kApproval),
                    "protected groups must have approval annotation \"api-approved.kubernetes.io\", see "
                    "https://github.com/kubernetes/enhancements/pull/1111");
}

// ValidateCustomResourceDefinitionNames.
void check_names(const Value& names, const FieldPath& path, FieldErrors& errors) {
  const auto label = [&](const Value& name, const FieldPath& field, const std::string& before, bool fold) {
    const std::string text = fold ? to_lower(name.as_string()) : name.str();
    if (const Problems problems = dns1035_label_problems(text); !problems.empty())
      errors.invalid(field, name, before + join(problems, ","));
  };
  if (names["plural"].as_string().empty()) errors.required(path.child("plural"));
  if (names["singular"].as_string().empty()) errors.required(path.child("singular"));
  if (names["kind"].as_string().empty()) errors.required(path.child("kind"));
  if (names["listKind"].as_string().empty()) errors.required(path.child("listKind"));
  for (const char* field : {"plural", "singular"})
    if (!names[field].as_string().empty()) label(names[field], path.child(field), "", false);
  for (const char* field : {"kind", "listKind"})
    if (!names[field].as_string().empty())
      label(names[field], path.child(field), "may have mixed case, but should otherwise match: ", true);
  for (const char* list : {"shortNames", "categories"})
    for (size_t i = 0; i < names[list].size(); ++i) label(names[list][i], path.child(list).index(i), "", false);
  if (!names["kind"].as_string().empty() && names["kind"] == names["listKind"])
    errors.invalid(path.child("listKind"), names["listKind"], "kind and listKind may not be the same");
}

void check_schema(const Value& schema, const FieldPath& path, FieldErrors& errors) {
  if (schema.is_object()) check_definition_schema(schema, path, errors);
}

void check_column_format(const Value& format, const FieldPath& path, FieldErrors& errors) {
  constexpr std::string_view kFormats[] = {"",      "byte",  "date",  "date-time", "double",
                                           "float", "int32", "int64", "password"};
  if (std::find(std::begin(kFormats), std::end(kFormats), format.as_string()) == std::end(kFormats))
    errors.invalid(path, format, "must be one of byte,date,date-time,double,float,int32,int64,password");
}

void check_columns(const Value& columns, const FieldPath& path, FieldErrors& errors) {
  for (size_t i = 0; i < columns.size(); ++i) {
    const FieldPath at = path.index(i);
    if (columns[i]["name"].as_string().empty()) errors.required(at.child("name"));
    const std::string_view type = columns[i]["type"].as_string();
    constexpr std::string_view kTypes[] = {"boolean", "date", "integer", "number", "string"};
    const char* const needed = "must be one of boolean,date,integer,number,string";
    if (type.empty()) errors.required(at.child("type"), needed);
    else if (std::find(std::begin(kTypes), std::end(kTypes), type) == std::end(kTypes))
      errors.invalid(at.child("type"), columns[i]["type"], needed);
    check_column_format(columns[i]["format"], at.child("format"), errors);
    if (columns[i]["jsonPath"].as_string().empty()) errors.required(at.child("JSONPath"));
  }
}

void check_subresources(const Value& subresources, const FieldPath& path, FieldErrors& errors) {
  const Value& scale = subresources["scale"];
  if (!scale.is_object()) return;
  const FieldPath of_scale = path.child("scale");
  for (const auto& [name, root] :
       {std::pair{"specReplicasPath", ".spec."}, std::pair{"statusReplicasPath", ".status."}}) {
    const std::string_view text = scale[name].as_string();
    if (text.empty()) errors.required(of_scale.child(name));
    else if (!text.starts_with(root))
      errors.invalid(
          of_scale.child(name), scale[name],
          std::string("should be a json path under ") + std::string(root).substr(0, std::string_view(root).size() - 1));
  }
}

// What a version can say of its own, and what the internal type calls that where all versions say the same: then it is
// hoisted (Convert_v1_CustomResourceDefinitionSpec_To_apiextensions_CustomResourceDefinitionSpec).
struct VersionPart {
  const char* member;
  const char* hoisted;
  const char* inside;  // of both
  void (*check)(const Value& part, const FieldPath& path, FieldErrors& errors);
};
constexpr VersionPart kVersionParts[] = {
    {"schema", "validation", "openAPIV3Schema", check_schema},
    {"subresources", "subresources", nullptr, check_subresources},
    {"additionalPrinterColumns", "additionalPrinterColumns", nullptr, check_columns},
};

bool is_hoisted(const Value& spec, const VersionPart& part) {
  const Elements& versions = spec["versions"].elements();
  return std::all_of(versions.begin(), versions.end(), [&](const Value& version) {
    return semantically_equal(version[part.member], versions.front()[part.member]);
  });
}

void check_part(const VersionPart& part, const Value& version, const FieldPath& path, FieldErrors& errors) {
  const Value& value = version[part.member];
  if (part.inside == nullptr) part.check(value, path, errors);
  else part.check(value[part.inside], path.child(part.inside), errors);
}

void check_versions(const Value& spec, FieldErrors& errors) {
  const FieldPath path("spec.versions");
  const Value& versions = spec["versions"];
  std::set<std::string> names;
  size_t stored = 0;
  bool unique = true;
  for (const Value& version : versions.elements()) {
    if (version["storage"].as_bool()) ++stored;
    unique = names.insert(version["name"].str()).second && unique;
  }
  if (!unique) errors.invalid(path, versions, "must contain unique version names");
  if (stored != 1) errors.invalid(path, versions, "must have exactly one version marked as storage version");
  for (size_t i = 0; i < versions.size(); ++i) {
    if (const Problems problems = dns1035_label_problems(versions[i]["name"].as_string()); !problems.empty())
      errors.invalid(path.index(i).child("name"), versions[i]["name"], join(problems, ","));
    if (!versions[i].at("schema", "openAPIV3Schema").is_object())
      errors.required(path.index(i).child("schema").child("openAPIV3Schema"), "schemas are required");
    for (const VersionPart& part : kVersionParts)
      if (!is_hoisted(spec, part)) check_part(part, versions[i], path.index(i).child(part.member), errors);
  }
}

void check_hoisted_parts(const Value& spec, FieldErrors& errors) {
  for (const VersionPart& part : kVersionParts)
    if (!spec["versions"].empty() && is_hoisted(spec, part))
      check_part(part, spec["versions"][0], FieldPath("spec").child(part.hoisted), errors);
}

// A version that objects may be stored in can go only when it is taken off the list by hand.
void check_stored_versions(const Value& definition, FieldErrors& errors) {
  const Elements& versions = definition.at("spec", "versions").elements();
  const Value& stored = definition.at("status", "storedVersions");
  for (size_t i = 0; i < stored.size(); ++i)
    if (std::none_of(versions.begin(), versions.end(), [&](const Value& one) { return one["name"] == stored[i]; }))
      errors.invalid(FieldPath("status.storedVersions").index(i), stored[i], "must appear in spec.versions");
}

}  // namespace

void validate_definition(const Value& definition, FieldErrors& errors) {
  const Value& spec = definition["spec"];
  const std::string wanted = spec.at("names", "plural").str() + "." + spec["group"].str();
  if (definition.at("metadata", "name").as_string() != wanted)
    errors.invalid(FieldPath("metadata.name"), definition.at("metadata", "name"),
                   "must be spec.names.plural+\".\"+spec.group");
  check_group(definition, errors);
  check_one_of(errors, FieldPath("spec.scope"), spec["scope"], {"Cluster", "Namespaced"});
  check_versions(spec, errors);
  check_names(spec["names"], FieldPath("spec.names"), errors);
  if (const Value& conversion = spec["conversion"]; conversion.is_object())
    check_one_of(errors, FieldPath("spec.conversion.strategy"), conversion["strategy"], {"None", "Webhook"});
  check_hoisted_parts(spec, errors);
  if (spec["preserveUnknownFields"].as_bool())
    errors.invalid(FieldPath("spec.preserveUnknownFields"), true,
                   "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema "
                   "instead");
}

// ValidateCustomResourceDefinitionUpdate: what objects were stored under stays.
void validate_definition_update(const Value& definition, const Value& old, FieldErrors& errors) {
  const Value& spec = definition["spec"];
  const Value& before = old["spec"];
  if (find_condition(old["status"], "Established")["status"].as_string() == "True") {
    check_immutable(errors, FieldPath("spec.scope"), spec["scope"], before["scope"]);
    check_immutable(errors, FieldPath("spec.names.kind"), spec.at("names", "kind"), before.at("names", "kind"));
  }
  check_immutable(errors, FieldPath("spec.group"), spec["group"], before["group"]);
  check_immutable(errors, FieldPath("spec.names.plural"), spec.at("names", "plural"), before.at("names", "plural"));
  check_stored_versions(definition, errors);
}

}  // namespace skiff
