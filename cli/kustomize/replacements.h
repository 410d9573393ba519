// replacements: the value of one field of one object, copied into fields of others. Mirrors api/filters/replacement.
#pragma once
#include "base/result.h"
#include "cli/kustomize/folder.h"
#include "cli/kustomize/resource.h"

namespace skiff::cli {

// `replacements`: the kustomization's list; an entry may name a file that holds one, or a list.
Result<void> apply_replacements(const Value& replacements, const KustomizeFolder& folder, Resources& resources);

}  // namespace skiff::cli
