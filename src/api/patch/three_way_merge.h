// The patch that `kubectl apply` sends: it brings an object to what the manifest says now, removes what the manifest
// said last time and says no more, and leaves alone what others have set. Upstream:
// strategicpatch.CreateThreeWayMergePatch, jsonmergepatch.CreateThreeWayJSONMergePatch.
#pragma once
#include <string>

#include "api/schema.h"
#include "base/result.h"
#include "base/value.h"

namespace skiff {

// What to do when live object and manifest have changed the same field differently since the last apply.
enum class Overwrite { kYes, kRefuse };

// `original` is the manifest of the last apply (null: none), `modified` the manifest now, `current` the live object.
// The patch is strategic if there is a schema, else a JSON merge patch; `{}` if there is nothing to change. What is
// refused names the patch and the changes that it would undo, as `shown` writes them: the client has YAML for that.
Result<Value> three_way_patch(const Value& original, const Value& modified, const Value& current, const Schema* schema,
                              Overwrite overwrite = Overwrite::kYes, std::string (*shown)(const Value&) = nullptr);

}  // namespace skiff
