// Fields that name another object of the same kustomization: they follow it when its name changes. Mirrors kustomize's
// api/filters/nameref and its default configuration.
#pragma once
#include "base/result.h"
#include "cli/kustomize/name_reference_table.h"
#include "cli/kustomize/resource.h"

namespace skiff::cli {

// To be called once, when all names are final. `more`: references beside those that are known. Fails when two objects
// could be meant.
Result<void> fix_name_references(const std::vector<NameReference>& more, Resources& resources);

}  // namespace skiff::cli
