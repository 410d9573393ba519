#include "api/kinds/storageclass.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "api/columns.h"
#include "api/field_checks.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"sc"};

void storageclass_name_cell(const Value& storageclass, Time, std::string& out) {
  out += storageclass.at("metadata", "name").as_string();
  if (is_default_class(storageclass)) out += " (default)";
}

void provisioner_cell(const Value& storageclass, Time, std::string& out) {
  out += storageclass["provisioner"].as_string();
}

void reclaim_policy_cell(const Value& storageclass, Time, std::string& out) {
  out += storageclass["reclaimPolicy"].as_string("Delete");
}

void binding_mode_cell(const Value& storageclass, Time, std::string& out) {
  out += storageclass["volumeBindingMode"].as_string("Immediate");
}

void expansion_cell(const Value& storageclass, Time, std::string& out) {
  out += storageclass["allowVolumeExpansion"].as_bool() ? "true" : "false";
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, storageclass_name_cell},         {"Provisioner", Show::kAlways, provisioner_cell},
    {"ReclaimPolicy", Show::kAlways, reclaim_policy_cell},   {"VolumeBindingMode", Show::kAlways, binding_mode_cell},
    {"AllowVolumeExpansion", Show::kAlways, expansion_cell}, {"Age", Show::kAlways, age_cell},
};

// SetDefaults_StorageClass.
void set_defaults(Value& storageclass) {
  if (std::as_const(storageclass)["reclaimPolicy"].is_null()) storageclass.set("reclaimPolicy", "Delete");
  if (std::as_const(storageclass)["volumeBindingMode"].is_null()) storageclass.set("volumeBindingMode", "Immediate");
}

// ValidateTopologySelectorTerm: the keys of a term with their values.
using Topology = std::map<std::string, std::set<std::string>>;

Topology check_topology(const Value& term, const FieldPath& path, FieldErrors& errors) {
  Topology out;
  for (size_t i = 0; i < term["matchLabelExpressions"].size(); ++i) {
    const Value& expression = term["matchLabelExpressions"][i];
    const FieldPath at = path.child("matchLabelExpressions").index(i);
    const Value& values = expression["values"];
    if (values.empty()) errors.required(at.child("values"));
    std::set<std::string> seen;
    for (size_t j = 0; j < values.size(); ++j)
      if (!seen.insert(values[j].str()).second) errors.duplicate(at.child("values").index(j), values[j]);
    const Value key(expression["key"].as_string());
    add_problems(errors, at.child("key"), key, label_key_problems(key.as_string()));
    if (out.contains(key.str())) errors.duplicate(at.child("key"), key);
    out[key.str()] = std::move(seen);
  }
  return out;
}

// validateAllowedTopologies. A term that asks for nothing counts as one that was there before.
void check_topologies(const Value& terms, FieldErrors& errors) {
  std::vector<Topology> seen;
  for (size_t i = 0; i < terms.size(); ++i) {
    const FieldPath path = FieldPath("allowedTopologies").index(i);
    Topology topology = check_topology(terms[i], path, errors);
    if (topology.empty() || std::find(seen.begin(), seen.end(), topology) != seen.end())
      errors.duplicate(path.child("matchLabelExpressions"), "");
    seen.push_back(std::move(topology));
  }
}

// ValidateStorageClass.
void validate(const Value& storageclass, FieldErrors& errors) {
  const FieldPath provisioner("provisioner");
  if (storageclass["provisioner"].as_string().empty()) errors.required(provisioner);
  else
    add_problems(errors, provisioner, storageclass["provisioner"],
                 label_key_problems(to_lower(storageclass["provisioner"].as_string())));
  for (const Member& parameter : storageclass["parameters"].members())
    if (parameter.name().empty()) errors.invalid(FieldPath("parameters"), "", "field can not be empty.");
  check_one_of(errors, FieldPath("reclaimPolicy"), storageclass["reclaimPolicy"], {"Delete", "Retain"});
  check_one_of(errors, FieldPath("volumeBindingMode"), storageclass["volumeBindingMode"],
               {"Immediate", "WaitForFirstConsumer"});
  check_topologies(storageclass["allowedTopologies"], errors);
}

// ValidateStorageClassUpdate.
void validate_update(const Value& storageclass, const Value& old, FieldErrors& errors) {
  for (const char* frozen : {"parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"})
    check_immutable(errors, FieldPath(frozen), storageclass[frozen], old[frozen]);
}

}  // namespace

bool is_default_class(const Value& storageclass) {
  const Value& annotations = storageclass.at("metadata", "annotations");
  return annotations["storageclass.kubernetes.io/is-default-class"].as_string() == "true" ||
         annotations["storageclass.beta.kubernetes.io/is-default-class"].as_string() == "true";
}

const Kind kStorageClass = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "StorageClass",
    .resource = "storageclasses",
    .singular = "storageclass",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .set_defaults = set_defaults,
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
};

}  // namespace skiff
