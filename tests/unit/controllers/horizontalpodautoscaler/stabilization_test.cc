#include "controllers/horizontalpodautoscaler/stabilization.h"

#include <catch2/catch.hpp>
#include <map>

#include "base/json.h"

namespace skiff::horizontalpodautoscaler {
namespace {

const Time kNow = *parse_rfc3339("2026-11-22T10:00:00Z");

// Seconds ago, number.
using Past = std::vector<std::pair<int, int64_t>>;

std::vector<Moment> moments(const Past& past) {
  std::vector<Moment> all;
  for (const auto& [ago, number] : past) all.push_back({kNow - seconds(ago), number});
  return all;
}

struct Row {
  const char* why;
  const char* spec;
  Past recommendations, ups, downs;
  int64_t current, proposed, replicas;
  const char* able;
  const char* limit;
};

const std::map<std::string, std::string> kMessages = {
    {"ReadyForNewScale", "recommended size matches current size"},
    {"ScaleDownStabilized",
     "recent recommendations were higher than current one, applying the highest recent recommendation"},
    {"ScaleUpStabilized",
     "recent recommendations were lower than current one, applying the lowest recent recommendation"},
    {"DesiredWithinRange", "the desired count is within the acceptable range"},
    {"TooFewReplicas", "the desired replica count is less than the minimum replica count"},
    {"TooManyReplicas", "the desired replica count is more than the maximum replica count"},
    {"ScaleUpLimit", "the desired replica count is increasing faster than the maximum scale rate"},
    {"ScaleDownLimit", "the desired replica count is decreasing faster than the maximum scale rate"},
};

void check(const Row& row) {
  ScalingMemory memory{moments(row.recommendations), moments(row.ups), moments(row.downs)};
  const Value spec = *parse_json(row.spec);
  const Decision decision = decide({spec, row.current, row.proposed}, memory, kNow);
  CHECK(decision.replicas == row.replicas);
  CHECK(decision.able.reason == row.able);
  CHECK(decision.limit.reason == row.limit);
  CHECK(decision.able.message == kMessages.at(row.able));
  CHECK(decision.limit.message == kMessages.at(row.limit));
  CHECK(decision.limited == (std::string(row.limit) != "DesiredWithinRange"));
  CHECK(memory.recommendations.back().replicas == row.proposed);
}

}  // namespace

TEST_CASE("HorizontalPodAutoscaler without behavior: stabilised and bounded") {
  constexpr const char* kSpec = R"({"minReplicas":2,"maxReplicas":20})";
  const Row rows[] = {
      {"as proposed", kSpec, {}, {}, {}, 3, 5, 5, "ReadyForNewScale", "DesiredWithinRange"},
      {"at most twice as many", kSpec, {}, {}, {}, 3, 10, 6, "ReadyForNewScale", "ScaleUpLimit"},
      {"or four", R"({"maxReplicas":20})", {}, {}, {}, 1, 10, 4, "ReadyForNewScale", "ScaleUpLimit"},
      {"at most the maximum", R"({"maxReplicas":5})", {}, {}, {}, 3, 10, 5, "ReadyForNewScale", "TooManyReplicas"},
      {"at least the minimum", kSpec, {}, {}, {}, 3, 1, 2, "ReadyForNewScale", "TooFewReplicas"},
      {"the highest of the last five minutes",
       kSpec,
       {{290, 7}, {10, 4}},
       {},
       {},
       8,
       3,
       7,
       "ScaleDownStabilized",
       "DesiredWithinRange"},
      {"exactly five minutes ago counts",
       kSpec,
       {{300, 7}},
       {},
       {},
       8,
       3,
       7,
       "ScaleDownStabilized",
       "DesiredWithinRange"},
      {"what is older does not", kSpec, {{301, 7}}, {}, {}, 8, 3, 3, "ReadyForNewScale", "DesiredWithinRange"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      check(row);
    }
}

TEST_CASE("HorizontalPodAutoscaler with behavior: windows and rates") {
  constexpr const char* kDefaults =
      R"({"minReplicas":1,"maxReplicas":100,"behavior":{
          "scaleUp":{"stabilizationWindowSeconds":0,"selectPolicy":"Max","policies":[
            {"type":"Pods","value":4,"periodSeconds":15},{"type":"Percent","value":100,"periodSeconds":15}]},
          "scaleDown":{"selectPolicy":"Max","policies":[{"type":"Percent","value":100,"periodSeconds":15}]}}})";
  const auto with = [](const std::string& up, const std::string& down) {
    return R"({"minReplicas":1,"maxReplicas":100,"behavior":{"scaleUp":)" + up + R"(,"scaleDown":)" + down + "}}";
  };
  const std::string slow_up =
      with(R"({"stabilizationWindowSeconds":60,"selectPolicy":"Max","policies":[
             {"type":"Pods","value":50,"periodSeconds":15}]})",
           R"({"stabilizationWindowSeconds":0,"policies":[{"type":"Percent","value":100,"periodSeconds":15}]})");
  const std::string least = with(R"({"stabilizationWindowSeconds":0,"selectPolicy":"Min","policies":[
             {"type":"Pods","value":4,"periodSeconds":60},{"type":"Percent","value":10,"periodSeconds":60}]})",
                                 R"({"stabilizationWindowSeconds":0,"selectPolicy":"Min","policies":[
             {"type":"Pods","value":3,"periodSeconds":60},{"type":"Percent","value":50,"periodSeconds":60}]})");
  const std::string never = with(
      R"({"stabilizationWindowSeconds":0,"selectPolicy":"Disabled","policies":[{"type":"Pods","value":4,"periodSeconds":15}]})",
      R"({"stabilizationWindowSeconds":0,"selectPolicy":"Disabled","policies":[{"type":"Pods","value":4,"periodSeconds":15}]})");
  const Row rows[] = {
      {"the greater of four pods and as many again",
       kDefaults,
       {},
       {},
       {},
       3,
       50,
       7,
       "ReadyForNewScale",
       "ScaleUpLimit"},
      {"as many again is more", kDefaults, {}, {}, {}, 10, 50, 20, "ReadyForNewScale", "ScaleUpLimit"},
      {"what was added within the period counts",
       kDefaults,
       {},
       {{10, 3}},
       {},
       10,
       50,
       14,
       "ReadyForNewScale",
       "ScaleUpLimit"},
      {"what was added before does not", kDefaults, {}, {{15, 3}}, {}, 10, 50, 20, "ReadyForNewScale", "ScaleUpLimit"},
      {"removed within the period is added back",
       kDefaults,
       {},
       {},
       {{10, 5}},
       10,
       50,
       30,
       "ReadyForNewScale",
       "ScaleUpLimit"},
      {"five minutes downwards unless told otherwise",
       kDefaults,
       {{200, 8}},
       {},
       {},
       10,
       3,
       8,
       "ScaleDownStabilized",
       "DesiredWithinRange"},
      {"upwards: the lowest of the window",
       slow_up.c_str(),
       {{50, 4}},
       {},
       {},
       3,
       9,
       4,
       "ScaleUpStabilized",
       "DesiredWithinRange"},
      {"the least policy upwards, rounded up",
       least.c_str(),
       {},
       {},
       {},
       15,
       30,
       17,
       "ReadyForNewScale",
       "ScaleUpLimit"},
      {"the least policy downwards", least.c_str(), {}, {}, {}, 10, 1, 7, "ReadyForNewScale", "ScaleDownLimit"},
      {"downwards, per cent truncated", least.c_str(), {}, {}, {}, 5, 1, 2, "ReadyForNewScale", "ScaleDownLimit"},
      {"never upwards", never.c_str(), {}, {}, {}, 5, 9, 5, "ReadyForNewScale", "ScaleUpLimit"},
      {"never downwards", never.c_str(), {}, {}, {}, 5, 1, 5, "ReadyForNewScale", "ScaleDownLimit"},
      {"used up: no further, but not back either",
       kDefaults,
       {},
       {{5, 9}},
       {},
       10,
       50,
       10,
       "ReadyForNewScale",
       "ScaleUpLimit"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      check(row);
    }
}

TEST_CASE("HorizontalPodAutoscaler: what is remembered between two commands") {
  const Value spec = *parse_json(
      R"({"maxReplicas":9,"behavior":{"scaleUp":{"policies":[{"periodSeconds":60}]},"scaleDown":{"policies":[]}}})");
  ScalingMemory memory{moments({{400, 3}, {20, 5}}), moments({{90, 1}, {30, 2}}), {}};
  memory.forget_old(spec, kNow);
  const ScalingMemory read = ScalingMemory::from(memory.to_state());
  REQUIRE(read.recommendations.size() == 1);
  CHECK(read.recommendations[0].at == kNow - seconds(20));
  REQUIRE(read.ups.size() == 1);
  CHECK(read.ups[0].replicas == 2);
  CHECK_FALSE(read.is_steady(5));
  CHECK(ScalingMemory{moments({{20, 5}}), {}, {}}.is_steady(5));
  CHECK_FALSE(ScalingMemory{moments({{20, 5}}), {}, {}}.is_steady(4));
}

}  // namespace skiff::horizontalpodautoscaler
