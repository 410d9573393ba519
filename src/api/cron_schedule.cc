#include "api/cron_schedule.h"

#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/go_format.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::string_view kDays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

struct Bounds {
  int64_t least, most;
  std::span<const std::string_view> names = {};
};

struct Field {
  uint64_t bits = 0;
  bool star = false;
};

struct Descriptor {
  std::string_view name;
  std::string_view schedule;
};
constexpr Descriptor kDescriptors[] = {
    {"@yearly", "0 0 1 1 *"}, {"@annually", "0 0 1 1 *"}, {"@monthly", "0 0 1 * *"}, {"@weekly", "0 0 * * 0"},
    {"@daily", "0 0 * * *"},  {"@midnight", "0 0 * * *"}, {"@hourly", "0 * * * *"},
};

Result<int64_t> parse_number(std::string_view text) {
  int64_t number = 0;
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const std::string what =
      "failed to parse int from " + std::string(text) + ": strconv.Atoi: parsing " + go_quote(text);
  if (problem == std::errc::result_out_of_range) return client_error(what + ": value out of range");
  if (problem != std::errc{} || end != digits.data() + digits.size()) return client_error(what + ": invalid syntax");
  if (number < 0)
    return client_error("negative number (" + std::to_string(number) + ") not allowed: " + std::string(text));
  return number;
}

Result<int64_t> parse_number_or_name(std::string_view text, const Bounds& bounds) {
  const std::string name = to_lower(text);
  for (size_t i = 0; i < bounds.names.size(); ++i)
    if (bounds.names[i] == name) return bounds.least + static_cast<int64_t>(i);
  return parse_number(text);
}

struct Range {
  int64_t start, end;
  int64_t step = 1;
  bool star = false;
};

Result<Range> parse_ends(std::string_view ends, std::string_view whole, const Bounds& bounds) {
  const std::vector<std::string_view> parts = split(ends, '-');
  if (parts[0] == "*" || parts[0] == "?") return Range{bounds.least, bounds.most, 1, true};
  const auto start = parse_number_or_name(parts[0], bounds);
  if (!start) return start.error();
  if (parts.size() == 1) return Range{*start, *start};
  if (parts.size() > 2) return client_error("too many hyphens: " + std::string(whole));
  const auto end = parse_number_or_name(parts[1], bounds);
  if (!end) return end.error();
  return Range{*start, *end};
}

std::optional<Error> check_range(const Range& range, std::string_view text, const Bounds& bounds) {
  const auto number = [](int64_t n) { return "(" + std::to_string(n) + ")"; };
  const std::string tail = ": " + std::string(text);
  if (range.start < bounds.least)
    return client_error("beginning of range " + number(range.start) + " below minimum " + number(bounds.least) + tail);
  if (range.end > bounds.most)
    return client_error("end of range " + number(range.end) + " above maximum " + number(bounds.most) + tail);
  if (range.start > range.end)
    return client_error("beginning of range " + number(range.start) + " beyond end of range " + number(range.end) +
                        tail);
  if (range.step == 0) return client_error("step of range should be a positive number" + tail);
  return std::nullopt;
}

// `a-b/step`, `*/step`, `a`; getRange.
Result<Field> parse_range(std::string_view text, const Bounds& bounds) {
  const std::vector<std::string_view> parts = split(text, '/');
  Result<Range> range = parse_ends(parts[0], text, bounds);
  if (!range) return range.error();
  if (parts.size() > 2) return client_error("too many slashes: " + std::string(text));
  if (parts.size() == 2) {
    const auto step = parse_number(parts[1]);
    if (!step) return step.error();
    range->step = *step;
    if (split(parts[0], '-').size() == 1) range->end = bounds.most;  // `a/step` goes on to the end
    if (*step > 1) range->star = false;
  }
  if (const auto wrong = check_range(*range, text, bounds)) return *wrong;
  Field field{0, range->star};
  for (int64_t i = range->start; i <= range->end; i += range->step) field.bits |= uint64_t{1} << i;
  return field;
}

Result<Field> parse_field(std::string_view text, const Bounds& bounds) {
  Field all;
  for (const std::string_view part : split(text, ',')) {
    if (part.empty()) continue;
    const auto field = parse_range(part, bounds);
    if (!field) return field.error();
    all.bits |= field->bits;
    all.star |= field->star;
  }
  return all;
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  constexpr std::string_view kBlanks = " \t\n\v\f\r";
  for (size_t at = text.find_first_not_of(kBlanks); at != std::string_view::npos;) {
    const size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    out.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(kBlanks, end);
  }
  return out;
}

Result<CronSchedule> parse_fields(std::string_view text) {
  const std::vector<std::string_view> fields = words(text);
  if (fields.size() != 5) {
    std::string list;
    for (const std::string_view field : fields) list.append(list.empty() ? "" : " ").append(field);
    return client_error("expected exactly 5 fields, found " + std::to_string(fields.size()) + ": [" + list + "]");
  }
  const Bounds bounds[] = {{0, 59}, {0, 23}, {1, 31}, {1, 12, kMonths}, {0, 6, kDays}};
  std::array<Field, 5> parsed;
  for (size_t i = 0; i < parsed.size(); ++i) {
    const auto field = parse_field(fields[i], bounds[i]);
    if (!field) return field.error();
    parsed[i] = *field;
  }
  return CronSchedule{parsed[0].bits, parsed[1].bits, parsed[2].bits, parsed[3].bits,
                      parsed[4].bits, parsed[2].star, parsed[4].star, Duration{}};
}

Result<CronSchedule> parse_descriptor(std::string_view text) {
  for (const Descriptor& descriptor : kDescriptors)
    if (descriptor.name == text) return parse_fields(descriptor.schedule);
  constexpr std::string_view kEvery = "@every ";
  if (!text.starts_with(kEvery)) return client_error("unrecognized descriptor: " + std::string(text));
  const std::string_view period = text.substr(kEvery.size());
  const std::optional<Duration> every = parse_duration(period);
  if (!every) return client_error("failed to parse duration " + std::string(text) + ": " + duration_complaint(period));
  CronSchedule schedule;
  // Whole seconds, and at least one: cron.Every.
  schedule.every = std::max<Duration>(std::chrono::floor<seconds>(*every), seconds(1));
  return schedule;
}

}  // namespace

bool has_time_zone(std::string_view schedule) { return schedule.find("TZ") != std::string_view::npos; }

Result<CronSchedule> parse_cron_schedule(std::string_view text) {
  if (text.empty()) return client_error("empty spec string");
  return text[0] == '@' ? parse_descriptor(text) : parse_fields(text);
}

}  // namespace skiff
