#include "api/time_zone.h"

#include <catch2/catch.hpp>

namespace skiff {

TEST_CASE("Time zones: RFC 3339 with the offset of the moment") {
  const Time noon = *parse_rfc3339("2026-11-22T12:00:00Z");
  CHECK(TimeZone::find("Asia/Kolkata")->rfc3339(noon) == "2026-11-22T17:30:00+05:30");
  CHECK(TimeZone::find("America/New_York")->rfc3339(noon) == "2026-11-22T07:00:00-05:00");
  CHECK(TimeZone::utc().rfc3339(noon) == "2026-11-22T12:00:00Z");
  CHECK_FALSE(TimeZone::find("Mars/Olympus"));
}

}  // namespace skiff
