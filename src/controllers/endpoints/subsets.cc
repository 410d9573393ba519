#include "controllers/endpoints/subsets.h"

#include <algorithm>
#include <utility>

#include "api/pod_view.h"
#include "base/json.h"
#include "controllers/service_backends.h"

namespace skiff::endpoints {
namespace {

bool is_of(const Value& address, std::string_view pod) { return address.at("targetRef", "name").as_string() == pod; }

bool has(const Elements& addresses, std::string_view pod) {
  return std::any_of(addresses.begin(), addresses.end(), [&](const Value& one) { return is_of(one, pod); });
}

// Addresses stand in the order of their text.
void insert(Elements& addresses, const Value& address) {
  const auto at = std::lower_bound(addresses.begin(), addresses.end(), address, [](const Value& a, const Value& b) {
    return a["ip"].as_string() < b["ip"].as_string();
  });
  addresses.insert(at, address);
}

void cut(Elements& addresses, size_t& room) {
  if (addresses.size() > room) addresses.resize(room);
  room -= addresses.size();
}

}  // namespace

Subsets::Subsets(const Value& subsets) {
  for (const Value& subset : subsets.elements())
    subsets_.push_back({subset["ports"], subset["addresses"].elements(), subset["notReadyAddresses"].elements()});
}

bool Subsets::contains(std::string_view pod) const {
  return std::any_of(subsets_.begin(), subsets_.end(),
                     [&](const Subset& subset) { return has(subset.ready, pod) || has(subset.not_ready, pod); });
}

size_t Subsets::ready_count() const {
  size_t count = 0;
  for (const Subset& subset : subsets_) count += subset.ready.size();
  return count;
}

void Subsets::put(std::string_view pod, const std::optional<Address>& address) {
  for (Subset& subset : subsets_)
    for (Elements* list : {&subset.ready, &subset.not_ready})
      std::erase_if(*list, [&](const Value& one) { return is_of(one, pod); });
  if (address) add(*address);
}

void Subsets::add(const Address& address) {
  auto found = std::find_if(subsets_.begin(), subsets_.end(),
                            [&](const Subset& subset) { return subset.ports == address.ports; });
  if (found == subsets_.end()) found = subsets_.insert(found, Subset{address.ports, {}, {}});
  insert(address.standing == Standing::kReady ? found->ready : found->not_ready, address.address);
}

Subsets::Size Subsets::finish(Value& subsets) {
  std::erase_if(subsets_, [](const Subset& subset) { return subset.ready.empty() && subset.not_ready.empty(); });
  std::sort(subsets_.begin(), subsets_.end(),
            [](const Subset& a, const Subset& b) { return to_json(a.ports) < to_json(b.ports); });
  size_t total = 0;
  for (const Subset& subset : subsets_) total += subset.ready.size() + subset.not_ready.size();
  size_t room = kMaxAddresses;
  for (Subset& subset : subsets_) cut(subset.ready, room);
  for (Subset& subset : subsets_) cut(subset.not_ready, room);
  subsets = Value();
  for (const Subset& subset : subsets_) {
    if (subset.ready.empty() && subset.not_ready.empty()) continue;
    Value one = Value::object();
    if (!subset.ready.empty()) one.set("addresses", Value::array(subset.ready));
    if (!subset.not_ready.empty()) one.set("notReadyAddresses", Value::array(subset.not_ready));
    if (!subset.ports.empty()) one.set("ports", subset.ports);
    subsets.push_back(std::move(one));
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
