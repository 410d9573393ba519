// Which revision a StatefulSet comes from and goes to, and which old ones it forgets.
// Mirrors stateful_set_control.go: getStatefulSetRevisions, truncateHistory.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/object.h"
#include "apiserver/client.h"
#include "base/result.h"

namespace skiff::statefulset {

// What must be done so that the live template has a revision.
struct RevisionChoice {
  enum class Act { kUse, kRenumber, kCreate };
  Act act = Act::kCreate;
  size_t index = 0;    // of the revision to use or renumber
  int64_t number = 1;  // of the revision to make, or the one that it is given
};
// `revisions` sorted, oldest first. The newest one is used as it is; an older one that says the same is made the
// newest, which is how a rollback works.
RevisionChoice choose_revision(const std::vector<ObjectRef>& revisions, const Value& data);

struct Revisions {
  std::vector<ObjectRef> all;  // sorted
  ObjectRef current;           // named by status.currentRevision, else the update revision
  ObjectRef update;            // records the live template
  int64_t collision_count = 0;
};
Result<Revisions> sync_revisions(const Object& set, Client& client);

// The pod template that `revision` records.
Value recorded_template(const Object& revision);

// Those of `revisions` (sorted) to delete: the lowest of what is not `live`, down to `limit`; none if that is negative.
std::vector<ObjectRef> expired_revisions(const std::vector<ObjectRef>& revisions,
                                         const std::set<std::string, std::less<>>& live, int64_t limit);

}  // namespace skiff::statefulset
