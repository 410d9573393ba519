// A DaemonSet's revisions. Mirrors constructHistory and cleanupHistory of pkg/controller/daemon/update.go.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "apiserver/client.h"
#include "base/result.h"

namespace skiff {

struct DaemonHistory {
  std::string hash;                   // of the revision that records the present template
  std::vector<ObjectRef> old;         // the others, lowest number first
  std::optional<int64_t> collisions;  // as the status is to have it
};

// Finds the revision of the present template, makes it if it is missing, renumbers it if it has become the newest
// again.
Result<DaemonHistory> construct_history(Client& client, const Object& set);

// Deletes those beyond spec.revisionHistoryLimit, lowest numbers first, that none of its pods is of.
Result<void> clean_up_history(Client& client, const Object& set, const DaemonHistory& history);

}  // namespace skiff
