// Timestamps and durations: the standard functions. In time zones other than UTC the host has them.
#include <chrono>
#include <limits>

#include "cel/calendar.h"
#include "cel/overloads.h"
#include "cel/tagged.h"

namespace skiff::cel {
namespace {

constexpr int64_t kNanosPerSecond = 1'000'000'000;

Outcome to_timestamp(Arguments a) {
  if (!a[0].is_string()) return a[0];
  const auto time = parse_rfc3339(a[0].as_string());
  if (!time) return no_conversion("string", "google.protobuf.Timestamp");
  return timestamp_value(*time);
}

Outcome timestamp_of_seconds(Arguments a) {
  int64_t nanos = 0;
  if (__builtin_mul_overflow(a[0].as_int(), kNanosPerSecond, &nanos)) return Failure{"timestamp overflow"};
  return timestamp_value(Time(Duration(nanos)));
}

Outcome to_duration(Arguments a) {
  if (!a[0].is_string()) return a[0];
  const auto duration = parse_duration(a[0].as_string());
  if (!duration) return no_conversion("string", "google.protobuf.Duration");
  return duration_value(*duration);
}

int64_t nanos_of(const Value& value) {
  const Value* time = untagged(value, kTimestampTag);
  const Value* inner = time != nullptr ? time : untagged(value, kDurationTag);
  return inner != nullptr ? inner->as_int() : 0;
}

// A time and a duration make a time, two times or two durations a duration.
Outcome later(Arguments a) {
  int64_t sum = 0;
  if (__builtin_add_overflow(nanos_of(a[0]), nanos_of(a[1]), &sum)) return Failure{"integer overflow"};
  const bool is_time = untagged(a[0], kTimestampTag) != nullptr || untagged(a[1], kTimestampTag) != nullptr;
  return is_time ? timestamp_value(Time(Duration(sum))) : duration_value(Duration(sum));
}

Outcome earlier(Arguments a) {
  int64_t difference = 0;
  if (__builtin_sub_overflow(nanos_of(a[0]), nanos_of(a[1]), &difference)) return Failure{"integer overflow"};
  const bool is_time = untagged(a[0], kTimestampTag) != nullptr && untagged(a[1], kTimestampTag) == nullptr;
  return is_time ? timestamp_value(Time(Duration(difference))) : duration_value(Duration(difference));
}

Outcome unix_seconds(Arguments a) {
  return Value(static_cast<int64_t>(std::chrono::floor<seconds>(time_of(a[0])).time_since_epoch().count()));
}
Outcome whole_nanos(Arguments a) { return Value(nanos_of(a[0])); }

template <CalendarPart part>
Outcome calendar(Arguments a) {
  return Value(calendar_part(part, time_of(a[0])));
}

template <class Unit>
Outcome in_units(Arguments a) {
  return Value(static_cast<int64_t>(std::chrono::duration_cast<Unit>(duration_of(a[0])).count()));
}

constexpr Overload kTimeFunctions[] = {
    {"timestamp", Style::kFunction, "sT", to_timestamp},
    {"timestamp", Style::kFunction, "TT", to_timestamp},
    {"timestamp", Style::kFunction, "iT", timestamp_of_seconds},
    {"duration", Style::kFunction, "sD", to_duration},
    {"duration", Style::kFunction, "DD", to_duration},
    {"int", Style::kFunction, "Ti", unix_seconds},
    {"int", Style::kFunction, "Di", whole_nanos},
    {"_+_", Style::kFunction, "TDT", later},
    {"_+_", Style::kFunction, "DTT", later},
    {"_+_", Style::kFunction, "DDD", later},
    {"_-_", Style::kFunction, "TTD", earlier},
    {"_-_", Style::kFunction, "TDT", earlier},
    {"_-_", Style::kFunction, "DDD", earlier},
    {"getFullYear", Style::kMember, "Ti", calendar<CalendarPart::kFullYear>},
    {"getMonth", Style::kMember, "Ti", calendar<CalendarPart::kMonth>},
    {"getDate", Style::kMember, "Ti", calendar<CalendarPart::kDate>},
    {"getDayOfMonth", Style::kMember, "Ti", calendar<CalendarPart::kDayOfMonth>},
    {"getDayOfWeek", Style::kMember, "Ti", calendar<CalendarPart::kDayOfWeek>},
    {"getDayOfYear", Style::kMember, "Ti", calendar<CalendarPart::kDayOfYear>},
    {"getHours", Style::kMember, "Ti", calendar<CalendarPart::kHours>},
    {"getMinutes", Style::kMember, "Ti", calendar<CalendarPart::kMinutes>},
    {"getSeconds", Style::kMember, "Ti", calendar<CalendarPart::kSeconds>},
    {"getMilliseconds", Style::kMember, "Ti", calendar<CalendarPart::kMilliseconds>},
    {"getHours", Style::kMember, "Di", in_units<hours>},
    {"getMinutes", Style::kMember, "Di", in_units<minutes>},
    {"getSeconds", Style::kMember, "Di", in_units<seconds>},
    {"getMilliseconds", Style::kMember, "Di", in_units<milliseconds>},
};

}  // namespace

Overloads time_functions() { return kTimeFunctions; }

}  // namespace skiff::cel
