#include "controllers/tainteviction/tainteviction.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace skiff {

TEST_CASE("taint eviction: how long a pod may stay") {
  struct Row {
    const char* why;
    const char* tolerations;
    const char* taints;
    int seconds;  // -1: for ever
  };
  constexpr const char* kGpu = R"([{"key":"gpu","effect":"NoExecute"}])";
  constexpr const char* kBoth = R"([{"key":"gpu","effect":"NoExecute"},{"key":"net","effect":"NoExecute"}])";
  const Row rows[] = {
      {"nothing drives it away", "[]", "[]", -1},
      {"NoSchedule does not concern it", "[]", R"([{"key":"gpu","effect":"NoSchedule"}])", -1},
      {"untolerated: at once", "[]", kGpu, 0},
      {"tolerated for ever", R"([{"key":"gpu","operator":"Exists"}])", kGpu, -1},
      {"tolerated for a while", R"([{"key":"gpu","operator":"Exists","tolerationSeconds":100}])", kGpu, 100},
      {"a negative time is none", R"([{"key":"gpu","operator":"Exists","tolerationSeconds":-5}])", kGpu, 0},
      {"the shortest of two",
       R"([{"key":"gpu","operator":"Exists","tolerationSeconds":100},{"key":"net","operator":"Exists","tolerationSeconds":1}])",
       kBoth, 1},
      {"one for ever, one for a while",
       R"([{"key":"gpu","operator":"Exists"},{"key":"net","operator":"Exists","tolerationSeconds":7}])", kBoth, 7},
      {"one of two is not tolerated", R"([{"key":"gpu","operator":"Exists"}])", kBoth, 0},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto stay = tolerated_for(*parse_json(row.tolerations), *parse_json(row.taints));
      CHECK((stay ? std::chrono::duration_cast<seconds>(*stay).count() : -1) == row.seconds);
    }
}

}  // namespace skiff
