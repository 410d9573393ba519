#include "controllers/endpointslice/endpointslice.h"

#include <map>
#include <optional>
#include <set>
#include <string>

#include "api/kinds/endpointslice.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "api/pod_view.h"
#include "controllers/endpointslice/slices.h"
#include "controllers/pod_control.h"
#include "controllers/service_backends.h"

namespace skiff {
namespace endpointslice {
namespace {

constexpr const char* kTriggerTime = "endpoints.kubernetes.io/last-change-trigger-time";

// A pod of a node that is not there is skipped unless the service wants everything.
std::optional<Backend> backend_of(const Value& service, const ObjectRef& pod, const Store& store) {
  if (!pod || !is_backend(*pod) || !selects(service, pod->metadata()["labels"])) return std::nullopt;
  const ObjectRef node = store.get(kNode, {"", std::string(pod->view<PodView>().node)});
  if (!node && !service.at("spec", "publishNotReadyAddresses").as_bool()) return std::nullopt;
  const std::string_view zone =
      node ? node->metadata().at("labels", "topology.kubernetes.io/zone").as_string() : std::string_view();
  return Backend{make_endpoint(service, *pod, zone), backend_ports(service, pod->document())};
}

// When the first of the changes that a write shows came about: a pod's readiness, the service's creation.
std::optional<Time> earliest(std::optional<Time> a, std::optional<Time> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

Error explained(Error error, const std::string& what, const Object& service) {
  error.message = what + " for Service " + service.ns() + "/" + service.name() + ": " + error.message;
  return error;
}

class EndpointSliceController final : public Actor {
 public:
  std::string_view name() const override { return "endpoint-slice-controller"; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    changed_.observe(change, store, queue);
    if (&change.kind() != &kEndpointSlice || change.type == Change::Type::kAdded) return;
    // Somebody else's hand in our slices: look at everything again.
    const Value& labels = change.after->metadata()["labels"];
    const ObjectKey service{change.key().ns, labels["kubernetes.io/service-name"].str()};
    if (service.name.empty() || own_writes_.erase(change.after->resource_version()) > 0) return;
    if (!store.get(kService, service)) return;
    changed_.restore(service, {.all = true, .pods = {}});
    queue.add(service);
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue&) override {
    ChangedBackends::Work work = changed_.take(key);
    const ObjectRef service = client.get(kService, key);
    if (work.all) kept_.erase(key);
    if (!service || !has_backends(service->document()) || service->terminating()) {
      kept_.erase(key);
      return {};
    }
    if (Result<void> synced = sync(*service, work, client); !synced) {
      // Where the namespace goes nothing can be made any more.
      if (is_namespace_terminating(synced.error())) return {};
      client.event(
          *service, EventType::kWarning, "FailedToUpdateEndpointSlices",
          "Error updating Endpoint Slices for Service " + key.ns + "/" + key.name + ": " + synced.error().message);
      changed_.restore(key, std::move(work));
      return synced;
    }
    return {};
  }

 private:
  Result<void> sync(const Object& service, const ChangedBackends::Work& work, Client& client) {
    const Store& store = client.store();
    const Value& document = service.document();
    const auto known = kept_.find(service.key());
    Slices& slices =
        known != kept_.end()
            ? known->second
            : kept_.emplace(service.key(), Slices(store.dependents(kEndpointSlice, service.uid()))).first->second;
    std::optional<Time> trigger;
    const auto look_at = [&](const std::string& name) {
      const ObjectRef pod = store.get(kPod, {service.ns(), name});
      if (pod) trigger = earliest(trigger, pod->view<PodView>().ready_changed);
      slices.put(name, backend_of(document, pod, store));
    };
    if (work.all) {
      std::set<std::string, std::less<>> selected;
      for (const ObjectRef& pod : store.pods_selected(service.ns(), LabelSelector::of_map(service.spec()["selector"])))
        selected.insert(pod->name());
      slices.retain([&](std::string_view pod) { return selected.contains(pod); });
      trigger = parse_rfc3339(service.metadata()["creationTimestamp"].as_string());
      for (const std::string& name : selected) look_at(name);
    } else {
      for (const std::string& name : work.pods) look_at(name);
    }
    return write(service, slices, trigger, client);
  }

  Result<void> write(const Object& service, Slices& slices, std::optional<Time> trigger, Client& client) {
    const std::vector<ObjectRef> emptied = slices.drop_empty();
    const Value labels = slice_labels(service.document());
    for (Slice& slice : slices.slices()) {
      if (slice.stored && !slice.changed && slice.stored->metadata()["labels"] == labels) continue;
      Value document = slice.stored ? slice.stored->document() : new_slice(service);
      document["metadata"].set("labels", labels);
      if (trigger) document["metadata"]["annotations"].set(kTriggerTime, rfc3339(*trigger));
      else document["metadata"].erase("annotations");
      document.set("endpoints", slice.endpoints.empty() ? Value() : Value::array(slice.endpoints));
      document.set("ports", slice.ports.empty() ? Value() : slice.ports);
      if (slice.stored) {
        const std::string name = slice.stored->name();
        slice.stored = client.update(*slice.stored, std::move(document));
        if (client.refused())
          return explained(*client.refused(), "failed to update " + name + " EndpointSlice", service);
        own_writes_.insert(slice.stored->resource_version());
      } else {
        const Result<ObjectRef> created = client.create(kEndpointSlice, std::move(document));
        if (!created) return explained(created.error(), "failed to create EndpointSlice", service);
        slice.stored = *created;
      }
      slice.changed = false;
    }
    for (const ObjectRef& slice : emptied) (void)client.remove(*slice);
    return {};
  }

  static Value new_slice(const Object& service) {
    return Value{{"addressType", service.spec()["ipFamilies"][0].as_string("IPv4")},
                 {"apiVersion", "discovery.k8s.io/v1"},
                 {"kind", "EndpointSlice"},
                 {"metadata", Value{{"generateName", service.name() + "-"},
                                    {"namespace", service.ns()},
                                    {"ownerReferences", Value::array({controller_reference(service)})}}}};
  }

  ChangedBackends changed_;
  std::map<ObjectKey, Slices> kept_;  // by service; those that have had work in this command
  std::set<uint64_t> own_writes_;     // resourceVersions of slices that wrote this controller and will observe
};

}  // namespace
}  // namespace endpointslice

std::unique_ptr<Actor> make_endpointslice_controller() {
  return std::make_unique<endpointslice::EndpointSliceController>();
}

}  // namespace skiff
