// The one door, face two: for controllers, scheduler and kubelet. Same rules as apiserver.h for uids, generation,
// finalizers, graceful deletion and admission, but what is already proven is skipped: an actor's documents are neither
// decoded nor validated again. Cheap: a write costs a few microseconds whatever the size of the cluster.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "api/object.h"
#include "apiserver/apiserver.h"
#include "base/result.h"
#include "base/time.h"
#include "store/store.h"

namespace skiff {

enum class EventType { kNormal, kWarning };

// What makes two events the same: what they say, or also the version of the object that they are about (the recorder
// of events.k8s.io, which the scheduler uses).
enum class EventIdentity { kMessage, kMessageAndVersion };

class Client {
 public:
  // `component` is the event source and the writer on record: "statefulset-controller".
  Client(Store& store, std::string_view component, Time now) : store_(store), component_(component), now_(now) {}
  virtual ~Client() = default;

  enum class Write { kCreate, kUpdate, kUpdateStatus, kDelete };

  // Reads are the store's; lists come in key order, straight from its indexes.
  const Store& store() const { return store_; }
  ObjectRef get(const Kind& kind, const ObjectKey& key) const { return store_.get(kind, key); }
  // The objects of `kind` whose controller (ownerReference with controller: true) is `owner`.
  std::vector<ObjectRef> controlled_by(const Kind& kind, const Object& owner) const;
  Time now() const { return now_; }

  // `document` needs apiVersion and kind, metadata.name or generateName, and metadata.namespace. Pods are admitted:
  // service account token, default tolerations, priority, quota. Fails with AlreadyExists, Forbidden, NotFound
  // (namespace).
  Result<ObjectRef> create(const Kind& kind, Value document);
  // Replaces everything but status. The generation grows as the kind's rule says. Null when the update took the last
  // finalizer of a terminating object: it is gone. An update that is refused leaves `old` as it is and returns it; a
  // conflict is tried once more first, as controllers do. Who called is tried again: see `refused`.
  ObjectRef update(const Object& old, Value document);
  // Replaces .status alone.
  ObjectRef update_status(const Object& old, Value status);
  // The same with metadata.annotations, which a Deployment's status strategy lets through; no new generation either.
  ObjectRef update_status(const Object& old, Value status, Value annotations);
  // Graceful for pods. Null when the object is gone at once; NotFound, Conflict (uid precondition).
  Result<DeleteOutcome> remove(const Object& object, const DeleteOptions& options = {});
  // Binds a pod: spec.nodeName, condition PodScheduled, the node's topology labels.
  Result<ObjectRef> bind(const Object& pod, std::string_view node);

  // Writes an Event about `object`, or counts up the one that says the same (client-go's EventCorrelator: aggregation
  // from the tenth similar one on, spam filter). `field_path` e.g. "spec.containers{nginx}"; `host` the node, for
  // kubelets.
  void event(const Object& object, EventType type, std::string_view reason, std::string_view message,
             std::string_view field_path = {}, std::string_view host = {},
             EventIdentity identity = EventIdentity::kMessage);

  // Small state that the actor keeps between commands; `table` is the actor's own.
  const Value& state(std::string_view table, std::string_view key) const { return store_.state(table, key); }
  void set_state(std::string_view table, std::string_view key, Value value) {
    store_.set_state(table, key, std::move(value));
  }
  // The last update that was refused: the reconcile that it was part of has failed, whatever else it did.
  const std::optional<Error>& refused() const { return refused_; }
  Random& random() { return store_.random(); }
  // For state that several actors share, as the number of machines made.
  Store& shared_store() { return store_; }

 protected:
  // Why the server does not take this write, for reasons that lie neither in the request nor in the objects: it is
  // overloaded, a webhook says no, somebody was faster. The server in this process always does.
  virtual std::optional<Error> refusal(Write, const Kind&, std::string_view /*name*/) { return std::nullopt; }

 private:
  WriteContext context() const { return {component_, now_}; }
  bool accepts_update(Write write, const Object& object);

  Store& store_;
  std::string_view component_;
  Time now_;
  std::optional<Error> refused_;
};

// metadata.ownerReferences entry for `owner`, {controller: true, blockOwnerDeletion: true}.
Value controller_reference(const Object& owner);
// The controlling ownerReference of an object, null if it has none.
const Value& controller_of(const Value& metadata);

}  // namespace skiff
