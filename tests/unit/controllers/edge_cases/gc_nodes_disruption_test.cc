// The cases 193 to 213 of the catalogue of edge cases (collection, nodes, disruption), each under its number.
#include <catch2/catch.hpp>

#include "api/kinds/configmap.h"
#include "api/kinds/node.h"
#include "api/kinds/persistentvolume.h"
#include "api/kinds/pod.h"
#include "api/kinds/poddisruptionbudget.h"
#include "api/kinds/replicaset.h"
#include "api/pod_view.h"
#include "base/json.h"
#include "controllers/podgc/podgc.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;

namespace {

bool has_event(const std::vector<std::string>& events, const std::string& beginning) {
  return std::any_of(events.begin(), events.end(), [&](const std::string& one) { return one.starts_with(beginning); });
}

std::string config(const std::string& name, const std::string& owners = "[]") {
  return R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":")" + name + R"(","ownerReferences":)" + owners +
         "}}";
}
std::string reference(const std::string& name, const std::string& uid, const std::string& kind = "ConfigMap") {
  return R"({"apiVersion":"v1","kind":")" + kind + R"(","name":")" + name + R"(","uid":")" + uid + "\"}";
}
std::string plain_pod(const std::string& name, const std::string& spec = "", const std::string& status = "{}",
                      const std::string& metadata = "") {
  return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"(","labels":{"app":"a"})" + metadata +
         R"(},"spec":{)" + spec + R"("containers":[{"name":"c","image":"nginx"}]},"status":)" + status + "}";
}

struct NodeRig : ControllerRig {
  NodeRig() : ControllerRig({"node-controller"}) {}
  std::string condition(const std::string& type) {
    const Value& one = find_condition(get(kNode, "n0")->status(), type);
    return one["status"].str() + "/" + one["reason"].str();
  }
  std::string taints() {
    std::string all;
    for (const Value& taint : get(kNode, "n0")->spec()["taints"].elements())
      all += (all.empty() ? "" : " ") + taint["key"].str().substr(taint["key"].str().find('/') + 1) + ":" +
             taint["effect"].str();
    return all;
  }
  void ready_is(const char* status) {
    this->status(kNode, "n0", std::string(R"({"conditions":[{"type":"Ready","status":")") + status + "\"}]}");
  }
};

struct BudgetRig : ControllerRig {
  BudgetRig() : ControllerRig({"controllermanager"}) {}
  void budget(const std::string& rule) {
    create(R"({"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"b"},"spec":{)" + rule +
           R"(,"selector":{"matchLabels":{"app":"a"}}}})");
  }
  std::string set(const std::string& name, int replicas) {
    put(R"({"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":")" + name + R"("},"spec":{"replicas":)" +
        std::to_string(replicas) +
        R"(,"selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":)"
        R"([{"name":"c","image":"nginx"}]}}}})");
    return R"(,"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":")" + name + R"(","uid":")" +
           text(kReplicaSet, name, {"metadata", "uid"}) + R"(","controller":true}])";
  }
  void healthy(const std::string& name, const std::string& owner = "") {
    put(plain_pod(name, R"("nodeName":"n0",)", R"({"phase":"Running","conditions":[{"type":"Ready","status":"True"}]})",
                  owner));
    react();
  }
  std::string count(const char* field) const { return text(kPodDisruptionBudget, "b", {"status", field}); }
  Result<void> evict(const std::string& pod) { return cluster().api().evict({"default", pod}); }
};

constexpr const char* kNoExecute = R"({"spec":{"taints":[{"key":"k","effect":"NoExecute"}]}})";

std::string tolerates(const std::string& seconds, const std::string& key = "k") {
  return R"({"key":")" + key + R"(","operator":"Exists","effect":"NoExecute")" +
         (seconds.empty() ? "" : R"(,"tolerationSeconds":)" + seconds) + "}";
}

struct EvictionRig : ControllerRig {
  EvictionRig() : ControllerRig({"taint-eviction-controller"}) { node("n0"); }
  void pod(const std::string& tolerations) {
    put(plain_pod("p", R"("nodeName":"n0","tolerations":[)" + tolerations + "],", R"({"phase":"Running"})"));
    react();
  }
  bool evicted() const { return get(kPod, "p")->terminating(); }
};

}  // namespace

TEST_CASE("edge cases 193 to 195: owners that are there and owners that are not") {
  ControllerRig rig({"generic-garbage-collector"});
  rig.create(config("owner"));
  const std::string uid = rig.text(kConfigMap, "owner", {"metadata", "uid"});
  SECTION("193: one exists, one does not: only the dangling reference goes") {
    rig.create(config("child", "[" + reference("owner", uid) + "," + reference("lost", "4711") + "]"));
    CHECK(rig.text(kConfigMap, "child", {"metadata", "ownerReferences"}).find("lost") == std::string::npos);
    CHECK(rig.text(kConfigMap, "child", {"metadata", "ownerReferences"}).find(uid) != std::string::npos);
  }
  SECTION("194: the same name with another uid is absent") {
    rig.create(config("child", "[" + reference("owner", "4711") + "]"));
    CHECK_FALSE(rig.get(kConfigMap, "child"));
  }
  SECTION("195: a cluster-scoped object with a namespaced owner is never deleted") {
    rig.create(R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"v","ownerReferences":[)" +
               reference("lost", "4711") +
               R"(]},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/d"}}})");
    rig.advance(minutes(5));
    CHECK(rig.get(kPersistentVolume, "v"));
  }
}

// A healthy node renews its lease without anybody's doing; one that is down carries the time since when it does not.
TEST_CASE("edge cases 196 and 197: the heartbeat of a node") {
  NodeRig rig;
  rig.node("n0");
  rig.node("n1");
  SECTION("196: none for longer than the grace period") {
    rig.status(kNode, "n0", R"({"conditions":[{"type":"MemoryPressure","status":"False"},
        {"type":"DiskPressure","status":"False"},{"type":"Ready","status":"True"}]})");
    rig.patch(kNode, "n0", R"({"metadata":{"annotations":{"skiff.dev/down-since":")" + rig.time(Duration(0)) + "\"}}}");
    rig.advance(seconds(49));
    CHECK(rig.condition("Ready") == "True/");
    rig.advance(seconds(7));
    for (const char* type : {"Ready", "MemoryPressure", "DiskPressure"})
      CHECK(rig.condition(type) == "Unknown/NodeStatusUnknown");
  }
  SECTION("197: the lease alone keeps it healthy, however old its status") {
    rig.advance(hours(10));
    CHECK(rig.condition("Ready") == "True/KubeletReady");
  }
}

TEST_CASE("edge cases 198 and 199: taints follow the conditions") {
  NodeRig rig;
  rig.node("n0");
  rig.node("n1");
  rig.ready_is("False");
  CHECK(rig.taints().find("not-ready:NoSchedule") != std::string::npos);
  SECTION("198: NotReady to Unknown and back swaps them at once") {
    rig.advance(seconds(10));
    REQUIRE(rig.taints().find("not-ready:NoExecute") != std::string::npos);
    rig.ready_is("Unknown");
    CHECK(rig.taints().find("unreachable:NoExecute") != std::string::npos);
    CHECK(rig.taints().find("not-ready") == std::string::npos);
    rig.ready_is("False");
    CHECK(rig.taints().find("not-ready:NoExecute") != std::string::npos);
    CHECK(rig.taints().find("unreachable") == std::string::npos);
  }
  SECTION("199: and go when the condition clears") {
    rig.ready_is("Unknown");
    CHECK(rig.taints().find("unreachable:NoSchedule") != std::string::npos);
    rig.status(kNode, "n0",
               R"({"conditions":[{"type":"Ready","status":"True"},{"type":"NetworkUnavailable","status":"True"}]})");
    CHECK(rig.taints() == "network-unavailable:NoSchedule");
    rig.ready_is("True");
    CHECK(rig.taints().empty());
  }
}

TEST_CASE("edge cases 200 to 203: eviction by taint") {
  EvictionRig rig;
  SECTION("200: tolerated for 100 s") {
    rig.pod(tolerates("100"));
    rig.patch(kNode, "n0", kNoExecute);
    rig.advance(seconds(99));
    CHECK_FALSE(rig.evicted());
    rig.advance(seconds(1));
    CHECK(rig.evicted());
  }
  SECTION("200: tolerated for ever") {
    rig.pod(tolerates(""));
    rig.patch(kNode, "n0", kNoExecute);
    rig.advance(hours(100));
    CHECK_FALSE(rig.evicted());
  }
  SECTION("200: not tolerated") {
    rig.pod("");
    rig.patch(kNode, "n0", kNoExecute);
    CHECK(rig.evicted());
  }
  SECTION("201: a longer toleration does not help a pod whose time runs") {
    rig.pod(tolerates("100"));
    rig.patch(kNode, "n0", kNoExecute);
    rig.advance(seconds(20));
    Value document = rig.get(kPod, "p")->document();
    document["spec"]["tolerations"] = *parse_json("[" + tolerates("300") + "]");
    rig.store().put(kPod, {"default", "p"}, std::move(document), {"tester", rig.now()});
    rig.react();
    rig.advance(seconds(81));
    CHECK(rig.evicted());
  }
  SECTION("202: the taint goes first") {
    rig.pod(tolerates("100"));
    rig.patch(kNode, "n0", kNoExecute);
    rig.advance(seconds(50));
    rig.patch(kNode, "n0", R"({"spec":{"taints":null}})");
    rig.advance(hours(1));
    CHECK_FALSE(rig.evicted());
    CHECK(has_event(rig.events(kPod, "p"), "TaintManagerEviction Cancelling deletion of Pod default/p"));
  }
  SECTION("203: of 1 s and 100 s the smaller counts") {
    rig.pod(tolerates("100") + "," + tolerates("1", "j"));
    rig.patch(kNode, "n0",
              R"({"spec":{"taints":[{"key":"k","effect":"NoExecute"},{"key":"j","effect":"NoExecute"}]}})");
    rig.advance(seconds(1));
    CHECK(rig.evicted());
  }
}

TEST_CASE("edge cases 204 to 206: pods that nobody looks after") {
  SECTION("204: of a node that is gone, after the quarantine") {
    ControllerRig rig({"pod-garbage-collector"});
    rig.node("n0");
    rig.put(plain_pod("p", R"("nodeName":"n0",)", R"({"phase":"Running"})", R"(,"finalizers":["a/b"])"));
    rig.react();
    rig.gone(kNode, "n0");
    rig.advance(seconds(39));
    CHECK_FALSE(rig.get(kPod, "p")->terminating());
    rig.advance(seconds(30));
    CHECK(rig.get(kPod, "p")->terminating());
    CHECK(rig.text(kPod, "p", {"status", "phase"}) == "Failed");
    CHECK(find_condition(rig.get(kPod, "p")->status(), "DisruptionTarget")["reason"].as_string() == "DeletionByPodGC");
  }
  SECTION("205: above the threshold the evicted go first, then the oldest") {
    const auto finished = [](const char* name, const char* created, const char* reason) {
      return std::make_shared<const Object>(
          kPod, ObjectKey{"default", name}, 1,
          *parse_json(R"({"metadata":{"name":")" + std::string(name) + R"(","creationTimestamp":")" + created +
                      R"("},"status":{"phase":"Failed","reason":")" + reason + "\"}}"));
    };
    const std::vector<ObjectRef> gone = surplus_pods(
        {finished("old", "2026-01-01T00:00:00Z", "Error"), finished("evicted", "2026-03-01T00:00:00Z", "Evicted"),
         finished("young", "2026-02-01T00:00:00Z", "Error")},
        1);
    REQUIRE(gone.size() == 2);
    CHECK(gone[0]->name() == "evicted");
    CHECK(gone[1]->name() == "old");
  }
  SECTION("206: on their way out without a node, in any phase") {
    for (const char* phase : {"Pending", "Running", "Failed", "Succeeded", "Unknown"}) {
      ControllerRig rig({"pod-garbage-collector"});
      rig.put(plain_pod("p", "", std::string(R"({"phase":")") + phase + "\"}"));
      rig.metadata(kPod, "p", R"({"deletionTimestamp":"2026-11-22T15:48:24Z","deletionGracePeriodSeconds":30})");
      rig.advance(minutes(1));
      CHECK_FALSE(rig.get(kPod, "p"));
    }
  }
}

TEST_CASE("edge case 207: of four that are ready three must stay") {
  BudgetRig rig;
  rig.budget(R"("minAvailable":3)");
  for (const char* pod : {"p1", "p2", "p3", "p4"}) rig.healthy(pod);
  CHECK(rig.count("disruptionsAllowed") == "1");
  rig.unready("p1");
  CHECK(rig.count("disruptionsAllowed") == "0");
}

TEST_CASE("edge case 208: maxUnavailable counts from what the owner wants") {
  BudgetRig rig;
  const std::string owner = rig.set("rs", 7);
  rig.budget(R"("maxUnavailable":2)");
  rig.healthy("p1", owner);
  CHECK(rig.count("desiredHealthy") == "5");
  CHECK(rig.count("currentHealthy") == "1");
  CHECK(rig.count("disruptionsAllowed") == "0");
  rig.patch(kReplicaSet, "rs", R"({"spec":{"replicas":5}})");
  rig.unready("p1");
  CHECK(rig.count("desiredHealthy") == "3");
}

TEST_CASE("edge case 209: a share of pods that nobody owns is none") {
  BudgetRig rig;
  rig.budget(R"("minAvailable":"28%")");
  rig.healthy("p1");
  CHECK(rig.count("disruptionsAllowed") == "0");
  CHECK(has_event(rig.events(kPodDisruptionBudget, "b"), "UnmanagedPods Pods selected by this PodDisruptionBudget"));
}

TEST_CASE("edge case 210: two owners of eleven each, 28 per cent") {
  BudgetRig rig;
  rig.budget(R"("minAvailable":"28%")");
  for (const char* name : {"one", "two"}) {
    const std::string owner = rig.set(name, 11);
    for (int i = 0; i < 7; ++i) rig.healthy(std::string(name) + "-" + std::to_string(i), owner);
  }
  CHECK(rig.count("expectedPods") == "22");
  CHECK(rig.count("desiredHealthy") == "7");
}

TEST_CASE("edge case 211: who is still listed as disrupted") {
  BudgetRig rig;
  rig.budget(R"("minAvailable":1)");
  for (const char* pod : {"p1", "p2", "p3"}) rig.healthy(pod);
  rig.remove(kPod, "p1");
  rig.status(kPodDisruptionBudget, "b",
             R"({"disruptedPods":{"p1":")" + rig.time(-minutes(1)) + R"(","p2":")" + rig.time(-minutes(3)) +
                 R"(","p3":")" + rig.time(-minutes(1)) + R"(","gone":")" + rig.time(-minutes(1)) + "\"}}");
  rig.patch(kPodDisruptionBudget, "b", R"({"metadata":{"labels":{"touched":"yes"}}})");
  const Value& disrupted = rig.get(kPodDisruptionBudget, "b")->status()["disruptedPods"];
  REQUIRE(disrupted.size() == 1);
  CHECK(disrupted.contains("p3"));
  CHECK(rig.count("currentHealthy") == "1");
  CHECK(rig.count("desiredHealthy") == "1");
  CHECK(rig.count("expectedPods") == "3");
  CHECK(rig.count("disruptionsAllowed") == "0");
}

TEST_CASE("edge cases 212 and 213: evictions when none is allowed") {
  BudgetRig rig;
  rig.budget(R"("minAvailable":2)");
  for (const char* pod : {"p1", "p2", "p3"}) rig.healthy(pod);
  rig.unready("p3");
  REQUIRE(rig.count("disruptionsAllowed") == "0");
  SECTION("212: a pod that is not ready may go while the others are enough") {
    CHECK(rig.evict("p3"));
    CHECK(rig.get(kPod, "p3")->terminating());
    CHECK(rig.count("disruptedPods") == "null");
  }
  SECTION("213: a healthy one may not") {
    const Result<void> refused = rig.evict("p1");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().is(Reason::kTooManyRequests));
    CHECK(refused.error().message == "Cannot evict pod as it would violate the pod's disruption budget.");
    REQUIRE(refused.error().causes.size() == 1);
    CHECK(refused.error().causes[0].message == "The disruption budget b needs 2 healthy pods and has 2 currently");
  }
}
