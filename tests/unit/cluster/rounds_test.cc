// What goes round and round in a long jump is worked out, not lived through: everything that can be seen afterwards is
// what short steps lead to, and a year costs no more than a day.
#include <catch2/catch.hpp>
#include <set>

#include "api/kind_table.h"
#include "api/kinds/cronjob.h"
#include "api/kinds/event.h"
#include "api/kinds/job.h"
#include "api/kinds/pod.h"
#include "base/json.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string pod(const std::string& name, const std::string& container, const std::string& more = "") {
  return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"("},"spec":{)" + more +
         R"("containers":[{"name":"c",)" + container + "}]}}";
}

std::string deployment(int replicas, const std::string& more, const std::string& container) {
  return R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":)" +
         std::to_string(replicas) + "," + more +
         R"("selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[
         {"name":"c",)" +
         container + "}]}}}}";
}

const std::string kSleeps = R"("image":"busybox:1.36","command":["sleep","infinity"])";
const std::string kFails = R"("image":"busybox:1.36","command":["false"])";
const std::string kRunsAndFails = R"("image":"busybox:1.36","command":["sh","-c","sleep 20; exit 1"])";

// Without what is drawn, or counts all that has ever been written.
Value without_drawn(Value document) {
  if (document.is_array()) {
    for (Value& element : document.edit_elements()) element = without_drawn(std::move(element));
  } else if (document.is_object()) {
    for (const char* drawn : {"resourceVersion", "uid", "containerID"}) document.erase(drawn);
    for (Member& member : document.edit_members()) member.value = without_drawn(std::move(member.value));
  }
  return document;
}

std::multiset<std::string> all_objects(Scenario& scene) {
  std::multiset<std::string> all;
  for (const Kind* kind : all_kinds()) {
    for (const ObjectRef& object : scene.cluster().api().store().list(*kind)) {
      Value document = without_drawn(object->document());
      if (kind == &kEvent) document["metadata"].erase("name");
      all.insert(to_json(document));
    }
  }
  return all;
}

struct Row {
  const char* why;
  std::vector<std::string> objects;
  int64_t most_work;  // keys worked on in a year
};

const Row kRows[] = {
    {"a container that crashes", {pod("p", kFails)}, 4000},
    {"one that completes, again and again", {pod("p", R"("image":"busybox:1.36","command":["true"])")}, 4000},
    {"an init container that fails",
     {pod("p", kSleeps, R"("initContainers":[{"name":"i","image":"busybox:1.36","command":["false"]}],)")},
     4000},
    {"an image that is never there", {pod("p", R"("image":"nginx:broken")")}, 4000},
    {"a liveness probe that fails",
     {pod("p", kSleeps + R"(,"livenessProbe":{"exec":{"command":["false"]},"periodSeconds":10})")},
     4000},
    {"a liveness probe that a Behavior lets fail",
     {R"({"apiVersion":"skiff.dev/v1","kind":"Behavior","metadata":{"name":"b"},"spec":{"match":{"images":["nginx*"]},
          "probes":{"liveness":{"failsAfterSeconds":60,"message":"HTTP probe failed with statuscode: 500"}}}})",
      pod("p", R"("image":"nginx","livenessProbe":{"httpGet":{"port":80}})")},
     4000},
    {"a readiness probe that fails",
     {pod("p", kSleeps + R"(,"readinessProbe":{"exec":{"command":["false"]},"periodSeconds":30})")},
     4000},
    {"a probe that succeeds",
     {pod("p", kSleeps + R"(,"livenessProbe":{"exec":{"command":["true"]},"periodSeconds":30})")},
     4000},
    {"a pod that fits nowhere", {pod("p", R"("image":"nginx","resources":{"requests":{"cpu":"1000"}})")}, 4000},
    {"a pod that nobody may make",
     {R"({"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"r"},"spec":{"replicas":2,
          "selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{
          "serviceAccountName":"nobody","containers":[{"name":"c","image":"nginx"}]}}}})"},
     4000},
    {"a volume that cannot be attached",
     {R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data"},"spec":{
          "accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}})",
      R"({"apiVersion":"skiff.dev/v1","kind":"Behavior","metadata":{"name":"v"},"spec":{
          "volume":{"claims":["default/data"],"failure":"rpc error"}}})",
      R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{
          "volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"data"}}],
          "containers":[{"name":"c","image":"nginx","volumeMounts":[{"name":"v","mountPath":"/d"}]}]}})"},
     4000},
    {"a Deployment whose pods come and go, its Service and its budget",
     {deployment(2, R"("minReadySeconds":5,)", kRunsAndFails),
      R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"selector":{"a":"b"},"ports":[{"port":80}]}})",
      R"({"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"b"},"spec":{"minAvailable":1,
          "selector":{"matchLabels":{"a":"b"}}}})"},
     30000},
    {"a deadline of the pod's own, far away", {pod("p", kFails, R"("activeDeadlineSeconds":200000,)")}, 4000},
    {"several that have nothing to do with each other",
     {pod("p", kFails), pod("q", R"("image":"nginx:broken")"),
      pod("r", kSleeps + R"(,"readinessProbe":{"exec":{"command":["false"]},"periodSeconds":37})")},
     40000},
};

Scenario& made(Scenario& scene, const Row& row) {
  for (const std::string& object : row.objects) scene.create(object);
  return scene;
}

}  // namespace

TEST_CASE("A long jump over what goes round and round ends where short steps do") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      constexpr int kDays = 3;
      Scenario jumps, steps;
      made(jumps, row).advance(hours(24 * kDays));
      made(steps, row);
      for (int i = 0; i < 3 * kDays; ++i) steps.advance(hours(8));
      CHECK(all_objects(jumps) == all_objects(steps));
      // And it goes on in the same way.
      jumps.advance(minutes(47));
      steps.advance(minutes(47));
      CHECK(all_objects(jumps) == all_objects(steps));
    }
}

TEST_CASE("A year of what goes round and round takes no more work than a day") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      made(scene, row);
      int64_t worked = 0;
      scene.cluster().set_on_work([&worked] { worked += 64; });
      scene.advance(hours(24 * 365));
      CHECK(worked < row.most_work);
    }
}

TEST_CASE("What is due by the clock is done on the way, whatever goes round and round meanwhile") {
  Scenario scene;
  scene.create(pod("p", kFails));
  scene.create(R"({"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"c"},"spec":{"schedule":"0 3 * * *",
                   "jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[
                   {"name":"c","image":"busybox:1.36","command":["date"]}]}}}}}})");
  scene.create(R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{"activeDeadlineSeconds":2000000,
                   "template":{"spec":{"restartPolicy":"Never","containers":[
                   {"name":"c","image":"busybox:1.36","command":["sleep","infinity"]}]}}}})");
  scene.advance(hours(24 * 30));
  CHECK(scene.text(kCronJob, "c", {"status", "lastScheduleTime"}) == R"("2026-12-22T03:00:00Z")");
  // 2 000 000 seconds after it was made, a minute after the cluster.
  CHECK(scene.text(kJob, "j", {"status", "conditions"}).find(R"("lastTransitionTime":"2026-12-15T19:22:44Z")") !=
        std::string::npos);
  const int64_t restarts = scene.get(kPod, "p")->status()["containerStatuses"][0]["restartCount"].as_int();
  CHECK(restarts > 24 * 12 * 30 - 100);
  CHECK(restarts < 24 * 12 * 30);
}
