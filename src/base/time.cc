#include "base/time.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace skiff {
namespace {

using std::chrono::days;
using std::chrono::floor;

struct Civil {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::nanoseconds> clock;
  unsigned weekday;
};

Civil civil(Time time) {
  const std::chrono::sys_time<std::chrono::nanoseconds> system(time.time_since_epoch());
  const auto day = floor<days>(system);
  return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss(system - day),
          std::chrono::weekday(day).c_encoding()};
}

std::string date_and_time(const Civil& at) {
  std::string text = "0000-00-00T00:00:00";
  // `width` digits that end before `end`.
  const auto put = [&text](size_t end, size_t width, uint64_t number) {
    for (size_t i = 1; i <= width; ++i, number /= 10) text[end - i] = static_cast<char>('0' + number % 10);
  };
  put(4, 4, static_cast<uint64_t>(static_cast<int>(at.date.year())));
  put(7, 2, static_cast<unsigned>(at.date.month()));
  put(10, 2, static_cast<unsigned>(at.date.day()));
  put(13, 2, static_cast<uint64_t>(at.clock.hours().count()));
  put(16, 2, static_cast<uint64_t>(at.clock.minutes().count()));
  put(19, 2, static_cast<uint64_t>(at.clock.seconds().count()));
  return text;
}

// `width` digits at `text`, moved past; -1 if they are not there.
int digits(std::string_view& text, size_t width) {
  int number = 0;
  if (text.size() < width) return -1;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + width, number);
  if (failure != std::errc() || end != text.data() + width || number < 0) return -1;
  text.remove_prefix(width);
  return number;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text[0] != wanted) return false;
  text.remove_prefix(1);
  return true;
}

constexpr uint64_t kDurationMost = uint64_t{1} << 63;  // nanoseconds; of these, only a negative one has so many

bool starts_with_digit(std::string_view text) { return !text.empty() && text[0] >= '0' && text[0] <= '9'; }

// `number` with the digit in front of `text` appended; nullopt if that is too much for a duration.
std::optional<uint64_t> with_digit(uint64_t number, std::string_view text) {
  if (number > kDurationMost / 10) return std::nullopt;
  const uint64_t longer = number * 10 + static_cast<uint64_t>(text[0] - '0');
  return longer > kDurationMost ? std::nullopt : std::optional(longer);
}

struct Fraction {
  uint64_t digits = 0;
  double scale = 1;
};

// The digits behind a point; those that no longer fit are passed over. time.leadingFraction.
Fraction take_fraction(std::string_view& text) {
  Fraction fraction;
  for (bool full = false; starts_with_digit(text); text.remove_prefix(1)) {
    const auto longer = full ? std::nullopt : with_digit(fraction.digits, text);
    full = !longer;
    if (full) continue;
    fraction.digits = *longer;
    fraction.scale *= 10;
  }
  return fraction;
}

// The nanoseconds of a unit of Go's durations; 0 for any other word.
uint64_t nanoseconds_of(std::string_view unit) {
  struct Unit {
    std::string_view name;
    uint64_t nanos;
  };
  static constexpr Unit kUnits[] = {
      {"ns", 1},         {"us", 1'000},        {"\xc2\xb5s", 1'000},  {"\xce\xbcs", 1'000},
      {"ms", 1'000'000}, {"s", 1'000'000'000}, {"m", 60'000'000'000}, {"h", 3'600'000'000'000}};
  for (const Unit& candidate : kUnits)
    if (candidate.name == unit) return candidate.nanos;
  return 0;
}

// A number and its unit, in nanoseconds: at most kDurationMost. Whole numbers are exact, and what a fraction has below
// the nanosecond is cut off. The loop of time.ParseDuration.
std::optional<uint64_t> take_duration_part(std::string_view& text) {
  const size_t before = text.size();
  uint64_t whole = 0;
  for (; starts_with_digit(text); text.remove_prefix(1)) {
    const auto longer = with_digit(whole, text);
    if (!longer) return std::nullopt;
    whole = *longer;
  }
  size_t numerals = before - text.size();
  Fraction fraction;
  if (take(text, '.')) {
    const size_t behind_point = text.size();
    fraction = take_fraction(text);
    numerals += behind_point - text.size();
  }
  if (numerals == 0) return std::nullopt;
  const std::string_view name = text.substr(0, text.find_first_of(".0123456789"));
  const uint64_t unit = nanoseconds_of(name);
  if (unit == 0 || whole > kDurationMost / unit) return std::nullopt;
  text.remove_prefix(name.size());
  const auto rest = static_cast<double>(fraction.digits) * (static_cast<double>(unit) / fraction.scale);
  const uint64_t nanos = whole * unit + static_cast<uint64_t>(rest);
  return nanos > kDurationMost ? std::nullopt : std::optional(nanos);
}

std::string two(int64_t a, const char* unit_a, int64_t b, const char* unit_b) {
  std::string out = std::to_string(a) + unit_a;
  if (b != 0) out += std::to_string(b) + unit_b;
  return out;
}

}  // namespace

std::string rfc3339(Time time) {
  // What happens at one moment is written one after the other.
  static auto last = floor<std::chrono::seconds>(Time());
  static std::string text = date_and_time(civil(last)) + "Z";
  if (const auto second = floor<std::chrono::seconds>(time); second != last) {
    last = second;
    text = date_and_time(civil(last)) + "Z";
  }
  return text;
}

std::string rfc3339_micro(Time time) {
  const Civil at = civil(time);
  char fraction[16];
  std::snprintf(fraction, sizeof fraction, ".%06dZ", static_cast<int>(at.clock.subseconds().count() / 1000));
  return date_and_time(at) + fraction;
}

std::optional<Time> parse_rfc3339(std::string_view text) {
  const int year = digits(text, 4);
  if (year < 0 || !take(text, '-')) return std::nullopt;
  const int month = digits(text, 2);
  if (month < 0 || !take(text, '-')) return std::nullopt;
  const int day = digits(text, 2);
  if (day < 0 || !(take(text, 'T') || take(text, 't'))) return std::nullopt;
  const int hour = digits(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ':')) return std::nullopt;
  const int minute = digits(text, 2);
  if (minute < 0 || minute > 59 || !take(text, ':')) return std::nullopt;
  const int second = digits(text, 2);
  if (second < 0 || second > 59) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  int64_t nanos = 0;
  if (take(text, '.')) {
    int64_t scale = 100'000'000;
    size_t count = 0;
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
      nanos += (text[0] - '0') * scale;
      scale /= 10;
      text.remove_prefix(1);
      ++count;
    }
    if (count == 0) return std::nullopt;
  }
  std::chrono::minutes offset{0};
  if (!take(text, 'Z') && !take(text, 'z')) {
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    const int sign = text[0] == '-' ? -1 : 1;
    text.remove_prefix(1);
    const int off_hours = digits(text, 2);
    if (off_hours < 0 || !take(text, ':')) return std::nullopt;
    const int off_minutes = digits(text, 2);
    if (off_minutes < 0) return std::nullopt;
    offset = std::chrono::minutes(sign * (off_hours * 60 + off_minutes));
  }
  if (!text.empty()) return std::nullopt;
  const seconds whole =
      std::chrono::sys_days(date).time_since_epoch() + hours(hour) + minutes(minute) + seconds(second) - offset;
  // Text goes from the year 0 (Go's zero time is in the year 1) to 9999, a Time but from 1677 to 2262; what lies
  // outside is held at its end, with room for the difference to any time that a cluster has.
  constexpr seconds kEarliest = std::chrono::sys_days(std::chrono::year(1800) / 1 / 1).time_since_epoch();
  constexpr seconds kLatest = std::chrono::sys_days(std::chrono::year(2200) / 1 / 1).time_since_epoch();
  if (whole < kEarliest) return Time(kEarliest);
  if (whole >= kLatest) return Time(kLatest);
  return Time(whole + std::chrono::nanoseconds(nanos));
}

std::string rfc1123z(Time time) {
  static constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Civil at = civil(time);
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%s, %02u %s %04d %02d:%02d:%02d +0000", kDays[at.weekday],
                static_cast<unsigned>(at.date.day()), kMonths[static_cast<unsigned>(at.date.month()) - 1],
                static_cast<int>(at.date.year()), static_cast<int>(at.clock.hours().count()),
                static_cast<int>(at.clock.minutes().count()), static_cast<int>(at.clock.seconds().count()));
  return buffer;
}

std::optional<Duration> parse_duration(std::string_view text) {
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  if (text == "0") return Duration(0);
  if (text.empty()) return std::nullopt;
  uint64_t total = 0;
  while (!text.empty()) {
    const auto part = take_duration_part(text);
    if (!part || *part > kDurationMost - total) return std::nullopt;
    total += *part;
  }
  if (negative) return Duration(static_cast<int64_t>(0 - total));
  if (total == kDurationMost) return std::nullopt;
  return Duration(static_cast<int64_t>(total));
}

std::string go_duration(Duration duration) {
  const int64_t nanos = duration.count();
  if (nanos == 0) return "0s";
  const std::string sign = nanos < 0 ? "-" : "";
  const uint64_t magnitude = nanos < 0 ? 0 - static_cast<uint64_t>(nanos) : static_cast<uint64_t>(nanos);
  const auto fraction = [](uint64_t whole, uint64_t rest, int width, const char* unit) {
    std::string out = std::to_string(whole);
    if (rest != 0) {
      std::string digits = std::to_string(rest);
      digits.insert(0, static_cast<size_t>(width) - digits.size(), '0');
      digits.erase(digits.find_last_not_of('0') + 1);
      out += "." + digits;
    }
    return out + unit;
  };
  if (magnitude < 1'000) return sign + std::to_string(magnitude) + "ns";
  if (magnitude < 1'000'000) return sign + fraction(magnitude / 1'000, magnitude % 1'000, 3, "\xc2\xb5s");
  if (magnitude < 1'000'000'000) return sign + fraction(magnitude / 1'000'000, magnitude % 1'000'000, 6, "ms");
  const uint64_t whole = magnitude / 1'000'000'000;
  std::string out = sign;
  if (whole >= 3600) out += std::to_string(whole / 3600) + "h";
  if (whole >= 60) out += std::to_string(whole / 60 % 60) + "m";
  return out + fraction(whole % 60, magnitude % 1'000'000'000, 9, "s");
}

// apimachinery pkg/util/duration.HumanDuration.
std::string human_duration(Duration duration) {
  const int64_t s = duration.count() / 1'000'000'000;
  if (s < -1) return "<invalid>";
  if (s < 0) return "0s";
  if (s < 120) return std::to_string(s) + "s";
  const int64_t m = s / 60;
  if (m < 10) return two(m, "m", s % 60, "s");
  if (m < 180) return std::to_string(m) + "m";
  const int64_t h = m / 60;
  constexpr int64_t kDay = 24;
  constexpr int64_t kYear = 365 * kDay;
  if (h < 8) return two(h, "h", m % 60, "m");
  if (h < 48) return std::to_string(h) + "h";
  if (h < 8 * kDay) return two(h / kDay, "d", h % kDay, "h");
  if (h < 2 * kYear) return std::to_string(h / kDay) + "d";
  if (h < 8 * kYear) return two(h / kYear, "y", h % kYear / kDay, "d");
  return std::to_string(h / kYear) + "y";
}

}  // namespace skiff
