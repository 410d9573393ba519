// Which runs of a CronJob are due, and when to look again. Pure. Mirrors mostRecentScheduleTime and
// nextScheduleTimeDuration of pkg/controller/cronjob/utils.go.
#pragma once
#include <optional>

#include "api/cron_schedule.h"
#include "api/time_zone.h"

namespace skiff {

// The first moment of `schedule` after `after`, by the clocks of `zone`; nullopt if there is none within five years.
// Mirrors SpecSchedule.Next of robfig/cron.
std::optional<Time> next_moment(const CronSchedule& schedule, Time after, const TimeZone& zone);

struct ScheduleQuestion {
  const CronSchedule& schedule;
  TimeZone zone = TimeZone::utc();
  Time created{};
  std::optional<Time> last;          // status.lastScheduleTime
  std::optional<Duration> deadline;  // startingDeadlineSeconds
};

struct DueRun {
  std::optional<Time> at;  // the most recent one that has not been started; nullopt: none is due
  bool too_many_missed = false;
};
// Only the most recent of several missed runs is ever started; with a deadline none that is older.
DueRun due_run(const ScheduleQuestion& question, Time now);

// How long until the next run, and a little more; nullopt if there will be none.
std::optional<Duration> next_run_after(const ScheduleQuestion& question, Time now);

}  // namespace skiff
