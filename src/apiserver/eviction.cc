// POST pods/NAME/eviction. Mirrors pkg/registry/core/pod/storage/eviction.go.
#include "api/kinds/pod.h"
#include "api/kinds/poddisruptionbudget.h"
#include "api/label_selector.h"
#include "api/pod_view.h"
#include "apiserver/apiserver.h"
#include "apiserver/deletion.h"

namespace skiff {
namespace {

constexpr std::string_view kRefusal = "Cannot evict pod as it would violate the pod's disruption budget.";

Error refused(std::string detail) {
  Error error{Reason::kTooManyRequests, std::string(kRefusal), {}, {}, {}, {}};
  error.causes.push_back({"DisruptionBudget", "", std::move(detail)});
  return error;
}

std::vector<ObjectRef> budgets_of(const Store& store, const Object& pod) {
  std::vector<ObjectRef> found = store.list(kPodDisruptionBudget, pod.ns());
  std::erase_if(found, [&](const ObjectRef& budget) {
    return !LabelSelector::of(budget->spec()["selector"]).matches(pod.metadata()["labels"]);
  });
  return found;
}

// An unready pod may go without using up the budget: always, or while enough others are healthy.
bool goes_unready(const Object& pod, const Object& budget) {
  if (pod.view<PodView>().ready) return false;
  if (budget.spec()["unhealthyPodEvictionPolicy"].as_string() == "AlwaysAllow") return true;
  const Value& status = budget.status();
  const int64_t desired = status["desiredHealthy"].as_int();
  return desired > 0 && status["currentHealthy"].as_int() >= desired;
}

void mark_disrupted(Value& pod, Time now) {
  Value condition{{"lastProbeTime", Value()},
                  {"lastTransitionTime", rfc3339(now)},
                  {"message", "Eviction API: evicting"},
                  {"reason", "EvictionByEvictionAPI"},
                  {"status", "True"},
                  {"type", "DisruptionTarget"}};
  Value& conditions = pod["status"]["conditions"];
  std::erase_if(conditions.edit_elements(),
                [](const Value& one) { return one["type"].as_string() == "DisruptionTarget"; });
  conditions.push_back(std::move(condition));
}

}  // namespace

Result<void> ApiServer::evict(const ObjectKey& key, const DeleteOptions& options) {
  ObjectRef pod = store_.get(kPod, key);
  if (!pod) return not_found("pods", "", key.name);
  const PodView& view = pod->view<PodView>();
  const bool unprotected = view.terminal() || view.phase == PodPhase::kPending || view.terminating;
  if (!unprotected) {
    const std::vector<ObjectRef> budgets = budgets_of(store_, *pod);
    if (budgets.size() > 1)
      return Error{Reason::kUnknown,
                   "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
                   {},
                   {},
                   {},
                   {}};
    if (budgets.size() == 1 && !goes_unready(*pod, *budgets[0])) {
      const Object& budget = *budgets[0];
      const Value& status = budget.status();
      if (status["observedGeneration"].as_int() < budget.metadata()["generation"].as_int())
        return refused("The disruption budget " + budget.name() + " is still being processed by the server.");
      if (status["disruptionsAllowed"].as_int() <= 0)
        return refused("The disruption budget " + budget.name() + " needs " +
                       std::to_string(status["desiredHealthy"].as_int()) + " healthy pods and has " +
                       std::to_string(status["currentHealthy"].as_int()) + " currently");
      if (options.dry_run == DryRun::kNo) {
        Value document = budget.document();
        document["status"]["disruptionsAllowed"] = status["disruptionsAllowed"].as_int() - 1;
        document["status"]["disruptedPods"][key.name] = rfc3339(now_);
        store_.put(kPodDisruptionBudget, budget.key(), std::move(document), context());
      }
    }
    if (options.dry_run == DryRun::kNo) {
      Value document = pod->document();
      mark_disrupted(document, now_);
      pod = store_.put(kPod, key, std::move(document), context());
    }
  }
  if (auto gone = delete_object(store_, pod, options, context()); !gone) return gone.error();
  if (options.dry_run == DryRun::kNo) wrote();
  return {};
}

}  // namespace skiff
