// JSON patches (RFC 6902) as a client applies them, with an error of its own for each thing that can go wrong. Mirrors
// evanphx/json-patch. (The server's own are in api/patch.)
#pragma once
#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

Result<Value> kustomize_json_patch(Value document, const Value& operations);

}  // namespace skiff::cli
