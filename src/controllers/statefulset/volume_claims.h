// The claims of a StatefulSet's pods: their names, what a new one looks like, the pod volumes that use them, and the
// owner references that persistentVolumeClaimRetentionPolicy asks for. Pure functions of documents.
// Mirrors pkg/controller/statefulset/stateful_set_utils.go.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/object.h"
#include "base/value.h"

namespace skiff::statefulset {

std::string claim_name(std::string_view claim_template, std::string_view set, int ordinal);
std::vector<std::string> claim_names(const Object& set, int ordinal);
// The claim that `claim_template` gives for `ordinal`: the selector's matchLabels lie over the template's labels.
Value make_claim(const Object& set, const Value& claim_template, int ordinal);

// Puts one volume for each claim template first; template volumes of the same name give way.
void set_claim_volumes(Value& pod_spec, const Object& set, int ordinal);
bool volumes_match(const Value& pod_spec, const Object& set, int ordinal);

enum class Retention { kRetain, kDelete };
struct RetentionPolicy {
  Retention when_deleted = Retention::kRetain;
  Retention when_scaled = Retention::kRetain;
  bool retains_all() const { return when_deleted == Retention::kRetain && when_scaled == Retention::kRetain; }
};
RetentionPolicy retention_policy(const Value& set_spec);

// Those that may own a claim. A pod that does not exist yet has no uid.
struct ClaimOwner {
  std::string_view api_version, kind, name, uid;
};
// Where the pod that uses the claim stands.
enum class Standing { kWanted, kCondemned };
struct ClaimOwners {
  ClaimOwner set;
  ClaimOwner pod;
  RetentionPolicy policy = {};
  Standing standing = Standing::kWanted;
};

// Is the claim still owned by an earlier pod of this name? Then it is about to be collected: no pod may use it.
bool has_stale_pod(const Value& references, const ClaimOwners& owners);
// Somebody else is the claim's controller, so that the policy cannot be kept.
bool has_foreign_controller(const Value& references, const ClaimOwners& owners);
// Do the ownerReferences say what the policy wants? True as well where they must be left alone.
bool references_match(const Value& references, const ClaimOwners& owners);
// The ownerReferences that the policy wants; references to others are kept.
Value wanted_references(const Value& references, const ClaimOwners& owners);

}  // namespace skiff::statefulset
