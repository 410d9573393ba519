// Which pods stand behind a Service, and with which ports: what the controllers of EndpointSlices and of Endpoints have
// in common. Mirrors staging/src/k8s.io/endpointslice/utils.go and pkg/controller/util/endpoint.
#pragma once
#include <map>
#include <set>
#include <string>

#include "apiserver/actor.h"
#include "controllers/selector_index.h"

namespace skiff {

// Services whose backends the cluster finds by itself: those with a selector that are no ExternalName.
bool has_backends(const Value& service);
bool is_headless(const Value& service);
bool selects(const Value& service, const Value& labels);

// A pod that has an address and has not ended.
bool is_backend(const Object& pod);

// The ports that the service reaches on this pod: [{name, port, protocol, appProtocol?}]; a named port that the pod
// does not have is left out.
Value backend_ports(const Value& service, const Value& pod);

// spec.hostname where the service is the pod's subdomain, else empty.
std::string_view backend_hostname(const Value& service, const Value& pod);

// Which pods of which services have to be looked at. Nothing is kept for a service once it has been reconciled.
class ChangedBackends {
 public:
  // Names the services that a change concerns, and remembers the pod, or that all have to be looked at.
  void observe(const Change& change, const Store& store, Workqueue& queue);

  struct Work {
    bool all = false;
    std::set<std::string> pods;  // names
  };
  // What has come together for the service since it was last taken.
  Work take(const ObjectKey& service);
  // Gives it back after a failure.
  void restore(const ObjectKey& service, Work work);

 private:
  void load(const Store& store);
  void put(const Object& service);

  std::map<ObjectKey, Work> work_;
  bool loaded_ = false;
  SelectorIndex services_;  // those that have backends
};

}  // namespace skiff
