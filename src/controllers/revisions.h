// The history of a workload's pod template: ControllerRevisions, numbered, of which StatefulSet and DaemonSet keep a
// few. Mirrors pkg/controller/history and what the two controllers do with it. Nothing but the pod template is
// recorded.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/object.h"
#include "apiserver/client.h"
#include "base/result.h"

namespace skiff {

// How a controller names its revisions.
struct RevisionScheme {
  std::string_view hash_label;  // the label on the revision that holds its hash
  // The hash of a template; a collision count enters as the controller has it.
  std::string (*hash)(const Value& pod_template, std::optional<int64_t> collisions);
};
extern const RevisionScheme kStatefulSetRevisions;  // controller.kubernetes.io/hash, FNV-1 over the data
extern const RevisionScheme kDaemonSetRevisions;    // controller-revision-hash, FNV-1a over the template

// `{"spec": {"template": {…, "$patch": "replace"}}}`: what a revision records, and what undo applies.
Value revision_data(const Value& pod_template);
int64_t revision_number(const Object& revision);
bool records(const Object& revision, const Value& data);  // does it record just this?

// Lowest number first, then oldest, then by name.
void sort_revisions(std::vector<ObjectRef>& revisions);
// The revisions of `owner` (spec.selector), orphans that match adopted, sorted.
std::vector<ObjectRef> claim_revisions(Client& client, const Object& owner);

// The document of the revision that records `owner`'s present template.
Value new_revision(const Object& owner, const RevisionScheme& scheme, int64_t number,
                   std::optional<int64_t> collisions);
// Stores it. If the name is taken by the same data that one is the answer; by other data, `collisions` grows and the
// next hash is tried.
Result<ObjectRef> create_revision(Client& client, const Object& owner, const RevisionScheme& scheme, int64_t number,
                                  std::optional<int64_t>& collisions);
// Gives an old revision a new number: how a rollback makes it the newest.
ObjectRef renumber_revision(Client& client, const Object& revision, int64_t number);

}  // namespace skiff
