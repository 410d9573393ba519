// Who takes whom along, and what holds up what.
#include <catch2/catch.hpp>

#include "api/kinds/configmap.h"
#include "api/kinds/endpoints.h"
#include "api/kinds/endpointslice.h"
#include "api/kinds/job.h"
#include "api/kinds/persistentvolume.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicationcontroller.h"
#include "api/kinds/secret.h"
#include "api/kinds/service.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string uid(const Scenario& scene, const Kind& kind, const std::string& name) {
  return std::string(scene.get(kind, name, kind.namespaced() ? "default" : "")->uid());
}

std::string owned(const std::string& kind, const std::string& name, const std::string& owner_kind,
                  const std::string& owner, const std::string& owner_uid, bool blocks = true,
                  const std::string& more = "") {
  return R"({"apiVersion":"v1","kind":")" + kind + R"(","metadata":{"name":")" + name +
         R"(","ownerReferences":[{"apiVersion":"v1","kind":")" + owner_kind + R"(","name":")" + owner + R"(","uid":")" +
         owner_uid + R"(","blockOwnerDeletion":)" + (blocks ? "true" : "false") + "}]" + more + "}}";
}
std::string config(const std::string& name) {
  return R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":")" + name + "\"}}";
}

}  // namespace

TEST_CASE("garbage collection: a dependent that does not block is not waited for") {
  Scenario scene;
  scene.create(config("owner"));
  scene.create(owned("Secret", "held", "ConfigMap", "owner", uid(scene, kConfigMap, "owner"), false,
                     R"(,"finalizers":["example.com/wait"])"));
  scene.remove(kConfigMap, "owner", Propagation::kForeground);
  CHECK_FALSE(scene.get(kConfigMap, "owner"));
  REQUIRE(scene.get(kSecret, "held"));
  CHECK(scene.get(kSecret, "held")->terminating());
}

TEST_CASE("garbage collection: objects that own each other go in the foreground, too") {
  Scenario scene;
  scene.create(config("a"));
  scene.create(owned("ConfigMap", "b", "ConfigMap", "a", uid(scene, kConfigMap, "a")));
  scene.patch(kConfigMap, "a",
              R"({"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"b","uid":")" +
                  uid(scene, kConfigMap, "b") + R"(","blockOwnerDeletion":true}]}})");
  scene.remove(kConfigMap, "a", Propagation::kForeground);
  CHECK_FALSE(scene.get(kConfigMap, "a"));
  CHECK_FALSE(scene.get(kConfigMap, "b"));
}

TEST_CASE("garbage collection: an owner without a namespace may own anything") {
  Scenario scene;
  scene.create(R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"v"},"spec":{"capacity":)"
               R"({"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/d"}}})");
  scene.create(owned("ConfigMap", "below", "PersistentVolume", "v", uid(scene, kPersistentVolume, "v")));
  scene.settle();
  REQUIRE(scene.get(kConfigMap, "below"));
  scene.remove(kPersistentVolume, "v");
  scene.settle();
  CHECK_FALSE(scene.get(kConfigMap, "below"));
}

TEST_CASE("garbage collection: who is on the way out already is left alone") {
  Scenario scene;
  scene.create(config("owner"));
  scene.create(owned("Secret", "held", "ConfigMap", "owner", uid(scene, kConfigMap, "owner"), true,
                     R"(,"finalizers":["example.com/wait"])"));
  scene.remove(kSecret, "held");
  const std::string asked = scene.text(kSecret, "held", {"metadata", "resourceVersion"});
  scene.advance(seconds(10));
  scene.remove(kConfigMap, "owner", Propagation::kBackground);
  scene.settle();
  CHECK_FALSE(scene.get(kConfigMap, "owner"));
  CHECK(scene.text(kSecret, "held", {"metadata", "resourceVersion"}) == asked);
}

TEST_CASE("garbage collection: Jobs and ReplicationControllers leave their pods unless they are told not to") {
  struct Row {
    const char* why;
    const Kind& kind;
    const char* manifest;
    std::optional<Propagation> policy;
    bool stays;
  };
  constexpr const char* kJobManifest =
      R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"o"},"spec":{"template":{"spec":{"restartPolicy":)"
      R"("Never","containers":[{"name":"c","image":"i:1","command":["sleep","3600"]}]}}}})";
  constexpr const char* kControllerManifest =
      R"({"apiVersion":"v1","kind":"ReplicationController","metadata":{"name":"o"},"spec":{"replicas":1,"selector":)"
      R"({"app":"o"},"template":{"metadata":{"labels":{"app":"o"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}})";
  const Row rows[] = {
      {"a Job", kJob, kJobManifest, std::nullopt, true},
      {"a Job, told so", kJob, kJobManifest, Propagation::kBackground, false},
      {"a ReplicationController", kReplicationController, kControllerManifest, std::nullopt, true},
      {"a ReplicationController, told so", kReplicationController, kControllerManifest, Propagation::kBackground,
       false},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      scene.create(row.manifest);
      scene.advance(seconds(5));
      scene.remove(row.kind, "o", row.policy);
      scene.advance(minutes(1));
      CHECK_FALSE(scene.get(row.kind, "o"));
      const auto left = scene.cluster().api().store().list(kPod, "default");
      CHECK(left.size() == (row.stays ? 1U : 0U));
      for (const ObjectRef& pod : left) CHECK(pod->metadata()["ownerReferences"].is_null());
    }
}

TEST_CASE("garbage collection: a Service takes its slices and its Endpoints along") {
  Scenario scene;
  scene.create(R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"selector":{"app":"a"},)"
               R"("ports":[{"port":80}]}})");
  scene.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"a"}},"spec":{)"
               R"("containers":[{"name":"c","image":"i:1"}]}})");
  scene.settle();
  const Store& store = scene.cluster().api().store();
  const size_t before = store.list(kEndpointSlice, "default").size();
  REQUIRE(scene.get(kEndpoints, "s"));
  scene.remove(kService, "s");
  scene.settle();
  CHECK(store.list(kEndpointSlice, "default").size() == before - 1);
  CHECK_FALSE(scene.get(kEndpoints, "s"));
}

TEST_CASE("deletion: what is written while finalizers hold an object") {
  Scenario scene;
  scene.create(R"({"apiVersion":"v1","kind":"ReplicationController","metadata":{"name":"o","finalizers":["a.b/c"]},)"
               R"("spec":{"replicas":0,"selector":{"app":"o"},"template":{"metadata":{"labels":{"app":"o"}},"spec":)"
               R"({"containers":[{"name":"c","image":"i:1"}]}}}})");
  scene.remove(kReplicationController, "o", Propagation::kBackground);
  CHECK(scene.text(kReplicationController, "o", {"metadata", "generation"}) == "2");
  CHECK(scene.text(kReplicationController, "o", {"metadata", "deletionGracePeriodSeconds"}) == "0");
  CHECK(scene.text(kReplicationController, "o", {"metadata", "deletionTimestamp"}) ==
        "\"" + rfc3339(scene.cluster().now()) + "\"");
}

TEST_CASE("deletion: preconditions that do not hold") {
  Scenario scene;
  scene.create(config("c"));
  DeleteOptions options;
  options.uid_precondition = "4711";
  const auto refused = scene.cluster().api().remove(kConfigMap, {"default", "c"}, options);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().is(Reason::kConflict));
  CHECK_THAT(refused.error().message,
             Catch::Contains("the UID in the precondition (4711) does not match the UID in record (" +
                             uid(scene, kConfigMap, "c") + "). The object might have been deleted and then recreated"));
}
