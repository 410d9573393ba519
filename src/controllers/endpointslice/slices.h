// The EndpointSlices of one Service as they change: each pod's endpoint is put where it belongs, slices that did not
// change are not written. Pure functions of values. Mirrors staging/src/k8s.io/endpointslice/reconciler.go.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/object.h"
#include "base/value.h"

namespace skiff::endpointslice {

inline constexpr size_t kMaxEndpoints = 100;

// What a pod has to offer; the ports decide in which slice it stands.
struct Backend {
  Value endpoint;
  Value ports;
};

struct Slice {
  ObjectRef stored;  // null: to be created
  Value ports;
  Elements endpoints;
  bool changed = false;
};

class Slices {
 public:
  explicit Slices(const std::vector<ObjectRef>& stored);

  // Puts the pod's endpoint in place of its former one; nullopt takes it out.
  void put(std::string_view pod, const std::optional<Backend>& backend);
  // Takes out all endpoints of pods for which `keep` says no.
  template <class Keep>
  void retain(const Keep& keep) {
    for (Slice& slice : slices_) {
      const size_t before = slice.endpoints.size();
      std::erase_if(slice.endpoints, [&](const Value& one) { return !keep(one.at("targetRef", "name").as_string()); });
      slice.changed = slice.changed || slice.endpoints.size() != before;
    }
  }
  // Lets go of slices that have become empty, but keeps one, and returns those of them that are stored: to be deleted.
  std::vector<ObjectRef> drop_empty();
  // Who writes one that has changed says so in it.
  std::vector<Slice>& slices() { return slices_; }

 private:
  void add(std::string_view pod, const Backend& backend);
  void index();

  std::vector<Slice> slices_;
  std::unordered_map<std::string, size_t> where_;  // pod → index of its slice
};

// The endpoint of `pod`, with its node's zone.
Value make_endpoint(const Value& service, const Object& pod, std::string_view zone);
// Labels of the service's slices.
Value slice_labels(const Value& service);

}  // namespace skiff::endpointslice
