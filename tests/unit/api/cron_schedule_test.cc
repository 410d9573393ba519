#include "api/cron_schedule.h"

#include <catch2/catch.hpp>

namespace skiff {

TEST_CASE("Cron schedules: what is wrong with them") {
  struct Row {
    const char* why;
    const char* text;
    const char* error;
  };
  const Row rows[] = {
      {"number of fields", "every day", "expected exactly 5 fields, found 2: [every day]"},
      {"one field", "x", "expected exactly 5 fields, found 1: [x]"},
      {"above", "70 * * * *", "end of range (70) above maximum (59): 70"},
      {"below", "* * 0 * *", "beginning of range (0) below minimum (1): 0"},
      {"Sunday is 0 only", "* * * * 7", "end of range (7) above maximum (6): 7"},
      {"no number", "a * * * *", "failed to parse int from a: strconv.Atoi: parsing \"a\": invalid syntax"},
      {"backwards", "9-3 * * * *", "beginning of range (9) beyond end of range (3): 9-3"},
      {"no step", "*/0 * * * *", "step of range should be a positive number: */0"},
      {"slashes", "*/1/2 * * * *", "too many slashes: */1/2"},
      {"hyphens", "1-2-3 * * * *", "too many hyphens: 1-2-3"},
      {"a period in a unit that there is not", "@every 90x",
       "failed to parse duration @every 90x: time: unknown unit \"x\" in duration \"90x\""},
      {"a period without a unit", "@every 90",
       "failed to parse duration @every 90: time: missing unit in duration \"90\""},
      {"no period", "@every day", "failed to parse duration @every day: time: invalid duration \"day\""},
      {"descriptor", "@noon", "unrecognized descriptor: @noon"},
      {"fine", "*/5 0-6/2 1,15 JAN-mar sun", ""},
      {"descriptors", "@weekly", ""},
      {"periods", "@every 1h30m", ""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto schedule = parse_cron_schedule(row.text);
      CHECK((schedule ? std::string() : schedule.error().message) == row.error);
    }
}

TEST_CASE("Cron schedules: what they mean") {
  const auto schedule = parse_cron_schedule("*/20 0-6/2 1,15 JAN-mar *");
  REQUIRE(schedule);
  CHECK(schedule->minutes == ((1ull << 0) | (1ull << 20) | (1ull << 40)));
  CHECK(schedule->hours == 0b1010101);
  CHECK(schedule->days_of_month == ((1ull << 1) | (1ull << 15)));
  CHECK(schedule->months == 0b1110);
  CHECK(schedule->days_of_week == 0b1111111);
  CHECK_FALSE(schedule->any_day_of_month);
  CHECK(schedule->any_day_of_week);
  CHECK(parse_cron_schedule("@every 90s")->every == seconds(90));
  // `5/20` goes on to the end of the hour.
  CHECK(parse_cron_schedule("5/20 * * * *")->minutes == ((1ull << 5) | (1ull << 25) | (1ull << 45)));
}

}  // namespace skiff
