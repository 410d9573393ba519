// What is told of claims that cannot be made, or that are somebody else's.
#include <catch2/catch.hpp>

#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/statefulset.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;

namespace {

std::string web(const std::string& more) {
  return R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"web"},"spec":{)" + more +
         R"("replicas":1,"selector":{"matchLabels":{"app":"web"}},"volumeClaimTemplates":[{"metadata":{"name":"data"},)"
         R"("spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}],)"
         R"("template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"nginx"}]}}}})";
}

bool has(const std::vector<std::string>& events, const std::string& event) {
  return std::find(events.begin(), events.end(), event) != events.end();
}

}  // namespace

TEST_CASE("StatefulSet: a claim that is refused holds up its pod") {
  ControllerRig rig({"statefulset-controller"});
  // The status that the first sync writes all the same wakes the set for a second one.
  rig.refuse(Client::Write::kCreate, kPersistentVolumeClaim, "", 2,
             forbidden("persistentvolumeclaims", "", "data-web-0", "exceeded quota: few"));
  rig.create(web(""));
  CHECK(has(rig.events(kStatefulSet, "web"),
            "FailedCreate Create Claim data-web-0 for Pod web-0 in StatefulSet web failed error: "
            "persistentvolumeclaims \"data-web-0\" is forbidden: exceeded quota: few"));
  CHECK(rig.names(kPod).empty());
  rig.advance(milliseconds(5));
  CHECK(has(rig.events(kStatefulSet, "web"),
            "SuccessfulCreate Create Claim data-web-0 Pod web-0 in StatefulSet web success"));
  CHECK(has(rig.events(kStatefulSet, "web"), "SuccessfulCreate Create Pod web-0 in StatefulSet web successful"));
}

TEST_CASE("StatefulSet: a claim that another controller manages is left to it") {
  ControllerRig rig({"statefulset-controller"});
  rig.create(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"boss"}})");
  rig.create(R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data-web-0","ownerReferences":[)"
             R"({"apiVersion":"v1","kind":"ConfigMap","name":"boss","uid":"4711","controller":true}]},"spec":{)"
             R"("accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}})");
  rig.create(web(R"("persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Delete","whenScaled":"Retain"},)"));
  rig.run("web-0");
  CHECK(has(rig.events(kStatefulSet, "web"),
            "ConflictingController PersistentVolumeClaim data-web-0 has a conflicting OwnerReference that acts as a "
            "manging controller, the retention policy is ignored for this claim"));
  const Value& owners = rig.get(kPersistentVolumeClaim, "data-web-0")->metadata()["ownerReferences"];
  REQUIRE(owners.size() == 1);
  CHECK(owners[0]["name"].as_string() == "boss");
}
