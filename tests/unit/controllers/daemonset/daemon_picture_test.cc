#include "controllers/daemonset/daemon_picture.h"

#include <catch2/catch.hpp>

#include "api/kinds/daemonset.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "base/random.h"

using namespace skiff;

namespace {

const Time kStart{seconds(1'767'225'600)};

Value daemonset() {
  const Value labels{{"app", "agent"}};
  return Value{{"metadata", Value{{"name", "agent"}, {"namespace", "default"}, {"uid", "set-uid"}}},
               {"spec", Value{{"minReadySeconds", 10},
                              {"selector", Value{{"matchLabels", labels}}},
                              {"template", Value{{"metadata", Value{{"labels", labels}}}, {"spec", Value::object()}}},
                              {"updateStrategy", Value{{"type", "RollingUpdate"}}}}}};
}

Value daemon_pod(const std::string& name, const std::string& node, Random& random, Time now) {
  const bool ready = random.below(2) == 0;
  Value metadata{
      {"name", name},
      {"namespace", "default"},
      {"uid", name},
      {"creationTimestamp", rfc3339(kStart)},
      {"labels", Value{{"app", "agent"}, {"controller-revision-hash", random.below(3) == 0 ? "old" : "new"}}},
      {"ownerReferences", Value::array({Value{{"controller", true}, {"kind", "DaemonSet"}, {"uid", "set-uid"}}})}};
  if (random.below(8) == 0) metadata["deletionTimestamp"] = rfc3339(now);
  Value condition{{"type", "Ready"}, {"status", ready ? "True" : "False"}, {"lastTransitionTime", rfc3339(now)}};
  return Value{{"metadata", metadata},
               {"spec", Value{{"nodeName", node}}},
               {"status", Value{{"phase", random.below(10) == 0 ? "Failed" : "Running"},
                                {"conditions", Value::array({condition})}}}};
}

std::vector<ObjectRef> pods_of(const Store& store) { return store.list(kPod); }

}  // namespace

TEST_CASE("daemonset: a picture kept through any changes is the one that would be made anew") {
  Store store(1);
  Random random(7);
  const WriteContext context{"test", kStart};
  const ObjectRef set = store.put(kDaemonSet, {"default", "agent"}, daemonset(), context);
  constexpr int kNodes = 12;
  for (int i = 0; i < kNodes; ++i) {
    const std::string name = "worker-" + std::to_string(i);
    store.put(kNode, {"", name}, Value{{"metadata", Value{{"name", name}}}, {"spec", Value::object()}}, context);
  }
  store.take_changes();
  const DaemonHistory history{"new", {}, {}};
  DaemonPicture kept(*set, history, store, pods_of(store));
  Time now = kStart;
  for (int step = 0; step < 2000; ++step) {
    now += seconds(static_cast<int64_t>(random.below(4)));
    const std::string name = "agent-" + std::to_string(random.below(20));
    const std::string node = "worker-" + std::to_string(random.below(kNodes));
    const WriteContext written{"test", now};
    if (random.below(4) == 0) store.erase(kPod, {"default", name}, written);
    else store.put(kPod, {"default", name}, daemon_pod(name, node, random, now), written);
    for (const Change& change : store.take_changes()) kept.observe_pod(change);
    if (step % 3 != 0) continue;  // several changes between two looks
    CAPTURE(step);
    DaemonPicture fresh(*set, history, store, pods_of(store));
    kept.catch_up(now);
    fresh.catch_up(now);
    REQUIRE_FALSE(kept.stale());
    REQUIRE(kept.counts() == fresh.counts());
    REQUIRE(kept.counts() == count_daemons(kept.nodes()));
    REQUIRE(kept.unsettled() == fresh.unsettled());
    REQUIRE(kept.has_old_pods() == fresh.has_old_pods());
    REQUIRE(kept.rollout() == rollout_nodes(kept.nodes()));
    REQUIRE(kept.ripening() == fresh.ripening());
    for (size_t i = 0; i < fresh.nodes().size(); ++i) {
      const auto& a = kept.nodes()[i].pods;
      const auto& b = fresh.nodes()[i].pods;
      REQUIRE(std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const DaemonPod& x, const DaemonPod& y) {
        return x.object == y.object && x.available == y.available && x.updated == y.updated;
      }));
    }
  }
}

TEST_CASE("daemonset: a picture says that it is stale") {
  Store store(1);
  const WriteContext context{"test", kStart};
  const ObjectRef set = store.put(kDaemonSet, {"default", "agent"}, daemonset(), context);
  store.put(kNode, {"", "worker"}, Value{{"metadata", Value{{"name", "worker"}}}, {"spec", Value::object()}}, context);
  Random random(7);
  const ObjectKey key{"default", "agent-1"};
  store.put(kPod, key, daemon_pod("agent-1", "worker", random, kStart), context);
  store.take_changes();
  DaemonPicture picture(*set, {"new", {}, {}}, store, pods_of(store));

  SECTION("when a pod of its own no longer matches") {
    Value pod = store.get(kPod, key)->document();
    pod["metadata"]["labels"] = Value{{"app", "other"}};
    store.put(kPod, key, pod, context);
    picture.observe_pod(store.take_changes().at(0));
  }
  SECTION("when a pod of its own is somebody else's") {
    Value pod = store.get(kPod, key)->document();
    pod["metadata"].erase("ownerReferences");
    store.put(kPod, key, pod, context);
    picture.observe_pod(store.take_changes().at(0));
  }
  SECTION("when a pod of its own is on a node that is not there") {
    store.put(kPod, {"default", "agent-2"}, daemon_pod("agent-2", "nowhere", random, kStart), context);
    picture.observe_pod(store.take_changes().at(0));
  }
  SECTION("when there is a new node") {
    store.put(kNode, {"", "new"}, Value{{"metadata", Value{{"name", "new"}}}}, context);
    picture.observe_node(store.take_changes().at(0));
  }
  SECTION("when a node gets a label") {
    store.put(kNode, {"", "worker"}, Value{{"metadata", Value{{"name", "worker"}, {"labels", Value{{"a", "b"}}}}}},
              context);
    picture.observe_node(store.take_changes().at(0));
  }
  SECTION("when the set has another template") {
    Value changed = daemonset();
    changed["spec"]["template"]["spec"]["hostNetwork"] = true;
    store.put(kDaemonSet, {"default", "agent"}, changed, context);
    picture.observe_set(store.take_changes().at(0));
  }
  CHECK(picture.stale());
}
