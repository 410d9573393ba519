// Which volume suits a claim. Pure functions of documents.
// Mirrors component-helpers/storage/volume/pv_helpers.go: FindMatchingVolume, and checkVolumeSatisfyClaim.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/object.h"

namespace skiff::volume {

// Does the volume's claimRef name this claim (by namespace and name, and by uid if it has one)?
bool is_reserved_for(const Value& volume, const Object& claim);

bool has_annotation(const Object& object, std::string_view name);

enum class Binding { kImmediate, kDelayed };

// The volume that the controller would bind, null if there is none: of those with the fewest access modes one that is
// reserved for the claim, else the smallest that suffices. Under delayed binding only a reserved one is taken.
// `candidates` are the volumes reserved for the claim and those that nobody claims.
ObjectRef find_volume(const Object& claim, const std::vector<ObjectRef>& candidates, Binding binding);

// Why a claim that asks for this very volume cannot have it; empty if it can.
std::string why_unsuitable(const Object& volume, const Object& claim);

}  // namespace skiff::volume
