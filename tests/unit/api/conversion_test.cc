#include "api/conversion.h"

#include <catch2/catch.hpp>

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
