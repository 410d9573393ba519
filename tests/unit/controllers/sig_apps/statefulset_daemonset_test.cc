// What Kubernetes' conformance suite checks of StatefulSets and DaemonSets, re-enacted under its names.
#include "api/kinds/controllerrevision.h"
#include "api/kinds/daemonset.h"
#include "api/kinds/node.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/statefulset.h"
#include "unit/controllers/sig_apps/workloads.h"

using namespace skiff;
using namespace skiff::test;

namespace {

std::string set(int replicas, const std::string& more = "") {
  return workload("StatefulSet", R"("serviceName":"test","replicas":)" + std::to_string(replicas) + "," + more);
}
constexpr const char* kParallel = R"("podManagementPolicy":"Parallel",)";

std::string created_in(const std::string& trace) {
  std::string order;
  for (size_t at = trace.find("create pod/"); at != std::string::npos; at = trace.find("create pod/", at + 1)) {
    const size_t end = trace.find_first_of(", ", at + 7);
    order += (order.empty() ? "" : " ") + trace.substr(at + 11, end - at - 11);
  }
  return order;
}

}  // namespace

TEST_CASE("[sig-apps] StatefulSet: Burst scaling should run to completion even with unhealthy pods") {
  Scenario scene;
  scene.create(workload("StatefulSet", std::string(R"("replicas":1,)") + kParallel, "nginx:broken"));
  scene.settle();
  scene.patch(kStatefulSet, "web", R"({"spec":{"replicas":3}})");
  scene.settle();
  CHECK(pods(scene).size() == 3);
  CHECK(count(scene, kStatefulSet, "readyReplicas") == "null");
  scene.patch(kStatefulSet, "web", R"({"spec":{"replicas":0}})");
  scene.settle();
  CHECK(pods(scene).empty());
}

TEST_CASE(
    "[sig-apps] StatefulSet: Scaling should happen in predictable order and halt if any stateful pod is unhealthy") {
  Scenario scene;
  scene.create(set(3));
  scene.settle();
  CHECK(created_in(scene.trace()) == "web-0 web-1 web-2");
  scene.patch(kStatefulSet, "web", R"({"spec":{"replicas":1}})");
  scene.settle();
  CHECK(scene.trace() == "terminating pod/web-2 -- deleted pod/web-2, terminating pod/web-1 -- deleted pod/web-1");
  // An unhealthy web-0 halts both ways.
  scene.patch(kStatefulSet, "web", image("nginx:broken"));
  scene.settle();
  scene.trace();
  scene.patch(kStatefulSet, "web", R"({"spec":{"replicas":3}})");
  scene.settle();
  CHECK(created_in(scene.trace()).empty());
}

TEST_CASE("[sig-apps] StatefulSet: Should recreate evicted statefulset") {
  Scenario scene;
  scene.create(set(1));
  scene.settle();
  const std::string uid = scene.text(kPod, "web-0", {"metadata", "uid"});
  WriteOptions to_status;
  to_status.subresource = Subresource::kStatus;
  REQUIRE(scene.cluster().api().patch(kPod, {"default", "web-0"}, PatchType::kMerge,
                                      Value{{"status", Value{{"phase", "Failed"}, {"reason", "Evicted"}}}}, to_status));
  scene.settle();
  CHECK(scene.text(kPod, "web-0", {"metadata", "uid"}) != uid);
  CHECK(count(scene, kStatefulSet, "readyReplicas") == "1");
}

TEST_CASE("[sig-apps] StatefulSet: should have a working scale subresource") {
  Scenario scene;
  scene.create(set(1));
  scene.settle();
  validate_scale(scene, kStatefulSet, "web");
}

TEST_CASE("[sig-apps] StatefulSet: should list, patch and delete a collection of StatefulSets") {
  Scenario scene;
  scene.create(workload("StatefulSet", R"("replicas":1,)", "nginx:1.26", "web", R"({"e2e":"test"})"));
  scene.settle();
  scene.patch(kStatefulSet, "web", R"({"metadata":{"labels":{"patched":"yes"}},"spec":{"replicas":2}})");
  scene.settle();
  CHECK(count(scene, kStatefulSet, "readyReplicas") == "2");
  validate_collection(scene, kStatefulSet, "e2e=test");
  CHECK(pods(scene).empty());
}

TEST_CASE(
    "[sig-apps] StatefulSet: should perform canary updates and phased rolling updates of template modifications") {
  Scenario scene;
  scene.create(set(3, R"("updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":3}},)"));
  scene.settle();
  scene.patch(kStatefulSet, "web", image("nginx:1.27"));
  scene.settle();
  CHECK(images(scene) == std::vector<std::string>(3, "nginx:1.26"));
  const auto partition = [](int at) {
    return R"({"spec":{"updateStrategy":{"rollingUpdate":{"partition":)" + std::to_string(at) + "}}}}";
  };
  // The canary.
  scene.patch(kStatefulSet, "web", partition(2));
  scene.settle();
  CHECK(images(scene) == std::vector<std::string>{"nginx:1.26", "nginx:1.26", "nginx:1.27"});
  // Deleted pods come back as what they were.
  for (const char* pod : {"web-0", "web-2"}) scene.remove(kPod, pod);
  scene.settle();
  CHECK(images(scene) == std::vector<std::string>{"nginx:1.26", "nginx:1.26", "nginx:1.27"});
  // Phase by phase.
  for (int at = 1; at >= 0; --at) {
    scene.patch(kStatefulSet, "web", partition(at));
    scene.settle();
    const std::vector<std::string> now = images(scene);
    CHECK(std::count(now.begin(), now.end(), "nginx:1.27") == 3 - at);
  }
  CHECK(count(scene, kStatefulSet, "currentRevision") == count(scene, kStatefulSet, "updateRevision"));
}

TEST_CASE("[sig-apps] StatefulSet: should perform rolling updates and roll backs of template modifications") {
  Scenario scene;
  scene.create(set(3));
  scene.settle();
  const std::string first = count(scene, kStatefulSet, "currentRevision");
  scene.trace();
  scene.patch(kStatefulSet, "web", image("nginx:1.27"));
  scene.settle();
  CHECK(created_in(scene.trace()) == "web-2 web-1 web-0");
  CHECK(images(scene) == std::vector<std::string>(3, "nginx:1.27"));
  CHECK(count(scene, kStatefulSet, "currentRevision") != first);
  scene.patch(kStatefulSet, "web", image("nginx:1.26"));
  scene.settle();
  CHECK(created_in(scene.trace()) == "web-2 web-1 web-0");
  CHECK(images(scene) == std::vector<std::string>(3, "nginx:1.26"));
  CHECK(count(scene, kStatefulSet, "currentRevision") == first);
}

TEST_CASE("[sig-apps] StatefulSet: should validate Statefulset Status endpoints") {
  Scenario scene;
  scene.create(set(1));
  scene.settle();
  validate_status_endpoints(scene, kStatefulSet, "web");
}

TEST_CASE("StatefulSet: does not deadlock when a pod's predecessor fails") {
  Scenario scene;
  scene.create(set(3, kParallel));
  scene.settle();
  WriteOptions to_status;
  to_status.subresource = Subresource::kStatus;
  for (const char* pod : {"web-0", "web-1"})
    REQUIRE(scene.cluster().api().patch(kPod, {"default", pod}, PatchType::kMerge,
                                        Value{{"status", Value{{"phase", "Failed"}}}}, to_status));
  scene.settle();
  CHECK(count(scene, kStatefulSet, "readyReplicas") == "3");
}

TEST_CASE("StatefulSet: the claim retention policies in all four combinations") {
  for (const char* deleted : {"Retain", "Delete"})
    for (const char* scaled : {"Retain", "Delete"})
      DYNAMIC_SECTION("whenDeleted " << deleted << " whenScaled " << scaled) {
        Scenario scene;
        scene.create(set(2, R"("persistentVolumeClaimRetentionPolicy":{"whenDeleted":")" + std::string(deleted) +
                                R"(","whenScaled":")" + scaled +
                                R"("},"volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":)"
                                R"(["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}],)"));
        scene.settle();
        scene.patch(kStatefulSet, "web", R"({"spec":{"replicas":1}})");
        scene.settle();
        CHECK((scene.get(kPersistentVolumeClaim, "data-web-1") != nullptr) == (std::string(scaled) == "Retain"));
        scene.remove(kStatefulSet, "web", Propagation::kBackground);
        scene.settle();
        CHECK((scene.get(kPersistentVolumeClaim, "data-web-0") != nullptr) == (std::string(deleted) == "Retain"));
      }
}

TEST_CASE("StatefulSet: OnDelete replaces a pod when it is deleted, minReadySeconds and a start ordinal hold") {
  Scenario scene;
  scene.create(set(2, R"("updateStrategy":{"type":"OnDelete"},"minReadySeconds":3,"ordinals":{"start":5},)"));
  scene.advance(seconds(30));
  CHECK(count(scene, kStatefulSet, "availableReplicas") == "2");
  scene.patch(kStatefulSet, "web", image("nginx:1.27"));
  scene.settle();
  CHECK(images(scene) == std::vector<std::string>(2, "nginx:1.26"));
  scene.remove(kPod, "web-5");
  scene.advance(seconds(10));
  CHECK(images(scene) == std::vector<std::string>{"nginx:1.27", "nginx:1.26"});
}

TEST_CASE("[sig-apps] Daemon set: should list and delete a collection of DaemonSets") {
  Scenario scene;
  scene.create(workload("DaemonSet", "", "nginx:1.26", "web", R"({"e2e":"test"})"));
  scene.settle();
  validate_collection(scene, kDaemonSet, "e2e=test");
  CHECK(pods(scene).empty());
}

TEST_CASE("[sig-apps] Daemon set: should retry creating failed daemon pods") {
  Scenario scene;
  scene.create(workload("DaemonSet", ""));
  scene.settle();
  const ObjectRef failed = pods(scene).at(0);
  WriteOptions to_status;
  to_status.subresource = Subresource::kStatus;
  REQUIRE(scene.cluster().api().patch(kPod, failed->key(), PatchType::kMerge,
                                      Value{{"status", Value{{"phase", "Failed"}}}}, to_status));
  scene.settle();
  CHECK_FALSE(scene.get(kPod, failed->name()));
  CHECK(count(scene, kDaemonSet, "numberAvailable") == "3");
}

TEST_CASE("[sig-apps] Daemon set: should rollback without unnecessary restarts") {
  Scenario scene;
  scene.create(workload("DaemonSet", ""));
  scene.settle();
  std::vector<std::string> untouched;
  scene.patch(kDaemonSet, "web", image("nginx:broken"));
  scene.settle();
  for (const ObjectRef& pod : pods(scene))
    if (pod->spec()["containers"][0]["image"].as_string() == "nginx:1.26") untouched.emplace_back(pod->uid());
  REQUIRE(untouched.size() == 2);
  scene.patch(kDaemonSet, "web", image("nginx:1.26"));
  scene.settle();
  size_t still_there = 0;
  for (const ObjectRef& pod : pods(scene))
    still_there += static_cast<size_t>(std::count(untouched.begin(), untouched.end(), std::string(pod->uid())));
  CHECK(still_there == 2);
  CHECK(count(scene, kDaemonSet, "numberAvailable") == "3");
}

TEST_CASE("[sig-apps] Daemon set: should run and stop complex daemon") {
  Scenario scene;
  Value document = *parse_json(workload("DaemonSet", ""));
  document["spec"]["template"]["spec"]["nodeSelector"]["color"] = "blue";
  scene.create(to_json(document));
  scene.settle();
  CHECK(pods(scene).empty());
  scene.patch(kNode, "worker-1", R"({"metadata":{"labels":{"color":"blue"}}})");
  scene.settle();
  REQUIRE(pods(scene).size() == 1);
  CHECK(pods(scene)[0]->spec()["nodeName"].as_string() == "worker-1");
  scene.patch(kNode, "worker-1", R"({"metadata":{"labels":{"color":"green"}}})");
  scene.settle();
  CHECK(pods(scene).empty());
  scene.patch(
      kDaemonSet, "web",
      R"({"spec":{"updateStrategy":{"type":"RollingUpdate"},"template":{"spec":{"nodeSelector":{"color":"green"}}}}})");
  scene.settle();
  CHECK(pods(scene).size() == 1);
}

TEST_CASE("[sig-apps] Daemon set: should run and stop simple daemon") {
  Scenario scene;
  scene.create(workload("DaemonSet", ""));
  scene.settle();
  CHECK(pods(scene).size() == 3);
  scene.remove(kPod, pods(scene)[0]->name());
  scene.settle();
  CHECK(count(scene, kDaemonSet, "numberAvailable") == "3");
  scene.remove(kDaemonSet, "web", Propagation::kBackground);
  scene.settle();
  CHECK(pods(scene).empty());
}

TEST_CASE("[sig-apps] Daemon set: should update pod when spec was updated and update strategy is RollingUpdate") {
  Scenario scene;
  scene.create(workload("DaemonSet", R"("updateStrategy":{"type":"RollingUpdate"},)"));
  scene.settle();
  REQUIRE(scene.cluster().api().store().count(kControllerRevision) == 1);
  scene.patch(kDaemonSet, "web", image("nginx:1.27"));
  scene.settle();
  CHECK(images(scene) == std::vector<std::string>(3, "nginx:1.27"));
  CHECK(scene.cluster().api().store().count(kControllerRevision) == 2);
  for (const ObjectRef& revision : scene.cluster().api().store().list(kControllerRevision, "default"))
    CHECK((revision->document()["revision"].as_int() == 1 || revision->document()["revision"].as_int() == 2));
}

TEST_CASE("[sig-apps] Daemon set: should verify changes to a daemon set status") {
  Scenario scene;
  scene.create(workload("DaemonSet", ""));
  scene.settle();
  validate_status_endpoints(scene, kDaemonSet, "web");
}

TEST_CASE("[sig-apps] ControllerRevision: should manage the lifecycle of a ControllerRevision") {
  Scenario scene;
  scene.create(workload("DaemonSet", "", "nginx:1.26", "web"));
  scene.settle();
  ApiServer& api = scene.cluster().api();
  const auto revisions = [&] { return api.store().list(kControllerRevision, "default"); };
  REQUIRE(revisions().size() == 1);
  const std::string initial = revisions()[0]->name();
  scene.patch(kControllerRevision, initial, R"({"metadata":{"labels":{"patched":"yes"}}})");
  // A second one, made by hand from the first.
  Value copy = revisions()[0]->document();
  copy["metadata"] = Value{{"name", "web-by-hand"}, {"labels", Value{{"app", "web"}}}};
  copy["revision"] = 2;
  copy["data"]["by"] = "hand";
  REQUIRE(api.create(kControllerRevision, "default", copy));
  CHECK(revisions().size() == 2);
  REQUIRE(api.remove(kControllerRevision, {"default", "web-by-hand"}));
  scene.settle();
  // And one that an update makes: its number is 3 when the one of the script is counted.
  copy["metadata"] = Value{{"name", "web-again"}, {"labels", Value{{"app", "web"}}}};
  REQUIRE(api.create(kControllerRevision, "default", copy));
  scene.patch(kDaemonSet, "web", image("nginx:1.27"));
  scene.settle();
  int64_t highest = 0;
  for (const ObjectRef& one : revisions()) highest = std::max(highest, one->document()["revision"].as_int());
  CHECK(highest == 3);
  CHECK(scene.get(kControllerRevision, initial));
}
