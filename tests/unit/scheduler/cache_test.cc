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

std::string text_of(Cache& cache) {
  std::string out = cache.has_affinity() ? "affinity\n" : "";
  const SelectorCount& count = cache.count("default", kWeb, "web", Terminating::kSkipped);
  for (const NodeInfo* node : cache.nodes()) {
    out += node->name() + ": " + std::to_string(count.on(*node)) + " web here, " +
           std::to_string(count.in_zone_of(*node)) + " in the zone\n";
  }
  for (const NodeInfo* node : cache.nodes_with_pods()) {
    out += node->name() + ": " + std::to_string(node->pods.size()) + " pods, " +
           std::to_string(node->requested.milli_cpu) + "m, " + std::to_string(node->with_affinity) + " with affinity\n";
  }
  return out;
}

}  // namespace

TEST_CASE("scheduler cache: what is read late is what was told all along") {
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
      for (const Change& change : store.take_changes()) cache.observe(change);
      if (!built && step == 20) {
        cache.build(store);
        built = true;
      }
    }
    Cache fresh;
    fresh.build(store);
    INFO("seed " << seed);
    REQUIRE(text_of(cache) == text_of(fresh));
  }
}

}  // namespace skiff
