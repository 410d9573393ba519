#include "api/kinds/namespace.h"

#include "api/columns.h"
#include "api/field_checks.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"ns"};
constexpr const char* kNameLabel = "kubernetes.io/metadata.name";

void status_cell(const Value& ns, Time, std::string& out) { out += ns.at("status", "phase").as_string(); }

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Status", Show::kAlways, status_cell},
    {"Age", Show::kAlways, age_cell},
};

// SetDefaults_Namespace: selectors can name a namespace by this label.
void set_defaults(Value& ns) {
  const std::string name = std::as_const(ns).at("metadata", "name").str();
  if (!name.empty()) ns["metadata"]["labels"].set(kNameLabel, name);
}

// namespaceStrategy.PrepareForCreate: a namespace starts active, and holds itself until its content is gone.
void prepare_for_create(Value& ns) {
  bool held = false;
  for (const Value& finalizer : std::as_const(ns).at("spec", "finalizers").elements())
    held = held || finalizer.as_string() == "kubernetes";
  if (!held) ns["spec"]["finalizers"].push_back("kubernetes");
  ns.set("status", {{"phase", "Active"}});
}

void prepare_for_update(Value& ns, const Value& old) {
  if (old.at("spec", "finalizers").is_null()) ns["spec"].erase("finalizers");
  else ns["spec"].set("finalizers", old.at("spec", "finalizers"));
}

// ValidateNamespace: finalizers of its own kind, which upstream does not count.
void validate(const Value& ns, FieldErrors& errors) {
  const FieldPath path("spec.finalizers");
  for (const Value& finalizer : ns.at("spec", "finalizers").elements()) {
    const std::string_view name = finalizer.as_string();
    add_problems(errors, path, finalizer, label_key_problems(name));
    const bool standard = name == "kubernetes" || name == "orphan" || name == "foregroundDeletion";
    if (!standard && name.find('/') == std::string_view::npos)
      errors.invalid(path, finalizer, "name is neither a standard finalizer name nor is it fully qualified");
  }
}

}  // namespace

const Kind kNamespace = {
    .group = "",
    .version = "v1",
    .kind = "Namespace",
    .resource = "namespaces",
    .singular = "namespace",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .verbs = "create,delete,get,list,patch,update,watch",
    .has_status = true,
    .name_rule = NameRule::kDns1123Label,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .prepare_for_update = prepare_for_update,
    .validate = validate,
    .columns = kColumns,
};

}  // namespace skiff
