// The one door, face one: documents, for verbs (an HTTP front end could stand before it). Does what a real API server
// does with a request: decode (by the caller), default, admit, validate, store; generation, status, deletion, scale.
// Knows nothing of who is calling beyond a name for the record. Face two, for actors, is client.h.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "api/object.h"
#include "base/result.h"
#include "base/time.h"
#include "store/store.h"

namespace skiff {

enum class DryRun { kNo, kYes };
enum class Propagation { kBackground, kForeground, kOrphan };
enum class PatchType { kJson, kMerge, kStrategic };
enum class Subresource { kNone, kStatus, kScale };
// What becomes of fields that the schema does not know (kubectl --validate).
enum class FieldValidation { kIgnore, kWarn, kStrict };

struct WriteOptions {
  DryRun dry_run = DryRun::kNo;
  Subresource subresource = Subresource::kNone;
  std::string field_manager;
  FieldValidation field_validation = FieldValidation::kIgnore;
};

struct ListOptions {
  std::string ns;  // empty: all namespaces
  std::string label_selector;
  std::string field_selector;
};

struct DeleteOptions {
  std::optional<int64_t> grace_seconds;  // negative counts as 1
  std::optional<Propagation> propagation;
  std::string uid_precondition;               // empty: none
  std::string resource_version_precondition;  // empty: none
  DryRun dry_run = DryRun::kNo;
};

// What is left after a delete: null when the object is gone at once.
using DeleteOutcome = ObjectRef;

class ApiServer {
 public:
  // `now` is the cluster's clock.
  ApiServer(Store& store, const Time& now);

  // Who is recorded as the writer from here on: "kubectl scale".
  void set_actor(std::string actor) { actor_ = std::move(actor); }
  // Called after each request that changed something; the cluster lets its controllers react.
  void set_after_write(std::function<void()> hook) { after_write_ = std::move(hook); }

  // Reads. `get` fails with NotFound; `list` with BadRequest for a bad selector.
  Result<ObjectRef> get(const Kind& kind, const ObjectKey& key) const;
  Result<std::vector<ObjectRef>> list(const Kind& kind, const ListOptions& options) const;

  // Writes. `ns` is the namespace of the request, empty for cluster-scoped kinds; the document's own must agree.
  Result<ObjectRef> create(const Kind& kind, std::string_view ns, Value document, const WriteOptions& options = {});
  // PUT: metadata.resourceVersion in the document, if there, must be the stored one.
  Result<ObjectRef> update(const Kind& kind, const ObjectKey& key, Value document, const WriteOptions& options = {});
  Result<ObjectRef> patch(const Kind& kind, const ObjectKey& key, PatchType type, const Value& patch,
                          const WriteOptions& options = {});
  Result<DeleteOutcome> remove(const Kind& kind, const ObjectKey& key, const DeleteOptions& options = {});
  // Server-side apply: `document` holds what `field_manager` wants to own.
  Result<ObjectRef> apply(const Kind& kind, const ObjectKey& key, const Value& document, bool force_conflicts,
                          const WriteOptions& options = {});

  // Subresources with a shape of their own. Scale speaks autoscaling/v1 Scale documents.
  Result<Value> get_scale(const Kind& kind, const ObjectKey& key) const;
  Result<Value> update_scale(const Kind& kind, const ObjectKey& key, const Value& scale,
                             const WriteOptions& options = {});
  // POST pods/NAME/eviction: refused with TooManyRequests when a PodDisruptionBudget forbids it.
  Result<void> evict(const ObjectKey& pod, const DeleteOptions& options = {});

  // Warnings that the requests since the last call have caused, each once, oldest first.
  std::vector<std::string> take_warnings();

  Time now() const { return now_; }
  const Store& store() const { return store_; }

 private:
  WriteContext context() const { return {actor_, now_}; }
  Result<ObjectRef> patch_scale(const ObjectRef& object, PatchType type, Value patch, const WriteOptions& options);
  Result<ObjectRef> write_update(const Kind& kind, const ObjectRef& old, Value document, const WriteOptions& options);
  void wrote();
  void warn_of_deprecation(const Kind& kind) const;

  Store& store_;
  const Time& now_;
  std::string actor_ = "kubectl";
  std::function<void()> after_write_;
  mutable std::vector<std::string> warnings_;  // reads of kinds on their way out warn, too
};

}  // namespace skiff
