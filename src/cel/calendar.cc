#include "cel/calendar.h"

#include <chrono>

namespace skiff::cel {

int64_t calendar_part(CalendarPart part, Time local) {
  const auto since = local.time_since_epoch();
  const auto midnight = std::chrono::floor<std::chrono::days>(since);
  const std::chrono::sys_days day(midnight);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<milliseconds>(since - midnight));
  switch (part) {
    case CalendarPart::kFullYear:
      return static_cast<int>(date.year());
    case CalendarPart::kMonth:
      return static_cast<int64_t>(static_cast<unsigned>(date.month())) - 1;
    case CalendarPart::kDate:
      return static_cast<int64_t>(static_cast<unsigned>(date.day()));
    case CalendarPart::kDayOfMonth:
      return static_cast<int64_t>(static_cast<unsigned>(date.day())) - 1;
    case CalendarPart::kDayOfWeek:
      return static_cast<int64_t>(std::chrono::weekday(day).c_encoding());
    case CalendarPart::kDayOfYear:
      return (day - std::chrono::sys_days(date.year() / std::chrono::January / 1)).count();
    case CalendarPart::kHours:
      return clock.hours().count();
    case CalendarPart::kMinutes:
      return clock.minutes().count();
    case CalendarPart::kSeconds:
      return clock.seconds().count();
    case CalendarPart::kMilliseconds:
      return clock.subseconds().count();
  }
  return 0;
}

}  // namespace skiff::cel
