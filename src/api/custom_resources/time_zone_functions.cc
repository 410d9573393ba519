// What clocks and calendars show in a time zone: x.getHours('Europe/Berlin'), x.getHours('+02:00').
#include <charconv>
#include <optional>
#include <string>

#include "api/custom_resources/rule_functions.h"
#include "api/time_zone.h"
#include "cel/calendar.h"
#include "cel/tagged.h"

namespace skiff {
namespace {

using cel::Arguments;
using cel::CalendarPart;
using cel::Failure;
using cel::Outcome;
using cel::Style;

// [+-]HH:MM
std::optional<Duration> fixed_offset(std::string_view text) {
  const bool has_sign = text.starts_with('+') || text.starts_with('-');
  const std::string_view digits = has_sign ? text.substr(1) : text;
  const size_t colon = digits.find(':');
  int hour = 0;
  int minute = 0;
  if (colon == std::string_view::npos) return std::nullopt;
  const auto read = [&](std::string_view part, int& out) {
    const auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), out);
    return failure == std::errc() && end == part.data() + part.size();
  };
  if (!read(digits.substr(0, colon), hour) || !read(digits.substr(colon + 1), minute)) return std::nullopt;
  const Duration offset = hours(hour) + minutes(minute);
  return text.starts_with('-') ? -offset : offset;
}

template <CalendarPart part>
Outcome in_zone(Arguments a) {
  const Time time = cel::time_of(a[0]);
  if (const auto offset = fixed_offset(a[1].as_string())) return Value(cel::calendar_part(part, time + *offset));
  const auto zone = TimeZone::find(a[1].as_string());
  if (!zone) return Failure{"unknown time zone " + a[1].str()};
  return Value(cel::calendar_part(part, zone->to_local(time)));
}

constexpr cel::Overload kTimeZoneFunctions[] = {
    {"getFullYear", Style::kMember, "Tsi", in_zone<CalendarPart::kFullYear>},
    {"getMonth", Style::kMember, "Tsi", in_zone<CalendarPart::kMonth>},
    {"getDate", Style::kMember, "Tsi", in_zone<CalendarPart::kDate>},
    {"getDayOfMonth", Style::kMember, "Tsi", in_zone<CalendarPart::kDayOfMonth>},
    {"getDayOfWeek", Style::kMember, "Tsi", in_zone<CalendarPart::kDayOfWeek>},
    {"getDayOfYear", Style::kMember, "Tsi", in_zone<CalendarPart::kDayOfYear>},
    {"getHours", Style::kMember, "Tsi", in_zone<CalendarPart::kHours>},
    {"getMinutes", Style::kMember, "Tsi", in_zone<CalendarPart::kMinutes>},
    {"getSeconds", Style::kMember, "Tsi", in_zone<CalendarPart::kSeconds>},
    {"getMilliseconds", Style::kMember, "Tsi", in_zone<CalendarPart::kMilliseconds>},
};

}  // namespace

cel::Overloads time_zone_functions() { return kTimeZoneFunctions; }

}  // namespace skiff
