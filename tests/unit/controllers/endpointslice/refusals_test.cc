// What is told when the server takes neither slices nor Endpoints, and when they come after all.
#include <catch2/catch.hpp>

#include "api/kinds/endpoints.h"
#include "api/kinds/endpointslice.h"
#include "api/kinds/event.h"
#include "api/kinds/service.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;

namespace {

constexpr const char* kManifest =
    R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80}]}})";

size_t slices(ControllerRig& rig) {
  size_t count = 0;
  for (const ObjectRef& slice : rig.store().list(kEndpointSlice, "default"))
    count += slice->name().starts_with("web-") ? 1 : 0;
  return count;
}

bool has(const std::vector<std::string>& events, const std::string& text) {
  return std::find(events.begin(), events.end(), text) != events.end();
}

}  // namespace

TEST_CASE("EndpointSlices: a refusal is told, and they are tried again a second later, then two") {
  ControllerRig rig({"endpoint-slice-controller"});
  rig.refuse(Client::Write::kCreate, kEndpointSlice, "", 2, forbidden("endpointslices", "discovery.k8s.io", "x", "no"));
  rig.create(kManifest);
  CHECK(has(rig.events(kService, "web"),
            "FailedToUpdateEndpointSlices Error updating Endpoint Slices for Service default/web: failed to create "
            "EndpointSlice for Service default/web: endpointslices.discovery.k8s.io \"x\" is forbidden: no"));
  rig.advance(milliseconds(2999));
  CHECK(rig.refusals_left() == 0);
  CHECK(slices(rig) == 0);
  rig.advance(milliseconds(1));
  CHECK(slices(rig) == 1);
}

TEST_CASE("EndpointSlices: after fifteen retries they wait for a change") {
  ControllerRig rig({"endpoint-slice-controller"});
  rig.refuse(Client::Write::kCreate, kEndpointSlice, "", 16,
             forbidden("endpointslices", "discovery.k8s.io", "x", "no"));
  rig.create(kManifest);
  rig.advance(hours(24));
  CHECK(rig.refusals_left() == 0);
  CHECK(slices(rig) == 0);
  rig.patch(kService, "web", R"({"metadata":{"labels":{"touched":"yes"}}})");
  CHECK(slices(rig) == 1);
}

TEST_CASE("EndpointSlices: nothing is told where the namespace goes") {
  ControllerRig rig({"endpoint-slice-controller"});
  Error error = forbidden("endpointslices", "discovery.k8s.io", "x", "it goes");
  error.causes.push_back({"NamespaceTerminating", "metadata.namespace", "namespace default is being terminated"});
  rig.refuse(Client::Write::kCreate, kEndpointSlice, "", 5, error);
  rig.create(kManifest);
  rig.advance(hours(1));
  CHECK(rig.refusals_left() == 4);
  CHECK(rig.events(kService, "web").empty());
}

TEST_CASE("Endpoints: a refusal is told of the Endpoints that should have been") {
  ControllerRig rig({"endpoint-controller"});
  rig.refuse(Client::Write::kCreate, kEndpoints, "web", 1, forbidden("endpoints", "", "web", "no"));
  rig.create(kManifest);
  std::vector<std::string> told;
  for (const ObjectRef& event : rig.store().list(kEvent, "default"))
    if (event->document().at("involvedObject", "kind").as_string() == "Endpoints")
      told.push_back(event->document()["reason"].str() + " " + event->document()["message"].str());
  CHECK(has(told,
            "FailedToCreateEndpoint Failed to create endpoint for service default/web: endpoints \"web\" is forbidden: "
            "no"));
  rig.advance(milliseconds(5));
  REQUIRE(rig.get(kEndpoints, "web"));
  rig.refuse(Client::Write::kUpdate, kEndpoints, "web", 1, forbidden("endpoints", "", "web", "no"));
  rig.patch(kService, "web", R"({"metadata":{"labels":{"touched":"yes"}}})");
  CHECK(has(rig.events(kEndpoints, "web"),
            "FailedToUpdateEndpoint Failed to update endpoint default/web: endpoints \"web\" is forbidden: no"));
}
