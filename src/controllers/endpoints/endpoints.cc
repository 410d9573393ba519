#include "controllers/endpoints/endpoints.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "api/kinds/endpoints.h"
#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "api/pod_view.h"
#include "controllers/endpoints/subsets.h"
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

// May the pods that changed be put into the stored list, or has it been cut so that all must be looked at again?
bool needs_all(const ObjectRef& stored, const ChangedBackends::Work& work) {
  if (work.all || !stored) return true;
  if (!stored->metadata()["annotations"].contains(kOverCapacity)) return false;
  const Subsets subsets(stored->document()["subsets"]);
  const bool full = subsets.ready_count() == kMaxAddresses;
  return !full || std::any_of(work.pods.begin(), work.pods.end(),
                              [&](const std::string& name) { return subsets.contains(name); });
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
    if (!service) {
      if (stored &&
          stored->metadata().at("labels", "endpoints.kubernetes.io/managed-by").as_string() == "endpoint-controller")
        (void)client.remove(*stored);
      return {};
    }
    if (!has_backends(service->document())) return {};
    Result<void> written = write(*service, stored, collect(*service, stored, work, client.store()), client);
    if (!written) changed_.restore(key, std::move(work));
    return written;
  }

 private:
  static Subsets collect(const Object& service, const ObjectRef& stored, const ChangedBackends::Work& work,
                         const Store& store) {
    const Value& document = service.document();
    if (!needs_all(stored, work)) {
      Subsets subsets(stored->document()["subsets"]);
      if (stored->metadata()["annotations"].contains(kOverCapacity)) return subsets;  // no change shows
      for (const std::string& name : work.pods)
        subsets.put(name, address_of(document, store.get(kPod, {service.ns(), name})));
      return subsets;
    }
    Subsets subsets{Value()};
    store.for_each(kPod, service.ns(), [&](const ObjectRef& pod) {
      if (const auto address = address_of(document, pod)) subsets.add(*address);
      return true;
    });
    return subsets;
  }

  static Result<void> write(const Object& service, const ObjectRef& stored, Subsets subsets, Client& client) {
    Value document = stored ? stored->document()
                            : Value{{"apiVersion", "v1"},
                                    {"kind", "Endpoints"},
                                    {"metadata", Value{{"name", service.name()}, {"namespace", service.ns()}}}};
    document["metadata"].set("labels", endpoints_labels(service.document()));
    Value list;
    const bool was_cut = stored && stored->metadata()["annotations"].contains(kOverCapacity);
    const Subsets::Size size = subsets.finish(list);
    if (list.is_null()) document.erase("subsets");
    else document.set("subsets", std::move(list));
    if (stored && document == stored->document()) return {};
    Value annotations{{kTriggerTime, rfc3339(client.now())}};
    if (size == Subsets::Size::kTruncated || (was_cut && subsets.ready_count() == kMaxAddresses))
      annotations.set(kOverCapacity, "truncated");
    document["metadata"].set("annotations", std::move(annotations));
    if (stored) {
      client.update(*stored, std::move(document));
      return {};
    }
    const Result<ObjectRef> created = client.create(kEndpoints, std::move(document));
    if (!created) return created.error();
    return {};
  }

  ChangedBackends changed_;
};

}  // namespace
}  // namespace endpoints

std::unique_ptr<Actor> make_endpoints_controller() { return std::make_unique<endpoints::EndpointsController>(); }

}  // namespace skiff
