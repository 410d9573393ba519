#include "apiserver/deletion.h"

#include <algorithm>

#include "api/finalizers.h"
#include "api/kinds/job.h"
#include "api/kinds/namespace.h"
#include "api/kinds/pod.h"
#include "api/kinds/priorityclass.h"
#include "api/kinds/replicationcontroller.h"
#include "apiserver/admission/admission.h"
#include "apiserver/object_meta.h"

namespace skiff {
namespace {

constexpr std::string_view kOrphanFinalizer = "orphan";
constexpr std::string_view kForegroundFinalizer = "foregroundDeletion";

Result<void> check_preconditions(const Object& object, const DeleteOptions& options) {
  const auto refuse = [&](const std::string& why) { return conflict(object.kind().kind, {}, object.name(), why); };
  if (!options.uid_precondition.empty() && options.uid_precondition != object.uid())
    return refuse("the UID in the precondition (" + options.uid_precondition + ") does not match the UID in record (" +
                  std::string(object.uid()) + "). The object might have been deleted and then recreated");
  const std::string_view version = object.metadata()["resourceVersion"].as_string();
  if (!options.resource_version_precondition.empty() && options.resource_version_precondition != version)
    return refuse("the ResourceVersion in the precondition (" + options.resource_version_precondition +
                  ") does not match the ResourceVersion in record (" + std::string(version) +
                  "). The object might have been modified");
  return {};
}

// Without a policy an existing finalizer decides, then the kind's default: Orphan for Job and ReplicationController.
void apply_propagation(Value& document, const Kind& kind, const std::optional<Propagation>& asked) {
  std::optional<Propagation> policy = asked;
  if (!policy && !has_finalizer(document, kOrphanFinalizer) && !has_finalizer(document, kForegroundFinalizer) &&
      (&kind == &kJob || &kind == &kReplicationController))
    policy = Propagation::kOrphan;
  if (!policy) return;
  if (*policy == Propagation::kOrphan) add_finalizer(document, kOrphanFinalizer);
  else remove_finalizer(document, kOrphanFinalizer);
  if (*policy == Propagation::kForeground) add_finalizer(document, kForegroundFinalizer);
  else remove_finalizer(document, kForegroundFinalizer);
}

void mark_terminating(Value& document, Time deadline, int64_t grace_seconds) {
  Value& metadata = document["metadata"];
  metadata["deletionTimestamp"] = rfc3339(deadline);
  metadata["deletionGracePeriodSeconds"] = grace_seconds;
  if (const int64_t generation = std::as_const(metadata)["generation"].as_int(); generation > 0)
    metadata["generation"] = generation + 1;
}

// How long the pod may take: nothing if no kubelet has it or it has ended.
int64_t pod_grace(const Value& pod, const DeleteOptions& options) {
  const std::string_view phase = pod.at("status", "phase").as_string();
  int64_t grace = options.grace_seconds.value_or(pod.at("spec", "terminationGracePeriodSeconds").as_int(30));
  if (grace < 0) grace = 1;
  if (pod.at("spec", "nodeName").as_string().empty() || phase == "Succeeded" || phase == "Failed") grace = 0;
  return grace;
}

// A second delete can only shorten the grace: counted from the first, not before now.
bool shorten_grace(Value& pod, int64_t grace, Time now) {
  Value& metadata = pod["metadata"];
  const Value& read = metadata;
  const int64_t before = read["deletionGracePeriodSeconds"].as_int();
  if (grace >= before) return false;
  const Time asked_first = parse_rfc3339(read["deletionTimestamp"].as_string()).value_or(now) - seconds(before);
  Time deadline = asked_first + seconds(grace);
  if (deadline < now) {
    deadline = now;
    if (grace != 0) grace = 1;
  }
  metadata["deletionTimestamp"] = rfc3339(deadline);
  metadata["deletionGracePeriodSeconds"] = grace;
  return true;
}

// Upstream: the priority classes' own Delete. Critical pods of the system count on them.
bool is_system_class(const Object& object) {
  return &object.kind() == &kPriorityClass &&
         (object.name() == "system-cluster-critical" || object.name() == "system-node-critical");
}

bool is_protected_namespace(const Object& object) {
  return &object.kind() == &kNamespace &&
         (object.name() == "default" || object.name() == "kube-system" || object.name() == "kube-public");
}

}  // namespace

bool goes_with_update(const Value& document) {
  const Value& metadata = document["metadata"];
  return metadata.contains("deletionTimestamp") && metadata["finalizers"].empty() &&
         metadata["deletionGracePeriodSeconds"].as_int() == 0 && document.at("spec", "finalizers").empty();
}

void remove_for_good(Store& store, const Object& object, const WriteContext& context) {
  release_on_delete(store, object);
  store.erase(object.kind(), ObjectKey(object.key()), context);
}

Result<DeleteOutcome> delete_object(Store& store, const ObjectRef& object, const DeleteOptions& options,
                                    const WriteContext& context) {
  const Kind& kind = object->kind();
  if (auto ok = check_preconditions(*object, options); !ok) return ok.error();
  if (is_protected_namespace(*object))
    return forbidden(kind.resource, kind.group, object->name(), "this namespace may not be deleted");
  if (is_system_class(*object))
    return forbidden(kind.resource, kind.group, object->name(),
                     "this is a system priority class and cannot be deleted");

  Value document = object->document();
  apply_propagation(document, kind, options.propagation);
  const bool is_pod = &kind == &kPod;
  const int64_t grace = is_pod ? pod_grace(document, options) : 0;
  const bool held = !std::as_const(document).at("metadata", "finalizers").empty() ||
                    !std::as_const(document).at("spec", "finalizers").empty();
  const auto keep = [&]() -> DeleteOutcome {
    if (options.dry_run == DryRun::kYes)
      return std::make_shared<const Object>(kind, object->key(), object->resource_version(), std::move(document));
    return store.put(kind, object->key(), std::move(document), context);
  };

  if (object->terminating()) {
    if (is_pod && !shorten_grace(document, grace, context.now) && grace != 0) return keep();
    if (held || (is_pod && std::as_const(document).at("metadata", "deletionGracePeriodSeconds").as_int() != 0))
      return keep();
  } else if (grace > 0 || held) {
    mark_terminating(document, context.now + seconds(grace), grace);
    if (&kind == &kNamespace) {
      // Its own way of deletion (registry/core/namespace/storage) knows of no grace.
      document["metadata"].erase("deletionGracePeriodSeconds");
      document["status"]["phase"] = "Terminating";
    }
    return keep();
  }
  if (options.dry_run == DryRun::kNo) remove_for_good(store, *object, context);
  return DeleteOutcome();
}

}  // namespace skiff
