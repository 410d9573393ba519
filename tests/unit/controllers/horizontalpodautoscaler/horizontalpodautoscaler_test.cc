#include "controllers/horizontalpodautoscaler/horizontalpodautoscaler.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "api/kinds/behavior.h"
#include "api/kinds/deployment.h"
#include "api/kinds/event.h"
#include "api/kinds/horizontalpodautoscaler.h"
#include "api/pod_view.h"
#include "base/json.h"
#include "support/controller_rig.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

constexpr const char* kAbove = "cpu resource utilization (percentage of request) above target";

std::string deployment(int replicas, const std::string& requests = R"({"cpu":"100m"})") {
  return R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":)" +
         std::to_string(replicas) +
         R"(,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{)"
         R"("containers":[{"name":"nginx","image":"nginx:1.27","resources":{"requests":)" +
         requests + "}}]}}}}";
}

std::string autoscaler(const std::string& more = "", const std::string& name = "web") {
  return R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":")" + name +
         R"("},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},"maxReplicas":10,)"
         R"("metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization",)"
         R"("averageUtilization":50}}}])" +
         more + "}}";
}

std::string behavior(const std::string& says) {
  return R"({"apiVersion":"skiff.dev/v1","kind":"Behavior","metadata":{"name":"nginx"},"spec":{"match":{"images":)"
         R"(["nginx*"]},)" +
         says + "}}";
}

std::string replicas(const Scenario& scene) { return scene.text(kDeployment, "web", {"spec", "replicas"}); }

// "True/SucceededGetScale" of a condition.
std::string condition(const Scenario& scene, std::string_view type, const std::string& name = "web") {
  const ObjectRef object = scene.get(kHorizontalPodAutoscaler, name);
  for (const Value& one : object->status()["conditions"].elements())
    if (one["type"].as_string() == type) return one["status"].str() + "/" + one["reason"].str();
  return "none";
}

std::string message(const Scenario& scene, std::string_view type) {
  const ObjectRef object = scene.get(kHorizontalPodAutoscaler, "web");
  for (const Value& one : object->status()["conditions"].elements())
    if (one["type"].as_string() == type) return one["message"].str();
  return "none";
}

bool has(const std::vector<std::string>& events, const std::string& event) {
  return std::find(events.begin(), events.end(), event) != events.end();
}

}  // namespace

TEST_CASE("HorizontalPodAutoscaler in a cluster: without metrics it says so and leaves the size alone") {
  Scenario scene;
  scene.create(deployment(2));
  scene.settle();
  scene.create(autoscaler());
  scene.settle();
  CHECK(scene.text(kHorizontalPodAutoscaler, "web", {"status"}) == R"({"currentMetrics":null,"desiredReplicas":0})");
  scene.advance(seconds(16));
  CHECK(condition(scene, "AbleToScale") == "True/SucceededGetScale");
  CHECK(condition(scene, "ScalingActive") == "False/FailedGetResourceMetric");
  CHECK(message(scene, "ScalingActive") ==
        "the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for "
        "resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested "
        "resource (get pods.metrics.k8s.io)");
  CHECK(scene.text(kHorizontalPodAutoscaler, "web", {"status", "currentReplicas"}) == "2");
  const auto events = scene.events(kHorizontalPodAutoscaler, "web");
  CHECK(has(events,
            "FailedGetResourceMetric failed to get cpu utilization: unable to get metrics for resource cpu: unable to "
            "fetch metrics from resource metrics API: the server could not find the requested resource (get "
            "pods.metrics.k8s.io)"));
  CHECK(has(events,
            "FailedComputeMetricsReplicas invalid metrics (1 invalid out of 1), first error is: failed to get cpu "
            "resource metric value: failed to get cpu utilization: unable to get metrics for resource cpu: unable to "
            "fetch metrics from resource metrics API: the server could not find the requested resource (get "
            "pods.metrics.k8s.io)"));
  CHECK(replicas(scene) == "2");
}

TEST_CASE("HorizontalPodAutoscaler in a cluster: up at once, down after five minutes") {
  Scenario scene;
  scene.create(behavior(R"("usage":{"cpu":"200m","memory":"64Mi"})"));
  scene.create(deployment(2));
  scene.create(autoscaler());
  scene.advance(minutes(1));
  // Four times the target: 8, but no more than twice as many at a time.
  CHECK(has(scene.events(kHorizontalPodAutoscaler, "web"),
            std::string("SuccessfulRescale New size: 4; reason: ") + kAbove));
  scene.advance(minutes(3));
  CHECK(replicas(scene) == "10");
  CHECK(condition(scene, "ScalingLimited") == "True/TooManyReplicas");
  CHECK(
      scene.text(kHorizontalPodAutoscaler, "web", {"status", "currentMetrics"}) ==
      R"([{"resource":{"current":{"averageUtilization":200,"averageValue":"200m"},"name":"cpu"},"type":"Resource"}])");

  scene.patch(kBehavior, "nginx", R"({"spec":{"usage":{"cpu":"10m"}}})");
  scene.advance(minutes(4));
  CHECK(replicas(scene) == "10");
  CHECK(condition(scene, "AbleToScale") == "True/ScaleDownStabilized");
  scene.advance(minutes(2));
  CHECK(replicas(scene) == "2");
  CHECK(has(scene.events(kHorizontalPodAutoscaler, "web"),
            "SuccessfulRescale New size: 2; reason: All metrics below target"));
}

TEST_CASE("HorizontalPodAutoscaler in a cluster: a load that all pods share finds its size") {
  Scenario scene;
  scene.create(behavior(R"("load":{"cpu":"350m"})"));
  scene.create(deployment(1));
  scene.create(autoscaler());
  scene.advance(minutes(10));
  CHECK(replicas(scene) == "7");  // 350m over 7 pods: 50% of the request of each
  CHECK(condition(scene, "AbleToScale") == "True/ReadyForNewScale");
  CHECK(condition(scene, "ScalingLimited") == "False/DesiredWithinRange");
  CHECK(scene.text(kHorizontalPodAutoscaler, "web", {"status", "currentMetrics"}) ==
        R"([{"resource":{"current":{"averageUtilization":50,"averageValue":"50m"},"name":"cpu"},"type":"Resource"}])");
}

TEST_CASE("HorizontalPodAutoscaler in a cluster: sizes that need no metrics") {
  struct Row {
    const char* why;
    int replicas;
    const char* bounds;
    const char* size;
    const char* event;
  };
  const Row rows[] = {
      {"above the maximum", 6, R"(,"maxReplicas":4)", "4",
       "SuccessfulRescale New size: 4; reason: Current number of replicas above Spec.MaxReplicas"},
      {"below the minimum", 1, R"(,"minReplicas":3)", "3",
       "SuccessfulRescale New size: 3; reason: Current number of replicas below Spec.MinReplicas"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      scene.create(deployment(row.replicas));
      scene.create(autoscaler());
      scene.patch(kHorizontalPodAutoscaler, "web", std::string(R"({"spec":{)") + (row.bounds + 1) + "}}");
      scene.advance(seconds(16));
      CHECK(replicas(scene) == row.size);
      CHECK(scene.events(kHorizontalPodAutoscaler, "web") == std::vector<std::string>{row.event});
      CHECK(condition(scene, "AbleToScale") == "True/SucceededRescale");
      CHECK(message(scene, "AbleToScale") ==
            std::string("the HPA controller was able to update the target scale to ") + row.size);
      CHECK(condition(scene, "ScalingActive") == "none");
      CHECK(scene.text(kHorizontalPodAutoscaler, "web", {"status", "lastScaleTime"}) != "null");
    }
}

// Its size, its pods and their selector are where the definition's scale subresource says.
TEST_CASE("HorizontalPodAutoscaler in a cluster: a custom resource") {
  Scenario scene;
  const std::string scale = R"("specReplicasPath":".spec.size","statusReplicasPath":".status.size")";
  const auto define = [&](const std::string& selector) {
    scene.create(R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":
      "farms.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"farms","kind":"Farm"},
      "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{},"scale":{)" +
                 scale + selector + R"(}},
      "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}})");
    scene.settle();
    const Value farm = *parse_json(R"({"apiVersion":"example.com/v1","kind":"Farm","metadata":{"name":"web"},
      "spec":{"size":2,"pods":"app=web"}})");
    const Kind* kind = find_kind("example.com/v1", "Farm");
    REQUIRE(kind != nullptr);
    REQUIRE(scene.cluster().api().create(*kind, "default", farm, {}));
    scene.create(behavior(R"("usage":{"cpu":"200m"})"));
    scene.create(deployment(2));
    std::string text = autoscaler();
    text.replace(text.find("apps/v1"), 7, "example.com/v1");
    text.replace(text.find("Deployment"), 10, "Farm");
    scene.create(text);
    scene.advance(seconds(16));
    return kind;
  };
  SECTION("is scaled by its own field") {
    const Kind* kind = define(R"(,"labelSelectorPath":".spec.pods")");
    scene.advance(seconds(30));
    CHECK(has(scene.events(kHorizontalPodAutoscaler, "web"),
              std::string("SuccessfulRescale New size: 4; reason: ") + kAbove));
    const ObjectRef farm = scene.get(*kind, "web");
    CHECK(farm->spec()["size"].as_int() >= 4);
    CHECK_FALSE(farm->spec().contains("replicas"));
  }
  SECTION("without a selector nobody knows its pods") {
    define("");
    CHECK(condition(scene, "ScalingActive") == "False/InvalidSelector");
    CHECK(message(scene, "ScalingActive") == "the HPA target's scale is missing a selector");
    CHECK(has(scene.events(kHorizontalPodAutoscaler, "web"), "SelectorRequired selector is required"));
  }
}

TEST_CASE("HorizontalPodAutoscaler in a cluster: what keeps it from scaling") {
  struct Row {
    const char* why;
    std::string deployment;
    std::string more;
    const char* type;
    const char* condition;
    const char* message;
  };
  const Row rows[] = {
      {"scaled to nothing by hand", deployment(0), "", "ScalingActive", "False/ScalingDisabled",
       "scaling is disabled since the replica count of the target is zero"},
      {"containers that ask for nothing", deployment(1, R"({"memory":"64Mi"})"), "", "ScalingActive",
       "False/FailedGetResourceMetric", "missing request for cpu in container nginx of Pod web-"},
      {"the target is missing", R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"}})", "", "AbleToScale",
       "False/FailedGetScale",
       "the HPA controller was unable to get the target's current scale: deployments/scale.apps \"web\" not found"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      scene.create(behavior(R"("usage":{"cpu":"200m"})"));
      scene.create(row.deployment);
      scene.create(autoscaler(row.more));
      scene.advance(minutes(2));
      CHECK(condition(scene, row.type) == row.condition);
      CHECK_THAT(message(scene, row.type), Catch::Contains(row.message));
    }
}

TEST_CASE("HorizontalPodAutoscaler in a cluster: two of the same pods do nothing") {
  Scenario scene;
  scene.create(behavior(R"("usage":{"cpu":"200m"})"));
  scene.create(deployment(1));
  scene.create(autoscaler());
  scene.create(autoscaler("", "other"));
  scene.advance(minutes(2));
  CHECK(replicas(scene) == "1");
  for (const char* name : {"web", "other"}) {
    CHECK(condition(scene, "ScalingActive", name) == "False/AmbiguousSelector");
    CHECK(
        has(scene.events(kHorizontalPodAutoscaler, name),
            "AmbiguousSelector pods by selector app=web are controlled by multiple HPAs: [default/other default/web]"));
  }
}

TEST_CASE("HorizontalPodAutoscaler in a cluster: one failing metric does not keep it from going up") {
  Scenario scene;
  scene.create(behavior(R"("usage":{"cpu":"200m"})"));
  scene.create(deployment(2));
  scene.create(autoscaler());
  scene.patch(kHorizontalPodAutoscaler, "web",
              R"({"spec":{"metrics":[{"type":"Pods","pods":{"metric":{"name":"packets"},"target":{"type":"AverageValue",
                 "averageValue":"1k"}}},{"type":"ContainerResource","containerResource":{"name":"cpu",
                 "container":"nginx","target":{"type":"Utilization","averageUtilization":50}}}]}})");
  scene.advance(minutes(1));
  CHECK(replicas(scene) != "2");
  CHECK(condition(scene, "ScalingActive") == "True/ValidMetricFound");
  const auto events = scene.events(kHorizontalPodAutoscaler, "web");
  CHECK(has(events,
            "FailedGetPodsMetric unable to get metric packets: unable to fetch metrics from custom metrics API: no "
            "custom metrics API (custom.metrics.k8s.io) registered"));
  CHECK(has(events,
            "SuccessfulRescale New size: 4; reason: cpu container resource utilization (percentage of request) above "
            "target"));
}

TEST_CASE("HorizontalPodAutoscaler in a cluster: at rest it costs nothing, and it wakes in step") {
  Scenario scene;
  scene.create(behavior(R"("usage":{"cpu":"50m"})"));
  scene.create(deployment(2));
  scene.create(autoscaler());
  scene.advance(minutes(90));  // until the events of its beginning are gone, too
  const uint64_t version = scene.cluster().api().store().resource_version();
  scene.advance(hours(24 * 365));
  CHECK(scene.cluster().api().store().resource_version() == version);
  scene.trace();
  scene.patch(kBehavior, "nginx", R"({"spec":{"usage":{"cpu":"100m"}}})");
  scene.advance(seconds(15));
  CHECK(replicas(scene) == "4");
  // It has recommended 2 all the year: down again five minutes after the last look at 4.
  scene.patch(kBehavior, "nginx", R"({"spec":{"usage":{"cpu":"25m"}}})");
  scene.advance(minutes(4));
  CHECK(replicas(scene) == "4");
  scene.advance(minutes(2));
  CHECK(replicas(scene) == "2");
}

TEST_CASE("HorizontalPodAutoscaler in a cluster: a year of failing costs little") {
  Scenario scene;
  scene.create(deployment(2));
  scene.create(autoscaler());
  scene.advance(minutes(10));
  const uint64_t version = scene.cluster().api().store().resource_version();
  scene.advance(hours(24 * 365));
  CHECK(scene.cluster().api().store().resource_version() < version + 1000);
  scene.create(behavior(R"("usage":{"cpu":"200m"})"));
  scene.advance(seconds(15));
  CHECK(replicas(scene) == "4");
}

TEST_CASE(
    "HorizontalPodAutoscaler in a cluster: the name of each sort of metric, and what is told of those that fail") {
  struct Row {
    const char* why;
    const char* metric;
    std::string event;
    const char* active;  // condition ScalingActive
  };
  const std::string custom =
      "unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered";
  const Row rows[] = {
      {"a resource's value",
       R"({"type":"Resource","resource":{"name":"memory","target":{"type":"AverageValue","averageValue":"32Mi"}}})",
       "SuccessfulRescale New size: 4; reason: memory resource above target", "True/ValidMetricFound"},
      {"a resource's share",
       R"({"type":"Resource","resource":{"name":"memory","target":{"type":"Utilization","averageUtilization":50}}})",
       "SuccessfulRescale New size: 4; reason: memory resource utilization (percentage of request) above target",
       "True/ValidMetricFound"},
      {"a container that is not there",
       R"({"type":"ContainerResource","containerResource":{"name":"cpu","container":"x","target":{"type":"Utilization",
          "averageUtilization":50}}})",
       "FailedComputeMetricsReplicas invalid metrics (1 invalid out of 1), first error is: failed to get x container "
       "metric value: failed to get cpu utilization: ",
       "False/FailedGetContainerResourceMetric"},
      {"pods", R"({"type":"Pods","pods":{"metric":{"name":"m"},"target":{"type":"AverageValue","averageValue":"1"}}})",
       "FailedComputeMetricsReplicas invalid metrics (1 invalid out of 1), first error is: failed to get pods metric "
       "value: unable to get metric m: " +
           custom,
       "False/FailedGetPodsMetric"},
      {"another object",
       R"({"type":"Object","object":{"metric":{"name":"m"},"describedObject":{"apiVersion":"networking.k8s.io/v1",
          "kind":"Ingress","name":"main"},"target":{"type":"Value","value":"1"}}})",
       "FailedGetObjectMetric unable to get metric m: Ingress on default main/" + custom,
       "False/FailedGetObjectMetric"},
      {"outside the cluster",
       R"({"type":"External","external":{"metric":{"name":"m"},"target":{"type":"Value","value":"1"}}})",
       "FailedGetExternalMetric unable to get external metric default/m/nil: unable to fetch metrics from external "
       "metrics API: the server could not find the requested resource (get m.external.metrics.k8s.io)",
       "False/FailedGetExternalMetric"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      scene.create(behavior(R"("usage":{"cpu":"200m","memory":"64Mi"})"));
      scene.create(deployment(2, R"({"cpu":"100m","memory":"64Mi"})"));
      scene.create(autoscaler());
      scene.patch(kHorizontalPodAutoscaler, "web", std::string(R"({"spec":{"metrics":[)") + row.metric + "]}}");
      scene.advance(seconds(31));
      CHECK(condition(scene, "ScalingActive") == row.active);
      const auto events = scene.events(kHorizontalPodAutoscaler, "web");
      INFO(Catch::StringMaker<std::vector<std::string>>::convert(events));
      CHECK(std::any_of(events.begin(), events.end(),
                        [&](const std::string& event) { return event.starts_with(row.event); }));
    }
}

TEST_CASE("HorizontalPodAutoscaler: a metric that fails beside others that want fewer pods stops the way down") {
  Scenario scene;
  scene.create(behavior(R"("usage":{"cpu":"10m"})"));
  scene.create(deployment(4));
  scene.create(autoscaler());
  scene.patch(kHorizontalPodAutoscaler, "web",
              R"({"spec":{"metrics":[{"type":"Pods","pods":{"metric":{"name":"packets"},"target":{"type":"AverageValue",
                 "averageValue":"1k"}}},{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization",
                 "averageUtilization":50}}}]}})");
  scene.advance(minutes(10));
  CHECK(replicas(scene) == "4");
  CHECK(condition(scene, "ScalingActive") == "False/FailedGetPodsMetric");
}

TEST_CASE("HorizontalPodAutoscaler: the target cannot be written") {
  test::ControllerRig rig({"horizontal-pod-autoscaler"});
  rig.create(deployment(6));
  rig.create(autoscaler("", "web"));
  rig.patch(kHorizontalPodAutoscaler, "web", R"({"spec":{"maxReplicas":4}})");
  rig.refuse(Client::Write::kUpdate, kDeployment, "web", 1, forbidden("deployments", "apps", "web", "not now"));
  rig.advance(seconds(16));
  CHECK(rig.text(kDeployment, "web", {"spec", "replicas"}) == "6");
  const std::string why = "deployments.apps \"web\" is forbidden: not now";
  CHECK(rig.events(kHorizontalPodAutoscaler, "web") ==
        std::vector<std::string>{
            "FailedRescale New size: 4; reason: Current number of replicas above Spec.MaxReplicas; error: " + why});
  const Value& able = find_condition(rig.get(kHorizontalPodAutoscaler, "web")->status(), "AbleToScale");
  CHECK(able["status"].as_string() == "False");
  CHECK(able["reason"].as_string() == "FailedUpdateScale");
  CHECK(able["message"].as_string() == "the HPA controller was unable to update the target scale: " + why);
  rig.advance(seconds(15));
  CHECK(rig.text(kDeployment, "web", {"spec", "replicas"}) == "4");
}
