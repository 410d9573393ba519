#include "controllers/statefulset/statefulset.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "api/kinds/controllerrevision.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/statefulset.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

// `extra` are further members of the spec, each followed by a comma.
std::string web(int replicas, const std::string& extra = "", const std::string& annotations = "{}") {
  return R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"web"},"spec":{)" + extra +
         R"("replicas":)" + std::to_string(replicas) +
         R"(,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"},"annotations":)" +
         annotations + R"(},"spec":{"containers":[{"name":"c","image":"nginx:1.26"}]}}}})";
}

constexpr const char* kNewImage =
    R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}}})";

std::string image(const Scenario& scene, const std::string& pod) {
  return scene.text(kPod, pod, {"metadata", "labels", "controller-revision-hash"});
}

}  // namespace

TEST_CASE("StatefulSet in a cluster: one pod after the other, and back") {
  Scenario scene;
  scene.create(web(3));
  scene.settle();
  CHECK(scene.trace() ==
        "create sts/web, create pod/web-0, scheduled pod/web-0 -- ready pod/web-0, create pod/web-1, scheduled "
        "pod/web-1 -- ready pod/web-1, create pod/web-2, scheduled pod/web-2 -- ready pod/web-2");
  scene.patch(kStatefulSet, "web", R"({"spec":{"replicas":1}})");
  scene.settle();
  CHECK(scene.trace() == "terminating pod/web-2 -- deleted pod/web-2, terminating pod/web-1 -- deleted pod/web-1");
  CHECK(scene.text(kStatefulSet, "web", {"status", "replicas"}) == "1");
}

TEST_CASE("StatefulSet in a cluster: Parallel does all at once") {
  Scenario scene;
  scene.create(web(3, R"("podManagementPolicy":"Parallel",)"));
  scene.settle();
  CHECK(scene.trace() ==
        "create sts/web, create pod/web-0, create pod/web-1, create pod/web-2, scheduled pod/web-0, scheduled "
        "pod/web-1, scheduled pod/web-2 -- ready pod/web-0, ready pod/web-1, ready pod/web-2");
}

TEST_CASE("StatefulSet in a cluster: a rollout goes from the highest ordinal down") {
  Scenario scene;
  scene.create(web(2, R"("ordinals":{"start":4},)"));
  scene.settle();
  scene.trace();
  scene.patch(kStatefulSet, "web", kNewImage);
  scene.settle();
  CHECK(scene.trace() ==
        "terminating pod/web-5 -- deleted pod/web-5, create pod/web-5, scheduled pod/web-5 -- ready pod/web-5, "
        "terminating pod/web-4 -- deleted pod/web-4, create pod/web-4, scheduled pod/web-4 -- ready pod/web-4");
  CHECK(scene.text(kStatefulSet, "web", {"status", "currentRevision"}) ==
        scene.text(kStatefulSet, "web", {"status", "updateRevision"}));
}

TEST_CASE("StatefulSet in a cluster: a partition holds the lower ordinals back") {
  Scenario scene;
  scene.create(web(3, R"("updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":2}},)"));
  scene.settle();
  scene.trace();
  scene.patch(kStatefulSet, "web", kNewImage);
  scene.settle();
  CHECK(scene.trace() ==
        "terminating pod/web-2 -- deleted pod/web-2, create pod/web-2, scheduled pod/web-2 -- ready "
        "pod/web-2");
  scene.remove(kPod, "web-0");
  scene.settle();
  CHECK(image(scene, "web-0") == image(scene, "web-1"));
  CHECK(image(scene, "web-0") != image(scene, "web-2"));
  CHECK(scene.text(kStatefulSet, "web", {"status", "updatedReplicas"}) == "1");
  CHECK(scene.text(kStatefulSet, "web", {"status", "currentReplicas"}) == "2");
}

TEST_CASE("StatefulSet in a cluster: a broken update does not heal under OrderedReady") {
  Scenario scene;
  scene.create(web(2));
  scene.settle();
  scene.patch(kStatefulSet, "web",
              R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:broken"}]}}}})");
  scene.settle();
  scene.trace();
  scene.patch(kStatefulSet, "web", kNewImage);
  scene.settle();
  CHECK(scene.trace().empty());
  scene.remove(kPod, "web-1");
  scene.settle();
  CHECK(scene.trace() ==
        "terminating pod/web-1 -- deleted pod/web-1, create pod/web-1, scheduled pod/web-1 -- ready pod/web-1, "
        "terminating pod/web-0 -- deleted pod/web-0, create pod/web-0, scheduled pod/web-0 -- ready pod/web-0");
}

TEST_CASE("StatefulSet in a cluster: minReadySeconds hold up the next pod") {
  Scenario scene;
  scene.create(web(2, R"("minReadySeconds":5,)"));
  scene.advance(seconds(3));
  CHECK(scene.trace() == "create sts/web, create pod/web-0, scheduled pod/web-0 -- ready pod/web-0");
  CHECK(scene.text(kStatefulSet, "web", {"status", "availableReplicas"}) == "0");
  scene.advance(seconds(4));
  CHECK(scene.trace() == "create pod/web-1, scheduled pod/web-1 -- ready pod/web-1");
  CHECK(scene.text(kStatefulSet, "web", {"status", "availableReplicas"}) == "1");
}

TEST_CASE("StatefulSet in a cluster: undo makes the old revision the newest") {
  Scenario scene;
  scene.create(web(1));
  scene.settle();
  const std::string first = scene.text(kStatefulSet, "web", {"status", "updateRevision"});
  scene.patch(kStatefulSet, "web", kNewImage);
  scene.settle();
  scene.patch(kStatefulSet, "web",
              R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:1.26"}]}}}})");
  scene.settle();
  CHECK(scene.text(kStatefulSet, "web", {"status", "updateRevision"}) == first);
  CHECK(scene.text(kControllerRevision, first.substr(1, first.size() - 2), {"revision"}) == "3");
}

TEST_CASE("StatefulSet in a cluster: a new set takes orphaned pods back as they are") {
  Scenario scene;
  scene.create(web(2));
  scene.settle();
  scene.remove(kStatefulSet, "web", Propagation::kOrphan);
  scene.settle();
  CHECK(scene.text(kPod, "web-0", {"metadata", "ownerReferences"}) == "null");
  scene.trace();
  scene.create(web(2));
  scene.settle();
  CHECK(scene.trace() == "create sts/web");
  CHECK(scene.text(kStatefulSet, "web", {"status", "readyReplicas"}) == "2");
}

TEST_CASE("StatefulSet in a cluster: claims come before their pod and go as the policy says") {
  Scenario scene;
  scene.create(web(2, R"("persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Delete","whenScaled":"Delete"},)"
                      R"("volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],)"
                      R"("resources":{"requests":{"storage":"1Gi"}}}}],)"));
  scene.settle();
  CHECK(scene.trace() ==
        "create sts/web, create pvc/data-web-0, create pod/web-0 -- bound pvc/data-web-0 -- scheduled pod/web-0 -- "
        "ready pod/web-0, create pvc/data-web-1, create pod/web-1 -- bound pvc/data-web-1 -- scheduled pod/web-1 -- "
        "ready pod/web-1");
  scene.patch(kStatefulSet, "web", R"({"spec":{"replicas":1}})");
  scene.settle();
  CHECK(scene.trace() ==
        "terminating pod/web-1 -- deleted pod/web-1, terminating pvc/data-web-1, deleted pvc/data-web-1");
  scene.remove(kStatefulSet, "web", Propagation::kBackground);
  scene.settle();
  CHECK(scene.trace() ==
        "deleted sts/web, terminating pvc/data-web-0, terminating pod/web-0 -- deleted pod/web-0, deleted "
        "pvc/data-web-0");
}

TEST_CASE("StatefulSet in a cluster: the events of a pod with a claim") {
  Scenario scene;
  scene.create(web(1, R"("volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],)"
                      R"("resources":{"requests":{"storage":"1Gi"}}}}],)"));
  scene.settle();
  const std::vector<std::string> events = scene.events(kStatefulSet, "web");
  REQUIRE(events.size() == 2);
  CHECK(std::count(events.begin(), events.end(),
                   "SuccessfulCreate Create Claim data-web-0 Pod web-0 in StatefulSet web success") == 1);
  CHECK(std::count(events.begin(), events.end(), "SuccessfulCreate Create Pod web-0 in StatefulSet web successful") ==
        1);
}
