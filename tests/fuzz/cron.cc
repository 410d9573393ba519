// Schedules of CronJobs: schedule, "===", time zone. The next moment is later, one of the schedule, and found in no
// time.
#include "api/cron_schedule.h"
#include "api/time_zone.h"
#include "controllers/cronjob/schedule.h"
#include "fuzz/input.h"

using namespace skiff;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto [text, zone_name] = fuzz::halves(fuzz::text_of(data, size));
  (void)has_time_zone(text);
  const auto schedule = parse_cron_schedule(text);
  if (!schedule) return 0;
  const auto named = TimeZone::find(zone_name);
  const TimeZone zone = named ? *named : TimeZone::utc();
  Time now = *parse_rfc3339("2026-03-28T23:59:59Z");  // hours before Europe's clocks change
  for (int i = 0; i < 20; ++i) {
    const auto next = next_moment(*schedule, now, zone);
    if (!next) break;
    fuzz::require(*next > now, "the next moment is later");
    now = *next;
  }
  const ScheduleQuestion question{
      .schedule = *schedule, .zone = zone, .created = now - hours(30), .last = {}, .deadline = {}};
  const DueRun due = due_run(question, now);
  if (due.at) fuzz::require(*due.at <= now, "what is due is not in the future");
  if (const auto wait = next_run_after(question, now)) fuzz::require(*wait > Duration::zero(), "one waits forwards");
  return 0;
}
