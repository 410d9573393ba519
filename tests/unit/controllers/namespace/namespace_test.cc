#include "controllers/namespace/namespace.h"

#include <catch2/catch.hpp>

#include "api/kinds/configmap.h"
#include "api/kinds/namespace.h"
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
