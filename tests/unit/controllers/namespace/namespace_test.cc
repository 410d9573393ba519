#include "controllers/namespace/namespace.h"

#include <catch2/catch.hpp>

#include "api/kinds/configmap.h"
#include "api/kinds/namespace.h"
#include "api/kinds/pod.h"
#include "api/kinds/serviceaccount.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

TEST_CASE("namespaces in a cluster: what each holds, and how it goes") {
  Scenario scene;
  scene.create(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"team"}})");
  CHECK(scene.get(kServiceAccount, "default", "team"));
  CHECK(scene.get(kConfigMap, "kube-root-ca.crt", "team"));
  scene.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"team"},
    "spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}})");
  scene.create(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","namespace":"team",
    "finalizers":["example.com/f"]}})");
  scene.settle();
  scene.trace();
  scene.remove(kNamespace, "team");
  CHECK(scene.text(kNamespace, "team", {"status", "phase"}) == R"("Terminating")");
  CHECK_FALSE(scene.get(kNamespace, "team")->metadata().contains("deletionGracePeriodSeconds"));
  scene.advance(seconds(6));
  CHECK(scene.trace() == "terminating pod/p -- deleted pod/p");
  CHECK(scene.get(kServiceAccount, "default", "team"));  // pods first
  scene.advance(seconds(30));
  CHECK_FALSE(scene.get(kServiceAccount, "default", "team"));
  CHECK(scene.get(kNamespace, "team")->status()["conditions"][4]["message"].as_string() ==
        "Some content in the namespace has finalizers remaining: example.com/f in 1 resource instances");
}

TEST_CASE("namespaces in a cluster: the default account comes back") {
  Scenario scene;
  const std::string uid(scene.get(kServiceAccount, "default")->uid());
  scene.remove(kServiceAccount, "default");
  REQUIRE(scene.get(kServiceAccount, "default"));
  CHECK(scene.get(kServiceAccount, "default")->uid() != uid);
}

TEST_CASE("namespaces in a cluster: what can still be done in one that goes, and what waits for what") {
  Scenario scene;
  scene.create(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"team"}})");
  CHECK(scene.text(kNamespace, "team", {"spec", "finalizers"}) == R"(["kubernetes"])");
  CHECK(scene.text(kNamespace, "team", {"status", "phase"}) == R"("Active")");
  CHECK(scene.text(kNamespace, "team", {"metadata", "labels"}) == R"({"kubernetes.io/metadata.name":"team"})");
  scene.create(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"team"}})");
  scene.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"team","finalizers":["a.b/c"]},
    "spec":{"terminationGracePeriodSeconds":10,"containers":[{"name":"c","image":"nginx:1.27"}]}})");
  scene.settle();
  scene.remove(kNamespace, "team");

  const auto refused = scene.cluster().api().create(
      kConfigMap, "team", Value{{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", Value{{"name", "late"}}}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message ==
        "configmaps \"late\" is forbidden: unable to create new content in namespace team because it is being "
        "terminated");
  REQUIRE(refused.error().causes.size() == 1);
  CHECK(refused.error().causes[0].type == "NamespaceTerminating");
  CHECK(scene.cluster().api().patch(kConfigMap, {"team", "c"}, PatchType::kMerge, Value{{"data", Value{{"a", "b"}}}}));

  // While pods are there nothing else is counted.
  scene.advance(seconds(6));
  const auto condition = [&](size_t index) {
    const Value& one = scene.get(kNamespace, "team")->status()["conditions"][index];
    return one["status"].str() + " " + one["reason"].str();
  };
  CHECK(condition(3) == "False ContentRemoved");
  CHECK(condition(4) == "False ContentHasNoFinalizers");
  CHECK(scene.get(kConfigMap, "c", "team"));
  // The controller's own write to the status brings the next look five seconds later; then nothing is in the way.
  REQUIRE(scene.cluster().api().patch(kPod, {"team", "p"}, PatchType::kMerge,
                                      Value{{"metadata", Value{{"finalizers", Value()}}}}));
  scene.advance(seconds(3));
  CHECK(scene.get(kConfigMap, "c", "team"));
  scene.advance(seconds(2));
  CHECK_FALSE(scene.get(kConfigMap, "c", "team"));
  CHECK_FALSE(scene.get(kNamespace, "team"));
}

TEST_CASE("namespaces in a cluster: some are never deleted") {
  Scenario scene;
  for (const char* name : {"default", "kube-system", "kube-public"}) {
    const auto refused = scene.cluster().api().remove(kNamespace, {"", name}, {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message ==
          std::string("namespaces \"") + name + "\" is forbidden: this namespace may not be deleted");
  }
  CHECK(scene.cluster().api().remove(kNamespace, {"", "kube-node-lease"}, {}));
}
