#include "controllers/endpoints/endpoints.h"

#include <map>
#include <optional>
#include <string>

#include "api/kinds/endpoints.h"
#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "api/pod_view.h"
#include "controllers/endpoints/subsets.h"
#include "controllers/pod_control.h"
#include "controllers/service_backends.h"

namespace skiff {
namespace endpoints {
namespace {

constexpr const char* kTriggerTime = "endpoints.kubernetes.io/last-change-trigger-time";
constexpr const char* kOverCapacity = "endpoints.kubernetes.io/over-capacity";

Value endpoints_labels(const Value& service) {
  Value labels = service.at("metadata", "labels");
  labels.set("endpoints.kubernetes.io/managed-by", "endpoint-controller");
  if (is_headless(service)) labels.set("service.kubernetes.io/headless", "");
  return labels;
}

// Terminating pods are out unless the service wants everything.
std::optional<Address> address_of(const Value& service, const ObjectRef& pod) {
  if (!pod || !is_backend(*pod) || !selects(service, pod->metadata()["labels"])) return std::nullopt;
  if (pod->terminating() && !service.at("spec", "publishNotReadyAddresses").as_bool()) return std::nullopt;
  Address address = make_address(service, *pod);
  if (address.ports.empty() && !service.at("spec", "ports").empty()) return std::nullopt;
  return address;
}

class EndpointsController final : public Actor {
 public:
  std::string_view name() const override { return "endpoint-controller"; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    changed_.observe(change, store, queue);
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue&) override {
    ChangedBackends::Work work = changed_.take(key);
    const ObjectRef service = client.get(kService, key);
    const ObjectRef stored = client.get(kEndpoints, key);
    if (!service || !has_backends(service->document())) kept_.erase(key);
    if (!service) {
      if (stored &&
          stored->metadata().at("labels", "endpoints.kubernetes.io/managed-by").as_string() == "endpoint-controller")
        (void)client.remove(*stored);
      return {};
    }
    if (!has_backends(service->document())) return {};
    Result<void> written = write(*service, stored, subsets_of(*service, stored, work, client.store()), client);
    if (!written) changed_.restore(key, std::move(work));
    return written;
  }

 private:
  // What is kept from the last time, or what is stored unless that had to be cut, with the changes; else all pods.
  const Subsets& subsets_of(const Object& service, const ObjectRef& stored, const ChangedBackends::Work& work,
                            const Store& store) {
    const Value& document = service.document();
    auto kept = kept_.find(service.key());
    const bool is_whole = stored && !stored->metadata()["annotations"].contains(kOverCapacity);
    if (work.all || (kept == kept_.end() && !is_whole)) {
      kept = kept_.insert_or_assign(service.key(), Subsets{Value()}).first;
      for (const ObjectRef& pod : store.pods_selected(service.ns(), LabelSelector::of_map(service.spec()["selector"])))
        if (const auto address = address_of(document, pod)) kept->second.add(*address);
      return kept->second;
    }
    if (kept == kept_.end()) kept = kept_.emplace(service.key(), Subsets(stored->document()["subsets"])).first;
    for (const std::string& name : work.pods)
      kept->second.put(name, address_of(document, store.get(kPod, {service.ns(), name})));
    return kept->second;
  }

  static std::string name_of(const Object& service) { return service.ns() + "/" + service.name(); }

  static Result<void> write(const Object& service, const ObjectRef& stored, const Subsets& subsets, Client& client) {
    Value document = stored ? stored->document()
                            : Value{{"apiVersion", "v1"},
                                    {"kind", "Endpoints"},
                                    {"metadata", Value{{"name", service.name()}, {"namespace", service.ns()}}}};
    document["metadata"].set("labels", endpoints_labels(service.document()));
    Value list;
    const Subsets::Size size = subsets.list(list);
    if (list.is_null()) document.erase("subsets");
    else document.set("subsets", std::move(list));
    if (stored && document == stored->document()) return {};
    Value annotations{{kTriggerTime, rfc3339(client.now())}};
    if (size == Subsets::Size::kTruncated) annotations.set(kOverCapacity, "truncated");
    document["metadata"].set("annotations", std::move(annotations));
    if (stored) {
      client.update(*stored, std::move(document));
      if (!client.refused()) return {};
      client.event(*stored, EventType::kWarning, "FailedToUpdateEndpoint",
                   "Failed to update endpoint " + name_of(service) + ": " + client.refused()->message);
      return *client.refused();
    }
    const Object planned(kEndpoints, service.key(), 0, document);
    const Result<ObjectRef> created = client.create(kEndpoints, std::move(document));
    if (created || is_namespace_terminating(created.error())) return {};
    client.event(planned, EventType::kWarning, "FailedToCreateEndpoint",
                 "Failed to create endpoint for service " + name_of(service) + ": " + created.error().message);
    return created.error();
  }

  ChangedBackends changed_;
  std::map<ObjectKey, Subsets> kept_;  // by service; those that have had work in this command
};

}  // namespace
}  // namespace endpoints

std::unique_ptr<Actor> make_endpoints_controller() { return std::make_unique<endpoints::EndpointsController>(); }

}  // namespace skiff
