// What users are told of a node and its pods: by the node lifecycle controller, taint eviction and podgc.
#include <catch2/catch.hpp>

#include "api/kinds/event.h"
#include "api/kinds/lease.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "controllers/podgc/podgc.h"
#include "support/controller_rig.h"
#include "support/scenario.h"

using namespace skiff;
using test::ControllerRig;
using test::Scenario;

namespace {

using Texts = std::vector<std::string>;

// `Type Reason message` of the events of a node, which carry its name for a uid or its uid.
Texts node_events(const Store& store, const std::string& node) {
  Texts texts;
  store.for_each(kEvent, {}, [&](const ObjectRef& event) {
    const Value& about = event->document()["involvedObject"];
    if (about["kind"].as_string() == "Node" && about["name"].as_string() == node)
      texts.push_back(event->document()["type"].str() + " " + event->document()["reason"].str() + " " +
                      event->document()["message"].str());
    return true;
  });
  return texts;
}

bool has(const Texts& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

Texts taints(const Object& node) {
  Texts all;
  for (const Value& taint : node.spec()["taints"].elements())
    all.push_back(taint["key"].str() + ":" + taint["effect"].str());
  return all;
}

std::string pod(const std::string& spec) {
  return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{)" + spec +
         R"("containers":[{"name":"c","image":"nginx:1.27"}]}})";
}

constexpr const char* kOnWorker1 =
    R"("nodeName":"worker-1","tolerations":[{"key":"node.kubernetes.io/unreachable","operator":"Exists",)"
    R"("effect":"NoExecute","tolerationSeconds":60}],)";

void set_down(Scenario& scene, const std::string& since) {
  scene.patch(kNode, "worker-1", R"({"metadata":{"annotations":{"skiff.dev/down-since":)" + since + "}}}");
}

std::string condition(const Object& object, const char* type) {
  const Value& one = find_condition(object.status(), type);
  return one["status"].str() + " " + one["reason"].str() + " " + one["message"].str();
}

}  // namespace

TEST_CASE("node lifecycle: what is told when a node falls silent and when it is back") {
  Scenario scene;
  scene.create(pod(kOnWorker1));
  scene.settle();
  const Store& store = scene.cluster().api().store();
  REQUIRE_FALSE(has(node_events(store, "worker-1"), "Normal NodeNotReady Node worker-1 status is now: NodeNotReady"));
  set_down(scene, "\"" + rfc3339(scene.cluster().now()) + "\"");
  scene.advance(seconds(56));
  CHECK(has(node_events(store, "worker-1"), "Normal NodeNotReady Node worker-1 status is now: NodeNotReady"));
  CHECK(has(scene.events(kPod, "p"), "NodeNotReady Node is not ready"));
  for (const char* type : {"Ready", "MemoryPressure", "DiskPressure", "PIDPressure"})
    CHECK(condition(*scene.get(kNode, "worker-1"), type) ==
          "Unknown NodeStatusUnknown Kubelet stopped posting node status.");
  // The pod's own account stays, but for the one condition.
  const ObjectRef silent = scene.get(kPod, "p");
  CHECK(find_condition(silent->status(), "Ready")["status"].as_string() == "False");
  CHECK(find_condition(silent->status(), "ContainersReady")["status"].as_string() == "True");
  CHECK(silent->status()["containerStatuses"][0]["ready"].as_bool());
  CHECK(silent->status()["phase"].as_string() == "Running");
  for (const Value& taint : scene.get(kNode, "worker-1")->spec()["taints"].elements())
    CHECK_FALSE(taint["timeAdded"].is_null());

  SECTION("back before the pod's patience ends") {
    set_down(scene, "null");
    scene.settle();
    CHECK(has(node_events(store, "worker-1"), "Normal NodeReady Node worker-1 status is now: NodeReady"));
    CHECK(taints(*scene.get(kNode, "worker-1")).empty());
    CHECK(has(scene.events(kPod, "p"), "TaintManagerEviction Cancelling deletion of Pod default/p"));
    CHECK(find_condition(scene.get(kPod, "p")->status(), "Ready")["status"].as_string() == "True");
    CHECK(condition(*scene.get(kNode, "worker-1"), "Ready") == "True KubeletReady kubelet is posting ready status");
    CHECK(condition(*scene.get(kNode, "worker-1"), "MemoryPressure") ==
          "False KubeletHasSufficientMemory kubelet has sufficient memory available");
    CHECK(condition(*scene.get(kNode, "worker-1"), "DiskPressure") ==
          "False KubeletHasNoDiskPressure kubelet has no disk pressure");
    CHECK(condition(*scene.get(kNode, "worker-1"), "PIDPressure") ==
          "False KubeletHasSufficientPID kubelet has sufficient PID available");
  }
  SECTION("the patience ends first") {
    scene.advance(seconds(60));
    CHECK(has(scene.events(kPod, "p"), "TaintManagerEviction Marking for deletion Pod default/p"));
    CHECK(condition(*scene.get(kPod, "p"), "DisruptionTarget") ==
          "True DeletionByTaintManager Taint manager: deleting due to NoExecute taint");
    scene.advance(hours(1));
    CHECK(scene.get(kPod, "p")->terminating());  // until its kubelet is back
  }
}

TEST_CASE("node lifecycle: what is told of nodes that come and go") {
  Scenario scene;
  const Store& store = scene.cluster().api().store();
  scene.create(R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"worker-4"}})");
  scene.settle();
  CHECK(taints(*scene.get(kNode, "worker-4")).empty());
  CHECK(has(node_events(store, "worker-4"),
            "Normal RegisteredNode Node worker-4 event: Registered Node worker-4 in Controller"));
  REQUIRE(store.get(kLease, {"kube-node-lease", "worker-4"}));
  scene.remove(kNode, "worker-4");
  scene.settle();
  CHECK(has(node_events(store, "worker-4"),
            "Normal RemovingNode Node worker-4 event: Removing Node worker-4 from Controller"));
  CHECK_FALSE(store.get(kLease, {"kube-node-lease", "worker-4"}));
}

TEST_CASE("node lifecycle: nothing is scheduled to a new node before its kubelet has spoken") {
  ControllerRig rig({"taint-eviction-controller"});
  rig.create(R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"n0"}})");
  CHECK(taints(*rig.get(kNode, "n0")) == Texts{"node.kubernetes.io/not-ready:NoSchedule"});
}

TEST_CASE("node lifecycle: a taint for each condition") {
  struct Row {
    const char* condition;
    const char* status;
    Texts taints;
  };
  const Row rows[] = {
      {"Ready", "False", {"node.kubernetes.io/not-ready:NoSchedule", "node.kubernetes.io/not-ready:NoExecute"}},
      {"Ready", "Unknown", {"node.kubernetes.io/unreachable:NoSchedule", "node.kubernetes.io/unreachable:NoExecute"}},
      {"MemoryPressure", "True", {"node.kubernetes.io/memory-pressure:NoSchedule"}},
      {"DiskPressure", "True", {"node.kubernetes.io/disk-pressure:NoSchedule"}},
      {"PIDPressure", "True", {"node.kubernetes.io/pid-pressure:NoSchedule"}},
      {"NetworkUnavailable", "True", {"node.kubernetes.io/network-unavailable:NoSchedule"}},
      {"MemoryPressure", "False", {}},
      {"DiskPressure", "Unknown", {}},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.condition << " " << row.status) {
      ControllerRig rig({"node-controller"});
      rig.node("n0");
      rig.node("n1");
      const std::string ready = row.condition == std::string("Ready") ? "" : R"({"type":"Ready","status":"True"},)";
      rig.status(kNode, "n0",
                 std::string(R"({"conditions":[)") + ready + R"({"type":")" + row.condition + R"(","status":")" +
                     row.status + "\"}]}");
      CHECK(taints(*rig.get(kNode, "n0")) == row.taints);
    }
}

TEST_CASE("node lifecycle: when the last node falls silent, taints that drive pods away go from the others") {
  ControllerRig rig({"node-controller"});
  rig.node("n0");
  rig.node("n1");
  const auto silent = [&](const char* node) {
    rig.status(kNode, node, R"({"conditions":[{"type":"Ready","status":"Unknown"}]})");
  };
  silent("n0");
  REQUIRE(taints(*rig.get(kNode, "n0")).size() == 2);
  silent("n1");
  rig.advance(minutes(5));
  for (const char* node : {"n0", "n1"})
    CHECK(taints(*rig.get(kNode, node)) == Texts{"node.kubernetes.io/unreachable:NoSchedule"});
  // With one of them back the other is emptied after all.
  rig.status(kNode, "n1", R"({"conditions":[{"type":"Ready","status":"True"}]})");
  rig.advance(seconds(20));
  CHECK(taints(*rig.get(kNode, "n0")).size() == 2);
  CHECK(taints(*rig.get(kNode, "n1")).empty());
}

TEST_CASE("podgc: how the pods of a lost node are marked") {
  struct Row {
    const char* why;
    const char* phase;
    std::string left;
  };
  const Row rows[] = {
      {"running", "Running", "Failed True DeletionByPodGC PodGC: node no longer exists"},
      {"pending", "Pending", "Failed True DeletionByPodGC PodGC: node no longer exists"},
      {"at its end: that stands", "Succeeded", "Succeeded   "},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      ControllerRig rig({"pod-garbage-collector"});
      rig.node("n0");
      rig.put(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","finalizers":["a/b"]},"spec":{"nodeName":"n0",)"
              R"("containers":[{"name":"c","image":"i"}]},"status":{"phase":")" +
              std::string(row.phase) + "\"}}");
      rig.react();
      rig.gone(kNode, "n0");
      rig.advance(minutes(2));
      const ObjectRef left = rig.get(kPod, "p");
      CHECK(left->status()["phase"].str() + " " + condition(*left, "DisruptionTarget") == row.left);
      CHECK(left->metadata()["deletionGracePeriodSeconds"].as_int() == 0);
    }
}

TEST_CASE("podgc: pods on their way out of a node that is out of service") {
  struct Row {
    const char* why;
    const char* ready;
    bool terminating;
    bool collected;
  };
  const Row rows[] = {
      {"not ready, told to go", "Unknown", true, true},
      {"the node is ready: its kubelet will do it", "True", true, false},
      {"nobody has told it to go", "Unknown", false, false},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      ControllerRig rig({"pod-garbage-collector"});
      rig.node("n0", "{}", R"([{"key":"node.kubernetes.io/out-of-service","effect":"NoExecute"}])");
      rig.status(kNode, "n0", R"({"conditions":[{"type":"Ready","status":")" + std::string(row.ready) + "\"}]}");
      rig.put(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"nodeName":"n0",)"
              R"("containers":[{"name":"c","image":"i"}]},"status":{"phase":"Running"}})");
      rig.react();
      if (row.terminating) rig.remove(kPod, "p");
      rig.advance(seconds(25));
      CHECK((rig.get(kPod, "p") == nullptr) == row.collected);
    }
}
