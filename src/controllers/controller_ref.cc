#include "controllers/controller_ref.h"

#include "api/kinds/pod.h"
#include "api/orphan_index.h"
#include "api/pod_view.h"

namespace skiff {
namespace {

ObjectRef adopt(Client& client, const Object& owner, const Object& object) {
  Value document = object.document();
  document["metadata"]["ownerReferences"].push_back(controller_reference(owner));
  return client.update(object, std::move(document));
}

void release(Client& client, const Object& owner, const Object& object) {
  Value document = object.document();
  Value references = Value::array();
  for (const Value& reference : object.metadata()["ownerReferences"].elements())
    if (reference["uid"].as_string() != owner.uid()) references.push_back(reference);
  if (references.empty()) document["metadata"].erase("ownerReferences");
  else document["metadata"]["ownerReferences"] = std::move(references);
  client.update(object, std::move(document));
}

}  // namespace

Claim decide_claim(const ClaimQuestion& question) {
  if (!question.controller_uid.empty()) {
    if (question.controller_uid != question.owner_uid) return Claim::kIgnore;
    if (question.matches) return Claim::kKeep;
    return question.owner_terminating ? Claim::kIgnore : Claim::kRelease;
  }
  if (!question.matches || question.owner_terminating || question.object_terminating) return Claim::kIgnore;
  return Claim::kAdopt;
}

std::vector<ObjectRef> claim(Client& client, const Object& owner, const LabelSelector& selector,
                             const std::vector<ObjectRef>& candidates, const ClaimFilter& filter) {
  std::vector<ObjectRef> mine;
  mine.reserve(candidates.size());
  for (const ObjectRef& object : candidates) {
    const Value& metadata = object->metadata();
    const ClaimQuestion question{
        .controller_uid = controller_of(metadata)["uid"].as_string(),
        .owner_uid = owner.uid(),
        .matches = selector.matches(metadata["labels"]) && (!filter || filter(*object)),
        .owner_terminating = owner.terminating(),
        .object_terminating = object->terminating(),
    };
    switch (decide_claim(question)) {
      case Claim::kKeep:
        mine.push_back(object);
        break;
      case Claim::kAdopt:
        mine.push_back(adopt(client, owner, *object));
        break;
      case Claim::kRelease:
        release(client, owner, *object);
        break;
      case Claim::kIgnore:
        break;
    }
  }
  return mine;
}

std::vector<ObjectRef> claim_candidates(const Client& client, const Object& owner, const Kind& kind) {
  std::vector<ObjectRef> candidates = client.controlled_by(kind, owner);
  for (ObjectRef& orphan : client.store().lookup(kind, orphan_term(owner.ns())))
    candidates.push_back(std::move(orphan));
  return candidates;
}

void for_each_matching_controller(const Store& store, const Kind& kind, const Object& object,
                                  const std::function<void(const ObjectKey&)>& visit) {
  const Value& labels = object.metadata()["labels"];
  if (labels.empty()) return;
  store.for_each(kind, object.ns(), [&](const ObjectRef& controller) {
    if (LabelSelector::of(controller->spec()["selector"]).matches(labels)) visit(controller->key());
    return true;
  });
}

std::optional<ObjectKey> controller_key(const Object& object, const Kind& kind) {
  if (&object.kind() == &kPod) {
    const auto& pod = object.view<PodView>();
    if (pod.controller_kind != kind.kind || pod.controller_api_version != kind.api_version()) return std::nullopt;
    return ObjectKey{object.ns(), std::string(pod.controller_name)};
  }
  const Value& reference = controller_of(object.metadata());
  if (reference["kind"].as_string() != kind.kind || reference["apiVersion"].as_string() != kind.api_version())
    return std::nullopt;
  return ObjectKey{object.ns(), reference["name"].str()};
}

}  // namespace skiff
