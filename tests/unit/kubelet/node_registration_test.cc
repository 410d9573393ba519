#include "kubelet/node_registration.h"

#include <catch2/catch.hpp>

#include "api/kinds/node.h"
#include "support/scenario.h"

using namespace skiff;

TEST_CASE("pod_cidr: a range of its own for each of five thousand machines") {
  struct Row {
    uint32_t number;
    const char* range;
  };
  const Row rows[] = {{0, "10.244.0.0/24"},      {3, "10.244.3.0/24"},    {256, "10.245.0.0/24"},
                      {3071, "10.255.255.0/24"}, {3072, "10.128.0.0/24"}, {4999, "10.135.135.0/24"}};
  for (const Row& row : rows) DYNAMIC_SECTION(row.number) {
      CHECK(pod_cidr(row.number) == row.range);
    }
}

TEST_CASE("a node made by hand registers: ready, as large as the others, what its manifest says stands") {
  test::Scenario scenario;
  scenario.create(R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"bare"}})");
  scenario.create(R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"big"},
                      "status":{"capacity":{"cpu":"64","memory":"1Ti","pods":"500"},
                                "allocatable":{"cpu":"63","memory":"1000Gi","pods":"500"}}})");
  scenario.settle();
  const ObjectRef bare = scenario.get(kNode, "bare", "");
  CHECK(bare->status().at("allocatable", "cpu").as_string() == "4");
  CHECK(bare->status().at("nodeInfo", "kubeletVersion").as_string() == "v1.36.2");
  CHECK(bare->spec()["podCIDR"].as_string() == "10.244.4.0/24");
  CHECK(bare->spec()["taints"].empty());
  const ObjectRef big = scenario.get(kNode, "big", "");
  CHECK(big->status().at("allocatable", "cpu").as_string() == "63");
  CHECK(big->spec()["podCIDR"].as_string() == "10.244.5.0/24");
}
