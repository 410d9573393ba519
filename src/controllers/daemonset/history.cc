#include "controllers/daemonset/history.h"

#include <algorithm>
#include <set>

#include "api/kinds/pod.h"
#include "controllers/revisions.h"

namespace skiff {
namespace {

constexpr std::string_view kHashLabel = "controller-revision-hash";

std::string_view hash_of(const Object& object) { return object.metadata()["labels"][kHashLabel].as_string(); }

// Several revisions record the same template (they were adopted): the newest stays, pods of the others become its own.
// dedupCurHistories.
Result<ObjectRef> keep_newest(Client& client, const Object& set, const std::vector<ObjectRef>& same) {
  const ObjectRef& kept = same.back();
  for (const ObjectRef& other : same) {
    if (other == kept) continue;
    for (const ObjectRef& pod : client.controlled_by(kPod, set)) {
      if (hash_of(*pod) == hash_of(*kept)) continue;
      Value document = pod->document();
      document["metadata"]["labels"][kHashLabel] = hash_of(*kept);
      client.update(*pod, std::move(document));
    }
    if (const auto removed = client.remove(*other); !removed && !removed.error().is(Reason::kNotFound))
      return removed.error();
  }
  return kept;
}

}  // namespace

Result<DaemonHistory> construct_history(Client& client, const Object& set) {
  DaemonHistory history;
  if (const Value& count = set.status()["collisionCount"]; !count.is_null()) history.collisions = count.as_int();
  const Value data = revision_data(set.spec()["template"]);
  std::vector<ObjectRef> same;
  for (const ObjectRef& revision : claim_revisions(client, set))
    (records(*revision, data) ? same : history.old).push_back(revision);
  const int64_t number = history.old.empty() ? 1 : revision_number(*history.old.back()) + 1;

  Result<ObjectRef> current = same.empty()
                                  ? create_revision(client, set, kDaemonSetRevisions, number, history.collisions)
                                  : keep_newest(client, set, same);
  if (!current) return current.error();
  if (revision_number(**current) < number) current = renumber_revision(client, **current, number);
  history.hash = hash_of(**current);
  return history;
}

Result<void> clean_up_history(Client& client, const Object& set, const DaemonHistory& history) {
  const int64_t limit = set.spec()["revisionHistoryLimit"].as_int(10);
  int64_t surplus = static_cast<int64_t>(history.old.size()) - limit;
  if (surplus <= 0) return {};
  std::set<std::string_view> live;
  const std::vector<ObjectRef> pods = client.controlled_by(kPod, set);
  for (const ObjectRef& pod : pods) live.insert(hash_of(*pod));
  for (const ObjectRef& revision : history.old) {
    if (surplus <= 0) break;
    if (live.contains(hash_of(*revision))) continue;
    if (const auto removed = client.remove(*revision); !removed && !removed.error().is(Reason::kNotFound))
      return removed.error();
    --surplus;
  }
  return {};
}

}  // namespace skiff
