// The EndpointSlice mirroring controller: Endpoints that somebody wrote for a Service without a selector are shown as
// EndpointSlices, which is what clients look at. Mirrors pkg/controller/endpointslicemirroring.
#pragma once
#include <memory>
#include <vector>

#include "api/object.h"
#include "apiserver/actor.h"
#include "base/value.h"

namespace skiff {

// What of the Endpoints one slice shows: addresses of one family behind the same ports.
struct MirroredSlice {
  std::string_view address_type;  // IPv4, IPv6
  Value ports;
  Elements endpoints;
};
std::vector<MirroredSlice> mirrored_slices(const Value& endpoints);

std::unique_ptr<Actor> make_endpointslice_mirroring();

}  // namespace skiff
