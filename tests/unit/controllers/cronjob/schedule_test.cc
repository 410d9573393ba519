#include "controllers/cronjob/schedule.h"

#include <catch2/catch.hpp>

namespace skiff {
namespace {

const Time kHour = *parse_rfc3339("2026-11-22T10:00:00Z");

TEST_CASE("CronJob: the next moment of a schedule") {
  struct Row {
    const char* why;
    const char* schedule;
    const char* zone;
    const char* after;
    const char* next;
  };
  const Row rows[] = {
      {"every minute", "* * * * *", "UTC", "2026-11-22T12:00:00Z", "2026-11-22T12:01:00Z"},
      {"a step", "*/15 * * * *", "UTC", "2026-11-22T12:46:10Z", "2026-11-22T13:00:00Z"},
      {"a range with a step", "30 6-16/4 * * 1-5", "UTC", "2026-11-20T14:30:00Z", "2026-11-23T06:30:00Z"},
      {"names", "0 0 * JAN MON", "UTC", "2026-11-22T12:00:00Z", "2027-01-04T00:00:00Z"},
      {"both days restricted: either", "0 0 1 * 0", "UTC", "2026-11-23T00:00:00Z", "2026-11-29T00:00:00Z"},
      {"over the year", "@yearly", "UTC", "2026-11-22T12:00:00Z", "2027-01-01T00:00:00Z"},
      {"29 February", "0 0 29 2 *", "UTC", "2026-11-22T12:00:00Z", "2028-02-29T00:00:00Z"},
      {"never", "59 23 31 2 *", "UTC", "2026-11-22T12:00:00Z", "never"},
      {"@every counts from the last moment", "@every 90s", "UTC", "2026-11-22T12:00:05Z", "2026-11-22T12:01:35Z"},
      {"clocks of a zone", "0 9 * * *", "Asia/Tokyo", "2026-11-22T12:00:00Z", "2026-11-23T00:00:00Z"},
      {"a time that clocks skip", "30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto next = next_moment(parse_cron_schedule(row.schedule).value(), *parse_rfc3339(row.after),
                                    TimeZone::find(row.zone).value());
      CHECK((next ? rfc3339(*next) : "never") == row.next);
    }
}

TEST_CASE("CronJob: which run is due") {
  struct Row {
    const char* why;
    Time created;
    std::optional<Time> last;
    std::optional<Duration> deadline;
    Time now;
    std::optional<Time> due;
    bool too_many;
  };
  const Row rows[] = {
      {"not yet", kHour + minutes(1), {}, {}, kHour + minutes(30), {}, false},
      {"one minute after the hour", kHour - minutes(30), {}, {}, kHour + minutes(1), kHour, false},
      {"no run from before its creation", kHour + minutes(1), {}, {}, kHour + minutes(2), {}, false},
      {"of several missed ones the last", kHour - hours(5), kHour - hours(4), {}, kHour + minutes(1), kHour, false},
      {"a week without runs", kHour - hours(200), kHour - hours(168), {}, kHour + minutes(1), kHour, true},
      {"a week, but with a deadline", kHour - hours(200), kHour - hours(168), minutes(90), kHour + minutes(1), kHour,
       false},
      {"past its deadline", kHour - hours(2), kHour - hours(1), seconds(10), kHour + minutes(1), {}, false},
      {"already started", kHour - hours(2), kHour, {}, kHour + minutes(1), {}, false},
  };
  const CronSchedule hourly = parse_cron_schedule("0 * * * *").value();
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const DueRun due = due_run({hourly, TimeZone::utc(), row.created, row.last, row.deadline}, row.now);
      CHECK(due.at == row.due);
      CHECK(due.too_many_missed == row.too_many);
    }
}

TEST_CASE("CronJob: it looks again a tenth of a second after the next run") {
  const CronSchedule hourly = parse_cron_schedule("0 * * * *").value();
  const ScheduleQuestion question{hourly, TimeZone::utc(), kHour - hours(2), kHour, {}};
  CHECK(next_run_after(question, kHour + minutes(1)) == minutes(59) + milliseconds(100));
  const CronSchedule never = parse_cron_schedule("0 0 31 2 *").value();
  CHECK(next_run_after({never, TimeZone::utc(), kHour, {}, {}}, kHour) == std::nullopt);
}

}  // namespace
}  // namespace skiff
