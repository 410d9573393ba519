#include "controllers/garbagecollector/garbagecollector.h"

#include <algorithm>
#include <string>
#include <vector>

#include "api/kind_table.h"
#include "controllers/garbagecollector/ownership.h"

namespace skiff {
namespace garbagecollector {
namespace {

// Objects of every kind stand in one queue: the namespace of a key is `<resource>.<group>/<namespace>`.
ObjectKey queue_key(const Object& object) {
  std::string where(object.kind().resource);
  where += '.';
  where += object.kind().group;
  where += '/';
  return {where + object.ns(), object.name()};
}

ObjectRef find_object(const ObjectKey& key, const Store& store) {
  const size_t dot = key.ns.find('.');
  const size_t slash = key.ns.find('/');
  const Kind* kind = find_resource(key.ns.substr(0, dot), key.ns.substr(dot + 1, slash - dot - 1));
  return kind == nullptr ? nullptr : store.get(*kind, {key.ns.substr(slash + 1), key.name});
}

// A namespaced owner lives in the namespace of what it owns. An owner of a kind that is not served cannot be shown to
// be gone, nor one with a namespace whose dependent has none: both hold.
OwnerState owner_state(const Value& reference, const Object& dependent, const Store& store) {
  const Kind* kind = find_kind(reference["apiVersion"].as_string(), reference["kind"].as_string());
  if (kind == nullptr || (kind->namespaced() && !dependent.kind().namespaced())) return OwnerState::kSolid;
  const ObjectRef owner = store.get(*kind, {kind->namespaced() ? dependent.ns() : "", reference["name"].str()});
  if (!owner || owner->uid() != reference["uid"].as_string()) return OwnerState::kAbsent;
  return deletes_dependents(owner->metadata()) ? OwnerState::kWaiting : OwnerState::kSolid;
}

std::vector<OwnerState> owner_states(const Object& object, const Store& store) {
  std::vector<OwnerState> states;
  for (const Value& reference : object.metadata()["ownerReferences"].elements())
    states.push_back(owner_state(reference, object, store));
  return states;
}

ObjectRef replace_metadata(const Object& object, Value metadata, Client& client) {
  Value document = object.document();
  document.set("metadata", std::move(metadata));
  return client.update(object, std::move(document));
}

// The owners that are only there until their dependents have gone take another look.
void wake_owners(const Object& dependent, const Value& references, const Store& store, Workqueue& queue) {
  for (const Value& reference : references.elements()) {
    const Kind* kind = find_kind(reference["apiVersion"].as_string(), reference["kind"].as_string());
    if (kind == nullptr) continue;
    const ObjectRef owner = store.get(*kind, {kind->namespaced() ? dependent.ns() : "", reference["name"].str()});
    if (owner && deletes_dependents(owner->metadata())) queue.add(queue_key(*owner));
  }
}

// Does this dependent hold up the foreground deletion of the owner with `uid`?
bool blocks(const Object& dependent, std::string_view uid) {
  const Elements& references = dependent.metadata()["ownerReferences"].elements();
  return std::any_of(references.begin(), references.end(), [&](const Value& reference) {
    return reference["uid"].as_string() == uid && reference["blockOwnerDeletion"].as_bool();
  });
}

class GarbageCollector final : public Actor {
 public:
  std::string_view name() const override { return "generic-garbage-collector"; }
  void observe(const Change& change, const Store& store, Workqueue& queue) override;
  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override;

 private:
  void orphan_dependents(const Object& owner, Client& client);
  void delete_dependents(const Object& owner, Client& client, Workqueue& queue);
  static void open_circle(const Object& object, Client& client);
  Result<void> collect(const Object& object, Client& client);
};

void GarbageCollector::observe(const Change& change, const Store& store, Workqueue& queue) {
  const Object& object = *change.after;
  const Value& references = object.metadata()["ownerReferences"];
  if (change.type == Change::Type::kDeleted) {
    for (const ObjectRef& dependent : store.dependents(object.uid())) queue.add(queue_key(*dependent));
    wake_owners(object, references, store, queue);
    return;
  }
  // addUnblockedOwnersToDeleteQueue: those who were waited for, or blocked, may do so no longer.
  if (change.before && !(change.before->metadata()["ownerReferences"] == references))
    wake_owners(object, change.before->metadata()["ownerReferences"], store, queue);
  if (object.terminating()) {
    const bool held = deletes_dependents(object.metadata()) || orphans_dependents(object.metadata());
    if (held && !(change.before && change.before->metadata() == object.metadata())) queue.add(queue_key(object));
    return;
  }
  if (references.empty() || (change.before && change.before->metadata()["ownerReferences"] == references)) return;
  // Most objects are made by a living owner: those need no look.
  const std::vector<OwnerState> states = owner_states(object, store);
  const auto solid = [](OwnerState state) { return state == OwnerState::kSolid; };
  if (!std::all_of(states.begin(), states.end(), solid)) queue.add(queue_key(object));
}

Result<void> GarbageCollector::reconcile(const ObjectKey& key, Client& client, Workqueue& queue) {
  const ObjectRef object = find_object(key, client.store());
  if (!object) return {};
  if (orphans_dependents(object->metadata())) orphan_dependents(*object, client);
  else if (deletes_dependents(object->metadata())) delete_dependents(*object, client, queue);
  else if (!object->terminating()) return collect(*object, client);
  return {};
}

void GarbageCollector::orphan_dependents(const Object& owner, Client& client) {
  for (const ObjectRef& dependent : client.store().dependents(owner.uid()))
    replace_metadata(*dependent, without_owner(dependent->metadata(), owner.uid()), client);
  replace_metadata(owner, without_finalizer(owner.metadata(), "orphan"), client);
}

void GarbageCollector::delete_dependents(const Object& owner, Client& client, Workqueue& queue) {
  bool blocked = false;
  for (const ObjectRef& dependent : client.store().dependents(owner.uid())) {
    blocked = blocked || blocks(*dependent, owner.uid());
    if (!dependent->terminating()) queue.add(queue_key(*dependent));
  }
  if (!blocked) replace_metadata(owner, without_finalizer(owner.metadata(), "foregroundDeletion"), client);
}

// unblockOwnerReferencesStrategicMergePatch: of objects that own each other in a circle none would ever go first.
void GarbageCollector::open_circle(const Object& object, Client& client) {
  const std::vector<ObjectRef> dependents = client.store().dependents(object.uid());
  const bool circle = std::any_of(dependents.begin(), dependents.end(),
                                  [](const ObjectRef& dependent) { return deletes_dependents(dependent->metadata()); });
  if (circle) replace_metadata(object, without_blocking(object.metadata()), client);
}

Result<void> GarbageCollector::collect(const Object& object, Client& client) {
  const std::vector<OwnerState> states = owner_states(object, client.store());
  const Dependents dependents = client.store().dependents(object.uid()).empty() ? Dependents::kNone : Dependents::kSome;
  const Verdict verdict = judge(states, dependents, object.metadata());
  if (verdict.act == Verdict::Act::kKeep) return {};
  if (verdict.act == Verdict::Act::kDropReferences) {
    Value metadata = object.metadata();
    const Elements& references = object.metadata()["ownerReferences"].elements();
    for (size_t index = 0; index < references.size(); ++index)
      if (states[index] != OwnerState::kSolid) metadata = without_owner(metadata, references[index]["uid"].as_string());
    replace_metadata(object, std::move(metadata), client);
    return {};
  }
  if (verdict.propagation == Propagation::kForeground) open_circle(object, client);
  DeleteOptions options;
  options.propagation = verdict.propagation;
  options.uid_precondition = object.uid();
  const Result<DeleteOutcome> removed = client.remove(object, options);
  if (!removed && !removed.error().is(Reason::kNotFound)) return removed.error();
  return {};
}

}  // namespace
}  // namespace garbagecollector

std::unique_ptr<Actor> make_garbagecollector() { return std::make_unique<garbagecollector::GarbageCollector>(); }

}  // namespace skiff
