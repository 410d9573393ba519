#include "api/int_or_string.h"

#include <catch2/catch.hpp>

namespace skiff {
namespace {

TEST_CASE("Selectors: 4. IntOrString: as people type it") {
  struct Row {
    const char* text;
    Value parsed;
  };
  const Row rows[] = {
      {"5", 5},       {"-1", -1},       {"+5", 5},
      {"50%", "50%"}, {"http", "http"}, {"", ""},
      {"+-5", "+-5"}, {"5 ", "5 "},     {"99999999999999999999999", "99999999999999999999999"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION("'" << row.text << "'") {
      CHECK(parse_int_or_string(row.text) == row.parsed);
    }
}

TEST_CASE("Selectors: 4. IntOrString: numbers and percentages of a total") {
  struct Row {
    const char* why;
    Value given;
    int64_t total;
    int64_t up, down;
  };
  const Row rows[] = {
      {"a number is itself", 3, 10, 3, 3}, {"25% of 10", "25%", 10, 3, 2},     {"exact", "50%", 10, 5, 5},
      {"of nothing", "50%", 0, 0, 0},      {"more than all", "150%", 3, 5, 4},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(*resolve_int_or_percent(row.given, row.total, Rounding::kUp) == row.up);
      CHECK(*resolve_int_or_percent(row.given, row.total, Rounding::kDown) == row.down);
    }
  CHECK(resolve_int_or_percent("x", 1, Rounding::kUp).error().message ==
        "invalid value for IntOrString: invalid type: string is not a percentage");
  CHECK(resolve_int_or_percent("x%", 1, Rounding::kUp).error().message ==
        "invalid value for IntOrString: invalid value \"x%\": strconv.Atoi: parsing \"x\": invalid syntax");
  CHECK(scaled_value("x", 1, Rounding::kUp, 7) == 7);
}

}  // namespace
}  // namespace skiff
