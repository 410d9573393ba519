#include "api/kinds/claim_validation.h"

#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/metadata_validation.h"
#include "api/quantity.h"
#include "base/unified_diff.h"

namespace skiff {
namespace {

constexpr std::string_view kSpecType = "core.v1.PersistentVolumeClaimSpec";

Quantity storage_of(const Value& resources) {
  const auto amount = Quantity::of(resources["storage"]);
  return amount ? *amount : Quantity();
}

bool is_bound(const Value& claim) { return claim.at("status", "phase").as_string() == "Bound"; }

void copy(Value& spec, const Value& from, std::string_view member) {
  if (from[member].is_null()) spec.erase(member);
  else spec.set(member, from[member]);
}

// The two specs where they may not differ: what may is made the same.
void forgive_allowed_changes(Value& spec, Value& before, const Value& claim) {
  const Value& given = std::as_const(spec);
  if (std::as_const(before)["volumeName"].as_string().empty()) copy(before, spec, "volumeName");
  if (std::as_const(before)["storageClassName"].is_null()) copy(before, spec, "storageClassName");
  if (!is_bound(claim)) return;
  const Value size = std::as_const(before).at("resources", "requests", "storage");
  if (!given.at("resources", "requests").is_null()) spec["resources"]["requests"].set("storage", size);
  if (!given["volumeAttributesClassName"].is_null()) copy(spec, before, "volumeAttributesClassName");
}

// validateDataSource, validateDataSourceRef: other than claims of the core group need a group.
void check_data_source(const Value& source, const FieldPath& path, FieldErrors& errors) {
  if (!source.is_object()) return;
  const std::string_view kind = source["kind"].as_string();
  const Value& group = source["apiGroup"];
  if (source["name"].as_string().empty()) errors.required(path.child("name"));
  if (kind.empty()) errors.required(path.child("kind"));
  if (group.as_string().empty() && kind != "PersistentVolumeClaim")
    errors.invalid(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
  if (!group.as_string().empty())
    add_problems(errors, path.child("apiGroup"), group, dns1123_subdomain_problems(group.as_string()));
}

// The two fields that say where a claim is filled in from say the same, or the newer one names another namespace. What
// is shown of them is upstream's: a path, which has nothing to show.
void check_data_sources(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& source = spec["dataSource"];
  const Value& reference = spec["dataSourceRef"];
  check_data_source(source, path.child("dataSource"), errors);
  check_data_source(reference, path.child("dataSourceRef"), errors);
  const Value& ns = reference["namespace"];
  if (!ns.as_string().empty())
    add_problems(errors, path.child("dataSourceRef").child("namespace"), ns, dns1123_label_problems(ns.as_string()));
  if (!source.is_object() || !reference.is_object()) return;
  const auto alike = [&](std::string_view member) { return source[member] == reference[member]; };
  if (!ns.as_string().empty())
    errors.invalid_shown(path, "{}", "may not be specified when dataSourceRef.namespace is specified");
  else if (!alike("apiGroup") || !alike("kind") || !alike("name"))
    errors.invalid_shown(path, "{}", "must match dataSourceRef");
}

void check_kept_attributes_class(const Value& claim, const Value& old, FieldErrors& errors) {
  const FieldPath field("spec.volumeAttributesClassName");
  const Value& name = claim.at("spec", "volumeAttributesClassName");
  if (old.at("spec", "volumeAttributesClassName").is_null()) return;
  if (name.is_null()) errors.forbidden(field, "update from non-nil value to nil is forbidden");
  else if (name.as_string().empty())
    errors.forbidden(field, "update from non-nil value to an empty string is forbidden");
}

}  // namespace

void check_access_modes(const Value& modes, const FieldPath& path, FieldErrors& errors) {
  bool alone = false, others = false;
  for (const Value& mode : modes.elements()) {
    const std::string_view text = mode.as_string();
    if (text != "ReadOnlyMany" && text != "ReadWriteMany" && text != "ReadWriteOnce" && text != "ReadWriteOncePod")
      errors.not_supported(path, mode, {"ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"});
    else (text == "ReadWriteOncePod" ? alone : others) = true;
  }
  if (alone && others) errors.forbidden(path, "may not use ReadWriteOncePod with other access modes");
}

void validate_claim_spec(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  if (spec["accessModes"].empty()) errors.required(path.child("accessModes"), "at least 1 access mode is required");
  if (!spec["selector"].is_null()) validate_label_selector(spec["selector"], path.child("selector"), errors);
  check_access_modes(spec["accessModes"], path.child("accessModes"), errors);
  const FieldPath storage = path.child("resources").key("storage");  // upstream leaves out `.requests`
  const Value& requests = spec.at("resources", "requests");
  if (!requests.contains("storage")) errors.required(storage);
  else if (const Quantity size = storage_of(requests); size.is_zero() || size.is_negative())
    errors.invalid(storage, requests["storage"], "must be greater than zero");
  check_subdomain_name(spec["storageClassName"], path.child("storageClassName"), errors);
  if (!spec["volumeMode"].is_null())
    check_one_of(errors, path.child("volumeMode"), spec["volumeMode"], {"Block", "Filesystem"});
  check_data_sources(spec, path, errors);
  check_subdomain_name(spec["volumeAttributesClassName"], path.child("volumeAttributesClassName"), errors);
}

void validate_claim(const Value& claim, FieldErrors& errors) {
  validate_claim_spec(claim["spec"], FieldPath("spec"), errors);
}

void validate_claim_update(const Value& claim, const Value& old, FieldErrors& errors) {
  Value spec = claim["spec"];
  Value before = old["spec"];
  forgive_allowed_changes(spec, before, claim);
  if (!semantically_equal(spec, before))
    errors.forbidden(FieldPath("spec"),
                     "spec is immutable after creation except resources.requests and volumeAttributesClassName for "
                     "bound claims\n" +
                         unified_diff(go_form(kSpecType, before, GoLayout::kIndented),
                                      go_form(kSpecType, spec, GoLayout::kIndented)));
  const Quantity size = storage_of(claim.at("spec", "resources", "requests"));
  if (size < storage_of(old.at("spec", "resources", "requests")) && size <= storage_of(old.at("status", "capacity")))
    errors.forbidden(FieldPath("spec.resources.requests.storage"), "field can not be less than status.capacity");
  check_immutable(errors, FieldPath("volumeMode"), claim.at("spec", "volumeMode"), old.at("spec", "volumeMode"));
  check_kept_attributes_class(claim, old, errors);
}

}  // namespace skiff
