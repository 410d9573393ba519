// Reasons of the scheduler that the rows for each filter do not have.
#include <catch2/catch.hpp>

#include "api/kinds/node.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/patch/merge_patch.h"
#include "api/pod_view.h"
#include "base/json.h"
#include "support/controller_rig.h"
#include "support/scenario.h"

using namespace skiff;
using test::ControllerRig;
using test::Scenario;

namespace {

std::string pod(const std::string& spec, const std::string& name = "p", const std::string& metadata = "") {
  return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + "\"" + metadata + R"(},"spec":{)" + spec +
         R"("containers":[{"name":"c","image":"i:1"}]}})";
}

std::string why(const Object& pod) { return find_condition(pod.status(), "PodScheduled")["message"].str(); }

}  // namespace

TEST_CASE("scheduler: no nodes at all") {
  ControllerRig rig({"default-scheduler"});
  rig.create(pod(""));
  CHECK(why(*rig.get(kPod, "p")) == "no nodes available to schedule pods");
  const auto events = rig.events(kPod, "p");
  REQUIRE_FALSE(events.empty());
  CHECK(events[0] == "FailedScheduling no nodes available to schedule pods");
}

TEST_CASE("scheduler: reasons of a node, each once") {
  struct Row {
    const char* why;
    std::string node;  // merged into the only node
    std::string pod;
  };
  const std::string none = " no new claims to deallocate, preemption: 0/1 nodes are available: ";
  const Row rows[] = {
      {"Too many pods", R"({"status":{"allocatable":{"pods":"0"}}})", ""},
      {"Insufficient ephemeral-storage", R"({"status":{"allocatable":{"ephemeral-storage":"1Gi"}}})",
       R"("runtimeClassName":"heavy",)"},
      {"node(s) were unschedulable", R"({"spec":{"unschedulable":true}})", ""},
      {"node(s) had untolerated taint(s)", R"({"spec":{"taints":[{"key":"k","effect":"NoSchedule"}]}})", ""},
      {"node(s) didn't match Pod's node affinity/selector", "{}", R"("nodeSelector":{"a":"b"},)"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      ControllerRig rig({"default-scheduler"});
      rig.node("n0");
      rig.put(R"({"apiVersion":"node.k8s.io/v1","kind":"RuntimeClass","metadata":{"name":"heavy"},"handler":"h",
          "overhead":{"podFixed":{"ephemeral-storage":"2Gi"}}})");
      Value document = rig.get(kNode, "n0")->document();
      const Value change = *parse_json(row.node);
      rig.store().put(kNode, {"", "n0"}, apply_merge_patch(document, change), {"tester", rig.now()});
      rig.react();
      rig.put(pod(row.pod));
      rig.react();
      CHECK_THAT(why(*rig.get(kPod, "p")),
                 Catch::StartsWith("0/1 nodes are available: 1 " + std::string(row.why) + "." + none));
    }
}

TEST_CASE("scheduler: claims that a pod cannot have") {
  struct Row {
    const char* why;
    const char* claim;   // status; empty: none
    const char* volume;  // of the pod
    std::string says;
  };
  constexpr const char* kByName = R"({"name":"d","persistentVolumeClaim":{"claimName":"data"}})";
  const Row rows[] = {
      {"none of that name", "", kByName, "persistentvolumeclaim \"data\" not found."},
      {"its volume is lost", R"({"phase":"Lost"})", kByName,
       "persistentvolumeclaim \"data\" bound to non-existent persistentvolume \"pv-x\"."},
      {"to be made for the pod", "", R"({"name":"d","ephemeral":{"volumeClaimTemplate":{"spec":{}}}})",
       "waiting for ephemeral volume controller to create the persistentvolumeclaim \"p-d\"."},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      ControllerRig rig({"default-scheduler"});
      rig.node("n0");
      if (*row.claim != 0) {
        rig.put(R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data"},"spec":{"volumeName":)"
                R"("pv-x","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}},"status":)" +
                std::string(row.claim) + "}");
        rig.react();
      }
      rig.put(pod(R"("volumes":[)" + std::string(row.volume) + "],"));
      rig.react();
      CHECK_THAT(why(*rig.get(kPod, "p")), Catch::StartsWith("0/1 nodes are available: " + row.says));
    }
  SECTION("on its way out") {
    ControllerRig rig({"default-scheduler"});
    rig.node("n0");
    rig.put(R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data"},"spec":{)"
            R"("accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}})");
    rig.metadata(kPersistentVolumeClaim, "data",
                 R"({"deletionTimestamp":"2026-11-22T15:48:24Z","finalizers":["kubernetes.io/pvc-protection"]})");
    rig.put(pod(R"("volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"data"}}],)"));
    rig.react();
    CHECK_THAT(why(*rig.get(kPod, "p")),
               Catch::StartsWith("0/1 nodes are available: persistentvolumeclaim \"data\" is being deleted."));
  }
}

TEST_CASE("scheduler: what is told of a pod that makes room") {
  Scenario scene;
  scene.create(
      R"({"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":"high"},"value":1000})");
  const auto sized = [](const std::string& name, const std::string& more) {
    return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"("},"spec":{)" + more +
           R"("nodeSelector":{"kubernetes.io/hostname":"worker-1"},"containers":[{"name":"c","image":"i:1",)"
           R"("resources":{"requests":{"cpu":"3"}}}]}})";
  };
  scene.create(sized("low", R"("terminationGracePeriodSeconds":5,)"));
  scene.settle();
  scene.create(sized("high", R"("priorityClassName":"high",)"));
  CHECK(scene.text(kPod, "high", {"status", "nominatedNodeName"}) == "\"worker-1\"");
  const std::string uid(scene.get(kPod, "high")->uid());
  const auto events = scene.events(kPod, "low");
  CHECK(std::find(events.begin(), events.end(), "Preempted Preempted by pod " + uid + " on node worker-1") !=
        events.end());
  const Value& target = find_condition(scene.get(kPod, "low")->status(), "DisruptionTarget");
  CHECK(target["reason"].as_string() == "PreemptionByScheduler");
  CHECK(target["message"].as_string() == "default-scheduler: preempting to accommodate a higher priority pod");
  CHECK(scene.get(kPod, "low")->terminating());
  scene.settle();
  CHECK_FALSE(scene.get(kPod, "low"));
  CHECK(scene.text(kPod, "high", {"spec", "nodeName"}) == "\"worker-1\"");
}
