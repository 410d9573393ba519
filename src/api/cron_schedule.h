// The schedule of a CronJob, `minute hour day-of-month month day-of-week` or `@daily`: robfig/cron's ParseStandard,
// with its texts.
#pragma once
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace skiff {

struct CronSchedule {
  // Bit n is set if n is a time of the schedule.
  uint64_t minutes = 0;
  uint64_t hours = 0;
  uint64_t days_of_month = 0;
  uint64_t months = 0;
  uint64_t days_of_week = 0;  // Sunday is 0
  // Were the days written as `*` or `?`? If either was, both must match; else one is enough.
  bool any_day_of_month = false;
  bool any_day_of_week = false;
  // `@every 1h30m`: nothing of the above counts. Zero otherwise.
  Duration every{};
};

// Without a TZ= prefix, which only `has_time_zone` knows. Fails with a client error.
Result<CronSchedule> parse_cron_schedule(std::string_view text);
bool has_time_zone(std::string_view schedule);

}  // namespace skiff
