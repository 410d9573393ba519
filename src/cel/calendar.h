// What a calendar and a clock show at a time.
#pragma once
#include <cstdint>

#include "base/time.h"

namespace skiff::cel {

enum class CalendarPart {
  kFullYear,
  kMonth,       // from 0
  kDate,        // from 1
  kDayOfMonth,  // from 0
  kDayOfWeek,   // Sunday is 0
  kDayOfYear,   // from 0
  kHours,
  kMinutes,
  kSeconds,
  kMilliseconds,
};

// `local` is counted as if it were UTC's.
int64_t calendar_part(CalendarPart part, Time local);

}  // namespace skiff::cel
