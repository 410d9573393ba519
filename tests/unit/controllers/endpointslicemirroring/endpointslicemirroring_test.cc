#include "controllers/endpointslicemirroring/endpointslicemirroring.h"

#include <catch2/catch.hpp>

#include "api/kinds/endpoints.h"
#include "api/kinds/endpointslice.h"
#include "api/kinds/service.h"
#include "base/json.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string endpoints(const std::string& subsets, const std::string& metadata = "") {
  return R"({"apiVersion":"v1","kind":"Endpoints","metadata":{"name":"db")" + metadata + R"(},"subsets":[)" + subsets +
         "]}";
}
constexpr const char* kOne = R"({"addresses":[{"ip":"192.0.2.1"}],"ports":[{"port":5432}]})";
constexpr const char* kPlainService =
    R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"db"},"spec":{"ports":[{"port":5432}]}})";

std::vector<ObjectRef> mirrors(Scenario& scene) {
  std::vector<ObjectRef> own;
  for (const ObjectRef& slice : scene.cluster().api().store().list(kEndpointSlice, "default"))
    if (slice->name().starts_with("db-")) own.push_back(slice);
  return own;
}

}  // namespace

TEST_CASE("endpoint slice mirroring: which slices show some Endpoints") {
  struct Row {
    const char* why;
    const char* subsets;
    const char* slices;  // family, ports and addresses (with a minus sign if not ready) of each
  };
  const Row rows[] = {
      {"none", "[]", ""},
      {"ready and not ready addresses",
       R"([{"addresses":[{"ip":"192.0.2.1"}],"notReadyAddresses":[{"ip":"192.0.2.2"}],"ports":[{"port":80}]}])",
       "IPv4 80: 192.0.2.1 -192.0.2.2; "},
      {"subsets with the same ports are one", R"([{"addresses":[{"ip":"192.0.2.1"}],"ports":[{"port":80}]},
         {"addresses":[{"ip":"192.0.2.2"}],"ports":[{"port":80}]}])",
       "IPv4 80: 192.0.2.1 192.0.2.2; "},
      {"other ports and other families stand apart",
       R"([{"addresses":[{"ip":"192.0.2.1"},{"ip":"2001:db8::1"}],"ports":[{"port":80}]},
         {"addresses":[{"ip":"192.0.2.2"}],"ports":[{"port":81}]}])",
       "IPv4 80: 192.0.2.1; IPv6 80: 2001:db8::1; IPv4 81: 192.0.2.2; "},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      std::string text;
      for (const MirroredSlice& slice : mirrored_slices(Value{{"subsets", *parse_json(row.subsets)}})) {
        text += std::string(slice.address_type) + " " + std::to_string(slice.ports[0]["port"].as_int()) + ":";
        for (const Value& one : slice.endpoints)
          text += (one["conditions"]["ready"].as_bool() ? " " : " -") + one["addresses"][0].str();
        text += "; ";
      }
      CHECK(text == row.slices);
    }
}

TEST_CASE("endpoint slice mirroring: what a user writes for a Service without a selector follows") {
  Scenario scene;
  scene.create(kPlainService);
  scene.create(endpoints(kOne, R"(,"labels":{"team":"a"})"));
  scene.settle();
  REQUIRE(mirrors(scene).size() == 1);
  const ObjectRef slice = mirrors(scene)[0];
  CHECK(to_json(slice->metadata()["labels"]) ==
        R"({"endpointslice.kubernetes.io/managed-by":"endpointslicemirroring-controller.k8s.io",)"
        R"("kubernetes.io/service-name":"db","team":"a"})");
  CHECK(slice->metadata()["ownerReferences"][0]["kind"].as_string() == "Endpoints");
  CHECK(to_json(slice->document()["endpoints"]) == R"([{"addresses":["192.0.2.1"],"conditions":{"ready":true}}])");
  CHECK(to_json(slice->document()["ports"]) == R"([{"name":"","port":5432,"protocol":"TCP"}])");
  SECTION("a change of theirs is one of the slice's") {
    scene.patch(kEndpoints, "db", R"({"subsets":[{"addresses":[{"ip":"192.0.2.9"}],"ports":[{"port":5432}]}]})");
    scene.settle();
    REQUIRE(mirrors(scene).size() == 1);
    CHECK(mirrors(scene)[0]->name() == slice->name());
    CHECK(mirrors(scene)[0]->document()["endpoints"][0]["addresses"][0].as_string() == "192.0.2.9");
  }
  SECTION("the slice comes back when it is deleted") {
    scene.remove(kEndpointSlice, slice->name());
    scene.settle();
    CHECK(mirrors(scene).size() == 1);
  }
  SECTION("it goes with the Endpoints") {
    scene.remove(kEndpoints, "db");
    scene.settle();
    CHECK(mirrors(scene).empty());
  }
  SECTION("and when they are not to be mirrored any more") {
    scene.patch(kEndpoints, "db", R"({"metadata":{"labels":{"endpointslice.kubernetes.io/skip-mirror":"true"}}})");
    scene.settle();
    CHECK(mirrors(scene).empty());
  }
}

TEST_CASE("endpoint slice mirroring: nothing without a Service, or with one that selects") {
  Scenario scene;
  scene.create(endpoints(kOne));
  scene.settle();
  CHECK(mirrors(scene).empty());
  scene.create(kPlainService);
  scene.settle();
  CHECK(mirrors(scene).size() == 1);
}
