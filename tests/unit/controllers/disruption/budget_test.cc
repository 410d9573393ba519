#include "controllers/disruption/budget.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace skiff::disruption {

TEST_CASE("disruption: how many pods must stay healthy") {
  struct Row {
    const char* why;
    const char* spec;
    Expectation expectation;
    int64_t expected, desired;
  };
  const Row rows[] = {
      {"a number of pods", R"({"minAvailable":3})", Expectation::kPods, 4, 3},
      {"a share of what is wanted, rounded up", R"({"minAvailable":"28%"})", Expectation::kScale, 22, 7},
      {"all but a number", R"({"maxUnavailable":2})", Expectation::kScale, 7, 5},
      {"all but a share, rounded up", R"({"maxUnavailable":"30%"})", Expectation::kScale, 5, 3},
      {"never less than none", R"({"maxUnavailable":5})", Expectation::kScale, 2, 0},
      {"nothing is asked for", R"({})", Expectation::kPods, 3, 0},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Value spec = *parse_json(row.spec);
      CHECK(expectation(spec) == row.expectation);
      CHECK(budget_for(spec, row.expected).desired_healthy == row.desired);
    }
}

TEST_CASE("disruption: what is allowed") {
  struct Row {
    const char* why;
    int64_t expected, desired, healthy, allowed;
    const char* reason;
  };
  const Row rows[] = {
      {"one to spare", 4, 3, 4, 1, "SufficientPods"},
      {"none to spare", 4, 3, 3, 0, "InsufficientPods"},
      {"never negative", 7, 5, 1, 0, "InsufficientPods"},
      {"nothing expected", 0, 0, 0, 0, "InsufficientPods"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Value status =
          budget_status(Value(), 2, {{row.expected, row.desired}, row.healthy}, Value(), Time(seconds(5)));
      CHECK(status["disruptionsAllowed"].as_int() == row.allowed);
      CHECK(status["conditions"][0]["reason"].as_string() == row.reason);
      CHECK(status["observedGeneration"].as_int() == 2);
      CHECK_FALSE(status.contains("disruptedPods"));
    }
}

}  // namespace skiff::disruption
