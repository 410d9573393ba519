#include "controllers/endpointslice/slices.h"

#include <algorithm>
#include <utility>

#include "api/pod_view.h"
#include "controllers/service_backends.h"

namespace skiff::endpointslice {

Slices::Slices(const std::vector<ObjectRef>& stored) {
  for (const ObjectRef& slice : stored) {
    const Value& document = slice->document();
    slices_.push_back({slice, document["ports"], document["endpoints"].elements(), false});
  }
  index();
}

void Slices::put(std::string_view pod, const std::optional<Backend>& backend) {
  if (const auto place = where_.find(std::string(pod)); place != where_.end()) {
    Slice& slice = slices_[place->second];
    const auto found = std::find_if(slice.endpoints.begin(), slice.endpoints.end(),
                                    [&](const Value& one) { return one.at("targetRef", "name").as_string() == pod; });
    if (found != slice.endpoints.end()) {
      if (backend && slice.ports == backend->ports) {
        slice.changed = slice.changed || !(*found == backend->endpoint);
        *found = backend->endpoint;
        return;
      }
      slice.endpoints.erase(found);
      slice.changed = true;
    }
    where_.erase(place);
  }
  if (backend) add(pod, *backend);
}

// A slice of these ports with room, else an empty one, else a new one.
void Slices::add(std::string_view pod, const Backend& backend) {
  const auto has_room = [&](const Slice& slice) {
    return !slice.endpoints.empty() && slice.ports == backend.ports && slice.endpoints.size() < kMaxEndpoints;
  };
  const auto is_empty = [](const Slice& slice) { return slice.endpoints.empty(); };
  auto found = std::find_if(slices_.begin(), slices_.end(), has_room);
  if (found == slices_.end()) found = std::find_if(slices_.begin(), slices_.end(), is_empty);
  if (found == slices_.end()) found = slices_.insert(found, Slice());
  found->ports = backend.ports;
  found->endpoints.push_back(backend.endpoint);
  found->changed = true;
  where_[std::string(pod)] = static_cast<size_t>(found - slices_.begin());
}

std::vector<ObjectRef> Slices::drop_empty() {
  const auto is_empty = [](const Slice& slice) { return slice.endpoints.empty(); };
  if (slices_.empty()) slices_.push_back({nullptr, Value(), {}, true});
  std::vector<ObjectRef> dropped;
  if (std::none_of(slices_.begin(), slices_.end(), is_empty)) return dropped;
  std::vector<Slice> kept;
  const bool all_empty = std::all_of(slices_.begin(), slices_.end(), is_empty);
  for (Slice& slice : slices_) {
    const bool placeholder = all_empty && kept.empty();
    if (placeholder && !slice.ports.is_null()) {
      slice.ports = Value();
      slice.changed = true;
    }
    if (!is_empty(slice) || placeholder) kept.push_back(std::move(slice));
    else if (slice.stored) dropped.push_back(slice.stored);
  }
  slices_ = std::move(kept);
  index();
  return dropped;
}

void Slices::index() {
  where_.clear();
  for (size_t i = 0; i < slices_.size(); ++i)
    for (const Value& endpoint : slices_[i].endpoints) where_.emplace(endpoint.at("targetRef", "name").str(), i);
}

// Where the Service would rather have its traffic stay: hints for those who route it, at ready endpoints alone.
// Upstream: endpointslice/trafficdist.
Value traffic_hints(const Value& service, std::string_view node, std::string_view zone) {
  const std::string_view wish = service.at("spec", "trafficDistribution").as_string();
  const bool same_node = wish == "PreferSameNode";
  if (!same_node && wish != "PreferSameZone" && wish != "PreferClose") return {};
  Value hints;
  if (same_node && !node.empty()) hints.set("forNodes", Value::array({Value{{"name", node}}}));
  if (!zone.empty()) hints.set("forZones", Value::array({Value{{"name", zone}}}));
  return hints;
}

Value make_endpoint(const Value& service, const Object& pod, std::string_view zone) {
  const PodView& view = pod.view<PodView>();
  const bool always = service.at("spec", "publishNotReadyAddresses").as_bool();
  Value endpoint{{"addresses", Value::array({pod.status()["podIP"]})},
                 {"conditions", Value{{"ready", always || (view.ready && !view.terminating)},
                                      {"serving", view.ready},
                                      {"terminating", view.terminating}}},
                 {"nodeName", view.node},
                 {"targetRef", Value{{"kind", "Pod"}, {"name", view.name}, {"namespace", view.ns}, {"uid", view.uid}}}};
  if (!zone.empty()) endpoint.set("zone", zone);
  if (const std::string_view hostname = backend_hostname(service, pod.document()); !hostname.empty())
    endpoint.set("hostname", hostname);
  if (std::as_const(endpoint)["conditions"]["ready"].as_bool())
    if (Value hints = traffic_hints(service, view.node, zone); !hints.empty()) endpoint.set("hints", std::move(hints));
  return endpoint;
}

Value slice_labels(const Value& service) {
  Value labels = service.at("metadata", "labels");
  labels.set("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io");
  labels.set("kubernetes.io/service-name", service.at("metadata", "name"));
  if (is_headless(service)) labels.set("service.kubernetes.io/headless", "");
  return labels;
}

}  // namespace skiff::endpointslice
