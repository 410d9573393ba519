// An independent participant of the cluster: a controller, the scheduler, the kubelet. Told of changes, it names the
// keys to look at; told a key and the time, it makes the world match the spec through its Client. Mirrors the informer
// handlers and the rate-limited work queue of client-go. Actors know neither each other nor the queue's inside.
#pragma once
#include <string_view>

#include "api/object_key.h"
#include "apiserver/client.h"
#include "base/result.h"
#include "base/time.h"
#include "store/store.h"

namespace skiff {

// The actor's own work queue: a key waits in it at most once.
class Workqueue {
 public:
  virtual ~Workqueue() = default;
  virtual void add(const ObjectKey& key) = 0;
  // Not before `delay` has passed. An earlier pending wake-up of the same key wins; both lead to one reconcile each.
  virtual void add_after(const ObjectKey& key, Duration delay) = 0;
  // Until when time passes without anybody looking: periodic work whose outcome nobody would see may be left out. The
  // past where somebody may look at any moment.
  virtual Time unwatched_until() const { return Time{}; }
};

class Actor {
 public:
  virtual ~Actor() = default;
  // The component: event source and the writer on record, e.g. "statefulset-controller".
  virtual std::string_view name() const = 0;
  // Called once for each change of any object, its own included, in order.
  virtual void observe(const Change& change, const Store& store, Workqueue& queue) = 0;
  // An error makes the key come back after 5 ms · 2ⁿ (at most 1000 s), n counted until a success.
  virtual Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) = 0;
};

}  // namespace skiff
