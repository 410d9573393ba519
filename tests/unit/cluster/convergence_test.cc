#include "cluster/convergence.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "api/kinds/deployment.h"
#include "api/kinds/job.h"
#include "api/kinds/pod.h"
#include "support/scenario.h"

using namespace skiff;

namespace {

size_t unreached_of(const Store& store, const Kind& kind) {
  return static_cast<size_t>(store.state("unreached", kind.qualified_name()).as_int());
}

// Whether the numbers are those of somebody who looks at every object.
void check_numbers(test::Scenario& scene) {
  const Store& store = scene.cluster().api().store();
  for (const Kind* kind : all_kinds()) {
    size_t unreached = 0;
    for (const ObjectRef& object : store.list(*kind)) unreached += has_reached(*object) ? 0 : 1;
    INFO(kind->qualified_name());
    CHECK(unreached_of(store, *kind) == unreached);
  }
}

}  // namespace

TEST_CASE("convergence: what is remembered already is not written again") {
  Store store(1);
  const WriteContext context{"test", Time{}};
  store.put(kPod, {"default", "web"}, Value{{"metadata", Value{{"name", "web"}}}}, context);
  Convergence convergence(store);
  for (const Change& change : store.take_changes()) convergence.observe(change);
  REQUIRE_FALSE(convergence.reached());
  REQUIRE(store.commit());

  CHECK_FALSE(store.dirty());
  CHECK_FALSE(Convergence(store).reached());
  CHECK(Convergence(store).unreached(kPod) == 1);
}

TEST_CASE("convergence: what was not reached and then is leaves nothing behind") {
  Store store(1);
  const WriteContext context{"test", Time{}};
  Convergence convergence(store);
  store.put(kPod, {"default", "web"}, Value{{"metadata", Value{{"name", "web"}}}}, context);
  for (const Change& change : store.take_changes()) convergence.observe(change);
  REQUIRE_FALSE(convergence.reached());
  store.erase(kPod, {"default", "web"}, context);
  for (const Change& change : store.take_changes()) convergence.observe(change);
  CHECK(convergence.reached());
  CHECK(convergence.unreached(kPod) == 0);
}

TEST_CASE("convergence: the numbers follow the changes, those of a long jump too") {
  test::Scenario scene;
  scene.create(R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":4,
      "selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[
      {"name":"c","image":"nginx"}]}}}})");
  scene.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"crash"},"spec":{"containers":[
      {"name":"c","image":"busybox","command":["false"]}]}})");
  scene.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"nowhere"},"spec":{"nodeSelector":{"no":"node"},
      "containers":[{"name":"c","image":"nginx"}]}})");
  scene.create(R"({"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"tick"},"spec":{"schedule":"*/5 * * * *",
      "jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[
      {"name":"c","image":"busybox","command":["sleep","20"]}]}}}}}})");
  check_numbers(scene);
  CHECK(unreached_of(scene.cluster().api().store(), kPod) == 6);
  scene.settle();
  check_numbers(scene);
  CHECK(unreached_of(scene.cluster().api().store(), kPod) == 2);
  scene.patch(kDeployment, "web",
              R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:bad-tag"}]}}}})");
  scene.advance(seconds(7));
  check_numbers(scene);
  scene.advance(hours(30));
  check_numbers(scene);
  scene.remove(kDeployment, "web");
  scene.remove(kPod, "crash");
  scene.remove(kPod, "nowhere");
  check_numbers(scene);
  scene.advance(minutes(3));
  check_numbers(scene);
}
