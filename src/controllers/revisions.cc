#include "controllers/revisions.h"

#include <algorithm>
#include <tuple>

#include "api/kinds/controllerrevision.h"
#include "controllers/controller_ref.h"
#include "controllers/template_hash.h"

namespace skiff {
namespace {

// A ControllerRevision's name is its owner's, cut so that the hash still fits (history.ControllerRevisionName).
constexpr size_t kOwnerNameMax = 223;

std::string statefulset_hash(const Value& pod_template, std::optional<int64_t> collisions) {
  return revision_data_hash(revision_data(pod_template), collisions.value_or(0));
}

}  // namespace

const RevisionScheme kStatefulSetRevisions = {"controller.kubernetes.io/hash", statefulset_hash};
const RevisionScheme kDaemonSetRevisions = {"controller-revision-hash", template_hash};

Value revision_data(const Value& pod_template) {
  Value recorded = pod_template;
  recorded["$patch"] = "replace";
  return Value{{"spec", Value{{"template", std::move(recorded)}}}};
}

int64_t revision_number(const Object& revision) { return revision.document()["revision"].as_int(); }

bool records(const Object& revision, const Value& data) { return revision.document()["data"] == data; }

void sort_revisions(std::vector<ObjectRef>& revisions) {
  const auto order = [](const ObjectRef& revision) {
    return std::tuple(revision_number(*revision), revision->metadata()["creationTimestamp"].as_string(),
                      std::string_view(revision->name()));
  };
  std::sort(revisions.begin(), revisions.end(),
            [&](const ObjectRef& a, const ObjectRef& b) { return order(a) < order(b); });
}

std::vector<ObjectRef> claim_revisions(Client& client, const Object& owner) {
  std::vector<ObjectRef> revisions = claim(client, owner, LabelSelector::of(owner.spec()["selector"]),
                                           claim_candidates(client, owner, kControllerRevision));
  sort_revisions(revisions);
  return revisions;
}

Value new_revision(const Object& owner, const RevisionScheme& scheme, int64_t number,
                   std::optional<int64_t> collisions) {
  const Value& pod_template = owner.spec()["template"];
  const std::string hash = scheme.hash(pod_template, collisions);
  Value labels = pod_template["metadata"]["labels"];
  labels[scheme.hash_label] = hash;
  Value metadata{{"name", owner.name().substr(0, kOwnerNameMax) + "-" + hash},
                 {"namespace", owner.ns()},
                 {"labels", std::move(labels)},
                 {"ownerReferences", Value::array({controller_reference(owner)})}};
  const Value& annotations = owner.metadata()["annotations"];
  if (!annotations.empty()) metadata["annotations"] = annotations;
  return Value{{"apiVersion", "apps/v1"},
               {"kind", "ControllerRevision"},
               {"metadata", std::move(metadata)},
               {"data", revision_data(pod_template)},
               {"revision", number}};
}

Result<ObjectRef> create_revision(Client& client, const Object& owner, const RevisionScheme& scheme, int64_t number,
                                  std::optional<int64_t>& collisions) {
  for (;;) {
    Value revision = new_revision(owner, scheme, number, collisions);
    const ObjectKey key{owner.ns(), revision["metadata"]["name"].str()};
    const Value data = revision["data"];
    Result<ObjectRef> created = client.create(kControllerRevision, std::move(revision));
    if (created || !created.error().is(Reason::kAlreadyExists)) return created;
    if (ObjectRef existing = client.get(kControllerRevision, key); existing && records(*existing, data))
      return existing;
    collisions = collisions.value_or(0) + 1;
  }
}

ObjectRef renumber_revision(Client& client, const Object& revision, int64_t number) {
  Value document = revision.document();
  document["revision"] = number;
  return client.update(revision, std::move(document));
}

}  // namespace skiff
