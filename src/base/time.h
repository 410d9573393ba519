// Simulated time. `Time` counts nanoseconds since the Unix epoch on the cluster's clock; its clock type has no now(),
// so that nothing but src/sim/wall_clock can ask what time it really is.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace skiff {

struct SimClock {
  using rep = int64_t;
  using period = std::nano;
  using duration = std::chrono::nanoseconds;
  using time_point = std::chrono::time_point<SimClock, duration>;
  static constexpr bool is_steady = true;
};

using Time = SimClock::time_point;
using Duration = std::chrono::nanoseconds;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// metav1.Time: "2026-11-22T15:31:24Z", whole seconds, UTC.
std::string rfc3339(Time time);
// metav1.MicroTime: "2026-11-22T15:31:24.123456Z".
std::string rfc3339_micro(Time time);
// Either form, with an offset if given; nullopt for anything else.
std::optional<Time> parse_rfc3339(std::string_view text);
// "Sun, 22 Nov 2026 15:31:24 +0000": how describe prints dates (RFC1123Z).
std::string rfc1123z(Time time);

// Go's time.ParseDuration: "1h30m", "500ms", "-1.5h", "0"; nullopt if it is not one.
std::optional<Duration> parse_duration(std::string_view text);
// Go's Duration.String(): "1m30s", "1.5s", "500ms", "0s".
std::string go_duration(Duration duration);
// kubectl's HumanDuration, as in AGE columns: "8s", "2m1s", "3h", "7d23h".
std::string human_duration(Duration duration);

}  // namespace skiff
