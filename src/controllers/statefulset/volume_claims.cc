#include "controllers/statefulset/volume_claims.h"

#include <algorithm>

namespace skiff::statefulset {
namespace {

bool refers_to(const Value& reference, const ClaimOwner& owner) {
  return reference["apiVersion"].as_string() == owner.api_version && reference["kind"].as_string() == owner.kind &&
         reference["name"].as_string() == owner.name;
}

// The same name, another uid: left behind by an object that is gone.
bool has_stale(const Value& references, const ClaimOwner& owner) {
  return std::any_of(references.elements().begin(), references.elements().end(), [&](const Value& reference) {
    return refers_to(reference, owner) && reference["uid"].as_string() != owner.uid;
  });
}

bool has_owner(const Value& references, const ClaimOwner& owner) {
  return std::any_of(references.elements().begin(), references.elements().end(), [&](const Value& reference) {
    return refers_to(reference, owner) && reference["uid"].as_string() == owner.uid;
  });
}

// An older version of the controller wrote its references without `controller: true`.
bool has_plain_reference(const Value& references, const ClaimOwners& owners) {
  return std::any_of(references.elements().begin(), references.elements().end(), [&](const Value& reference) {
    const std::string_view uid = reference["uid"].as_string();
    return (uid == owners.set.uid || uid == owners.pod.uid) && !reference["controller"].as_bool();
  });
}

bool set_should_own(const ClaimOwners& owners) {
  if (owners.policy.when_deleted == Retention::kRetain) return false;
  return owners.policy.when_scaled == Retention::kRetain || owners.standing == Standing::kWanted;
}

bool pod_should_own(const ClaimOwners& owners) {
  return owners.policy.when_scaled == Retention::kDelete && owners.standing == Standing::kCondemned;
}

Value reference_to(const ClaimOwner& owner) {
  return Value{{"apiVersion", owner.api_version},
               {"blockOwnerDeletion", true},
               {"controller", true},
               {"kind", owner.kind},
               {"name", owner.name},
               {"uid", owner.uid}};
}

Retention parse_retention(const Value& text) {
  return text.as_string() == "Delete" ? Retention::kDelete : Retention::kRetain;
}

}  // namespace

std::string claim_name(std::string_view claim_template, std::string_view set, int ordinal) {
  std::string name(claim_template);
  name += '-';
  name += set;
  name += '-';
  name += std::to_string(ordinal);
  return name;
}

std::vector<std::string> claim_names(const Object& set, int ordinal) {
  std::vector<std::string> names;
  for (const Value& claim : set.spec()["volumeClaimTemplates"].elements())
    names.push_back(claim_name(claim.at("metadata", "name").as_string(), set.name(), ordinal));
  return names;
}

Value make_claim(const Object& set, const Value& claim_template, int ordinal) {
  Value claim = claim_template;
  claim.set("apiVersion", "v1");
  claim.set("kind", "PersistentVolumeClaim");
  Value& metadata = claim["metadata"];
  metadata.set("name", claim_name(claim_template.at("metadata", "name").as_string(), set.name(), ordinal));
  metadata.set("namespace", set.ns());
  for (const Member& label : set.spec().at("selector", "matchLabels").members())
    metadata["labels"].edit(label.key) = label.value;
  return claim;
}

void set_claim_volumes(Value& pod_spec, const Object& set, int ordinal) {
  const Elements& templates = set.spec()["volumeClaimTemplates"].elements();
  if (templates.empty()) return;
  Value volumes = Value::array();
  for (const Value& claim : templates) {
    const std::string_view name = claim.at("metadata", "name").as_string();
    volumes.push_back(
        Value{{"name", name}, {"persistentVolumeClaim", Value{{"claimName", claim_name(name, set.name(), ordinal)}}}});
  }
  for (const Value& volume : pod_spec["volumes"].elements()) {
    const bool replaced = std::any_of(templates.begin(), templates.end(), [&](const Value& claim) {
      return claim.at("metadata", "name").as_string() == volume["name"].as_string();
    });
    if (!replaced) volumes.push_back(volume);
  }
  pod_spec.set("volumes", std::move(volumes));
}

bool volumes_match(const Value& pod_spec, const Object& set, int ordinal) {
  const Elements& volumes = pod_spec["volumes"].elements();
  const Elements& templates = set.spec()["volumeClaimTemplates"].elements();
  return std::all_of(templates.begin(), templates.end(), [&](const Value& claim) {
    const std::string_view name = claim.at("metadata", "name").as_string();
    return std::any_of(volumes.begin(), volumes.end(), [&](const Value& volume) {
      return volume["name"].as_string() == name &&
             volume.at("persistentVolumeClaim", "claimName").as_string() == claim_name(name, set.name(), ordinal);
    });
  });
}

RetentionPolicy retention_policy(const Value& set_spec) {
  const Value& policy = set_spec["persistentVolumeClaimRetentionPolicy"];
  return {.when_deleted = parse_retention(policy["whenDeleted"]), .when_scaled = parse_retention(policy["whenScaled"])};
}

bool has_stale_pod(const Value& references, const ClaimOwners& owners) { return has_stale(references, owners.pod); }

bool has_foreign_controller(const Value& references, const ClaimOwners& owners) {
  if (owners.policy.retains_all()) return false;  // the set claims nothing: anybody may
  return std::any_of(references.elements().begin(), references.elements().end(), [&](const Value& reference) {
    const std::string_view uid = reference["uid"].as_string();
    if (refers_to(reference, owners.set)) return uid != owners.set.uid;
    if (refers_to(reference, owners.pod)) return uid != owners.pod.uid;
    return reference["controller"].as_bool();
  });
}

// isClaimOwnerUpToDate.
bool references_match(const Value& references, const ClaimOwners& owners) {
  if (has_stale(references, owners.set) || has_stale(references, owners.pod)) return true;
  const bool by_set = has_owner(references, owners.set);
  const bool by_pod = has_owner(references, owners.pod);
  if (has_foreign_controller(references, owners)) return !by_set && !by_pod;
  if (has_plain_reference(references, owners)) return false;
  return by_set == set_should_own(owners) && by_pod == pod_should_own(owners);
}

// updateClaimOwnerRefForSetAndPod.
Value wanted_references(const Value& references, const ClaimOwners& owners) {
  Value wanted = Value::array();
  for (const Value& reference : references.elements())
    if (!refers_to(reference, owners.set) && !refers_to(reference, owners.pod)) wanted.push_back(reference);
  if (has_foreign_controller(references, owners)) return wanted;
  if (set_should_own(owners)) wanted.push_back(reference_to(owners.set));
  if (pod_should_own(owners)) wanted.push_back(reference_to(owners.pod));
  return wanted;
}

}  // namespace skiff::statefulset
