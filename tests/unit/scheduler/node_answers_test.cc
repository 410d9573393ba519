// What is remembered of a node is what it would say now: a search that remembers ends as one that does not.
#include <catch2/catch.hpp>

#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "base/json.h"
#include "base/random.h"
#include "scheduler/selection.h"
#include "store/store.h"

namespace skiff {
namespace {

const WriteContext kWriter{"test", Time(seconds(1000))};

Value node_document(const std::string& name, Random& random) {
  Value labels{{"kubernetes.io/hostname", name}, {"disk", random.below(2) == 0 ? "ssd" : "spinning"}};
  if (random.below(5) != 0) labels["topology.kubernetes.io/zone"] = "zone-" + std::to_string(random.below(3));
  Value spec = Value::object();
  if (random.below(6) == 0) spec["unschedulable"] = true;
  if (random.below(4) == 0) {
    spec["taints"] = Value::array(
        {Value{{"key", "team"}, {"value", "a"}, {"effect", random.below(2) == 0 ? "NoSchedule" : "PreferNoSchedule"}}});
  }
  const std::string cpu = std::to_string(1 + random.below(4));
  return Value{{"metadata", Value{{"name", name}, {"labels", labels}}},
               {"spec", spec},
               {"status", Value{{"allocatable", Value{{"cpu", cpu}, {"memory", "4Gi"}, {"pods", "6"}}}}}};
}

Value pod_document(const std::string& name, Random& random) {
  Value container{{"name", "main"}, {"image", "web"}};
  if (random.below(3) != 0) {
    const std::string cpu = std::to_string(200 * (1 + random.below(3))) + "m";
    container["resources"] = Value{{"requests", Value{{"cpu", cpu}, {"memory", "100Mi"}}}};
  }
  if (random.below(6) == 0)
    container["ports"] = Value::array({Value{{"containerPort", 80}, {"hostPort", 80}, {"protocol", "TCP"}}});
  Value spec{{"containers", Value::array({std::move(container)})}};
  if (random.below(4) == 0) spec["nodeSelector"] = Value{{"disk", "ssd"}};
  if (random.below(4) == 0) spec["tolerations"] = Value::array({Value{{"key", "team"}, {"operator", "Exists"}}});
  if (random.below(8) == 0) {
    spec["affinity"] = *parse_json(R"({"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[
        {"weight":7,"preference":{"matchExpressions":[{"key":"disk","operator":"In","values":["spinning"]}]}}]}})");
  }
  return Value{{"metadata", Value{{"name", name},
                                  {"namespace", "default"},
                                  {"uid", "uid-" + name},
                                  {"labels", Value{{"app", random.below(2) == 0 ? "web" : "db"}}}}},
               {"spec", spec},
               {"status", Value{{"phase", "Running"}}}};
}

std::string search(Cache& cache, const Store& store, const ObjectRef& pod, size_t start) {
  const PodInfo info(pod);
  Attempt attempt{.pod = info, .cache = cache, .store = store};
  Failure failure;
  const auto node = select_node(attempt, start, failure);
  return node.value_or("none") + ", then from " + std::to_string(start) + ", " + failure_message(failure, "");
}

}  // namespace

TEST_CASE("node answers: a search that remembers ends as one that does not") {
  size_t placed = 0, refused = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    Random random(seed);
    Store store(seed);
    Cache cache;
    const auto nodes = 3 + random.below(2) * 130;
    for (uint64_t i = 0; i < nodes; ++i) {
      const std::string name = "node-" + std::to_string(i);
      store.put(kNode, {"", name}, node_document(name, random), kWriter);
    }
    (void)store.take_changes();
    cache.build(store);
    for (int step = 0; step < 80; ++step) {
      const std::string name = "pod-" + std::to_string(random.below(60));
      const std::string node = "node-" + std::to_string(random.below(nodes));
      if (random.below(6) == 0) store.put(kNode, {"", node}, node_document(node, random), kWriter);
      if (random.below(6) == 0) store.erase(kPod, {"default", name}, kWriter);
      if (store.get(kPod, {"default", name}) == nullptr) {
        Value document = pod_document(name, random);
        const ObjectRef pod = store.put(kPod, {"default", name}, document, kWriter);
        for (const Change& change : store.take_changes()) cache.observe(change);
        Cache fresh;
        fresh.build(store);
        const size_t start = random.below(nodes);
        const std::string found = search(cache, store, pod, start);
        INFO("seed " << seed << ", step " << step);
        REQUIRE(found == search(fresh, store, pod, start));
        const std::string on = found.substr(0, found.find(','));
        (on == "none" ? refused : placed) += 1;
        if (on != "none") {
          document["spec"]["nodeName"] = on;
          store.put(kPod, {"default", name}, document, kWriter);
        }
      }
      for (const Change& change : store.take_changes()) cache.observe(change);
    }
  }
  CHECK(placed > 500);
  CHECK(refused > 50);
}

}  // namespace skiff
