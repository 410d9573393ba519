// JSON Patch (RFC 6902) as the API server applies it: all operations or none, and one answer for whatever goes wrong.
#pragma once
#include "base/result.h"
#include "base/value.h"

namespace skiff {

// BadRequest if `patch` is no list of operations, an error for more than 10 000 of them, and Invalid without any detail
// if one of them cannot be carried out: no such path, a failed test, an unknown operation.
Result<Value> apply_json_patch(Value document, const Value& patch);

}  // namespace skiff
