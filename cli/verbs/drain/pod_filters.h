// Which pods of a node a drain removes, and which keep it from draining. Mirrors kubectl/pkg/drain/filters.go.
#pragma once
#include <string>
#include <vector>

#include "api/object.h"
#include "apiserver/apiserver.h"
#include "base/result.h"

namespace skiff::cli {

struct DrainRules {
  bool force = false;
  bool ignore_daemonsets = false;
  bool delete_emptydir_data = false;
  std::string pod_selector;
};

struct DrainList {
  std::vector<ObjectRef> pods;       // to be evicted
  std::string warning;               // of what was passed over or is lost, "" for none
  std::vector<std::string> refusals; // why the node cannot be drained; each with its pods
};

Result<DrainList> pods_to_drain(const ApiServer& api, const std::string& node, const DrainRules& rules);

}  // namespace skiff::cli
