// What a claim for storage may say. Mirrors ValidatePersistentVolumeClaimSpec and ValidatePersistentVolumeClaimUpdate
// of pkg/apis/core/validation.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// Of claims and volumes: those there are, and ReadWriteOncePod alone.
void check_access_modes(const Value& modes, const FieldPath& path, FieldErrors& errors);

// A claim's spec, also that of a claim template.
void validate_claim_spec(const Value& spec, const FieldPath& path, FieldErrors& errors);

void validate_claim(const Value& claim, FieldErrors& errors);
void validate_claim_update(const Value& claim, const Value& old, FieldErrors& errors);

}  // namespace skiff
