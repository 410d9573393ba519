#include "apiserver/client.h"

#include "api/canonical.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "apiserver/admission/admission.h"
#include "apiserver/admission/pod_admission.h"
#include "apiserver/deletion.h"
#include "apiserver/event_recorder.h"
#include "apiserver/managed_fields.h"
#include "apiserver/object_meta.h"

namespace skiff {
Value controller_reference(const Object& owner) {
  return Value{{"apiVersion", owner.kind().api_version()},
               {"blockOwnerDeletion", true},
               {"controller", true},
               {"kind", owner.kind().kind},
               {"name", owner.name()},
               {"uid", owner.uid()}};
}

const Value& controller_of(const Value& metadata) {
  static const Value kNobody;
  for (const Value& owner : metadata["ownerReferences"].elements())
    if (owner["controller"].as_bool()) return owner;
  return kNobody;
}

std::vector<ObjectRef> Client::controlled_by(const Kind& kind, const Object& owner) const {
  std::vector<ObjectRef> all = store_.dependents(kind, owner.uid());
  const std::string_view uid = owner.uid();
  std::erase_if(all, [&](const ObjectRef& one) {
    if (&kind == &kPod) return one->view<PodView>().controller_uid != uid;
    return controller_of(one->metadata())["uid"].as_string() != uid;
  });
  return all;
}

Result<ObjectRef> Client::create(const Kind& kind, Value document) {
  const std::string ns = std::as_const(document).at("metadata", "namespace").str();
  const std::string name = std::as_const(document).at("metadata", "name").str();
  const std::string base = std::as_const(document).at("metadata", "generateName").str();
  const bool generated = name.empty();
  if (auto error = refusal(Write::kCreate, kind, generated ? base : name)) return *error;
  if (kind.namespaced())
    if (auto ok = admit_namespace(store_, kind, ns, generated ? base : name); !ok) return ok.error();
  if (!generated && store_.get(kind, {ns, name})) return already_exists(kind.resource, kind.group, name);
  complete(kind, document);
  if (auto ok = admit_create(store_, kind, document); !ok) return ok.error();
  fill_system_fields(document, kind, store_.random(), now_);
  if (kind.prepare_for_create != nullptr) kind.prepare_for_create(document);  // a Job's selector needs the uid
  std::vector<std::string> unheard;                                           // warnings are for people
  auto charges = admit_valid(store_, kind, document, nullptr, now_, unheard);
  if (!charges) return charges.error();
  if (auto ok = allocate_on_create(store_, kind, document); !ok) return ok.error();
  charge_quotas(store_, std::move(*charges), context());
  for (int attempt = 1;; ++attempt) {
    ObjectKey key{ns, std::as_const(document).at("metadata", "name").str()};
    if (!generated || !store_.get(kind, key)) return store_.put(kind, key, std::move(document), context());
    if (attempt == kNameAttempts) return name_taken(kind, key.name, base);
    document["metadata"]["name"] = generate_name(base, store_.random());
  }
}

bool Client::accepts_update(Write write, const Object& object) {
  auto error = refusal(write, object.kind(), object.name());
  if (error && error->is(Reason::kConflict)) error = refusal(write, object.kind(), object.name());
  if (error) refused_ = error;
  return !error;
}

ObjectRef Client::update(const Object& old, Value document) {
  if (!accepts_update(Write::kUpdate, old)) return store_.get(old.kind(), old.key());
  const Value& before = old.document();
  if (!(std::as_const(document)["status"] == before["status"])) document["status"] = before["status"];
  carry_over_system_fields(document, before, old.kind());
  if (goes_with_update(document)) {
    remove_for_good(store_, old, context());
    return nullptr;
  }
  record_update(old.kind(), before, document, manager_of(component_), "", now_);
  return store_.put(old.kind(), old.key(), std::move(document), context());
}

ObjectRef Client::update_status(const Object& old, Value status) {
  if (!accepts_update(Write::kUpdateStatus, old)) return store_.get(old.kind(), old.key());
  Value document = old.document();
  document["status"] = std::move(status);
  record_update(old.kind(), old.document(), document, manager_of(component_), "status", now_);
  return store_.put(old.kind(), old.key(), std::move(document), context());
}

ObjectRef Client::update_status(const Object& old, Value status, Value annotations) {
  if (!accepts_update(Write::kUpdateStatus, old)) return store_.get(old.kind(), old.key());
  Value document = old.document();
  document["status"] = std::move(status);
  document["metadata"]["annotations"] = std::move(annotations);
  record_update(old.kind(), old.document(), document, manager_of(component_), "status", now_);
  return store_.put(old.kind(), old.key(), std::move(document), context());
}

Result<DeleteOutcome> Client::remove(const Object& object, const DeleteOptions& options) {
  if (auto error = refusal(Write::kDelete, object.kind(), object.name())) return *error;
  const ObjectRef stored = store_.get(object.kind(), object.key());
  if (!stored || stored->uid() != object.uid())
    return not_found(object.kind().resource, object.kind().group, object.name());
  return delete_object(store_, stored, options, context());
}

Result<ObjectRef> Client::bind(const Object& pod, std::string_view node) {
  const ObjectRef stored = store_.get(kPod, pod.key());
  if (!stored || stored->uid() != pod.uid()) return not_found("pods", "", pod.name());
  const Value& before = stored->document();
  const auto refuse = [&](const std::string& why) { return conflict("pods/binding", "", pod.name(), why); };
  if (stored->terminating()) return refuse("pod " + pod.name() + " is being deleted, cannot be assigned to a host");
  if (const std::string_view taken = before.at("spec", "nodeName").as_string(); !taken.empty())
    return refuse("pod " + pod.name() + " is already assigned to node \"" + std::string(taken) + "\"");
  if (!before.at("spec", "schedulingGates").empty())
    return refuse("pod " + pod.name() + " has non-empty .spec.schedulingGates");
  Value document = before;
  document["spec"]["nodeName"] = node;
  // The nomination has served its purpose (ClearingNominatedNodeNameAfterBinding).
  if (before["status"].contains("nominatedNodeName")) document["status"].erase("nominatedNodeName");
  copy_topology_labels(store_, document);

  Value condition{{"lastProbeTime", Value()},
                  {"lastTransitionTime", rfc3339(now_)},
                  {"observedGeneration", before.at("metadata", "generation")},
                  {"status", "True"},
                  {"type", "PodScheduled"}};
  Value& conditions = document["status"]["conditions"];
  bool replaced = false;
  for (Value& one : conditions.edit_elements())
    if (std::as_const(one)["type"].as_string() == "PodScheduled") {
      one = condition;
      replaced = true;
    }
  if (!replaced) conditions.push_back(std::move(condition));
  return store_.put(kPod, stored->key(), std::move(document), context());
}

void Client::event(const Object& object, EventType type, std::string_view reason, std::string_view message,
                   std::string_view field_path, std::string_view host, EventIdentity identity) {
  record_event(store_, object, {type, reason, message, field_path, host, identity}, context());
}

}  // namespace skiff
