#include "controllers/service_backends.h"

#include <utility>

#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "api/pod_view.h"

namespace skiff {
namespace {

// The number that a service port's targetPort means on this pod, 0 if the pod has no such port. A sidecar (an init
// container that restarts) has ports, too.
int64_t target_port(const Value& port, const Value& pod) {
  const Value& target = port["targetPort"];
  if (!target.is_string()) return target.is_number() ? target.as_int() : port["port"].as_int();
  const Value& spec = pod["spec"];
  for (const char* list : {"containers", "initContainers"})
    for (const Value& container : spec[list].elements()) {
      if (list[0] == 'i' && container["restartPolicy"].as_string() != "Always") continue;
      for (const Value& one : container["ports"].elements())
        if (one["name"].as_string() == target.as_string() &&
            one["protocol"].as_string("TCP") == port["protocol"].as_string("TCP"))
          return one["containerPort"].as_int();
    }
  return 0;
}

// Did anything of the pod change that an endpoint shows?
bool is_relevant(const Change& change) {
  if (change.type != Change::Type::kModified) return true;
  const PodView& before = change.before->view<PodView>();
  const PodView& after = change.after->view<PodView>();
  return before.ready != after.ready || before.terminating != after.terminating || before.node != after.node ||
         before.terminal() != after.terminal() ||
         !(change.before->status()["podIP"] == change.after->status()["podIP"]) ||
         !(change.before->metadata()["labels"] == change.after->metadata()["labels"]);
}

}  // namespace

bool has_backends(const Value& service) {
  const Value& spec = service["spec"];
  return !spec["selector"].empty() && spec["type"].as_string() != "ExternalName";
}

bool is_headless(const Value& service) { return service.at("spec", "clusterIP").as_string() == "None"; }

bool selects(const Value& service, const Value& labels) {
  for (const Member& wanted : service.at("spec", "selector").members()) {
    const Value* held = labels.find(wanted.key);
    if (held == nullptr || !(*held == wanted.value)) return false;
  }
  return true;
}

bool is_backend(const Object& pod) {
  return !pod.view<PodView>().terminal() && !pod.status()["podIP"].as_string().empty();
}

Value backend_ports(const Value& service, const Value& pod) {
  Value ports = Value::array();
  for (const Value& port : service.at("spec", "ports").elements()) {
    const int64_t number = target_port(port, pod);
    if (number == 0) continue;
    Value entry{{"name", port["name"].as_string()}, {"port", number}, {"protocol", port["protocol"].as_string("TCP")}};
    if (port.contains("appProtocol")) entry.set("appProtocol", port["appProtocol"]);
    ports.push_back(std::move(entry));
  }
  return ports;
}

std::string_view backend_hostname(const Value& service, const Value& pod) {
  const Value& spec = pod["spec"];
  return spec["subdomain"].as_string() == service.at("metadata", "name").as_string() ? spec["hostname"].as_string()
                                                                                     : std::string_view();
}

void ChangedBackends::load(const Store& store) {
  if (loaded_) return;
  store.for_each(kService, {}, [&](const ObjectRef& service) {
    put(*service);
    return true;
  });
  loaded_ = true;
}

void ChangedBackends::put(const Object& service) {
  if (has_backends(service.document())) services_.put(service.key(), LabelSelector::of_map(service.spec()["selector"]));
}

void ChangedBackends::observe(const Change& change, const Store& store, Workqueue& queue) {
  if (&change.kind() == &kService) {
    if (loaded_) {
      services_.erase(change.key());
      if (change.type != Change::Type::kDeleted) put(*change.after);
    }
    work_[change.key()].all = true;
    return queue.add(change.key());
  }
  if (&change.kind() != &kPod || !is_relevant(change)) return;
  load(store);
  const auto concern = [&](const ObjectKey& service) {
    work_[service].pods.insert(change.key().name);
    queue.add(service);
  };
  const Value& labels = change.after->metadata()["labels"];
  services_.for_each_match(change.key().ns, labels, concern);
  if (change.before && !(change.before->metadata()["labels"] == labels))
    services_.for_each_match(change.key().ns, change.before->metadata()["labels"], concern);
}

ChangedBackends::Work ChangedBackends::take(const ObjectKey& service) {
  const auto found = work_.extract(service);
  return found ? std::move(found.mapped()) : Work{.all = true, .pods = {}};
}

void ChangedBackends::restore(const ObjectKey& service, Work work) {
  Work& held = work_[service];
  held.all = held.all || work.all;
  held.pods.merge(work.pods);
}

}  // namespace skiff
