#include "base/time.h"

#include <limits>
#include <optional>

#include <catch2/catch.hpp>

using namespace skiff;

TEST_CASE("Selectors: 5. Durations and times: ages") {
  struct Row {
    int64_t seconds_passed;
    const char* text;
  };
  const Row rows[] = {{-2, "<invalid>"},  {-1, "0s"},        {0, "0s"},      {119, "119s"},      {120, "2m"},
                      {121, "2m1s"},      {599, "9m59s"},    {600, "10m"},   {10799, "179m"},    {10800, "3h"},
                      {10860, "3h1m"},    {28799, "7h59m"},  {28800, "8h"},  {172799, "47h"},    {172800, "2d"},
                      {176400, "2d1h"},   {691199, "7d23h"}, {691200, "8d"}, {63071999, "729d"}, {63072000, "2y"},
                      {63158400, "2y1d"}, {252288000, "8y"}};
  for (const Row& row : rows) DYNAMIC_SECTION(row.text) {
      CHECK(human_duration(seconds(row.seconds_passed)) == row.text);
    }
}

TEST_CASE("Selectors: 5. Durations and times: times in objects") {
  const auto time = parse_rfc3339("2026-11-22T15:31:24Z");
  REQUIRE(time);
  CHECK(rfc3339(*time) == "2026-11-22T15:31:24Z");
  CHECK(rfc1123z(*time) == "Sun, 22 Nov 2026 15:31:24 +0000");
  CHECK(parse_rfc3339("2026-11-22T17:31:24.5+02:00") == *time + milliseconds(500));
  CHECK(rfc3339_micro(*time + milliseconds(500)) == "2026-11-22T15:31:24.500000Z");
  for (const char* bad : {"", "2026-11-22", "2026-02-30T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T15:31:24", "x"})
    CHECK_FALSE(parse_rfc3339(bad));
}

TEST_CASE("rfc3339: what no Time can hold is held at its end") {
  struct Row {
    const char* why;
    const char* text;
    const char* held;
  };
  const Row rows[] = {
      {"Go's zero time", "0001-01-01T00:00:00Z", "1800-01-01T00:00:00Z"},
      {"the last year", "9999-12-31T23:59:59.999999999+14:00", "2200-01-01T00:00:00Z"},
      {"just inside", "2199-12-31T23:59:59Z", "2199-12-31T23:59:59Z"},
      {"long ago, but inside", "1800-01-01T00:00:01Z", "1800-01-01T00:00:01Z"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(rfc3339(*parse_rfc3339(row.text)) == row.held);
    }
}

TEST_CASE("Selectors: 5. Durations and times: durations of flags and describe") {
  struct Row {
    const char* text;
    Duration duration;
    const char* canonical;
  };
  const Row rows[] = {{"1h30m", minutes(90), "1h30m0s"},    {"500ms", milliseconds(500), "500ms"},
                      {"1.5s", milliseconds(1500), "1.5s"}, {"0", Duration(0), "0s"},
                      {"-2m", -minutes(2), "-2m0s"},        {"100ns", Duration(100), "100ns"},
                      {".5s", milliseconds(500), "500ms"},  {"1.s", seconds(1), "1s"}};
  for (const Row& row : rows) DYNAMIC_SECTION(row.text) {
      CHECK(parse_duration(row.text) == row.duration);
      CHECK(go_duration(row.duration) == row.canonical);
    }
  for (const char* bad : {"", "5", "s", "1x", "1h 2m", ".", ".s", "-", "1.2.3s"}) CHECK_FALSE(parse_duration(bad));
}

// Go counts in whole nanoseconds: time.ParseDuration and the tests that come with it.
TEST_CASE("Selectors: 5. Durations and times: durations are exact to the nanosecond") {
  struct Row {
    const char* why;
    const char* text;
    std::optional<int64_t> nanos;
  };
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
  const Row rows[] = {
      {"below a nanosecond is cut off", "1.9ns", 1},
      {"so is it below zero", "-1.9ns", -1},
      {"more digits than a double holds", "9007199254740993ns", 9007199254740993},
      {"and in parts", "52763797000ns", 52763797000},
      {"a fraction with more digits than count", "0.100000000000000000000h", 360000000000},
      {"a fraction that would not fit as a number", "0.9223372036854775807h", 3320413933267},
      {"a third of an hour, from Go's tests", "0.3333333333333333333h", 1200000000000},
      {"the most", "9223372036854775807ns", kMax},
      {"the most, as it is printed", "2562047h47m16.854775807s", kMax},
      {"the least", "-9223372036854775808ns", kMin},
      {"the least, as it is printed", "-2562047h47m16.854775808s", kMin},
      {"one too many", "9223372036854775808ns", std::nullopt},
      {"one too many, by a fraction", "9223372036854775.808us", std::nullopt},
      {"one too many, in the sum", "9223372036854ms775us808ns", std::nullopt},
      {"one too few", "-9223372036854775809ns", std::nullopt},
      {"a sum that would begin at 0 again", "9223372036854775808ns9223372036854775808ns", std::nullopt},
      {"too many hours", "3000000h", std::nullopt},
      {"too many digits", "100000000000000000000ns", std::nullopt},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto duration = parse_duration(row.text);
      REQUIRE(duration.has_value() == row.nanos.has_value());
      if (row.nanos) CHECK(duration->count() == *row.nanos);
    }
}
