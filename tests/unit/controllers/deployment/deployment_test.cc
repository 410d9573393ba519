#include "controllers/deployment/deployment.h"

#include <catch2/catch.hpp>

#include "api/kinds/deployment.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "api/pod_view.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string web(const char* replicas, const char* surge, const char* unavailable) {
  return std::string(R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":)") +
         replicas + R"(,"strategy":{"rollingUpdate":{"maxSurge":)" + surge + R"(,"maxUnavailable":)" + unavailable +
         R"(}},"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},)"
         R"("spec":{"containers":[{"name":"c","image":"nginx:1.26"}]}}}})";
}

std::string image(const char* image) {
  return std::string(R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":")") + image + R"("}]}}}})";
}

std::string reason(const Scenario& scene, const char* type) {
  return find_condition(scene.get(kDeployment, "web")->status(), type)["reason"].str();
}

}  // namespace

TEST_CASE("Deployment in a cluster: pods come up all at once") {
  Scenario scene;
  scene.create(web("3", "1", "0"));
  scene.settle();
  CHECK(scene.numbered_trace() ==
        "create deploy/web, create rs/1, create pod/1, create pod/2, create pod/3, scheduled pod/1, scheduled pod/2, "
        "scheduled pod/3 -- ready pod/1, ready pod/2, ready pod/3");
  CHECK(scene.events(kDeployment, "web").size() == 1);
  CHECK(reason(scene, "Available") == "MinimumReplicasAvailable");
  CHECK(reason(scene, "Progressing") == "NewReplicaSetAvailable");
}

TEST_CASE("Deployment in a cluster: one up, one down") {
  Scenario scene;
  scene.create(web("2", "1", "0"));
  scene.settle();
  scene.numbered_trace();
  scene.patch(kDeployment, "web", image("nginx:1.27"));
  scene.settle();
  const std::string trace = scene.numbered_trace();
  INFO(trace);
  CHECK(trace.find("create rs/2, create pod/3, scheduled pod/3 -- ready pod/3, scale rs/1 2->1") ==
        0);
  CHECK(trace.find("scale rs/2 1->2") < trace.find("scale rs/1 1->0"));
  CHECK(scene.text(kDeployment, "web", {"metadata", "annotations", "deployment.kubernetes.io/revision"}) == "\"2\"");
  CHECK(scene.text(kDeployment, "web", {"metadata", "generation"}) == "2");
  CHECK(scene.text(kDeployment, "web", {"status", "observedGeneration"}) == "2");
}

TEST_CASE("Deployment in a cluster: pods that are ready at the same instant make way for one old pod each") {
  Scenario scene;
  scene.create(web("4", "1", "1"));
  scene.settle();
  scene.numbered_trace();
  scene.patch(kDeployment, "web", image("nginx:1.27"));
  scene.settle();
  std::string scales;
  const std::string trace = scene.numbered_trace();
  for (size_t at = trace.find("scale "); at != std::string::npos; at = trace.find("scale ", at + 1))
    scales += trace.substr(at + 6, trace.find(',', at) - at - 6) + "; ";
  CHECK(scales == "rs/1 4->3; rs/2 1->2; rs/1 3->2; rs/2 2->3; rs/1 2->1; rs/2 3->4; rs/1 1->0; ");
}

TEST_CASE("Deployment in a cluster: Recreate waits until the last old pod is gone") {
  Scenario scene;
  scene.create(web("1", "1", "0"));
  scene.patch(kDeployment, "web", R"({"spec":{"strategy":{"type":"Recreate","rollingUpdate":null}}})");
  scene.settle();
  scene.numbered_trace();
  scene.patch(kDeployment, "web", image("nginx:1.27"));
  scene.settle();
  CHECK(
      scene.numbered_trace() ==
      "scale rs/1 1->0, terminating pod/1 -- deleted pod/1, create rs/2, create pod/2, scheduled pod/2 -- ready pod/2");
}

TEST_CASE("Deployment in a cluster: a bad image stops the rollout until its deadline has passed; undoing it heals") {
  Scenario scene;
  scene.create(web("3", "1", "0"));
  scene.patch(kDeployment, "web", R"({"spec":{"progressDeadlineSeconds":10}})");
  scene.settle();
  scene.patch(kDeployment, "web", image("nginx:nonexistent"));
  scene.advance(seconds(9));
  CHECK(reason(scene, "Progressing") == "ReplicaSetUpdated");
  scene.advance(seconds(3));
  CHECK(reason(scene, "Progressing") == "ProgressDeadlineExceeded");
  CHECK(scene.text(kDeployment, "web", {"status", "availableReplicas"}) == "3");
  scene.patch(kDeployment, "web", image("nginx:1.26"));
  scene.settle();
  CHECK(reason(scene, "Progressing") == "NewReplicaSetAvailable");
  CHECK(scene.text(kDeployment, "web", {"metadata", "annotations", "deployment.kubernetes.io/revision"}) == "\"3\"");
}

TEST_CASE("Deployment in a cluster: paused, it waits with a new template but scales") {
  Scenario scene;
  scene.create(web("3", "1", "0"));
  scene.settle();
  scene.patch(kDeployment, "web", R"({"spec":{"paused":true}})");
  CHECK(reason(scene, "Progressing") == "DeploymentPaused");
  scene.patch(kDeployment, "web", image("nginx:1.27"));
  scene.settle();
  scene.numbered_trace();
  scene.patch(kDeployment, "web", R"({"spec":{"replicas":4}})");
  CHECK(scene.numbered_trace().find("scale rs/1 3->4, create pod/4") == 0);
  scene.patch(kDeployment, "web", R"({"spec":{"paused":false}})");
  CHECK(scene.numbered_trace().find("create rs/2, create pod/5") == 0);
}

TEST_CASE("ReplicaSet in a cluster: it adopts a bare pod and lets go of one whose labels change") {
  Scenario scene;
  scene.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"stray","labels":{"app":"rs"}},
                   "spec":{"containers":[{"name":"c","image":"nginx"}]}})");
  scene.settle();
  scene.numbered_trace();
  scene.create(R"({"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"rs"},"spec":{"replicas":2,
                   "selector":{"matchLabels":{"app":"rs"}},"template":{"metadata":{"labels":{"app":"rs"}},
                   "spec":{"containers":[{"name":"c","image":"nginx"}]}}}})");
  CHECK(scene.numbered_trace() == "create rs/1, create pod/2, scheduled pod/2");
  CHECK(scene.get(kPod, "stray")->metadata()["ownerReferences"][0]["name"].as_string() == "rs");
  scene.patch(kPod, "stray", R"({"metadata":{"labels":{"app":"other"}}})");
  CHECK(scene.numbered_trace() == "create pod/3, scheduled pod/3");
  CHECK_FALSE(scene.get(kPod, "stray")->metadata().contains("ownerReferences"));
}
