// Strategic merging as kustomize does it, which differs from the API server's: what a patch adds to a list comes first,
// and nothing is an error but a wrong type. Mirrors kyaml/yaml/merge2.
#pragma once
#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

// `patch` merged into `object`; null if the patch deletes it. Lists are merged where the schema of the object's kind
// says so.
Result<Value> kustomize_merge(const Value& object, const Value& patch);

}  // namespace skiff::cli
