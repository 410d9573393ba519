#include "controllers/statefulset/set_picture.h"

#include <catch2/catch.hpp>

#include "api/kinds/controllerrevision.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/statefulset.h"
#include "base/random.h"

using namespace skiff;
using namespace skiff::statefulset;

namespace {

const Time kStart{seconds(1'767'225'600)};
const WriteContext kContext{"test", kStart};

Value web(int replicas) {
  const Value labels{{"app", "web"}};
  return Value{
      {"metadata", Value{{"generation", replicas}, {"name", "web"}, {"namespace", "default"}, {"uid", "set-uid"}}},
      {"spec",
       Value{{"minReadySeconds", 10},
             {"replicas", replicas},
             {"selector", Value{{"matchLabels", labels}}},
             {"template", Value{{"metadata", Value{{"labels", labels}}}, {"spec", Value::object()}}},
             {"persistentVolumeClaimRetentionPolicy", Value{{"whenScaled", "Delete"}, {"whenDeleted", "Retain"}}},
             {"volumeClaimTemplates", Value::array({Value{{"metadata", Value{{"name", "data"}}}}})}}}};
}

ObjectRef revision(const std::string& name) {
  return std::make_shared<const Object>(kControllerRevision, ObjectKey{"default", name}, 1,
                                        Value{{"metadata", Value{{"name", name}}}});
}

Revisions revisions() {
  const ObjectRef current = revision("web-old"), update = revision("web-new");
  return {{current, update}, current, update, 0};
}

Value pod(int ordinal, Random& random, Time now) {
  const std::string name = "web-" + std::to_string(ordinal);
  const char* phases[] = {"Pending", "Running", "Running", "Running", "Running", "Failed"};
  Value labels{{"app", "web"}, {"controller-revision-hash", random.below(3) == 0 ? "web-old" : "web-new"}};
  labels["statefulset.kubernetes.io/pod-name"] = random.below(6) == 0 ? "other" : name;
  labels["apps.kubernetes.io/pod-index"] = std::to_string(ordinal);
  Value metadata{
      {"name", name},
      {"namespace", "default"},
      {"uid", name},
      {"labels", labels},
      {"ownerReferences", Value::array({Value{{"controller", true}, {"kind", "StatefulSet"}, {"uid", "set-uid"}}})}};
  if (random.below(8) == 0) metadata["deletionTimestamp"] = rfc3339(now);
  const Value claim{{"claimName", "data-" + name}};
  const Value ready{
      {"type", "Ready"}, {"status", random.below(3) == 0 ? "False" : "True"}, {"lastTransitionTime", rfc3339(now)}};
  return Value{{"metadata", metadata},
               {"spec", Value{{"volumes", Value::array({Value{{"name", "data"}, {"persistentVolumeClaim", claim}}})}}},
               {"status", Value{{"phase", phases[random.below(6)]}, {"conditions", Value::array({ready})}}}};
}

// A claim that somebody owns; the policy wants its pod to.
Value owned_claim(const std::string& name, const std::string& owner) {
  Value document{{"metadata", Value{{"name", name}, {"namespace", "default"}, {"uid", name}}}};
  if (!owner.empty())
    document["metadata"]["ownerReferences"] =
        Value::array({Value{{"apiVersion", "v1"}, {"kind", "Pod"}, {"name", owner}, {"uid", "earlier"}}});
  return document;
}

std::string show(const std::vector<Replica>& replicas) {
  std::string out;
  for (const Replica& replica : replicas)
    out += std::to_string(replica.ordinal) + ":" + std::to_string(static_cast<int>(replica.health)) +
           (replica.terminating ? "t" : "") + (replica.shape == Shape::kWrong ? "w" : "") +
           (replica.claims == Claims::kStale        ? "s"
            : replica.claims == Claims::kIncomplete ? "i"
                                                    : "") +
           std::string(replica.revision) + " ";
  return out;
}

}  // namespace

TEST_CASE("statefulset: a picture kept through any changes is the one that would be made anew") {
  Store store(1);
  Client client(store, "test", kStart);
  Random random(7);
  const ObjectRef set = store.put(kStatefulSet, {"default", "web"}, web(8), kContext);
  store.take_changes();
  const StatefulPodControl control(*set, client);
  SetPicture kept(*set, revisions(), {});
  Time now = kStart;
  std::set<std::string> seen;
  for (int step = 0; step < 2000; ++step) {
    now += seconds(static_cast<int64_t>(random.below(4)));
    const int ordinal = static_cast<int>(random.below(12));
    const ObjectKey key{"default", "web-" + std::to_string(ordinal)};
    const ObjectKey claim{"default", "data-" + key.name};
    const WriteContext written{"test", now};
    switch (random.below(6)) {
      case 0:
        store.erase(kPod, key, written);
        break;
      case 1:
        store.put(kPersistentVolumeClaim, claim, owned_claim(claim.name, random.below(2) == 0 ? key.name : ""),
                  written);
        break;
      default:
        store.put(kPod, key, pod(ordinal, random, now), written);
    }
    for (const Change& change : store.take_changes()) {
      if (&change.kind() == &kPod) kept.observe_pod(change);
      else kept.observe_claim(change);
    }
    if (step % 3 != 0) continue;  // several changes between two looks
    CAPTURE(step);
    SetPicture fresh(*set, revisions(), store.list(kPod));
    kept.catch_up(control, now);
    fresh.catch_up(control, now);
    REQUIRE_FALSE(kept.stale(revisions()));
    REQUIRE(kept.counts() == fresh.counts());
    for (const PodManagement management : {PodManagement::kOrderedReady, PodManagement::kParallel})
      REQUIRE(show(kept.unsettled(control, management)) == show(fresh.unsettled(control, management)));
    REQUIRE(show(kept.frontier()) == show(fresh.frontier()));
    REQUIRE(show(kept.condemned()) == show(fresh.condemned()));
    REQUIRE(kept.ripening() == fresh.ripening());
    REQUIRE(kept.pods() == fresh.pods());
    seen.insert(show(kept.frontier()).substr(0, 1));
  }
  CHECK(seen.size() >= 3);  // the walk has been to more than one place
}

TEST_CASE("statefulset: what a picture shows of a set without pods") {
  Store store(1);
  Client client(store, "test", kStart);
  const ObjectRef set = store.put(kStatefulSet, {"default", "web"}, web(3), kContext);
  const StatefulPodControl control(*set, client);
  SetPicture picture(*set, revisions(), {});
  picture.catch_up(control, kStart);
  CHECK(picture.unsettled(control, PodManagement::kOrderedReady).size() == 1);  // web-0 is missing, the rest can wait
  CHECK(picture.unsettled(control, PodManagement::kParallel).size() == 3);
  CHECK(picture.frontier().at(0).ordinal == 2);
  CHECK(picture.condemned().empty());
  CHECK(picture.counts().replicas == 0);
}

TEST_CASE("statefulset: pods that are only waited for are listed where they hold others up, and nowhere else") {
  Store store(1);
  Client client(store, "test", kStart);
  Random random(7);
  const ObjectRef set = store.put(kStatefulSet, {"default", "web"}, web(3), kContext);
  for (int ordinal = 0; ordinal < 3; ++ordinal) {
    Value running = pod(ordinal, random, kStart);
    running["metadata"].erase("deletionTimestamp");
    running["metadata"]["labels"].set("statefulset.kubernetes.io/pod-name", "web-" + std::to_string(ordinal));
    running["status"] = Value{{"phase", ordinal == 2 ? "Failed" : "Running"}};
    store.put(kPod, {"default", "web-" + std::to_string(ordinal)}, running, kContext);
  }
  const StatefulPodControl control(*set, client);
  SetPicture picture(*set, revisions(), store.list(kPod));
  picture.catch_up(control, kStart);
  const std::vector<Replica> ordered = picture.unsettled(control, PodManagement::kOrderedReady);
  REQUIRE(ordered.size() == 1);
  CHECK(ordered[0].ordinal == 0);
  const std::vector<Replica> parallel = picture.unsettled(control, PodManagement::kParallel);
  REQUIRE(parallel.size() == 1);  // the one that failed
  CHECK(parallel[0].ordinal == 2);
}

TEST_CASE("statefulset: a picture says that it is stale") {
  Store store(1);
  Random random(7);
  const ObjectRef set = store.put(kStatefulSet, {"default", "web"}, web(3), kContext);
  const ObjectKey key{"default", "web-1"};
  store.put(kPod, key, pod(1, random, kStart), kContext);
  store.take_changes();
  SetPicture picture(*set, revisions(), store.list(kPod));
  Revisions now = revisions();
  REQUIRE_FALSE(picture.stale(now));

  SECTION("when a pod of its own no longer matches") {
    Value document = store.get(kPod, key)->document();
    document["metadata"]["labels"] = Value{{"app", "other"}};
    store.put(kPod, key, document, kContext);
    picture.observe_pod(store.take_changes().at(0));
  }
  SECTION("when a pod of its own is somebody else's") {
    Value document = store.get(kPod, key)->document();
    document["metadata"].erase("ownerReferences");
    store.put(kPod, key, document, kContext);
    picture.observe_pod(store.take_changes().at(0));
  }
  SECTION("when two pods have one number") {
    Value document = pod(1, random, kStart);
    document["metadata"]["name"] = "web-01";
    store.put(kPod, {"default", "web-01"}, document, kContext);
    picture.observe_pod(store.take_changes().at(0));
  }
  SECTION("when the set wants something else") {
    store.put(kStatefulSet, {"default", "web"}, web(4), kContext);
    picture.observe_set(store.take_changes().at(0));
  }
  SECTION("when there is a new revision") { now.update = revision("web-newer"); }
  CHECK(picture.stale(now));
}
