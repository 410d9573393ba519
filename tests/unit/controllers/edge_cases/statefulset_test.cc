// The StatefulSet cases 1 to 39 of the catalogue of edge cases, each under its number.
#include <catch2/catch.hpp>

#include "api/kinds/controllerrevision.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/statefulset.h"
#include "controllers/statefulset/identity.h"
#include "controllers/statefulset/revision_history.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;
using Write = Client::Write;

namespace {

constexpr const char* kClaims =
    R"("volumeClaimTemplates":[{"metadata":{"name":"data","labels":{"app":"other","kept":"yes"}},)"
    R"("spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}],)";
constexpr const char* kParallel = R"("podManagementPolicy":"Parallel",)";
constexpr const char* kBothDelete =
    R"("persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Retain","whenScaled":"Delete"},)";

std::string web(int replicas, const std::string& extra = "", const std::string& more_metadata = "") {
  return R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"web")" + more_metadata + R"(},"spec":{)" +
         extra + R"("replicas":)" + std::to_string(replicas) +
         R"(,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{)"
         R"("containers":[{"name":"c","image":"nginx:1.26"}]}}}})";
}

std::string image(const std::string& tag) {
  return R"({"template":{"spec":{"containers":[{"name":"c","image":"nginx:)" + tag + R"("}]}}})";
}
std::string spec(const std::string& patch) { return R"({"spec":)" + patch + "}"; }

struct SetRig : ControllerRig {
  SetRig() : ControllerRig({"statefulset-controller"}) {}

  // Runs every pod that is new, takes away every one that is asked to go, until nothing happens.
  void complete(Duration ready_since = Duration(0)) {
    for (bool changed = true; changed;) {
      changed = false;
      for (const ObjectRef& pod : store().list(kPod, "default")) {
        if (!store().get(kPod, pod->key())) continue;
        const bool running = pod->status()["phase"].as_string() == "Running";
        if (pod->terminating()) gone(kPod, pod->name());
        else if (!running) run(pod->name(), ready_since);
        else continue;
        changed = true;
      }
    }
  }
  std::string count(const char* field) const { return text(kStatefulSet, "web", {"status", field}); }
  std::string revision(const std::string& pod) const {
    return text(kPod, pod, {"metadata", "labels", "controller-revision-hash"});
  }
  std::string orphan(const std::string& name, const std::string& labels = R"({"app":"web"})") {
    return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"(","labels":)" + labels +
           R"(},"spec":{"containers":[{"name":"c","image":"nginx:1.26"}]}})";
  }
  std::string owner(const std::string& pod) const {
    return text(kPod, pod, {"metadata", "ownerReferences"}) == "null" ? "nobody" : "the set";
  }
};

bool has(const std::vector<std::string>& events, const std::string& event) {
  return std::find(events.begin(), events.end(), event) != events.end();
}

}  // namespace

TEST_CASE("edge case 1: OrderedReady creates ordinal after ordinal, each after the one before is ready") {
  SetRig rig;
  rig.create(web(3, kClaims));
  CHECK(rig.names(kPod) == "web-0");
  CHECK(rig.names(kPersistentVolumeClaim) == "data-web-0");
  rig.status(kPod, "web-0", R"({"phase":"Running"})");
  CHECK(rig.names(kPod) == "web-0");
  rig.run("web-0");
  CHECK(rig.names(kPod) == "web-0 web-1");
  rig.run("web-1");
  CHECK(rig.names(kPod) == "web-0 web-1 web-2");
}

TEST_CASE("edge case 2: the label pod-index is the ordinal of the name") {
  SetRig rig;
  rig.create(web(3, kParallel));
  for (const char* ordinal : {"0", "1", "2"})
    CHECK(rig.text(kPod, std::string("web-") + ordinal, {"metadata", "labels", "apps.kubernetes.io/pod-index"}) ==
          ordinal);
}

TEST_CASE("edge case 3: scaled up, all counters follow") {
  SetRig rig;
  rig.create(web(3));
  rig.complete();
  rig.patch(kStatefulSet, "web", spec(R"({"replicas":4})"));
  rig.complete();
  for (const char* field : {"replicas", "readyReplicas", "updatedReplicas"}) CHECK(rig.count(field) == "4");
}

TEST_CASE("edge case 4: pods that vanish come back in order, their claims without an owner") {
  SetRig rig;
  rig.create(web(5, kClaims));
  rig.complete();
  rig.forget_log();
  for (const char* pod : {"web-0", "web-2", "web-4"}) rig.store().erase(kPod, {"default", pod}, {"tester", rig.now()});
  rig.react();
  CHECK(rig.pod_log() == "-web-0 -web-2 -web-4 +web-0");
  rig.run("web-0");
  CHECK(rig.pod_log() == "+web-2");
  rig.run("web-2");
  CHECK(rig.pod_log() == "+web-4");
  CHECK(rig.text(kPersistentVolumeClaim, "data-web-0", {"metadata", "ownerReferences"}) == "null");
}

TEST_CASE("edge case 5: a failed pod is deleted first and created by a later sync, nothing else meanwhile") {
  SetRig rig;
  rig.create(web(3));
  rig.run("web-0");
  rig.forget_log();
  rig.metadata(kPod, "web-0", R"({"finalizers":["example.com/hold"]})");
  rig.finish("web-0", "Failed");
  CHECK(rig.pod_log() == "-web-0");
  rig.react();
  CHECK(rig.pod_log().empty());
  rig.gone(kPod, "web-0");
  CHECK(rig.pod_log() == "+web-0");
}

TEST_CASE("edge case 6: a failed pod whose deletion the server refuses stays and is asked to go by the next sync") {
  SetRig rig;
  rig.create(web(1));
  rig.run("web-0");
  const std::string uid = rig.text(kPod, "web-0", {"metadata", "uid"});
  rig.forget_log();
  // The status that the first sync writes all the same wakes the set for a second one.
  rig.refuse(Write::kDelete, kPod, "web-0", 2, internal_error("API server failed"));
  rig.finish("web-0", "Failed");
  CHECK(rig.pod_log().empty());
  CHECK(rig.text(kPod, "web-0", {"metadata", "uid"}) == uid);
  CHECK(
      has(rig.events(kStatefulSet, "web"),
          "FailedDelete Delete Pod web-0 in StatefulSet web failed error: Internal error occurred: API server failed"));
  CHECK(rig.refusals_left() == 0);
  // The first retry of a key comes 5 ms later.
  rig.advance(milliseconds(4));
  CHECK(rig.pod_log().empty());
  rig.advance(milliseconds(1));
  CHECK(rig.pod_log() == "-web-0 +web-0");
  CHECK(has(rig.events(kStatefulSet, "web"), "SuccessfulDelete Delete Pod web-0 in StatefulSet web successful"));
}

TEST_CASE("edge case 7: a creation that the server refuses is tried again, ever later, and the set still gets there") {
  SetRig rig;
  rig.create(web(3));
  rig.run("web-0");
  rig.forget_log();
  rig.refuse(Write::kCreate, kPod, "web-2", 12, internal_error("API server failed"));
  rig.run("web-1");
  CHECK(rig.names(kPod) == "web-0 web-1");
  CHECK(rig.count("readyReplicas") == "2");  // the status is told although the sync failed
  CHECK(
      has(rig.events(kStatefulSet, "web"),
          "FailedCreate Create Pod web-2 in StatefulSet web failed error: Internal error occurred: API server failed"));
  // After 5 ms, 10 ms, 20 ms …
  rig.advance(seconds(1));
  CHECK(rig.refusals_left() > 0);
  CHECK(rig.names(kPod) == "web-0 web-1");
  rig.advance(seconds(30));
  CHECK(rig.names(kPod) == "web-0 web-1 web-2");
  rig.complete();
  CHECK(rig.count("readyReplicas") == "3");
}

TEST_CASE("edge case 8: a status that the server does not take fails the sync, and a later one repairs it") {
  SetRig rig;
  rig.create(web(3));
  rig.run("web-0");
  const std::string before = rig.text(kStatefulSet, "web", {"status"});
  // A conflict is met by trying again at once, so two make a sync fail; the pod that it has made wakes the set for a
  // second one.
  rig.refuse(Write::kUpdateStatus, kStatefulSet, "web", 4, conflict("statefulsets", "apps", "web", "changed"));
  rig.run("web-1");
  CHECK(rig.refusals_left() == 0);
  CHECK(rig.names(kPod) == "web-0 web-1 web-2");  // what came before the status is done
  CHECK(rig.text(kStatefulSet, "web", {"status"}) == before);
  rig.advance(milliseconds(5));
  CHECK(rig.count("replicas") == "3");
  CHECK(rig.count("readyReplicas") == "2");
  rig.complete();
  CHECK(rig.count("readyReplicas") == "3");
}

TEST_CASE("edge case 9: a pending pod's missing claim is made again, the pod stays as it is") {
  SetRig rig;
  rig.create(web(1, kClaims));
  const std::string uid = rig.text(kPod, "web-0", {"metadata", "uid"});
  rig.gone(kPersistentVolumeClaim, "data-web-0");
  rig.status(kPod, "web-0", R"({"message":"touched"})");
  CHECK(rig.names(kPersistentVolumeClaim) == "data-web-0");
  CHECK(rig.text(kPod, "web-0", {"metadata", "uid"}) == uid);
}

TEST_CASE("edge case 10: ordinals begin where ordinals.start says") {
  SetRig rig;
  rig.create(web(3, R"("ordinals":{"start":2},)"));
  rig.complete();
  CHECK(rig.names(kPod) == "web-2 web-3 web-4");
}

TEST_CASE("edge case 11: without revisions one is made, number 1, current and update") {
  SetRig rig;
  rig.create(web(1));
  const std::string revision = rig.only(kControllerRevision);
  CHECK(rig.text(kControllerRevision, revision, {"revision"}) == "1");
  CHECK(rig.count("currentRevision") == revision);
  CHECK(rig.count("updateRevision") == revision);
}

TEST_CASE("edge case 12: the template of the newest revision makes no other") {
  SetRig rig;
  rig.create(web(1));
  rig.complete();
  rig.patch(kStatefulSet, "web", spec(R"({"replicas":2})"));
  rig.complete();
  CHECK(rig.text(kControllerRevision, rig.only(kControllerRevision), {"revision"}) == "1");
}

TEST_CASE("edge case 13: a new image replaces 2, 1, 0, each after the one before is ready") {
  SetRig rig;
  rig.create(web(3));
  rig.complete();
  rig.forget_log();
  rig.patch(kStatefulSet, "web", spec(image("1.27")));
  for (const char* pod : {"web-2", "web-1", "web-0"}) {
    CHECK(rig.pod_log() == "-" + std::string(pod));
    rig.gone(kPod, pod);
    CHECK(rig.pod_log() == "+" + std::string(pod));
    rig.run(pod);
  }
  CHECK(rig.pod_log().empty());
  CHECK(rig.count("currentRevision") == rig.count("updateRevision"));
}

TEST_CASE("edge cases 14 and 15: image and replicas change together") {
  SECTION("14: up to five, all with the new image") {
    SetRig rig;
    rig.create(web(3));
    rig.complete();
    rig.patch(kStatefulSet, "web",
              R"({"spec":{"replicas":5,"template":{"spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}}})");
    rig.complete();
    CHECK(rig.names(kPod) == "web-0 web-1 web-2 web-3 web-4");
    for (const ObjectRef& pod : rig.store().list(kPod, "default"))
      CHECK(rig.revision(pod->name()) == rig.count("updateRevision"));
  }
  SECTION("15: down to three before anything is updated") {
    SetRig rig;
    rig.create(web(5));
    rig.complete();
    rig.forget_log();
    rig.patch(kStatefulSet, "web",
              R"({"spec":{"replicas":3,"template":{"spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}}})");
    rig.complete();
    CHECK(rig.pod_log() == "-web-4 -web-3 -web-2 +web-2 -web-1 +web-1 -web-0 +web-0");
    for (const ObjectRef& pod : rig.store().list(kPod, "default"))
      CHECK(rig.revision(pod->name()) == rig.count("updateRevision"));
  }
}

TEST_CASE("edge case 16: OnDelete gives the new image to new pods only") {
  SetRig rig;
  rig.create(web(2, R"("updateStrategy":{"type":"OnDelete"},)"));
  rig.complete();
  const std::string old = rig.revision("web-0");
  rig.patch(kStatefulSet, "web",
            R"({"spec":{"replicas":4,"template":{"spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}}})");
  rig.complete();
  CHECK(rig.revision("web-0") == old);
  CHECK(rig.revision("web-1") == old);
  CHECK(rig.revision("web-2") == rig.count("updateRevision"));
  CHECK(rig.revision("web-3") == rig.count("updateRevision"));
}

TEST_CASE("edge case 17: a partition of 2 among 3 lets ordinal 2 go alone") {
  SetRig rig;
  rig.create(web(3, R"("updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":2}},)"));
  rig.complete();
  rig.forget_log();
  rig.patch(kStatefulSet, "web", spec(image("1.27")));
  rig.complete();
  CHECK(rig.pod_log() == "-web-2 +web-2");
}

TEST_CASE("edge cases 18 and 19: history is cut to the limit, what lives is not counted") {
  SECTION("18: never more than the limit and the two that live, even while no status gets through") {
    SetRig rig;
    rig.create(web(1, R"("revisionHistoryLimit":3,)"));
    rig.complete();
    rig.refuse(Write::kUpdateStatus, kStatefulSet, "web", 1000, internal_error("API server failed"));
    size_t most = 0;
    for (int i = 0; i < 12; ++i) {
      rig.patch(kStatefulSet, "web", spec(image("1." + std::to_string(30 + i))));
      most = std::max(most, rig.store().count(kControllerRevision));
    }
    CHECK(rig.refusals_left() < 1000);
    CHECK(most == 5);
  }
  SECTION("19: finished updates leave the limit, the oldest goes") {
    SetRig rig;
    rig.create(web(1, R"("revisionHistoryLimit":2,)"));
    rig.complete();
    const std::string first = rig.only(kControllerRevision);
    for (int i = 0; i < 5; ++i) {
      rig.patch(kStatefulSet, "web", spec(image("1." + std::to_string(30 + i))));
      rig.complete();
    }
    CHECK(rig.store().count(kControllerRevision) == 3);
    CHECK_FALSE(rig.get(kControllerRevision, first));
  }
}

TEST_CASE("edge case 20: available is who has been ready for minReadySeconds") {
  for (const auto& [ready_for, available] : {std::pair{120, "1"}, {30, "0"}}) DYNAMIC_SECTION(ready_for << " min") {
      SetRig rig;
      rig.create(web(1, R"("minReadySeconds":3600,)"));
      rig.run("web-0", minutes(ready_for));
      CHECK(rig.count("availableReplicas") == available);
    }
}

TEST_CASE("edge case 21: the status is written although the sync fails half-way, and the sync is tried again") {
  SetRig rig;
  rig.create(web(2, kClaims));
  rig.metadata(kPersistentVolumeClaim, "data-web-0", R"({"deletionTimestamp":"2026-11-22T15:48:24Z"})");
  rig.create(R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data-web-1","finalizers":["a/b"]},
      "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}})");
  rig.remove(kPersistentVolumeClaim, "data-web-1");
  rig.run("web-0");
  CHECK(rig.names(kPod) == "web-0");
  CHECK(rig.count("readyReplicas") == "1");
  CHECK(has(rig.events(kStatefulSet, "web"),
            "FailedCreate Create Pod web-1 in StatefulSet web failed error: pvc data-web-1 is being deleted"));
  rig.gone(kPersistentVolumeClaim, "data-web-1");  // which wakes nobody
  CHECK(rig.names(kPod) == "web-0");
  rig.advance(milliseconds(15));
  CHECK(rig.names(kPod) == "web-0 web-1");
}

TEST_CASE("edge case 22: Parallel goes from 3 to 30 without waiting") {
  SetRig rig;
  rig.create(web(3, kParallel));
  rig.patch(kStatefulSet, "web", spec(R"({"replicas":30})"));
  CHECK(rig.store().count(kPod) == 30);
}

TEST_CASE("edge case 23: pods that are not available yet hold up the rollout") {
  SetRig rig;
  rig.create(web(3, R"("minReadySeconds":30,"podManagementPolicy":"Parallel",)"));
  rig.complete(seconds(10));
  rig.forget_log();
  rig.patch(kStatefulSet, "web", spec(image("1.27")));
  CHECK(rig.count("availableReplicas") == "0");
  CHECK(rig.pod_log() == "-web-2");  // Parallel: the first outdated one goes
  SetRig ordered;
  ordered.create(web(3, R"("minReadySeconds":30,)"));
  for (const char* pod : {"web-0", "web-1", "web-2"}) {
    ordered.run(pod, minutes(1));
    ordered.run(pod, minutes(1));
  }
  for (const char* pod : {"web-0", "web-1", "web-2"}) ordered.run(pod, seconds(10));
  ordered.forget_log();
  ordered.patch(kStatefulSet, "web", spec(image("1.27")));
  CHECK(ordered.count("availableReplicas") == "0");
  CHECK(ordered.pod_log().empty());
}

TEST_CASE("edge case 24: nothing is scaled down while pods are not available") {
  SetRig rig;
  rig.create(web(3, R"("minReadySeconds":30,)"));
  for (const char* pod : {"web-0", "web-1", "web-2"}) rig.run(pod, minutes(1));
  for (const char* pod : {"web-0", "web-1", "web-2"}) rig.run(pod, seconds(10));
  rig.forget_log();
  rig.patch(kStatefulSet, "web", spec(R"({"replicas":1})"));
  CHECK(rig.names(kPod) == "web-0 web-1 web-2");
  CHECK(rig.pod_log().empty());
}

TEST_CASE("edge case 25: a partitioned rollout waits for minReadySeconds, too") {
  SetRig rig;
  rig.create(
      web(4, R"("minReadySeconds":30,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":2}},)"));
  for (const char* pod : {"web-0", "web-1", "web-2", "web-3"}) rig.run(pod, minutes(1));
  for (const char* pod : {"web-0", "web-1", "web-2", "web-3"}) rig.run(pod, seconds(10));
  rig.forget_log();
  rig.patch(kStatefulSet, "web", spec(image("1.27")));
  CHECK(rig.count("availableReplicas") == "0");
  CHECK(rig.pod_log().empty());
}

TEST_CASE("edge case 26: pods on their way out are not deleted again") {
  SetRig rig;
  rig.create(web(5, kParallel));
  rig.complete();
  rig.patch(kStatefulSet, "web", spec(R"({"replicas":3})"));
  CHECK(rig.names(kPod) == "web-0 web-1 web-2 web-3- web-4-");
  const std::string version = rig.text(kPod, "web-4", {"metadata", "resourceVersion"});
  rig.forget_log();
  rig.unready("web-0");
  rig.run("web-0");
  CHECK(rig.pod_log().empty());
  CHECK(rig.text(kPod, "web-4", {"metadata", "resourceVersion"}) == version);
}

TEST_CASE("edge case 27: a set that is being deleted makes no pods") {
  SetRig rig;
  rig.create(web(3, "", R"(,"finalizers":["a/b"])"));
  rig.remove(kStatefulSet, "web");
  rig.forget_log();
  rig.run("web-0");
  rig.gone(kPod, "web-0");
  CHECK(rig.created() == 0);
  CHECK(rig.names(kPod).empty());
}

TEST_CASE("edge case 28: a set that is being deleted adopts neither pods nor revisions") {
  SetRig rig;
  rig.create(web(1, "", R"(,"finalizers":["a/b"])"));
  rig.remove(kStatefulSet, "web");
  rig.create(rig.orphan("web-1"));
  rig.create(R"({"apiVersion":"apps/v1","kind":"ControllerRevision","metadata":{"name":"other","labels":{"app":"web"}},
      "revision":7,"data":{}})");
  rig.run("web-0");
  CHECK(rig.owner("web-1") == "nobody");
  CHECK(rig.text(kControllerRevision, "other", {"metadata", "ownerReferences"}) == "null");
}

TEST_CASE("edge case 29: of orphans with its labels a set adopts those that have its name") {
  SetRig rig;
  rig.create(rig.orphan("web-1"));
  rig.create(rig.orphan("db-1"));
  rig.create(web(2));
  CHECK(rig.owner("web-1") == "the set");
  CHECK(rig.owner("db-1") == "nobody");
}

TEST_CASE("edge case 30: orphaned revisions that match are adopted") {
  SetRig rig;
  rig.create(
      R"({"apiVersion":"apps/v1","kind":"ControllerRevision","metadata":{"name":"web-old","labels":{"app":"web"}},
      "revision":7,"data":{}})");
  rig.create(web(1));
  CHECK(rig.text(kControllerRevision, "web-old", {"metadata", "ownerReferences"}).find("\"controller\":true") !=
        std::string::npos);
  CHECK(rig.text(kControllerRevision, rig.count("updateRevision"), {"revision"}) == "8");
}

TEST_CASE("edge case 31: an ordinal waits until the claim of the pod before it is gone") {
  SetRig rig;
  rig.create(web(2, std::string(kClaims) + kBothDelete));
  rig.complete();
  rig.patch(kStatefulSet, "web", spec(R"({"replicas":1})"));
  CHECK(rig.text(kPersistentVolumeClaim, "data-web-1", {"metadata", "ownerReferences"}).find("\"Pod\"") !=
        std::string::npos);
  rig.gone(kPod, "web-1");
  rig.patch(kStatefulSet, "web", spec(R"({"replicas":2})"));
  CHECK(rig.names(kPod) == "web-0");
  rig.gone(kPersistentVolumeClaim, "data-web-1");
  rig.unready("web-0");
  rig.run("web-0");
  CHECK(rig.names(kPod) == "web-0 web-1");
  CHECK(rig.names(kPersistentVolumeClaim) == "data-web-0 data-web-1");
}

TEST_CASE("edge case 32: the next sync comes when the next pod gets available") {
  SetRig rig;
  rig.create(web(3, R"("minReadySeconds":5,"podManagementPolicy":"Parallel",)"));
  rig.advance(milliseconds(300));
  // The times of conditions are whole seconds: these have been ready for 4.3, 2.3 and 0.3 s.
  rig.run("web-0", seconds(4));
  rig.run("web-1", seconds(2));
  rig.run("web-2", Duration(0));
  CHECK(rig.count("availableReplicas") == "0");
  rig.advance(milliseconds(699));
  CHECK(rig.count("availableReplicas") == "0");
  rig.advance(milliseconds(1));
  CHECK(rig.count("availableReplicas") == "1");
  rig.advance(seconds(2));
  CHECK(rig.count("availableReplicas") == "2");
  rig.advance(seconds(2));
  CHECK(rig.count("availableReplicas") == "3");
}

TEST_CASE("edge case 33: a pod that exists already is no event, and its claims are there") {
  SetRig rig;
  rig.create(rig.orphan("web-0", R"({"app":"somebody-else"})"));
  rig.create(web(1, kClaims));
  CHECK(rig.names(kPersistentVolumeClaim) == "data-web-0");
  CHECK(rig.events(kStatefulSet, "web") ==
        std::vector<std::string>{"SuccessfulCreate Create Claim data-web-0 Pod web-0 in StatefulSet web success"});
}

TEST_CASE("edge case 34: no pod on a claim that is being deleted") {
  SetRig rig;
  rig.create(R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data-web-0","finalizers":["a/b"]},
      "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}})");
  rig.remove(kPersistentVolumeClaim, "data-web-0");
  rig.create(web(1, kClaims));
  CHECK(rig.names(kPod).empty());
  CHECK(rig.events(kStatefulSet, "web") ==
        std::vector<std::string>{
            "FailedCreate Create Pod web-0 in StatefulSet web failed error: pvc data-web-0 is being deleted"});
}

TEST_CASE("edge case 35: a pod that is as it should be is not written") {
  SetRig rig;
  rig.create(web(1, kClaims));
  rig.run("web-0");
  const std::string version = rig.text(kPod, "web-0", {"metadata", "resourceVersion"});
  rig.patch(kStatefulSet, "web", R"({"metadata":{"labels":{"touched":"yes"}}})");
  CHECK(rig.text(kPod, "web-0", {"metadata", "resourceVersion"}) == version);
  CHECK_FALSE(has(rig.events(kStatefulSet, "web"), "SuccessfulUpdate Update Pod web-0 in StatefulSet web successful"));
}

TEST_CASE("edge case 36: a lost pod-name label is restored by one update") {
  SetRig rig;
  rig.create(web(1));
  rig.run("web-0");
  rig.metadata(kPod, "web-0", R"({"labels":{"statefulset.kubernetes.io/pod-name":null}})");
  CHECK(rig.text(kPod, "web-0", {"metadata", "labels", "statefulset.kubernetes.io/pod-name"}) == "web-0");
  CHECK(has(rig.events(kStatefulSet, "web"), "SuccessfulUpdate Update Pod web-0 in StatefulSet web successful"));
}

TEST_CASE("edge case 37: a name without an ordinal has no parent") {
  const statefulset::PodName parsed = statefulset::parse_pod_name("1-bar");
  CHECK(parsed.parent.empty());
  CHECK(parsed.ordinal == -1);
}

TEST_CASE("edge case 38: matchLabels lie over the labels of a claim template") {
  SetRig rig;
  rig.create(web(1, kClaims));
  CHECK(rig.text(kPersistentVolumeClaim, "data-web-0", {"metadata", "labels"}) == R"({"app":"web","kept":"yes"})");
}

TEST_CASE("edge case 39: on a claim with a foreign controller own references are taken off and none added") {
  SetRig rig;
  rig.create(web(1, std::string(kClaims) +
                        R"("persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Delete","whenScaled":"Retain"},)"));
  rig.run("web-0");
  REQUIRE(rig.text(kPersistentVolumeClaim, "data-web-0", {"metadata", "ownerReferences"}).find("StatefulSet") !=
          std::string::npos);
  const std::string own = rig.text(kPersistentVolumeClaim, "data-web-0", {"metadata", "ownerReferences"});
  const std::string foreign =
      R"({"apiVersion":"example.com/v1","controller":true,"kind":"Backup","name":"b","uid":"4711"})";
  rig.metadata(kPersistentVolumeClaim, "data-web-0",
               R"({"ownerReferences":[)" + foreign + "," + own.substr(1, own.size() - 2) + "]}");
  rig.unready("web-0");
  rig.run("web-0");
  CHECK(rig.text(kPersistentVolumeClaim, "data-web-0", {"metadata", "ownerReferences"}) == "[" + foreign + "]");
}
