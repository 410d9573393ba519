#include "controllers/horizontalpodautoscaler/horizontalpodautoscaler.h"

#include <catch2/catch.hpp>

#include "api/kinds/behavior.h"
#include "api/kinds/deployment.h"
#include "api/kinds/event.h"
#include "api/kinds/horizontalpodautoscaler.h"
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
      CHECK(scene.text(kHorizontalPodAutoscaler, "web", {"status", "lastScaleTime"}) != "null");
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
