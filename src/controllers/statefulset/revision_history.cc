#include "controllers/statefulset/revision_history.h"

#include <algorithm>

#include "controllers/revisions.h"

namespace skiff::statefulset {

RevisionChoice choose_revision(const std::vector<ObjectRef>& revisions, const Value& data) {
  RevisionChoice choice;
  if (revisions.empty()) return choice;
  choice.number = revision_number(*revisions.back()) + 1;
  for (size_t index = revisions.size(); index-- > 0;) {
    if (!records(*revisions[index], data)) continue;
    choice.index = index;
    const bool newest = index + 1 == revisions.size();
    choice.act = newest ? RevisionChoice::Act::kUse : RevisionChoice::Act::kRenumber;
    return choice;
  }
  return choice;
}

Result<Revisions> sync_revisions(const Object& set, Client& client) {
  Revisions result;
  result.all = claim_revisions(client, set);
  result.collision_count = set.status()["collisionCount"].as_int();
  const RevisionChoice choice = choose_revision(result.all, revision_data(set.spec()["template"]));
  switch (choice.act) {
    case RevisionChoice::Act::kUse:
      result.update = result.all[choice.index];
      break;
    case RevisionChoice::Act::kRenumber:
      result.update = renumber_revision(client, *result.all[choice.index], choice.number);
      result.all[choice.index] = result.update;
      break;
    case RevisionChoice::Act::kCreate: {
      std::optional<int64_t> collisions = result.collision_count;
      Result<ObjectRef> created = create_revision(client, set, kStatefulSetRevisions, choice.number, collisions);
      if (!created) return created.error();
      result.collision_count = collisions.value_or(0);
      result.update = *created;
      result.all.push_back(*created);
      break;
    }
  }
  const std::string_view current = set.status()["currentRevision"].as_string();
  const auto found = std::find_if(result.all.begin(), result.all.end(),
                                  [&](const ObjectRef& revision) { return revision->name() == current; });
  result.current = found == result.all.end() ? result.update : *found;
  return result;
}

Value recorded_template(const Object& revision) {
  Value pod_template = revision.document().at("data", "spec", "template");
  pod_template.erase("$patch");
  return pod_template;
}

std::vector<ObjectRef> expired_revisions(const std::vector<ObjectRef>& revisions,
                                         const std::set<std::string, std::less<>>& live, int64_t limit) {
  std::vector<ObjectRef> old;
  if (limit < 0) return old;
  for (const ObjectRef& revision : revisions)
    if (!live.contains(revision->name())) old.push_back(revision);
  old.resize(old.size() - std::min(old.size(), static_cast<size_t>(limit)));
  return old;
}

}  // namespace skiff::statefulset
