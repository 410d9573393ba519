// A pod that found no place is tried again when something has happened that could help it, and not for anything else.
#include <catch2/catch.hpp>

#include "api/kinds/event.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "base/json.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

constexpr const char* kBig = R"("containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"8"}}}])";
constexpr const char* kPicky = R"("nodeSelector":{"disk":"ssd"},"containers":[{"name":"c","image":"i:1"}])";

// How often it was said that there is no place.
int64_t refusals(Scenario& scene) {
  int64_t count = 0;
  for (const ObjectRef& event : scene.cluster().api().store().events_about(scene.get(kPod, "p")->uid()))
    if (event->document()["reason"].as_string() == "FailedScheduling") count += event->document()["count"].as_int();
  return count;
}

}  // namespace

TEST_CASE("scheduler: what makes a waiting pod try again") {
  struct Row {
    const char* why;
    const char* pod;
    const char* change;  // of worker-1
    bool tries;
  };
  const Row rows[] = {
      {"a label is no room", kBig, R"({"metadata":{"labels":{"disk":"hdd"}}})", false},
      {"nor is a cordon", kBig, R"({"spec":{"unschedulable":true}})", false},
      {"more room that is not enough", kBig, R"({"status":{"allocatable":{"cpu":"6"}}})", false},
      {"more room", kBig, R"({"status":{"allocatable":{"cpu":"16"}}})", true},
      {"another label", kPicky, R"({"metadata":{"labels":{"tier":"a"}}})", false},
      {"the label", kPicky, R"({"metadata":{"labels":{"disk":"ssd"}}})", true},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      scene.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{)" + std::string(row.pod) + "}}");
      scene.settle();
      const int64_t before = refusals(scene);
      REQUIRE(before == 1);
      WriteOptions options;
      const Value change = *parse_json(row.change);
      if (change.contains("status")) options.subresource = Subresource::kStatus;
      REQUIRE(scene.cluster().api().patch(kNode, {"", "worker-1"}, PatchType::kMerge, change, options));
      scene.advance(seconds(2));
      const bool placed = !scene.get(kPod, "p")->spec()["nodeName"].as_string().empty();
      CHECK(placed == row.tries);
      CHECK(refusals(scene) == before);
    }
}
