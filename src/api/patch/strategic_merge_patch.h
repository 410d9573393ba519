// Strategic merge patches carried out: what the API server does with them, and how two of them become one. Upstream:
// strategicpatch.StrategicMergeMapPatch, mergeMap.
#pragma once
#include "api/schema.h"
#include "base/result.h"
#include "base/value.h"

namespace skiff {

// `patch` applied to `document`. On return `patch` holds what the server has not used up of it: lists with an element
// order are taken out on the way (an error about the outcome quotes what is left).
// BadRequest for badly formed directives; Reason::kUnknown for a missing merge key and the like.
Result<Value> apply_strategic_patch(Value document, Value& patch, const Schema* schema);

// `later` on top of `earlier`, both patches: directives and nulls stay.
Result<Value> combine_strategic_patches(Value earlier, Value later, const Schema* schema);

}  // namespace skiff
