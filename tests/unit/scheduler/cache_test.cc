// The scheduler's picture, in which nodes are read when they are looked at, is at every moment the one that somebody
// would make who reads everything now.
#include "scheduler/cache.h"

#include <catch2/catch.hpp>

#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "base/json.h"
#include "base/random.h"
#include "store/store.h"

namespace skiff {
namespace {

const WriteContext kWriter{"test", Time(seconds(1000))};

Value node_document(const std::string& name, uint64_t zone) {
  return Value{{"metadata", Value{{"name", name},
                                  {"labels", Value{{"kubernetes.io/hostname", name},
                                                   {"topology.kubernetes.io/zone", "zone-" + std::to_string(zone)}}}}},
               {"status", Value{{"allocatable", Value{{"cpu", "8"}, {"memory", "16Gi"}, {"pods", "110"}}}}}};
}

Value pod_document(const std::string& name, const std::string& node, Random& random) {
  const std::string cpu = std::to_string(100 + 50 * random.below(5)) + "m";
  Value container{{"name", "main"}, {"resources", Value{{"requests", Value{{"cpu", cpu}}}}}};
  if (random.below(5) == 0) container["resources"]["requests"]["example.com/gpu"] = "1";
  if (random.below(9) == 0)
    container["ports"] = Value::array({Value{{"containerPort", 80}, {"hostPort", 80}, {"protocol", "TCP"}}});
  Value pod{{"metadata", Value{{"name", name},
                               {"namespace", "default"},
                               {"uid", "uid-" + name},
                               {"labels", Value{{"app", random.below(2) == 0 ? "web" : "db"}}}}},
            {"spec", Value{{"containers", Value::array({std::move(container)})}}},
            {"status", Value{{"phase", random.below(8) == 0 ? "Succeeded" : "Running"}}}};
  if (!node.empty()) pod["spec"]["nodeName"] = node;
  if (random.below(10) == 0)
    pod["spec"]["affinity"] = *parse_json(
        R"({"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[
            {"labelSelector":{"matchLabels":{"app":"web"}},"topologyKey":"kubernetes.io/hostname"}]}})");
  if (random.below(10) == 0) pod["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z";
  return pod;
}

const LabelSelector kWeb = LabelSelector::of(Value{{"matchLabels", Value{{"app", "web"}}}});

std::string text_of(const NodeSums& sums) {
  return std::to_string(sums.pods) + " pods, " + std::to_string(sums.requested.milli_cpu) + "m, " +
         std::to_string(sums.requested.extended_of("example.com/gpu")) + " gpu, " + std::to_string(sums.scored.memory) +
         " scored, " + std::to_string(sums.with_host_ports) + " with ports, " + std::to_string(sums.with_affinity) +
         " with affinity\n";
}

std::string sums_text_of(Cache& cache) {
  std::string out;
  for (NodeInfo* node : cache.nodes()) out += node->name() + ": " + text_of(cache.with_sums(*node).sums);
  return out;
}

std::string text_of(Cache& cache) {
  std::string out = cache.has_affinity() ? "affinity\n" : "";
  const SelectorCount& count = cache.count("default", kWeb, "web", Terminating::kSkipped);
  for (const NodeInfo* node : cache.nodes()) {
    out += node->name() + ": " + std::to_string(count.on(*node)) + " web here, " +
           std::to_string(count.in_zone_of(*node)) + " in the zone\n";
  }
  for (const NodeInfo* node : cache.nodes_with_pods()) {
    out += node->name() + ": " + std::to_string(node->pods.size()) + " of " + text_of(node->sums);
  }
  return out;
}

}  // namespace

TEST_CASE("scheduler cache: what is read late is what was told all along") {
  size_t unknown = 0;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    Random random(seed);
    Store store(seed);
    Cache cache;
    for (int node = 0; node < 4; ++node) {
      const std::string name = "node-" + std::to_string(node);
      store.put(kNode, {"", name}, node_document(name, random.below(2)), kWriter);
    }
    bool built = false;
    for (int step = 0; step < 60; ++step) {
      const std::string pod = "pod-" + std::to_string(random.below(12));
      const std::string node = "node-" + std::to_string(random.below(5));
      switch (random.below(8)) {
        case 0:
          store.erase(kPod, {"default", pod}, kWriter);
          break;
        case 1:
          if (random.below(3) == 0) store.erase(kNode, {"", node}, kWriter);
          else store.put(kNode, {"", node}, node_document(node, random.below(2)), kWriter);
          break;
        case 2:
          if (built) (void)cache.find(node);  // a look at it
          break;
        case 4:
          if (NodeInfo* const known = built ? cache.find_bare(node) : nullptr) (void)cache.with_sums(*known);
          break;
        case 3:
          if (built) (void)cache.count("default", kWeb, "web", Terminating::kSkipped);
          break;
        default: {
          const ObjectRef known = store.get(kPod, {"default", pod});
          // A pod keeps its node.
          const std::string bound = known ? known->spec()["nodeName"].str() : "";
          const std::string on = !bound.empty() ? bound : random.below(3) == 0 ? "" : node;
          store.put(kPod, {"default", pod}, pod_document(pod, on, random), kWriter);
        }
      }
      for (const Change& change : store.take_changes()) {
        keep_sums(store, change);
        cache.observe(change);
      }
      if (!built && step == 20) {
        cache.build(store);
        built = true;
      }
    }
    Cache fresh;
    fresh.build(store);
    INFO("seed " << seed);
    const std::string of_sums = sums_text_of(cache);
    REQUIRE(text_of(cache) == text_of(fresh));
    REQUIRE(of_sums == sums_text_of(fresh));  // whose nodes have their pods by now
    for (const NodeInfo* node : fresh.nodes()) unknown += sums_of(store, node->name()) ? 0 : 1;
  }
  CHECK(unknown == 0);
}

TEST_CASE("scheduler cache: sums that do not fit the pods that are there are not believed") {
  Random random(1);
  Store store(1);
  store.put(kNode, {"", "node"}, node_document("node", 0), kWriter);
  // A state file of before the sums, or one that has lost a pod.
  store.put(kPod, {"default", "old"}, pod_document("old", "node", random), kWriter);
  (void)store.take_changes();
  CHECK_FALSE(sums_of(store, "node"));
  store.put(kPod, {"default", "new"}, pod_document("new", "node", random), kWriter);
  for (const Change& change : store.take_changes()) keep_sums(store, change);
  CHECK_FALSE(sums_of(store, "node"));
  for (const char* name : {"old", "new"}) store.erase(kPod, {"default", name}, kWriter);
  for (const Change& change : store.take_changes()) keep_sums(store, change);
  CHECK(sums_of(store, "node")->bound == 0);

  store.put(kPod, {"default", "counted"}, pod_document("counted", "node", random), kWriter);
  for (const Change& change : store.take_changes()) keep_sums(store, change);
  CHECK(sums_of(store, "node")->bound == 1);
  store.erase(kPod, {"default", "counted"}, kWriter);
  (void)store.take_changes();
  CHECK_FALSE(sums_of(store, "node"));
}

}  // namespace skiff
