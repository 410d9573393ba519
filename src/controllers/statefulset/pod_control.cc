#include "controllers/statefulset/pod_control.h"

#include <string>
#include <vector>

#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "controllers/statefulset/identity.h"

namespace skiff::statefulset {
namespace {

// Several failures in one, as utilerrors.NewAggregate words them.
Error aggregate(const std::vector<std::string>& messages) {
  if (messages.size() == 1) return client_error(messages.front());
  std::string all = "[";
  for (const std::string& message : messages) {
    if (all.size() > 1) all += ", ";
    all += message;
  }
  return client_error(all + "]");
}

}  // namespace

StatefulPodControl::StatefulPodControl(const Object& set, Client& client)
    : set_(set), client_(client), policy_(retention_policy(set.spec())) {}

Result<void> StatefulPodControl::create(int ordinal, const Value& pod_template, std::string_view revision) {
  const std::string name = pod_name(set_.name(), ordinal);
  if (auto claimed = create_claims(ordinal); !claimed) {
    record_pod(Verb::kCreate, name, &claimed.error());
    return claimed;
  }
  const Result<ObjectRef> created = client_.create(kPod, make_pod(set_, pod_template, revision, ordinal));
  if (!created && created.error().is(Reason::kAlreadyExists)) return created.error();  // no event
  own_claims(ordinal, {});
  record_pod(Verb::kCreate, name, created ? nullptr : &created.error());
  if (!created) return created.error();
  return {};
}

Result<void> StatefulPodControl::remove(const Object& pod) {
  const Result<DeleteOutcome> removed = client_.remove(pod);
  const bool failed = !removed && !removed.error().is(Reason::kNotFound);
  record_pod(Verb::kDelete, pod.name(), failed ? &removed.error() : nullptr);
  if (failed) return removed.error();
  return {};
}

Result<void> StatefulPodControl::repair(const Object& pod, int ordinal) {
  Value document = pod.document();
  if (!identity_matches(set_, pod)) repair_identity(document, ordinal);
  if (!volumes_match(pod.spec(), set_, ordinal)) {
    set_claim_volumes(document["spec"], set_, ordinal);
    if (auto claimed = create_claims(ordinal); !claimed) {
      record_pod(Verb::kUpdate, pod.name(), &claimed.error());
      return claimed;
    }
  }
  own_claims(ordinal, pod.uid());
  client_.update(pod, std::move(document));
  const std::optional<Error>& refused = client_.refused();
  record_pod(Verb::kUpdate, pod.name(), refused ? &*refused : nullptr);
  if (refused) return *refused;
  return {};
}

Result<void> StatefulPodControl::fill_claims(const Object& pod, int ordinal) {
  if (auto claimed = create_claims(ordinal); !claimed) return claimed;
  own_claims(ordinal, pod.uid());
  return {};
}

void StatefulPodControl::own_claims(int ordinal, std::string_view pod_uid) {
  const std::string pod = pod_name(set_.name(), ordinal);
  const ClaimOwners wanted = owners(pod, pod_uid, ordinal);
  for (const std::string& name : claim_names(set_, ordinal)) {
    const ObjectRef held = claim(name);
    if (!held) continue;
    const Value& references = held->metadata()["ownerReferences"];
    if (has_foreign_controller(references, wanted))
      client_.event(set_, EventType::kWarning, "ConflictingController",
                    "PersistentVolumeClaim " + name +
                        " has a conflicting OwnerReference that acts as a manging controller, the retention policy is "
                        "ignored for this claim");
    if (references_match(references, wanted)) continue;
    Value document = held->document();
    Value changed = wanted_references(references, wanted);
    if (changed.empty()) document["metadata"].erase("ownerReferences");
    else document["metadata"].set("ownerReferences", std::move(changed));
    client_.update(*held, std::move(document));
  }
}

Shape StatefulPodControl::shape(const Object& pod, int ordinal) const {
  if (!identity_matches(set_, pod) || !volumes_match(pod.spec(), set_, ordinal)) return Shape::kWrong;
  const ClaimOwners wanted = owners(pod.name(), pod.uid(), ordinal);
  for (const std::string& name : claim_names(set_, ordinal)) {
    const ObjectRef held = claim(name);
    if (held && !references_match(held->metadata()["ownerReferences"], wanted)) return Shape::kWrong;
  }
  return Shape::kRight;
}

// PodClaimIsStale: only a policy that ties claims to pods leaves such claims behind.
Claims StatefulPodControl::claims(int ordinal) const {
  if (policy_.when_scaled == Retention::kRetain) return Claims::kUsable;
  const std::string pod = pod_name(set_.name(), ordinal);
  const ClaimOwners wanted = owners(pod, {}, ordinal);
  for (const std::string& name : claim_names(set_, ordinal)) {
    const ObjectRef held = claim(name);
    if (held && has_stale_pod(held->metadata()["ownerReferences"], wanted)) return Claims::kStale;
  }
  return Claims::kUsable;
}

Claims StatefulPodControl::claims(const Object& pod, int ordinal) const {
  const ClaimOwners wanted = owners(pod.name(), pod.uid(), ordinal);
  for (const std::string& name : claim_names(set_, ordinal)) {
    const ObjectRef held = claim(name);
    if (!held || held->terminating()) return Claims::kIncomplete;
    const Value& references = held->metadata()["ownerReferences"];
    if (has_foreign_controller(references, wanted) || !references_match(references, wanted)) return Claims::kIncomplete;
  }
  return Claims::kUsable;
}

Result<void> StatefulPodControl::create_claims(int ordinal) {
  const std::string pod = pod_name(set_.name(), ordinal);
  std::vector<std::string> failures;
  for (const Value& claim_template : set_.spec()["volumeClaimTemplates"].elements()) {
    const std::string name = claim_name(claim_template.at("metadata", "name").as_string(), set_.name(), ordinal);
    if (const ObjectRef held = claim(name)) {
      if (held->terminating()) failures.push_back("pvc " + name + " is being deleted");
      continue;
    }
    const Result<ObjectRef> created = client_.create(kPersistentVolumeClaim, make_claim(set_, claim_template, ordinal));
    if (!created) failures.push_back("failed to create PVC " + name + ": " + created.error().message);
    record_claim(name, pod, created ? nullptr : &created.error());
  }
  if (!failures.empty()) return aggregate(failures);
  return {};
}

ClaimOwners StatefulPodControl::owners(std::string_view pod_name, std::string_view pod_uid, int ordinal) const {
  const Standing standing = wanted_ordinals(set_.spec()).contains(ordinal) ? Standing::kWanted : Standing::kCondemned;
  return {.set = {"apps/v1", "StatefulSet", set_.name(), set_.uid()},
          .pod = {"v1", "Pod", pod_name, pod_uid},
          .policy = policy_,
          .standing = standing};
}

ObjectRef StatefulPodControl::claim(const std::string& name) const {
  return client_.get(kPersistentVolumeClaim, {set_.ns(), name});
}

void StatefulPodControl::record_pod(Verb verb, std::string_view pod, const Error* error) {
  static constexpr const char* kVerbs[] = {"Create", "Update", "Delete"};
  const std::string what = kVerbs[static_cast<size_t>(verb)];
  std::string message = what + " Pod ";
  message += pod;
  message += " in StatefulSet " + set_.name();
  if (error == nullptr) client_.event(set_, EventType::kNormal, "Successful" + what, message + " successful");
  else client_.event(set_, EventType::kWarning, "Failed" + what, message + " failed error: " + error->message);
}

void StatefulPodControl::record_claim(std::string_view claim, std::string_view pod, const Error* error) {
  std::string message = "Create Claim ";
  message += claim;
  message += error == nullptr ? " Pod " : " for Pod ";
  message += pod;
  message += " in StatefulSet " + set_.name();
  if (error == nullptr) client_.event(set_, EventType::kNormal, "SuccessfulCreate", message + " success");
  else client_.event(set_, EventType::kWarning, "FailedCreate", message + " failed error: " + error->message);
}

}  // namespace skiff::statefulset
