#include "controllers/cronjob/schedule.h"

#include <chrono>

namespace skiff {
namespace {

// So that the controller wakes up after the moment, not just before it.
constexpr Duration kDelta = milliseconds(100);
constexpr int64_t kMissedMax = 100;

struct Civil {
  std::chrono::year_month_day date;
  unsigned weekday;
  unsigned hour;
  unsigned minute;
};

Civil civil(LocalTime local) {
  const auto since = local.time_since_epoch();
  const auto day = std::chrono::floor<std::chrono::days>(since);
  const std::chrono::sys_days days(day);
  const auto of_day = static_cast<unsigned>(std::chrono::duration_cast<minutes>(since - day).count());
  return {std::chrono::year_month_day(days), std::chrono::weekday(days).c_encoding(), of_day / 60, of_day % 60};
}

LocalTime midnight(const std::chrono::year_month_day& date) {
  return LocalTime(Duration(std::chrono::sys_days(date).time_since_epoch()));
}

bool has(uint64_t set, unsigned value) { return ((set >> value) & 1) != 0; }

// Where both days are restricted either will do.
bool day_matches(const CronSchedule& schedule, const Civil& at) {
  const bool by_month = has(schedule.days_of_month, static_cast<unsigned>(at.date.day()));
  const bool by_week = has(schedule.days_of_week, at.weekday);
  return schedule.any_day_of_month || schedule.any_day_of_week ? by_month && by_week : by_month || by_week;
}

enum class Missed { kNone, kFew, kMany };

struct Recent {
  Time earliest{};  // where the search began
  std::optional<Time> at;
  Missed missed = Missed::kNone;
};

Recent most_recent(const ScheduleQuestion& question, Time now, bool within_deadline) {
  Recent recent;
  recent.earliest = question.last.value_or(question.created);
  if (within_deadline && question.deadline && now - *question.deadline > recent.earliest)
    recent.earliest = now - *question.deadline;
  const auto first = next_moment(question.schedule, recent.earliest, question.zone);
  if (!first || now < *first) return recent;
  const auto second = next_moment(question.schedule, *first, question.zone);
  if (!second || now < *second) {
    recent.at = first;
    return recent;
  }
  // A rough count, by the first interval: an irregular schedule is sought from one interval before the end.
  const auto interval = std::chrono::duration_cast<seconds>(*second - *first).count();
  const auto elapsed = std::chrono::duration_cast<seconds>(now - *first).count();
  const int64_t missed = elapsed / interval + 1;
  auto at = next_moment(question.schedule, *first + seconds((missed - 2) * interval), question.zone);
  for (; at && *at <= now; at = next_moment(question.schedule, *at, question.zone)) recent.at = at;
  recent.missed = missed > kMissedMax ? Missed::kMany : Missed::kFew;
  return recent;
}

}  // namespace

std::optional<Time> next_moment(const CronSchedule& schedule, Time after, const TimeZone& zone) {
  if (schedule.every.count() > 0) {
    if (schedule.every > Time::max() - after) return std::nullopt;  // beyond the end of time
    return std::chrono::floor<seconds>(after + schedule.every);
  }
  LocalTime local = std::chrono::floor<minutes>(zone.to_local(after)) + minutes(1);
  const auto last_year = civil(local).date.year() + std::chrono::years(5);
  while (true) {
    const Civil at = civil(local);
    if (at.date.year() > last_year) return std::nullopt;
    if (!has(schedule.months, static_cast<unsigned>(at.date.month()))) {
      local = midnight((at.date.year() / at.date.month() + std::chrono::months(1)) / 1);
    } else if (!day_matches(schedule, at)) {
      local = midnight(at.date) + hours(24);
    } else if (!has(schedule.hours, at.hour)) {
      local = midnight(at.date) + hours(at.hour + 1);
    } else if (!has(schedule.minutes, at.minute)) {
      local += minutes(1);
    } else {
      // Clocks that are put back show the same time twice; an hour that they skip never comes.
      if (const auto time = zone.to_time(local); time && *time > after) return time;
      if (const auto later = zone.to_later_time(local); later && *later > after) return later;
      local += minutes(1);
    }
  }
}

DueRun due_run(const ScheduleQuestion& question, Time now) {
  const Recent recent = most_recent(question, now, true);
  return {recent.at, recent.missed == Missed::kMany};
}

std::optional<Duration> next_run_after(const ScheduleQuestion& question, Time now) {
  const Recent recent = most_recent(question, now, false);
  Time from = recent.missed == Missed::kNone ? recent.earliest : now;
  if (recent.at) from = *recent.at;
  const auto next = next_moment(question.schedule, from, question.zone);
  if (!next) return std::nullopt;
  return *next + kDelta - now;
}

}  // namespace skiff
