#include "api/label_selector.h"

#include <catch2/catch.hpp>

#include "api/int_or_string.h"
#include "base/json.h"

namespace skiff {
namespace {

TEST_CASE("Selectors: 1. LabelSelector objects select by all their requirements") {
  struct Row {
    const char* why;
    const char* selector;
    const char* labels;
    bool selects;
  };
  const Row rows[] = {
      {"null selects nothing", "null", R"({"a":"b"})", false},
      {"empty selects everything", "{}", "null", true},
      {"matchLabels", R"({"matchLabels":{"a":"b"}})", R"({"a":"b","c":"d"})", true},
      {"another value", R"({"matchLabels":{"a":"b"}})", R"({"a":"c"})", false},
      {"In", R"({"matchExpressions":[{"key":"a","operator":"In","values":["x","b"]}]})", R"({"a":"b"})", true},
      {"NotIn holds without the label", R"({"matchExpressions":[{"key":"a","operator":"NotIn","values":["b"]}]})", "{}",
       true},
      {"Exists", R"({"matchExpressions":[{"key":"a","operator":"Exists"}]})", "{}", false},
      {"DoesNotExist", R"({"matchExpressions":[{"key":"a","operator":"DoesNotExist"}]})", R"({"a":""})", false},
      {"Gt compares numbers", R"({"matchExpressions":[{"key":"a","operator":"Gt","values":["9"]}]})", R"({"a":"10"})",
       true},
      {"both must hold", R"({"matchLabels":{"a":"b"},"matchExpressions":[{"key":"c","operator":"Exists"}]})",
       R"({"a":"b"})", false},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(LabelSelector::of(parse_json(row.selector).value()).matches(parse_json(row.labels).value()) == row.selects);
    }
}

TEST_CASE("Selectors: 1. A plain map selects nothing when it is empty") {
  CHECK_FALSE(LabelSelector::of_map(Value::object()).matches(Value{{"a", "b"}}));
  CHECK(LabelSelector::of_map(Value{{"a", "b"}}).matches(Value{{"a", "b"}, {"c", "d"}}));
}

TEST_CASE("Selectors: 4. IntOrString: a number or a percentage of a total") {
  CHECK(scaled_value(3, 10, Rounding::kUp) == 3);
  CHECK(scaled_value("39%", 10, Rounding::kUp) == 4);
  CHECK(scaled_value("39%", 10, Rounding::kDown) == 3);
  CHECK(scaled_value("0%", 10, Rounding::kUp) == 0);
  CHECK(scaled_value(Value(), 10, Rounding::kUp, 1) == 1);
}

}  // namespace
}  // namespace skiff
