#include "apiserver/pod_metrics.h"

#include <algorithm>

#include "api/behavior_match.h"
#include "api/kind_table.h"
#include "api/kinds/behavior.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "apiserver/client.h"

namespace skiff {
namespace {

bool is_sidecar(const Value& container) { return container["restartPolicy"].as_string() == "Always"; }

ContainerIdentity identity_of(const Object& pod, const Value& container, bool sidecar) {
  return {.image = container["image"].as_string(),
          .container = container["name"].as_string(),
          .role = sidecar ? ContainerRole::kSidecar : ContainerRole::kMain,
          .restart_policy = pod.spec()["restartPolicy"].as_string(),
          .ns = pod.ns(),
          .pod = pod.name()};
}

// Since when the container has been running; nullopt if it is not.
std::optional<Time> running_since(const Object& pod, std::string_view container) {
  for (const char* list : {"containerStatuses", "initContainerStatuses"})
    for (const Value& status : pod.status()[list].elements())
      if (status["name"].as_string() == container)
        return parse_rfc3339(status.at("state", "running", "startedAt").as_string());
  return std::nullopt;
}

// The controller of the controller, and so on: a Deployment for the pods of all its ReplicaSets.
ObjectRef topmost_controller(const Object& object, const Store& store) {
  const Value& reference = controller_of(object.metadata());
  const Kind* kind = find_kind(reference["apiVersion"].as_string(), reference["kind"].as_string());
  const ObjectRef owner = kind == nullptr ? nullptr : store.get(*kind, {object.ns(), reference["name"].str()});
  if (!owner || owner->uid() != reference["uid"].as_string()) return nullptr;
  const ObjectRef above = topmost_controller(*owner, store);
  return above ? above : owner;
}

void collect_pods(const Object& owner, const Store& store, std::vector<ObjectRef>& pods) {
  for (const ObjectRef& dependent : store.dependents(owner.uid())) {
    if (&dependent->kind() == &kPod) pods.push_back(dependent);
    else collect_pods(*dependent, store, pods);
  }
}

// Pods with the same one share what is found of their workload.
std::string_view workload_name(const Object& pod) {
  const std::string_view controller = pod.view<PodView>().controller_uid;
  return controller.empty() ? pod.uid() : controller;
}

Quantity part_of(const Quantity& load, std::string_view resource, int64_t parts) {
  if (resource == "cpu") return Quantity::milli(load.milli_value() / parts);
  return Quantity::whole(load.value() / parts, Quantity::Family::kBinary);
}

}  // namespace

MetricsReader::MetricsReader(const Store& store, Time now) : store_(store), now_(now) {
  store.for_each(kBehavior, {}, [&](const ObjectRef& behavior) {
    const Value& spec = behavior->spec();
    if (spec.contains("usage") || spec.contains("load")) specs_.push_back(spec);
    return true;
  });
}

std::optional<PodMetrics> MetricsReader::of(const Object& pod) {
  if (specs_.empty() || pod.view<PodView>().phase != PodPhase::kRunning) return std::nullopt;
  PodMetrics metrics{std::chrono::floor<seconds>(now_), {}};
  bool stated_any = false;
  for (const char* list : {"containers", "initContainers"}) {
    for (const Value& container : pod.spec()[list].elements()) {
      const bool sidecar = list[0] == 'i';
      if (sidecar && !is_sidecar(container)) continue;
      const std::string_view name = container["name"].as_string();
      const auto since = running_since(pod, name);
      if (!since || *since + kMetricsWindow > now_) continue;
      metrics.containers.push_back(
          {name, stated("cpu", pod, container, sidecar), stated("memory", pod, container, sidecar)});
      stated_any = stated_any || metrics.containers.back().cpu || metrics.containers.back().memory;
    }
  }
  if (!stated_any) return std::nullopt;
  return metrics;
}

// The first Behavior that matches and says something of the resource decides.
std::optional<Quantity> MetricsReader::stated(const char* resource, const Object& pod, const Value& container,
                                              bool sidecar) {
  for (const Value& spec : specs_) {
    const Value& each = spec["usage"][resource];
    const Value& together = spec["load"][resource];
    if ((each.is_null() && together.is_null()) ||
        !behavior_matches(spec["match"], identity_of(pod, container, sidecar)))
      continue;
    const Result<Quantity> amount = Quantity::of(each.is_null() ? together : each);
    if (!amount) return std::nullopt;
    if (!each.is_null()) return *amount;
    if (!pod.view<PodView>().ready) return Quantity();  // nobody sends it anything
    return part_of(*amount, resource, sharers(pod, spec["match"]));
  }
  return std::nullopt;
}

// How many containers of ready pods of the same workload carry the load.
int64_t MetricsReader::sharers(const Object& pod, const Value& match) {
  const auto [at, is_new] =
      sharers_.try_emplace({std::string(workload_name(pod)), static_cast<const void*>(&match)}, 0);
  if (!is_new) return at->second;
  int64_t count = 0;
  for (const ObjectRef& other : workload_of(pod)) {
    if (!other->view<PodView>().ready) continue;
    for (const char* list : {"containers", "initContainers"})
      for (const Value& container : other->spec()[list].elements()) {
        const bool sidecar = list[0] == 'i';
        if (sidecar && !is_sidecar(container)) continue;
        if (behavior_matches(match, identity_of(*other, container, sidecar))) ++count;
      }
  }
  at->second = std::max<int64_t>(count, 1);
  return at->second;
}

const std::vector<ObjectRef>& MetricsReader::workload_of(const Object& pod) {
  const auto known = workloads_.find(workload_name(pod));
  if (known != workloads_.end()) return known->second;
  std::vector<ObjectRef> pods;
  if (const ObjectRef top = topmost_controller(pod, store_)) collect_pods(*top, store_, pods);
  else pods.push_back(store_.get(kPod, pod.key()));
  return workloads_.emplace(workload_name(pod), std::move(pods)).first->second;
}

}  // namespace skiff
