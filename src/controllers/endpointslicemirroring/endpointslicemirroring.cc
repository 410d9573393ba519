#include "controllers/endpointslicemirroring/endpointslicemirroring.h"

#include <algorithm>

#include "api/kinds/endpoints.h"
#include "api/kinds/endpointslice.h"
#include "api/kinds/service.h"

namespace skiff {
namespace {

constexpr std::string_view kManagedBy = "endpointslice.kubernetes.io/managed-by";
constexpr std::string_view kMirroring = "endpointslicemirroring-controller.k8s.io";
constexpr std::string_view kServiceName = "kubernetes.io/service-name";

// Nobody's but a user's, and not one in which a leader is noted. shouldMirror.
bool is_to_mirror(const Object& endpoints) {
  const Value& labels = endpoints.metadata()["labels"];
  return labels["endpointslice.kubernetes.io/skip-mirror"].as_string() != "true" &&
         labels["endpoints.kubernetes.io/managed-by"].as_string() != "endpoint-controller" &&
         !endpoints.metadata()["annotations"].contains("control-plane.alpha.kubernetes.io/leader");
}

bool has_no_selector(const ObjectRef& service) { return service && service->spec()["selector"].is_null(); }

Value mirrored_ports(const Value& subset) {
  Value ports = Value::array();
  for (const Value& port : subset["ports"].elements()) {
    Value entry{
        {"name", port["name"].as_string()}, {"port", port["port"]}, {"protocol", port["protocol"].as_string("TCP")}};
    if (port.contains("appProtocol")) entry.set("appProtocol", port["appProtocol"]);
    ports.push_back(std::move(entry));
  }
  return ports;
}

Value mirrored_endpoint(const Value& address, bool ready) {
  Value endpoint{{"addresses", Value::array({address["ip"]})}, {"conditions", Value{{"ready", ready}}}};
  for (const char* field : {"hostname", "nodeName", "targetRef"})
    if (address.contains(field)) endpoint.set(field, address[field]);
  return endpoint;
}

// The Endpoints' labels and annotations, with what makes the slice theirs.
Value slice_metadata(const Object& endpoints, Value metadata) {
  Value labels = endpoints.metadata()["labels"];
  labels.set(kManagedBy, kMirroring);
  labels.set(kServiceName, endpoints.name());
  metadata.set("labels", std::move(labels));
  Value annotations = endpoints.metadata()["annotations"];
  for (const char* own :
       {"endpoints.kubernetes.io/last-change-trigger-time", "kubectl.kubernetes.io/last-applied-configuration"})
    if (!annotations.is_null()) annotations.erase(own);
  if (annotations.empty()) metadata.erase("annotations");
  else metadata.set("annotations", std::move(annotations));
  return metadata;
}

Value new_mirror(const Object& endpoints, std::string_view address_type) {
  return Value{{"addressType", address_type},
               {"apiVersion", kEndpointSlice.api_version()},
               {"kind", kEndpointSlice.kind},
               {"metadata", Value{{"generateName", endpoints.name() + "-"},
                                  {"namespace", endpoints.ns()},
                                  {"ownerReferences", Value::array({controller_reference(endpoints)})}}}};
}

// Keys are those of Endpoints, and of the Services of the same name.
class MirroringController final : public Actor {
 public:
  std::string_view name() const override { return "endpoint-slice-mirroring-controller"; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    const Kind* kind = &change.kind();
    if (kind == &kEndpoints) {
      if (change.type != Change::Type::kDeleted && is_user_made(change)) queue.add(change.key());
    } else if (kind == &kService) {
      if (const ObjectRef endpoints = store.get(kEndpoints, change.key()); endpoints && is_to_mirror(*endpoints))
        queue.add(change.key());
    } else if (kind == &kEndpointSlice && change.type != Change::Type::kAdded) {
      const Value& labels = change.after->metadata()["labels"];
      if (labels[kManagedBy].as_string() == kMirroring) queue.add({change.key().ns, labels[kServiceName].str()});
    }
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue&) override {
    const ObjectRef endpoints = client.get(kEndpoints, key);
    if (!endpoints) return {};  // the garbage collector takes the slices
    std::vector<ObjectRef> stored = client.store().dependents(kEndpointSlice, endpoints->uid());
    if (is_to_mirror(*endpoints) && has_no_selector(client.get(kService, key)))
      for (MirroredSlice& wanted : mirrored_slices(endpoints->document()))
        if (auto done = write(*endpoints, std::move(wanted), stored, client); !done) return done;
    for (const ObjectRef& left : stored)
      if (auto removed = client.remove(*left); !removed && !removed.error().is(Reason::kNotFound))
        return removed.error();
    return {};
  }

 private:
  static bool is_user_made(const Change& change) {
    return is_to_mirror(*change.after) || (change.before && is_to_mirror(*change.before));
  }

  // Into the slice that has such ports already, which is taken out of `stored`, else into a new one.
  static Result<void> write(const Object& endpoints, MirroredSlice wanted, std::vector<ObjectRef>& stored,
                            Client& client) {
    const auto held = std::find_if(stored.begin(), stored.end(), [&](const ObjectRef& slice) {
      return slice->document()["addressType"].as_string() == wanted.address_type &&
             slice->document()["ports"] == wanted.ports;
    });
    Value document = held != stored.end() ? (*held)->document() : new_mirror(endpoints, wanted.address_type);
    document.set("metadata", slice_metadata(endpoints, std::as_const(document)["metadata"]));
    document.set("endpoints", Value::array(std::move(wanted.endpoints)));
    document.set("ports", std::move(wanted.ports));
    if (held == stored.end()) {
      if (const auto created = client.create(kEndpointSlice, std::move(document)); !created) return created.error();
      return {};
    }
    if (!(document == (*held)->document())) client.update(**held, std::move(document));
    stored.erase(held);
    return {};
  }
};

}  // namespace

std::vector<MirroredSlice> mirrored_slices(const Value& endpoints) {
  std::vector<MirroredSlice> slices;
  const auto add = [&](const Value& address, const Value& ports, bool ready) {
    const std::string_view type = address["ip"].as_string().find(':') == std::string_view::npos ? "IPv4" : "IPv6";
    auto slice = std::find_if(slices.begin(), slices.end(),
                              [&](const MirroredSlice& one) { return one.address_type == type && one.ports == ports; });
    if (slice == slices.end()) slice = slices.insert(slice, {type, ports, {}});
    slice->endpoints.push_back(mirrored_endpoint(address, ready));
  };
  for (const Value& subset : endpoints["subsets"].elements()) {
    const Value ports = mirrored_ports(subset);
    for (const Value& address : subset["addresses"].elements()) add(address, ports, true);
    for (const Value& address : subset["notReadyAddresses"].elements()) add(address, ports, false);
  }
  return slices;
}

std::unique_ptr<Actor> make_endpointslice_mirroring() { return std::make_unique<MirroringController>(); }

}  // namespace skiff
