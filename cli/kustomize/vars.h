// The field `vars` of a kustomization: $(NAME) in certain fields stands for a field of some object, as it is when all
// is built. Mirrors kustomize's ResAccumulator.MergeVars and ResolveVars, and api/filters/refvar.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/kustomize/field_path.h"
#include "cli/kustomize/resource.h"

namespace skiff::cli {

struct KustomizeVar {
  std::string name;
  ResourceId of;  // which object; an empty namespace means any
  std::string field_path = "metadata.name";
};

using KustomizeVars = std::map<std::string, KustomizeVar>;

// Those of one kustomization join those of its bases. Fails for a name that is there already, and where several objects
// could be meant.
Result<void> merge_vars(const Value& declared, const Resources& resources, KustomizeVars& vars);
Result<void> merge_vars(KustomizeVars from_base, KustomizeVars& vars);

// To be called once, when all names are final. `more`: fields with vars beside those that are known. `notes`: what is
// said of vars that nothing uses.
Result<void> resolve_vars(const KustomizeVars& vars, std::span<const FieldSpec> more, Resources& resources,
                          std::vector<std::string>& notes);

}  // namespace skiff::cli
