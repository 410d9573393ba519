#include "api/conversion.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "base/json.h"

using namespace skiff;

TEST_CASE("conversion: versions that are not stored") {
  struct Row {
    const char* why;
    const char* given;
    const char* stored;
  };
  const Row rows[] = {
      {"an autoscaler by processor time",
       R"({"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","spec":{"maxReplicas":3,)"
       R"("targetCPUUtilizationPercentage":50}})",
       R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","spec":{"maxReplicas":3,"metrics":[{"resource":)"
       R"({"name":"cpu","target":{"averageUtilization":50,"type":"Utilization"}},"type":"Resource"}]}})"},
      {"an autoscaler with what annotations hold",
       R"x({"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"annotations":{"a":"b",
          "autoscaling.alpha.kubernetes.io/metrics":"[{\"type\":\"Pods\",\"pods\":{\"metricName\":\"qps\",\"targetAverageValue\":\"1k\"}}]",
          "autoscaling.alpha.kubernetes.io/behavior":"{\"scaleUp\":{\"stabilizationWindowSeconds\":5}}",
          "autoscaling.alpha.kubernetes.io/conditions":"[{\"type\":\"AbleToScale\",\"status\":\"True\"}]"}},
          "spec":{"targetCPUUtilizationPercentage":50}})x",
       R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"annotations":{"a":"b"}},"spec":)"
       R"({"behavior":{"scaleUp":{"stabilizationWindowSeconds":5}},"metrics":[{"resource":{"name":"cpu","target":)"
       R"({"averageUtilization":50,"type":"Utilization"}},"type":"Resource"},{"pods":{"metric":{"name":"qps"},"target":)"
       R"({"averageValue":"1k","type":"AverageValue"}},"type":"Pods"}]},"status":{"conditions":[{"status":"True",)"
       R"("type":"AbleToScale"}]}})"},
      {"an annotation that is no JSON is lost",
       R"x({"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"annotations":{
          "autoscaling.alpha.kubernetes.io/metrics":"x"}}})x",
       R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{}})"},
      {"an event", R"({"apiVersion":"events.k8s.io/v1","kind":"Event","note":"x","regarding":{"kind":"Pod"}})",
       R"({"apiVersion":"v1","involvedObject":{"kind":"Pod"},"kind":"Event","message":"x"})"},
      {"any other", R"({"apiVersion":"v1","kind":"Event","note":"x"})",
       R"({"apiVersion":"v1","kind":"Event","note":"x"})"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Value document = *parse_json(row.given);
      convert_to_stored_version(document);
      CHECK(to_json(document) == row.stored);
    }
}

TEST_CASE("conversion: what a client of another version sees") {
  struct Row {
    const char* why;
    const char* typed;
    const char* stored;
    const char* seen;
  };
  const Row rows[] = {
      {"an autoscaler by processor time", "hpa.v1.autoscaling",
       R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","spec":{"maxReplicas":3,"metrics":[{"resource":)"
       R"({"name":"cpu","target":{"averageUtilization":50,"type":"Utilization"}},"type":"Resource"}]},"status":)"
       R"({"currentMetrics":[{"resource":{"current":{"averageUtilization":7,"averageValue":"7m"},"name":"cpu"},)"
       R"("type":"Resource"}],"desiredReplicas":1,"conditions":[{"lastTransitionTime":"2026-01-01T00:00:00Z",)"
       R"("message":"m","reason":"R","status":"True","type":"AbleToScale"}]}})",
       R"({"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"annotations":)"
       R"({"autoscaling.alpha.kubernetes.io/conditions":"[{\"type\":\"AbleToScale\",\"status\":\"True\",)"
       R"(\"lastTransitionTime\":\"2026-01-01T00:00:00Z\",\"reason\":\"R\",\"message\":\"m\"}]",)"
       R"("autoscaling.alpha.kubernetes.io/current-metrics":"[{\"type\":\"Resource\",\"resource\":{\"name\":\"cpu\",)"
       R"(\"currentAverageUtilization\":7,\"currentAverageValue\":\"7m\"}}]"}},"spec":{"maxReplicas":3,)"
       R"("targetCPUUtilizationPercentage":50},"status":{"currentCPUUtilizationPercentage":7,"currentReplicas":0,)"
       R"("desiredReplicas":1}})"},
      {"metrics that autoscaling/v1 has no field for", "horizontalpodautoscalers.v1.autoscaling",
       R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","spec":{"behavior":{"scaleDown":)"
       R"({"policies":[{"periodSeconds":15,"type":"Percent","value":100}],"selectPolicy":"Max"}},"metrics":[{"pods":)"
       R"({"metric":{"name":"qps"},"target":{"averageValue":"1k","type":"AverageValue"}},"type":"Pods"},{"resource":)"
       R"({"name":"memory","target":{"averageUtilization":60,"type":"Utilization"}},"type":"Resource"}]}})",
       R"({"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"annotations":)"
       R"({"autoscaling.alpha.kubernetes.io/behavior":"{\"scaleDown\":{\"selectPolicy\":\"Max\",\"policies\":)"
       R"([{\"type\":\"Percent\",\"value\":100,\"periodSeconds\":15}]}}",)"
       R"("autoscaling.alpha.kubernetes.io/metrics":"[{\"type\":\"Pods\",\"pods\":{\"metricName\":\"qps\",)"
       R"(\"targetAverageValue\":\"1k\"}},{\"type\":\"Resource\",\"resource\":{\"name\":\"memory\",)"
       R"(\"targetAverageUtilization\":60}}]"}},"spec":{}})"},
      {"the version that is stored", "hpa.v2.autoscaling",
       R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","spec":{"metrics":[]}})",
       R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","spec":{"metrics":[]}})"},
      {"an event", "events.v1.events.k8s.io",
       R"({"apiVersion":"v1","count":2,"involvedObject":{"kind":"Pod"},"kind":"Event","message":"x",)"
       R"("reportingComponent":"kubelet","source":{"component":"kubelet"}})",
       R"({"apiVersion":"events.k8s.io/v1","deprecatedCount":2,"deprecatedSource":{"component":"kubelet"},"kind":"Event",)"
       R"("note":"x","regarding":{"kind":"Pod"},"reportingController":"kubelet"})"},
      {"an event of that group", "events.events.k8s.io", R"({"apiVersion":"v1","kind":"Event","message":"x"})",
       R"({"apiVersion":"events.k8s.io/v1","kind":"Event","note":"x"})"},
      {"an event of the core group", "events", R"({"apiVersion":"v1","kind":"Event","message":"x"})",
       R"({"apiVersion":"v1","kind":"Event","message":"x"})"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Kind* kind = find_resource(row.typed);
      REQUIRE(kind != nullptr);
      CHECK(to_json(in_version(*kind, *parse_json(row.stored), asked_api_version(*kind, row.typed))) == row.seen);
    }
}

TEST_CASE("conversion: a patch in another version") {
  struct Row {
    const char* why;
    const char* patch;
    const char* stored;
  };
  // Stored: half the processor, and the memory.
  const Value object = *parse_json(
      R"({"spec":{"metrics":[{"resource":{"name":"cpu","target":{"averageUtilization":50}},"type":"Resource"},
          {"resource":{"name":"memory","target":{"averageUtilization":60}},"type":"Resource"}]}})");
  const Row rows[] = {
      {"what both versions have", R"({"spec":{"maxReplicas":4}})", R"({"spec":{"maxReplicas":4}})"},
      {"the percentage is one of the metrics", R"({"spec":{"targetCPUUtilizationPercentage":70}})",
       R"({"spec":{"metrics":[{"resource":{"name":"cpu","target":{"averageUtilization":70,"type":"Utilization"}},)"
       R"("type":"Resource"},{"resource":{"name":"memory","target":{"averageUtilization":60}},"type":"Resource"}]}})"},
      {"the percentage taken away leaves the others", R"({"spec":{"targetCPUUtilizationPercentage":null}})",
       R"({"spec":{"metrics":[{"resource":{"name":"memory","target":{"averageUtilization":60}},"type":"Resource"}]}})"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Kind& kind = *find_resource("horizontalpodautoscalers");
      CHECK(to_json(patch_of_stored(kind, object, *parse_json(row.patch), "autoscaling/v1")) == row.stored);
    }
  const Kind& kind = *find_resource("horizontalpodautoscalers");
  CHECK(to_json(patch_of_stored(kind, object, *parse_json(rows[1].patch), "autoscaling/v2")) == rows[1].patch);
}
