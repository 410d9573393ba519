#include "cluster/convergence.h"

#include "api/kinds/daemonset.h"
#include "api/kinds/deployment.h"
#include "api/kinds/job.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "api/kinds/statefulset.h"
#include "api/pod_view.h"

namespace skiff {
namespace {

constexpr std::string_view kTable = "unreached";  // numbers by resource

bool observed(const Object& object) {
  return object.status()["observedGeneration"].as_int() >= object.metadata()["generation"].as_int();
}

bool replicas_reached(const Object& object, bool counts_updated) {
  const Value& status = object.status();
  const int64_t desired = object.spec()["replicas"].as_int(1);
  return observed(object) && status["replicas"].as_int() == desired &&
         status["availableReplicas"].as_int() == desired &&
         (!counts_updated || status["updatedReplicas"].as_int() == desired);
}

bool daemonset_reached(const Object& set) {
  const Value& status = set.status();
  const int64_t desired = status["desiredNumberScheduled"].as_int();
  return observed(set) && status["updatedNumberScheduled"].as_int() == desired &&
         status["numberAvailable"].as_int() == desired && status["currentNumberScheduled"].as_int() == desired &&
         status["numberMisscheduled"].as_int() == 0;
}

bool job_reached(const Object& job) {
  for (const char* type : {"Complete", "Failed", "Suspended"})
    if (find_condition(job.status(), type)["status"].as_string() == "True") return true;
  return false;
}

// A claim that waits for its first consumer may wait for ever.
bool is_provisioned(const Object& claim) {
  return claim.metadata()["annotations"].contains("volume.kubernetes.io/selected-node");
}

}  // namespace

bool has_reached(const Object& object) {
  if (object.terminating()) return false;
  const Kind* kind = &object.kind();
  if (kind == &kPod) {
    const PodView& pod = object.view<PodView>();
    return pod.ready || pod.terminal();
  }
  if (kind == &kDeployment || kind == &kStatefulSet) return replicas_reached(object, true);
  if (kind == &kReplicaSet) return replicas_reached(object, false);
  if (kind == &kDaemonSet) return daemonset_reached(object);
  if (kind == &kJob) return job_reached(object);
  if (kind == &kPersistentVolumeClaim)
    return object.status()["phase"].as_string() == "Bound" || !is_provisioned(object);
  return true;
}

// An annotation that puts readiness off speaks for all probes, and is not waited for.
bool awaits_probe(const Object& pod) {
  const PodView& view = pod.view<PodView>();
  if (view.phase != PodPhase::kRunning || view.terminating || view.ready) return false;
  if (pod.metadata()["annotations"].contains("skiff.dev/ready-after")) return false;
  const Elements& statuses = pod.status()["containerStatuses"].elements();
  for (const Value& container : pod.spec()["containers"].elements()) {
    if (!container.contains("readinessProbe") && !container.contains("startupProbe")) continue;
    for (const Value& status : statuses)
      if (status["name"] == container["name"] && !status["ready"].as_bool() && !status.at("state", "running").is_null())
        return true;
  }
  return false;
}

bool Convergence::reached() const { return store_.states(kTable).empty(); }

size_t Convergence::unreached(const Kind& kind) const {
  return static_cast<size_t>(store_.state(kTable, kind.qualified_name()).as_int());
}

void Convergence::observe(const Change& change) {
  const bool before = change.type == Change::Type::kAdded || has_reached(*change.before);
  const bool after = change.type == Change::Type::kDeleted || has_reached(*change.after);
  if (before == after) return;
  const std::string kind = change.kind().qualified_name();
  const int64_t left = store_.state(kTable, kind).as_int() + (after ? -1 : 1);
  store_.set_state(kTable, kind, left == 0 ? Value() : Value(left));
}

}  // namespace skiff
