// IANA time zones: from wall clocks to moments and back. Zone data is the operating system's.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace skiff {

// A wall clock's time, counted as if it were UTC's.
using LocalTime = Time;

class TimeZone {
 public:
  static TimeZone utc() { return TimeZone(nullptr); }
  // Nullopt if there is no such zone.
  static std::optional<TimeZone> find(std::string_view name);

  LocalTime to_local(Time time) const;
  // The moment at which clocks show `local`: the first of two where they are put back, nullopt where they are put
  // forward over it.
  std::optional<Time> to_time(LocalTime local) const;
  // The second of two, if there are two.
  std::optional<Time> to_later_time(LocalTime local) const;
  // RFC 3339 with the zone's offset: "2026-11-22T15:00:00+01:00", Z for UTC.
  std::string rfc3339(Time time) const;

 private:
  explicit TimeZone(const void* zone) : zone_(zone) {}
  const void* zone_;  // of the library's data base; null: UTC
};

}  // namespace skiff
