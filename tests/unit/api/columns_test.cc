#include "api/columns.h"

#include <catch2/catch.hpp>

#include "base/json.h"

using namespace skiff;

TEST_CASE("Selectors: LabelSelector objects as tables show them") {
  struct Row {
    const char* why;
    const char* selector;
    const char* shown;
  };
  const Row rows[] = {
      {"none", "null", "<none>"},
      {"one that asks for nothing", "{}", "<none>"},
      {"by key, the values of each in order",
       R"({"matchLabels":{"b":"1"},"matchExpressions":[{"key":"a","operator":"In","values":["y","x"]},
           {"key":"c","operator":"DoesNotExist"}]})",
       "a in (x,y),b=1,!c"},
      {"a value stays as often as it is given",
       R"({"matchExpressions":[{"key":"a","operator":"NotIn","values":["x","x"]}]})", "a notin (x,x)"},
      {"an operator that does not exist", R"({"matchExpressions":[{"key":"a","operator":"in","values":["x"]}]})",
       "<error>"},
      {"values that are missing", R"({"matchExpressions":[{"key":"a","operator":"In"}]})", "<error>"},
      {"values where there are none to be", R"({"matchExpressions":[{"key":"a","operator":"Exists","values":["x"]}]})",
       "<error>"},
      {"no key", R"({"matchExpressions":[{"operator":"Exists"}]})", "<error>"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      std::string shown;
      append_selector_form(*parse_json(row.selector), shown);
      CHECK(shown == row.shown);
    }
}

TEST_CASE("Labels as tables show them") {
  struct Row {
    const char* why;
    const char* labels;
    const char* shown;
  };
  const Row rows[] = {{"none", "null", "<none>"},
                      {"in order", R"({"b":"1","a":"2"})", "a=2,b=1"},
                      {"pairs are sorted, not keys", R"({"a":"1","a-b":"1"})", "a-b=1,a=1"}};
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      std::string shown;
      append_labels_form(*parse_json(row.labels), shown);
      CHECK(shown == row.shown);
    }
}
