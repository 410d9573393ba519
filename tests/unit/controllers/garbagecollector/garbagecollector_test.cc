#include "controllers/garbagecollector/garbagecollector.h"

#include <catch2/catch.hpp>

#include "api/kinds/configmap.h"
#include "api/kinds/secret.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

// An object of `kind` whose owners are ConfigMaps.
void create(Scenario& scene, const char* kind, const std::string& name, const std::vector<std::string>& owners,
            bool blocks = true) {
  std::string references;
  for (const std::string& owner : owners) {
    const ObjectRef held = scene.get(kConfigMap, owner);
    const std::string uid = held ? std::string(held->uid()) : "gone";
    references += std::string(references.empty() ? "" : ",") + R"({"apiVersion":"v1","kind":"ConfigMap","name":")" +
                  owner + R"(","uid":")" + uid + R"(","blockOwnerDeletion":)" + (blocks ? "true" : "false") + "}";
  }
  scene.create(std::string(R"({"apiVersion":"v1","kind":")") + kind + R"(","metadata":{"name":")" + name +
               R"(","ownerReferences":[)" + references + "]}}");
}

}  // namespace

TEST_CASE("garbage collection in a cluster") {
  Scenario scene;
  create(scene, "ConfigMap", "grandparent", {});
  create(scene, "ConfigMap", "parent", {"grandparent"});
  create(scene, "Secret", "child", {"parent"});

  SECTION("in the background all below goes") {
    scene.remove(kConfigMap, "grandparent", Propagation::kBackground);
    CHECK_FALSE(scene.get(kConfigMap, "parent"));
    CHECK_FALSE(scene.get(kSecret, "child"));
  }
  SECTION("in the foreground the owner goes last") {
    scene.patch(kSecret, "child", R"({"metadata":{"finalizers":["example.com/wait"]}})");
    scene.remove(kConfigMap, "grandparent", Propagation::kForeground);
    CHECK(scene.text(kConfigMap, "grandparent", {"metadata", "finalizers"}) == R"(["foregroundDeletion"])");
    REQUIRE(scene.get(kSecret, "child"));
    CHECK(scene.get(kSecret, "child")->terminating());
    scene.patch(kSecret, "child", R"({"metadata":{"finalizers":null}})");
    CHECK_FALSE(scene.get(kSecret, "child"));
    CHECK_FALSE(scene.get(kConfigMap, "grandparent"));
  }
  SECTION("orphans stay and their own dependents with them") {
    scene.remove(kConfigMap, "grandparent", Propagation::kOrphan);
    CHECK_FALSE(scene.get(kConfigMap, "grandparent"));
    CHECK(scene.text(kConfigMap, "parent", {"metadata", "ownerReferences"}) == "null");
    CHECK(scene.get(kSecret, "child"));
  }
  SECTION("another living owner holds it, the reference to the dead one goes") {
    create(scene, "ConfigMap", "other", {});
    create(scene, "Secret", "shared", {"grandparent", "other"});
    scene.remove(kConfigMap, "grandparent", Propagation::kBackground);
    REQUIRE(scene.get(kSecret, "shared"));
    CHECK(scene.get(kSecret, "shared")->metadata()["ownerReferences"].size() == 1);
  }
  SECTION("an owner that was never there") {
    create(scene, "Secret", "stray", {"nobody"});
    CHECK_FALSE(scene.get(kSecret, "stray"));
  }
}
