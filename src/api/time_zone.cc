#include "api/time_zone.h"

#include <date/tz.h>

#include <cstdio>
#include <cstdlib>
#include <exception>

namespace skiff {
namespace {

using SysTime = date::sys_time<Duration>;
using CivilTime = date::local_time<Duration>;

const date::time_zone& zone_of(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

}  // namespace

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  if (name.empty() || name == "UTC" || name == "Etc/UTC") return utc();
  try {
    return TimeZone(date::locate_zone(name));
  } catch (const std::exception&) {
    return std::nullopt;  // no such zone, or no zone data at all
  }
}

LocalTime TimeZone::to_local(Time time) const {
  if (zone_ == nullptr) return time;
  return LocalTime(zone_of(zone_).to_local(SysTime(time.time_since_epoch())).time_since_epoch());
}

std::optional<Time> TimeZone::to_time(LocalTime local) const {
  if (zone_ == nullptr) return local;
  const date::local_info found = zone_of(zone_).get_info(CivilTime(local.time_since_epoch()));
  if (found.result == date::local_info::nonexistent) return std::nullopt;
  return local - found.first.offset;
}

std::optional<Time> TimeZone::to_later_time(LocalTime local) const {
  if (zone_ == nullptr) return std::nullopt;
  const date::local_info found = zone_of(zone_).get_info(CivilTime(local.time_since_epoch()));
  if (found.result != date::local_info::ambiguous) return std::nullopt;
  return local - found.second.offset;
}

std::string TimeZone::rfc3339(Time time) const {
  std::string text = skiff::rfc3339(to_local(time));
  const auto offset = std::chrono::duration_cast<minutes>(to_local(time) - time).count();
  if (offset == 0) return text;
  char tail[16];
  std::snprintf(tail, sizeof tail, "%c%02d:%02d", offset < 0 ? '-' : '+', static_cast<int>(std::abs(offset) / 60),
                static_cast<int>(std::abs(offset) % 60));
  text.pop_back();  // the Z
  return text + tail;
}

}  // namespace skiff
