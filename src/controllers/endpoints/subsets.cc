#include "controllers/endpoints/subsets.h"

#include <algorithm>
#include <utility>

#include "api/pod_view.h"
#include "base/json.h"
#include "controllers/service_backends.h"

namespace skiff::endpoints {

Subsets::Subsets(const Value& subsets) {
  for (const Value& stored : subsets.elements()) {
    subsets_.emplace_back(stored["ports"], std::make_unique<Subset>());
    Subset& subset = *subsets_.back().second;
    for (auto [name, list] : {std::pair("addresses", &subset.ready), std::pair("notReadyAddresses", &subset.not_ready)})
      for (const Value& address : stored[name].elements())
        remember(address, subset, *list, list->emplace_hint(list->end(), address["ip"].as_string(), address));
  }
}

void Subsets::remember(const Value& address, Subset& subset, Addresses& list, Addresses::iterator at) {
  places_.insert_or_assign(address.at("targetRef", "name").str(), Place{&subset, &list, at});
}

void Subsets::put(std::string_view pod, const std::optional<Address>& address) {
  if (const auto found = places_.find(std::string(pod)); found != places_.end()) {
    const Place place = found->second;
    place.list->erase(place.at);
    places_.erase(found);
    if (place.subset->ready.empty() && place.subset->not_ready.empty())
      std::erase_if(subsets_, [&](const auto& one) { return one.second.get() == place.subset; });
  }
  if (address) add(*address);
}

void Subsets::add(const Address& address) {
  auto found =
      std::find_if(subsets_.begin(), subsets_.end(), [&](const auto& subset) { return subset.first == address.ports; });
  if (found == subsets_.end()) {
    const std::string ports = to_json(address.ports);
    found = std::find_if(subsets_.begin(), subsets_.end(),
                         [&](const auto& subset) { return to_json(subset.first) > ports; });
    found = subsets_.emplace(found, address.ports, std::make_unique<Subset>());
  }
  Subset& subset = *found->second;
  Addresses& list = address.standing == Standing::kReady ? subset.ready : subset.not_ready;
  const std::string ip = address.address["ip"].str();
  // Of two with one address, which pods on the node's own network have, the newer comes first.
  remember(address.address, subset, list, list.emplace_hint(list.lower_bound(ip), ip, address.address));
}

void Subsets::append(Value& subset, const char* name, const Addresses& addresses, size_t& room) {
  if (addresses.empty() || room == 0) return;
  Elements shown;
  for (auto at = addresses.begin(); at != addresses.end() && shown.size() < room; ++at) shown.push_back(at->second);
  room -= shown.size();
  subset.set(name, Value::array(std::move(shown)));
}

Subsets::Size Subsets::list(Value& subsets) const {
  size_t total = 0, room = kMaxAddresses;
  Elements made(subsets_.size(), Value::object());
  for (size_t i = 0; i < subsets_.size(); ++i) {
    const Subset& subset = *subsets_[i].second;
    total += subset.ready.size() + subset.not_ready.size();
    append(made[i], "addresses", subset.ready, room);
  }
  for (size_t i = 0; i < subsets_.size(); ++i)
    append(made[i], "notReadyAddresses", subsets_[i].second->not_ready, room);
  subsets = Value();
  for (size_t i = 0; i < subsets_.size(); ++i) {
    if (made[i].empty()) continue;
    if (!subsets_[i].first.empty()) made[i].set("ports", subsets_[i].first);
    subsets.push_back(std::move(made[i]));
  }
  return total > kMaxAddresses ? Size::kTruncated : Size::kWhole;
}

Address make_address(const Value& service, const Object& pod) {
  const PodView& view = pod.view<PodView>();
  const bool always = service.at("spec", "publishNotReadyAddresses").as_bool();
  Address made;
  made.standing = always || view.ready ? Standing::kReady : Standing::kNotReady;
  made.address =
      Value{{"ip", pod.status()["podIP"]},
            {"nodeName", view.node},
            {"targetRef", Value{{"kind", "Pod"}, {"name", view.name}, {"namespace", view.ns}, {"uid", view.uid}}}};
  if (const std::string_view hostname = backend_hostname(service, pod.document()); !hostname.empty())
    made.address.set("hostname", hostname);
  Value ports = backend_ports(service, pod.document());
  if (!ports.empty())
    for (Value& port : ports.edit_elements())
      if (std::as_const(port)["name"].as_string().empty()) port.erase("name");
  made.ports = std::move(ports);
  return made;
}

}  // namespace skiff::endpoints
