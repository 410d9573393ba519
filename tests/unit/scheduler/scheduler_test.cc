#include "scheduler/scheduler.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "api/kinds/event.h"
#include "api/kinds/node.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/serviceaccount.h"
#include "api/pod_view.h"
#include "apiserver/client.h"
#include "base/json.h"
#include "cluster/cluster.h"
#include "cluster/default_cluster.h"
#include "scheduler/selection.h"

using namespace skiff;

namespace {

const Time kStart = *parse_rfc3339("2026-11-22T15:48:24Z");

std::vector<std::unique_ptr<Actor>> scheduler_alone() {
  std::vector<std::unique_ptr<Actor>> actors;
  actors.push_back(make_scheduler());
  return actors;
}

struct Scene {
  Scene() {
    make_default_cluster(store, {}, kStart);
    set_initial_clock(store, ClockMode::kManual, kStart, kStart);
    cluster = std::make_unique<Cluster>(store, scheduler_alone());
    Value account{{"apiVersion", "v1"}, {"kind", "ServiceAccount"}};
    account.set("metadata", Value{{"name", "default"}, {"namespace", "default"}});
    REQUIRE(client().create(kServiceAccount, account));
  }
  Client client() { return Client(store, "test", cluster->now()); }
  void add_pod(const std::string& name, const std::string& spec, const std::string& labels = "{}") {
    Value pod{{"apiVersion", "v1"}, {"kind", "Pod"}};
    pod.set("metadata", Value{{"name", name}, {"namespace", "default"}, {"labels", *parse_json(labels)}});
    Value block = *parse_json(spec);
    if (!block.contains("containers")) block.set("containers", Value::array({Value{{"name", "c"}, {"image", "i:1"}}}));
    pod.set("spec", block);
    REQUIRE(client().create(kPod, pod));
    cluster->react();
  }
  ObjectRef pod(const std::string& name) { return store.get(kPod, {"default", name}); }
  std::string node_of(const std::string& name) { return pod(name)->spec()["nodeName"].str(); }
  std::string message(const std::string& name) {
    return find_condition(pod(name)->status(), "PodScheduled")["message"].str();
  }
  void edit_node(const std::string& name, const std::function<void(Value&)>& edit) {
    const ObjectRef node = store.get(kNode, {"", name});
    Value document = node->document();
    edit(document);
    const ObjectRef edited = client().update(*node, document);
    client().update_status(*edited, std::as_const(document)["status"]);
    cluster->react();
  }
  int events(const std::string& reason) {
    int count = 0;
    for (const ObjectRef& event : store.list(kEvent))
      if (event->document()["reason"].as_string() == reason) ++count;
    return count;
  }

  Store store{1};
  std::unique_ptr<Cluster> cluster;
};

std::string requesting(const std::string& cpu) {
  return R"({"containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":")" + cpu + R"("}}}]})";
}

constexpr const char* kNobody = "no new claims to deallocate, preemption: 0/4 nodes are available: ";

}  // namespace

TEST_CASE("scheduler: why a pod cannot be placed") {
  struct Row {
    const char* why;
    std::string spec;
    std::string message;
  };
  const std::string unhelpful = std::string(kNobody) + "4 Preemption is not helpful for scheduling.";
  const Row rows[] = {
      {"more than any node has", requesting("8"),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. " + unhelpful},
      {"a label that no node has", R"({"nodeSelector":{"disk":"nvme"}})",
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't match Pod's node "
       "affinity/selector. " +
           unhelpful},
      {"two shortages on one node",
       R"({"nodeSelector":{"topology.kubernetes.io/zone":"zone-a"},"containers":[{"name":"c","image":"i:1",
           "resources":{"requests":{"memory":"9Gi","cpu":"5"}}}]})",
       "0/4 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 node(s) had untolerated taint(s), 2 "
       "node(s) didn't match Pod's node affinity/selector. " +
           unhelpful},
      {"a claim that is not there", R"({"volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"nothere"}}]})",
       "0/4 nodes are available: persistentvolumeclaim \"nothere\" not found. not found"},
      {"a DaemonSet's pod looks at its node alone",
       R"({"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[
           {"matchFields":[{"key":"metadata.name","operator":"In","values":["control-plane"]}]}]}}}})",
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't satisfy plugin(s) "
       "[NodeAffinity]. " +
           unhelpful},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod("p", row.spec);
      CHECK(scene.node_of("p").empty());
      CHECK(scene.message("p") == row.message);
      CHECK(scene.events("FailedScheduling") == 1);
    }
}

TEST_CASE("scheduler: where pods go") {
  SECTION("equals are settled by name, then by room") {
    Scene scene;
    for (const char* name : {"a", "b", "c"}) scene.add_pod(name, requesting("1"));
    CHECK(scene.node_of("a") == "worker-1");
    CHECK(scene.node_of("b") == "worker-2");
    CHECK(scene.node_of("c") == "worker-3");
    CHECK(scene.events("Scheduled") == 3);
  }
  SECTION("a preferred node") {
    Scene scene;
    scene.add_pod("p", R"({"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,
        "preference":{"matchExpressions":[{"key":"kubernetes.io/hostname","operator":"In","values":["worker-2"]}]}}]}}})");
    CHECK(scene.node_of("p") == "worker-2");
  }
  SECTION("anti-affinity parts them until the nodes run out") {
    Scene scene;
    const char* spec = R"({"affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[
        {"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"a"}}}]}}})";
    for (const char* name : {"a", "b", "c", "d"}) scene.add_pod(name, spec, R"({"app":"a"})");
    CHECK(scene.node_of("c") == "worker-3");
    CHECK(scene.message("d") ==
          "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't match pod anti-affinity "
          "rules. " +
              std::string(kNobody) +
              "1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.");
    REQUIRE(scene.client().remove(*scene.pod("b"), {.grace_seconds = 0,
                                                    .propagation = {},
                                                    .uid_precondition = {},
                                                    .resource_version_precondition = {},
                                                    .dry_run = DryRun::kNo}));
    scene.cluster->react();
    CHECK(scene.node_of("d") == "worker-2");
  }
  SECTION("affinity brings them together") {
    Scene scene;
    const char* spec = R"({"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[
        {"topologyKey":"topology.kubernetes.io/zone","labelSelector":{"matchLabels":{"app":"a"}}}]}}})";
    for (const char* name : {"a", "b", "c"}) scene.add_pod(name, spec, R"({"app":"a"})");
    CHECK(scene.node_of("b") == scene.node_of("a"));
    CHECK(scene.node_of("c") == scene.node_of("a"));
  }
  SECTION("hard topology spread keeps the skew") {
    Scene scene;
    const char* spec = R"({"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"topology.kubernetes.io/zone",
        "whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"s"}}}]})";
    std::map<std::string, int> on;
    for (int i = 0; i < 9; ++i) {
      scene.add_pod("s" + std::to_string(i), spec, R"({"app":"s"})");
      ++on[scene.node_of("s" + std::to_string(i))];
    }
    CHECK(on == std::map<std::string, int>{{"worker-1", 3}, {"worker-2", 3}, {"worker-3", 3}});
  }
}

TEST_CASE("scheduler: a waiting pod is tried again when something that matters changes") {
  Scene scene;
  scene.add_pod("picky", R"({"nodeSelector":{"disk":"nvme"}})");
  scene.add_pod("big", requesting("8"));
  scene.edit_node("worker-3", [](Value& node) { node["metadata"]["labels"]["disk"] = "nvme"; });
  CHECK(scene.node_of("picky") == "worker-3");
  CHECK(scene.node_of("big").empty());
  SECTION("in another process, too") {
    scene.cluster->save(kStart);
    scene.cluster = std::make_unique<Cluster>(scene.store, scheduler_alone());
    scene.edit_node("worker-3", [](Value& node) { node["status"]["allocatable"]["cpu"] = "16"; });
    CHECK(scene.node_of("big") == "worker-3");
  }
}

TEST_CASE("scheduler: a pod's claims are bound before the pod is") {
  Scene scene;
  Value claim = *parse_json(R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data",
      "namespace":"default"},"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"standard","resources":
      {"requests":{"storage":"1Gi"}}}})");
  REQUIRE(scene.client().create(kPersistentVolumeClaim, claim));
  scene.add_pod("p", R"({"volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"data"}}]})");
  const auto stored = [&] { return scene.store.get(kPersistentVolumeClaim, {"default", "data"}); };
  CHECK(stored()->metadata()["annotations"]["volume.kubernetes.io/selected-node"].as_string() == "worker-1");
  scene.cluster->advance_to(kStart + milliseconds(2500));
  CHECK(scene.node_of("p").empty());
  Value bound = stored()->document();
  bound["spec"]["volumeName"] = "pv";
  bound["metadata"]["annotations"]["pv.kubernetes.io/bind-completed"] = "yes";
  scene.client().update(*stored(), bound);
  scene.cluster->advance_to(kStart + milliseconds(2999));
  CHECK(scene.node_of("p").empty());
  scene.cluster->advance_to(kStart + seconds(3));
  CHECK(scene.node_of("p") == "worker-1");
  CHECK(scene.store.states("scheduler").empty());
}

TEST_CASE("scheduler: preemption") {
  Scene scene;
  const auto with_priority = [](const std::string& cpu, const std::string& name) {
    return R"({"priorityClassName":")" + name +
           R"(","containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":")" + cpu + R"("}}}]})";
  };
  for (const char* name : {"a", "b", "c"}) scene.add_pod(name, requesting("3"));
  scene.add_pod("vip", with_priority("2", "system-cluster-critical"));
  CHECK(scene.pod("vip")->status()["nominatedNodeName"].as_string() == "worker-1");
  CHECK(scene.message("vip") == "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu.");
  CHECK(scene.pod("a")->terminating());
  CHECK_FALSE(scene.pod("b")->terminating());
  CHECK(find_condition(scene.pod("a")->status(), "DisruptionTarget")["reason"].as_string() == "PreemptionByScheduler");
  SECTION("the room that was made is not given away") {
    scene.add_pod("small", requesting("2"));
    CHECK(scene.node_of("small").empty());
  }
  SECTION("while it is being made, no more is asked for") {
    scene.cluster->advance_to(kStart + minutes(7));  // the queue tries again what it has had for five minutes
    CHECK(
        scene.message("vip") ==
        "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. no new claims to deallocate, "
        "preemption: not eligible due to a terminating pod on the nominated node.");
    CHECK_FALSE(scene.pod("b")->terminating());
  }
  SECTION("and the pod gets it") {
    DeleteOptions now;
    now.grace_seconds = 0;
    REQUIRE(scene.client().remove(*scene.pod("a"), now));
    scene.cluster->react();
    CHECK(scene.node_of("vip") == "worker-1");
    CHECK_FALSE(scene.pod("vip")->status().contains("nominatedNodeName"));
  }
}

TEST_CASE("scheduler: how many fitting nodes are enough") {
  struct Row {
    size_t nodes, enough;
  };
  for (const Row& row :
       {Row{4, 4}, Row{99, 99}, Row{100, 100}, Row{400, 188}, Row{1000, 420}, Row{5000, 500}, Row{10000, 500}}) {
    INFO(row.nodes << " nodes");
    CHECK(feasible_nodes_to_find(row.nodes) == row.enough);
  }
}
