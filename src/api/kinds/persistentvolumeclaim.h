// PersistentVolumeClaim (v1).
#pragma once
#include "api/kind.h"

namespace skiff {

extern const Kind kPersistentVolumeClaim;

// The class that a claim or a volume names: its beta annotation, if there, else spec.storageClassName; empty if none.
// Upstream: helper.GetPersistentVolumeClaimClass, GetPersistentVolumeClass.
std::string_view claim_class(const Value& claim);

// SetDefaults_PersistentVolumeClaimSpec: for claims, and for templates of claims.
void set_claim_spec_defaults(Value& spec);

}  // namespace skiff
