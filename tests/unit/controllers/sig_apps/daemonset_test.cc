// What Kubernetes' conformance suite checks of DaemonSets and their history, re-enacted under its names.
#include "api/kinds/daemonset.h"

#include <set>

#include "api/kinds/controllerrevision.h"
#include "api/kinds/node.h"
#include "unit/controllers/sig_apps/workloads.h"

using namespace skiff;
using namespace skiff::test;

namespace {

const std::string kDaemon = workload("DaemonSet", "");

std::string status_of(const Scenario& scene, const char* field) { return count(scene, kDaemonSet, field); }

// The nodes with a daemon pod; two pods on one node count twice.
std::multiset<std::string> nodes(Scenario& scene) {
  std::multiset<std::string> all;
  for (const ObjectRef& pod : pods(scene)) all.insert(pod->spec()["nodeName"].str());
  return all;
}
const std::multiset<std::string> kWorkers = {"worker-1", "worker-2", "worker-3"};

std::vector<ObjectRef> revisions(Scenario& scene) {
  return scene.cluster().api().store().list(kControllerRevision, "default");
}

std::string color(const char* value) { return R"({"metadata":{"labels":{"color":)" + std::string(value) + "}}}"; }

}  // namespace

TEST_CASE("[sig-apps] Daemon set: should list and delete a collection of DaemonSets") {
  Scenario scene;
  create_settled(scene, workload("DaemonSet", "", "nginx:1.26", "web", R"({"e2e":"test"})"));
  CHECK(nodes(scene) == kWorkers);
  validate_collection(scene, kDaemonSet, "e2e=test");
  CHECK(pods(scene).empty());
}

TEST_CASE("[sig-apps] Daemon set: should retry creating failed daemon pods") {
  Scenario scene;
  create_settled(scene, kDaemon);
  const std::string failed = pods(scene).at(0)->name();
  patch_status(scene, kPod, failed, R"({"phase":"Failed"})");
  scene.settle();
  CHECK_FALSE(scene.get(kPod, failed));
  CHECK(nodes(scene) == kWorkers);
  CHECK(status_of(scene, "numberAvailable") == "3");
}

TEST_CASE("[sig-apps] Daemon set: should rollback without unnecessary restarts") {
  Scenario scene;
  create_settled(scene, kDaemon);
  patch_settled(scene, kDaemonSet, "web", image("nginx:broken"));
  // In the middle of a rollout: one new pod that does not get on, all others old.
  std::set<std::string> untouched;
  for (const ObjectRef& pod : pods(scene))
    if (pod->spec()["containers"][0]["image"].as_string() == "nginx:1.26") untouched.emplace(pod->uid());
  REQUIRE(untouched.size() == 2);
  REQUIRE(pods(scene).size() == 3);
  patch_settled(scene, kDaemonSet, "web", image("nginx:1.26"));
  size_t still_there = 0;
  for (const ObjectRef& pod : pods(scene)) {
    still_there += untouched.contains(std::string(pod->uid())) ? 1 : 0;
    CHECK(pod->status()["containerStatuses"][0]["restartCount"].as_int() == 0);
  }
  CHECK(still_there == 2);
  CHECK(images(scene) == Texts(3, "nginx:1.26"));
  CHECK(status_of(scene, "numberAvailable") == "3");
}

TEST_CASE("[sig-apps] Daemon set: should run and stop complex daemon") {
  Scenario scene;
  Value document = *parse_json(kDaemon);
  document["spec"]["template"]["spec"]["nodeSelector"]["color"] = "blue";
  create_settled(scene, to_json(document));
  CHECK(pods(scene).empty());
  CHECK(status_of(scene, "desiredNumberScheduled") == "0");
  patch_settled(scene, kNode, "worker-1", color("\"blue\""));
  CHECK(nodes(scene) == std::multiset<std::string>{"worker-1"});
  CHECK(status_of(scene, "numberAvailable") == "1");
  patch_settled(scene, kNode, "worker-1", color("\"green\""));
  CHECK(pods(scene).empty());
  patch_settled(
      scene, kDaemonSet, "web",
      R"({"spec":{"updateStrategy":{"type":"RollingUpdate"},"template":{"spec":{"nodeSelector":{"color":"green"}}}}})");
  CHECK(nodes(scene) == std::multiset<std::string>{"worker-1"});
}

TEST_CASE("[sig-apps] Daemon set: should run and stop simple daemon") {
  Scenario scene;
  create_settled(scene, kDaemon);
  CHECK(nodes(scene) == kWorkers);
  const std::string stopped = pods(scene)[0]->name();
  scene.remove(kPod, stopped);
  scene.settle();
  CHECK_FALSE(scene.get(kPod, stopped));
  CHECK(nodes(scene) == kWorkers);
  CHECK(status_of(scene, "numberAvailable") == "3");
  scene.remove(kDaemonSet, "web", Propagation::kBackground);
  scene.settle();
  CHECK(pods(scene).empty());
}

TEST_CASE("[sig-apps] Daemon set: should update pod when spec was updated and update strategy is RollingUpdate") {
  Scenario scene;
  create_settled(scene, workload("DaemonSet", R"("updateStrategy":{"type":"RollingUpdate"},)"));
  REQUIRE(revisions(scene).size() == 1);
  CHECK(revisions(scene)[0]->document()["revision"].as_int() == 1);
  const std::string first = revisions(scene)[0]->metadata().at("labels", "controller-revision-hash").str();
  patch_settled(scene, kDaemonSet, "web", image("nginx:1.27"));
  CHECK(images(scene) == Texts(3, "nginx:1.27"));
  CHECK(nodes(scene) == kWorkers);
  std::map<int64_t, std::string> hashes;
  for (const ObjectRef& revision : revisions(scene))
    hashes[revision->document()["revision"].as_int()] =
        revision->metadata().at("labels", "controller-revision-hash").str();
  REQUIRE(hashes.size() == 2);
  CHECK(hashes[1] == first);
  for (const ObjectRef& pod : pods(scene))
    CHECK(pod->metadata().at("labels", "controller-revision-hash").as_string() == hashes[2]);
}

TEST_CASE("[sig-apps] Daemon set: should verify changes to a daemon set status") {
  Scenario scene;
  create_settled(scene, kDaemon);
  validate_status_endpoints(scene, kDaemonSet, "web");
}

TEST_CASE("[sig-apps] ControllerRevision: should manage the lifecycle of a ControllerRevision") {
  Scenario scene;
  create_settled(scene, kDaemon);
  ApiServer& api = scene.cluster().api();
  REQUIRE(revisions(scene).size() == 1);
  const std::string initial = revisions(scene)[0]->name();
  CHECK(api.list(kControllerRevision, {.ns = "default", .label_selector = "app=web", .field_selector = {}})->size() ==
        1);
  patch_settled(scene, kControllerRevision, initial, R"({"metadata":{"labels":{"patched":"yes"}}})");
  CHECK(scene.text(kControllerRevision, initial, {"metadata", "labels", "patched"}) == "\"yes\"");
  // A second one, made by hand from the first, and taken away again.
  Value copy = revisions(scene)[0]->document();
  const Value owners = revisions(scene)[0]->metadata()["ownerReferences"];
  const auto by_hand = [&](const char* name) {
    copy["metadata"] = Value{{"name", name}, {"labels", Value{{"app", "web"}}}, {"ownerReferences", owners}};
    copy["revision"] = revisions(scene).back()->document()["revision"].as_int() + 1;
    REQUIRE(api.create(kControllerRevision, "default", copy));
    scene.settle();
  };
  copy["data"]["by"] = "hand";
  by_hand("web-by-hand");
  CHECK(revisions(scene).size() == 2);
  REQUIRE(api.remove(kControllerRevision, {"default", "web-by-hand"}));
  scene.settle();
  CHECK(revisions(scene).size() == 1);
  // One more by hand is number 2: the one that an update makes is number 3.
  by_hand("web-again");
  patch_settled(scene, kDaemonSet, "web", image("nginx:1.27"));
  std::set<int64_t> numbers;
  for (const ObjectRef& one : revisions(scene)) numbers.insert(one->document()["revision"].as_int());
  CHECK(numbers == std::set<int64_t>{1, 2, 3});
  // What stands under the number is updated as any object is.
  copy = scene.get(kControllerRevision, "web-again")->document();
  copy["metadata"]["labels"]["updated"] = "yes";
  REQUIRE(api.update(kControllerRevision, {"default", "web-again"}, copy));
  CHECK(scene.text(kControllerRevision, "web-again", {"metadata", "labels", "updated"}) == "\"yes\"");
  REQUIRE(api.remove(kControllerRevision, {"default", "web-again"}));
  scene.settle();
  CHECK(revisions(scene).size() == 2);
  CHECK(scene.get(kControllerRevision, initial));
}
