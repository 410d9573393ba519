// JSON merge patches (RFC 7386): null deletes, objects merge, all else replaces.
#pragma once
#include "base/value.h"

namespace skiff {

// `patch` applied to `document`. Nulls inside new parts are dropped.
Value apply_merge_patch(Value document, const Value& patch);

// The patch that turns `original` into `modified`; an empty object if they are equal.
Value create_merge_patch(const Value& original, const Value& modified);

// `later` on top of `earlier`, both merge patches: what earlier deletes stays deleted unless later says otherwise.
Value combine_merge_patches(Value earlier, const Value& later);

}  // namespace skiff
