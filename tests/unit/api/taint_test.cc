#include "api/taint.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace skiff {

TEST_CASE("taints: what tolerates what") {
  struct Row {
    const char* why;
    const char* toleration;
    bool tolerates;
  };
  const Row rows[] = {
      {"key, value and effect", R"({"key":"gpu","operator":"Equal","value":"yes","effect":"NoExecute"})", true},
      {"Equal is what no operator means", R"({"key":"gpu","value":"yes"})", true},
      {"another value", R"({"key":"gpu","value":"no"})", false},
      {"Exists asks for no value", R"({"key":"gpu","operator":"Exists"})", true},
      {"another effect", R"({"key":"gpu","operator":"Exists","effect":"NoSchedule"})", false},
      {"another key", R"({"key":"cpu","operator":"Exists"})", false},
      {"everything", R"({"operator":"Exists"})", true},
  };
  const Value taint{{"key", "gpu"}, {"value", "yes"}, {"effect", "NoExecute"}};
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(tolerates(*parse_json(row.toleration), taint) == row.tolerates);
    }
}

}  // namespace skiff
