// Each filter, with the reason it gives; each score, with the node it prefers. One row each.
#include <catch2/catch.hpp>

#include "api/kinds/node.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/volumeattachment.h"
#include "api/pod_view.h"
#include "base/json.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

constexpr const char* kUnhelpful = " no new claims to deallocate, preemption: 0/4 nodes are available: ";

std::string pod(const std::string& name, const std::string& spec = "", const std::string& labels = "{}") {
  const bool brings_containers = spec.find("\"containers\"") != std::string::npos;
  return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"(","labels":)" + labels +
         R"(},"spec":{)" + (brings_containers ? "" : R"("containers":[{"name":"c","image":"i:1"}])") +
         (spec.empty() || brings_containers ? "" : ",") + spec + "}}";
}

std::string claim(const std::string& name, const std::string& storage_class, const std::string& mode = "ReadWriteOnce",
                  const std::string& more = "") {
  return R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":")" + name +
         R"("},"spec":{"storageClassName":")" + storage_class + R"(","accessModes":[")" + mode +
         R"("],"resources":{"requests":{"storage":"1Gi"}})" + more + "}}";
}

std::string storage_class(const std::string& name, const std::string& provisioner, const std::string& binding) {
  return R"({"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":")" + name +
         R"("},"provisioner":")" + provisioner + R"(","volumeBindingMode":")" + binding + R"("})";
}

std::string local_volume(const std::string& name, const std::string& zone, const std::string& labels = "{}") {
  std::string affinity;
  if (!zone.empty())
    affinity = R"(,"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[
        {"key":"topology.kubernetes.io/zone","operator":"In","values":[")" +
               zone + R"("]}]}]}})";
  return R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":")" + name + R"(","labels":)" + labels +
         R"(},"spec":{"storageClassName":"local","accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},
         "hostPath":{"path":"/data"})" +
         affinity + "}}";
}

constexpr const char* kCountingDriver = R"({"apiVersion":"storage.k8s.io/v1","kind":"CSIDriver",
    "metadata":{"name":"csi.example.com"},"spec":{"storageCapacity":true}})";

std::string capacity(const std::string& name, const std::string& size, const std::string& zone,
                     const std::string& more = "") {
  return R"({"apiVersion":"storage.k8s.io/v1","kind":"CSIStorageCapacity","metadata":{"name":")" + name +
         R"("},"storageClassName":"csi","capacity":")" + size + R"(","nodeTopology":{"matchLabels":
         {"topology.kubernetes.io/zone":")" +
         zone + R"("}})" + more + "}";
}

std::string csi_node(const std::string& node, int volumes) {
  return R"({"apiVersion":"storage.k8s.io/v1","kind":"CSINode","metadata":{"name":")" + node +
         R"("},"spec":{"drivers":[{"name":"csi.example.com","nodeID":"n","topologyKeys":null,"allocatable":{"count":)" +
         std::to_string(volumes) + "}}]}}";
}

// Bound to the claim of the same name.
std::string csi_volume(const std::string& name) {
  return R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"pv-)" + name +
         R"("},"spec":{"storageClassName":"csi","accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},
         "claimRef":{"namespace":"default","name":")" +
         name + R"("},"csi":{"driver":"csi.example.com","volumeHandle":")" + name + R"("}}})";
}

// A volume of the driver that no pod on the node uses.
std::string attachment(const std::string& node, const std::string& volume) {
  return R"({"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttachment","metadata":{"name":"va-)" + node + "-" +
         volume + R"("},"spec":{"attacher":"csi.example.com","nodeName":")" + node +
         R"(","source":{"persistentVolumeName":"pv-)" + volume + R"("}},"status":{"attached":true}})";
}

std::string uses(const std::string& claim) {
  return R"("volumes":[{"name":"d","persistentVolumeClaim":{"claimName":")" + claim + R"("}}])";
}

const std::string kUses = R"("volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"data"}}])";

std::string anti_affinity(const std::string& kind, const std::string& app) {
  return R"("affinity":{")" + kind +
         R"(":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"kubernetes.io/hostname",
         "labelSelector":{"matchLabels":{"app":")" +
         app + R"("}}}]}})";
}

std::string message_of(const Scenario& scene, const std::string& name) {
  return find_condition(scene.get(kPod, name)->status(), "PodScheduled")["message"].str();
}
std::string node_of(const Scenario& scene, const std::string& name) {
  return scene.get(kPod, name)->spec()["nodeName"].str();
}

// What its kubelet reports, or what a user changes.
void change_node(Scenario& scene, const char* node, const char* patch) {
  const Value change = *parse_json(patch);
  if (!change.contains("status")) return scene.patch(kNode, node, patch);
  WriteOptions options;
  options.subresource = Subresource::kStatus;
  REQUIRE(scene.cluster().api().patch(kNode, {"", node}, PatchType::kMerge, change, options));
}

}  // namespace

TEST_CASE("scheduler: each filter and its reason") {
  struct Row {
    const char* why;
    std::vector<std::string> before;                         // what is created first
    std::vector<std::pair<const char*, const char*>> nodes;  // what is patched
    std::string pod;
    std::string message;
  };
  const std::string all_helpless = std::string(kUnhelpful) + "4 Preemption is not helpful for scheduling.";
  const std::string nobody =
      std::string(kUnhelpful) +
      "1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.";
  constexpr const char* kCordon = R"({"spec":{"unschedulable":true}})";
  const Row rows[] = {
      {"NodeUnschedulable",
       {},
       {{"worker-1", kCordon}, {"worker-2", kCordon}, {"worker-3", kCordon}},
       pod("p"),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) were unschedulable." + all_helpless},
      {"TaintToleration",
       {},
       {{"worker-1", R"({"spec":{"taints":[{"key":"k","effect":"NoSchedule"}]}})"},
        {"worker-2", R"({"spec":{"taints":[{"key":"k","value":"v","effect":"NoExecute"}]}})"},
        {"worker-3", R"({"spec":{"taints":[{"key":"k","value":"w","effect":"NoSchedule"}]}})"}},
       pod("p", R"("tolerations":[{"key":"k","operator":"Equal","value":"x"}])"),
       "0/4 nodes are available: 4 node(s) had untolerated taint(s)." + all_helpless},
      {"NodeAffinity: all expressions of a term must hold",
       {},
       {},
       pod("p", R"("affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[
           {"matchExpressions":[{"key":"kubernetes.io/os","operator":"In","values":["linux"]},
                                {"key":"gpu","operator":"Exists"}]}]}}})"),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't match Pod's node "
       "affinity/selector." +
           all_helpless},
      {"NodePorts",
       {pod("a",
            R"("nodeName":"worker-1","containers":[{"name":"c","image":"i:1","ports":[{"containerPort":80,"hostPort":80}]}])"),
        pod("b",
            R"("nodeName":"worker-2","containers":[{"name":"c","image":"i:1","ports":[{"containerPort":80,"hostPort":80}]}])"),
        pod("c",
            R"("nodeName":"worker-3","containers":[{"name":"c","image":"i:1","ports":[{"containerPort":80,"hostPort":80}]}])")},
       {},
       pod("p", R"("containers":[{"name":"c","image":"i:1","ports":[{"containerPort":8080,"hostPort":80}]}])"),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't have free ports for the "
       "requested "
       "pod ports." +
           nobody},
      {"NodeResourcesFit: more than there is",
       {},
       {},
       pod("p", R"("containers":[{"name":"c","image":"i:1","resources":{"requests":{"memory":"9Gi"}}}])"),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient memory." + all_helpless},
      {"NodeResourcesFit: more than is left",
       {pod("a",
            R"("nodeName":"worker-1","containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"3"}}}])"),
        pod("b",
            R"("nodeName":"worker-2","containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"3"}}}])"),
        pod("c",
            R"("nodeName":"worker-3","containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"3"}}}])")},
       {},
       pod("p", R"("containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"2"}}}])"),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu." + nobody},
      {"NodeResourcesFit: init containers and sidecars count as they run",
       {},
       {},
       pod("p",
           R"("initContainers":[{"name":"s","image":"i:1","restartPolicy":"Always","resources":{"requests":{"cpu":"1"}}},
           {"name":"i","image":"i:1","resources":{"requests":{"cpu":"3500m"}}}],
           "containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"1"}}}])"),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu." + all_helpless},
      {"NodeResourcesFit: an extended resource",
       {},
       {},
       pod("p", R"("containers":[{"name":"c","image":"i:1","resources":{"limits":{"example.com/gpu":"1"}}}])"),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient example.com/gpu." + all_helpless},
      {"VolumeBinding: no such claim",
       {},
       {},
       pod("p", kUses),
       "0/4 nodes are available: persistentvolumeclaim \"data\" not found. not found"},
      {"VolumeBinding: bound at once, and not yet bound",
       {storage_class("now", "example.com/p", "Immediate"), claim("data", "now")},
       {},
       pod("p", kUses),
       "0/4 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found"},
      {"VolumeBinding: a volume of another zone",
       {storage_class("local", "kubernetes.io/no-provisioner", "WaitForFirstConsumer"), local_volume("pv", "zone-x"),
        claim("data", "local", "ReadWriteOnce", R"(,"volumeName":"pv")")},
       {},
       pod("p", kUses),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't match PersistentVolume's node "
       "affinity." +
           all_helpless},
      {"VolumeBinding: nothing to bind, and nobody to provision",
       {storage_class("local", "kubernetes.io/no-provisioner", "WaitForFirstConsumer"), claim("data", "local")},
       {},
       pod("p", kUses),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't find available persistent "
       "volumes "
       "to bind." +
           all_helpless},
      {"VolumeZone: the volume's label",
       {storage_class("local", "kubernetes.io/no-provisioner", "Immediate"),
        local_volume("pv", "", R"({"topology.kubernetes.io/zone":"zone-x"})"), claim("data", "local")},
       {},
       pod("p", kUses),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) had no available volume zone." +
           all_helpless},
      {"VolumeBinding: no room left where the driver keeps count",
       {storage_class("csi", "csi.example.com", "WaitForFirstConsumer"), kCountingDriver,
        capacity("little", "512Mi", "zone-a"), claim("data", "csi")},
       {},
       pod("p", kUses),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) did not have enough free storage." +
           all_helpless},
      {"VolumeBinding: room enough in all, but not for one volume of that size",
       {storage_class("csi", "csi.example.com", "WaitForFirstConsumer"), kCountingDriver,
        capacity("much", "100Gi", "zone-a", R"(,"maximumVolumeSize":"512Mi")"), claim("data", "csi")},
       {},
       pod("p", kUses),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) did not have enough free storage." +
           all_helpless},
      {"NodeVolumeLimits: as many volumes as the node can have attached",
       {storage_class("csi", "csi.example.com", "WaitForFirstConsumer"), csi_node("worker-1", 1),
        csi_node("worker-2", 1), csi_node("worker-3", 0), claim("data", "csi"), claim("one", "csi"),
        claim("two", "csi"), csi_volume("one"), csi_volume("two"), pod("a", R"("nodeName":"worker-1",)" + uses("one")),
        pod("b", R"("nodeName":"worker-2",)" + uses("two"))},
       {},
       pod("p", kUses),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) exceed max volume count." + nobody},
      {"NodeVolumeLimits: volumes that are attached although no pod uses them",
       {storage_class("csi", "csi.example.com", "WaitForFirstConsumer"), csi_node("worker-1", 1),
        csi_node("worker-2", 1), csi_node("worker-3", 1), claim("data", "csi"), claim("one", "csi"),
        claim("two", "csi"), csi_volume("one"), csi_volume("two"), attachment("worker-1", "one"),
        attachment("worker-2", "one"), attachment("worker-3", "two")},
       {},
       pod("p", kUses),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) exceed max volume count." + nobody},
      {"PodTopologySpread: the key is not there",
       {},
       {},
       pod("p", R"("topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"rack","whenUnsatisfiable":"DoNotSchedule",
           "labelSelector":{"matchLabels":{"a":"b"}}}])",
           R"({"a":"b"})"),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't match pod topology spread "
       "constraints (missing required label)." +
           all_helpless},
      {"PodTopologySpread: fewer domains than there shall be",
       {pod("a", R"("nodeName":"worker-1")", R"({"a":"b"})"), pod("b", R"("nodeName":"worker-2")", R"({"a":"b"})"),
        pod("c", R"("nodeName":"worker-3")", R"({"a":"b"})")},
       {},
       pod("p", R"("topologySpreadConstraints":[{"maxSkew":1,"minDomains":4,"topologyKey":"topology.kubernetes.io/zone",
           "whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"a":"b"}}}])",
           R"({"a":"b"})"),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't match pod topology spread "
       "constraints." +
           nobody},
      {"InterPodAffinity: nobody to be with",
       {},
       {},
       pod("p", anti_affinity("podAffinity", "web")),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't match pod affinity rules." +
           all_helpless},
      {"InterPodAffinity: somebody to keep away from",
       {pod("a", R"("nodeName":"worker-1")", R"({"app":"web"})"),
        pod("b", R"("nodeName":"worker-2")", R"({"app":"web"})"),
        pod("c", R"("nodeName":"worker-3")", R"({"app":"web"})")},
       {},
       pod("p", anti_affinity("podAntiAffinity", "web")),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't match pod anti-affinity rules." +
           nobody},
      {"InterPodAffinity: who is there keeps others away",
       {pod("a", R"("nodeName":"worker-1",)" + anti_affinity("podAntiAffinity", "web")),
        pod("b", R"("nodeName":"worker-2",)" + anti_affinity("podAntiAffinity", "web")),
        pod("c", R"("nodeName":"worker-3",)" + anti_affinity("podAntiAffinity", "web"))},
       {},
       pod("p", "", R"({"app":"web"})"),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) didn't satisfy existing pods "
       "anti-affinity rules." +
           nobody},
      {"several nodes, several reasons",
       {},
       {{"worker-1", kCordon}, {"worker-2", R"({"spec":{"taints":[{"key":"k","effect":"NoSchedule"}]}})"}},
       pod("p", R"("containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"5"}}}])"),
       "0/4 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable, 2 node(s) had untolerated "
       "taint(s)." +
           all_helpless},
      {"preemption is not wanted",
       {R"({"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":"polite"},"value":100,
            "preemptionPolicy":"Never"})"},
       {},
       pod("p", R"("priorityClassName":"polite","containers":[{"name":"c","image":"i:1",
           "resources":{"requests":{"cpu":"5"}}}])"),
       "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. no new claims to deallocate, "
       "preemption: not eligible due to preemptionPolicy=Never."},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      for (const std::string& object : row.before) scene.create(object);
      for (const auto& [node, patch] : row.nodes) scene.patch(kNode, node, patch);
      scene.settle();
      scene.create(row.pod);
      scene.settle();
      CHECK(node_of(scene, "p").empty());
      CHECK(message_of(scene, "p") == row.message);
    }
}

TEST_CASE("scheduler: each score and the node it prefers") {
  struct Row {
    const char* why;
    std::vector<std::string> before;
    std::vector<std::pair<const char*, const char*>> nodes;
    std::string pod;
    const char* node;
  };
  const Row rows[] = {
      {"the smallest name among equals", {}, {}, pod("p"), "worker-1"},
      {"TaintToleration: fewest taints that would rather not",
       {},
       {{"worker-1", R"({"spec":{"taints":[{"key":"k","effect":"PreferNoSchedule"}]}})"}},
       pod("p"),
       "worker-2"},
      {"NodeAffinity: the greater weight",
       {},
       {},
       pod("p", R"("affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[
           {"weight":10,"preference":{"matchExpressions":[{"key":"topology.kubernetes.io/zone","operator":"In","values":["zone-b"]}]}},
           {"weight":20,"preference":{"matchExpressions":[{"key":"topology.kubernetes.io/zone","operator":"In","values":["zone-c"]}]}}]}})"),
       "worker-3"},
      {"NodeResourcesFit: where most is left",
       {pod("a",
            R"("nodeName":"worker-1","containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"2","memory":"4Gi"}}}])"),
        pod("b",
            R"("nodeName":"worker-2","containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"1","memory":"2Gi"}}}])"),
        pod("c",
            R"("nodeName":"worker-3","containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"500m","memory":"1Gi"}}}])")},
       {},
       pod("p", R"("containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"500m","memory":"1Gi"}}}])"),
       "worker-3"},
      {"InterPodAffinity: beside a friend",
       {pod("a", R"("nodeName":"worker-3")", R"({"app":"cache"})")},
       {},
       pod("p", R"("affinity":{"podAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,
           "podAffinityTerm":{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"cache"}}}}]}})"),
       "worker-3"},
      {"InterPodAffinity: away from a rival",
       {pod("a", R"("nodeName":"worker-1")", R"({"app":"x"})"), pod("b", R"("nodeName":"worker-2")", R"({"app":"x"})")},
       {},
       pod("p", R"("affinity":{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,
           "podAffinityTerm":{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"x"}}}}]}})"),
       "worker-3"},
      {"ImageLocality: where a big image is already",
       {},
       {{"worker-2", R"({"status":{"images":[{"names":["i:1"],"sizeBytes":900000000}]}})"}},
       pod("p"),
       "worker-2"},
      {"ImageLocality: an image without a tag is the latest",
       {},
       {{"worker-3", R"({"status":{"images":[{"names":["big:latest"],"sizeBytes":900000000}]}})"}},
       pod("p", R"("containers":[{"name":"c","image":"big"}])"),
       "worker-3"},
      {"ImageLocality: an image that is small is no reason",
       {},
       {{"worker-2", R"({"status":{"images":[{"names":["i:1"],"sizeBytes":20000000}]}})"}},
       pod("p"),
       "worker-1"},
      {"PodTopologySpread: the emptiest domain, where it is but a wish",
       {pod("a", R"("nodeName":"worker-1")", R"({"app":"x"})"), pod("b", R"("nodeName":"worker-3")", R"({"app":"x"})")},
       {},
       pod("p", R"("topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"topology.kubernetes.io/zone",
           "whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"app":"x"}}}])",
           R"({"app":"x"})"),
       "worker-2"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      for (const std::string& object : row.before) scene.create(object);
      for (const auto& [node, patch] : row.nodes) change_node(scene, node, patch);
      scene.settle();
      scene.create(row.pod);
      scene.settle();
      CHECK(node_of(scene, "p") == row.node);
    }
}

TEST_CASE("scheduler: gates hold a pod back until they are gone") {
  Scenario scene;
  scene.create(pod("p", R"("schedulingGates":[{"name":"example.com/a"}])"));
  scene.settle();
  CHECK(node_of(scene, "p").empty());
  CHECK(message_of(scene, "p") == "Scheduling is blocked due to non-empty scheduling gates");
  CHECK(scene.events(kPod, "p").empty());
  scene.patch(kPod, "p", R"({"spec":{"schedulingGates":null}})");
  scene.settle();
  CHECK(node_of(scene, "p") == "worker-1");
}

TEST_CASE("scheduler: a volume that is detached makes room for another") {
  Scenario scene;
  for (const std::string& object :
       {storage_class("csi", "csi.example.com", "WaitForFirstConsumer"), csi_node("worker-1", 0),
        csi_node("worker-2", 1), csi_node("worker-3", 0), claim("data", "csi"), claim("one", "csi"), csi_volume("one"),
        attachment("worker-2", "one"), pod("p", kUses)})
    scene.create(object);
  scene.settle();
  CHECK(message_of(scene, "p").find("3 node(s) exceed max volume count") != std::string::npos);
  scene.remove(kVolumeAttachment, "va-worker-2-one");
  scene.settle();
  CHECK(scene.text(kPersistentVolumeClaim, "data", {"metadata", "annotations", "volume.kubernetes.io/selected-node"}) ==
        "\"worker-2\"");
}

TEST_CASE("scheduler: a claim in use by one pod only") {
  Scenario scene;
  scene.create(claim("data", "standard", "ReadWriteOncePod"));
  scene.create(pod("first", kUses));
  scene.settle();
  REQUIRE_FALSE(node_of(scene, "first").empty());
  scene.create(pod("second", kUses));
  scene.settle();
  CHECK(message_of(scene, "second")
            .starts_with("0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 node(s) unavailable due to "
                         "PersistentVolumeClaim "
                         "with ReadWriteOncePod access mode already in-use by another pod."));
  scene.remove(kPod, "first");
  scene.settle();
  CHECK_FALSE(node_of(scene, "second").empty());
}

TEST_CASE("scheduler: a pod goes where its volume is") {
  Scenario scene;
  scene.create(storage_class("local", "kubernetes.io/no-provisioner", "WaitForFirstConsumer"));
  scene.create(local_volume("pv", "zone-b"));
  scene.create(claim("data", "local"));
  scene.create(pod("p", kUses));
  scene.settle();
  CHECK(node_of(scene, "p") == "worker-2");
  CHECK(scene.get(kPersistentVolumeClaim, "data")->spec()["volumeName"].as_string() == "pv");
}
