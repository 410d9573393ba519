#include "api/int_or_string.h"

#include <charconv>
#include <string_view>

#include "base/strings.h"

namespace skiff {
namespace {

Error not_int_or_percent(std::string_view why) {
  return client_error("invalid value for IntOrString: " + std::string(why));
}

}  // namespace

Value parse_int_or_string(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('+') && !digits.substr(1).starts_with('-')) digits.remove_prefix(1);
  int64_t number = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (problem != std::errc() || end != digits.data() + digits.size()) return text;
  return static_cast<int64_t>(static_cast<int32_t>(number));
}

Result<int64_t> resolve_int_or_percent(const Value& int_or_percent, int64_t total, Rounding rounding) {
  if (int_or_percent.is_int()) return int_or_percent.as_int();
  std::string_view text = int_or_percent.as_string();
  if (text.empty() || text.back() != '%') return not_int_or_percent("invalid type: string is not a percentage");
  text.remove_suffix(1);
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  int64_t percent = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), percent);
  if (problem != std::errc{} || end != digits.data() + digits.size()) {
    const char* why = problem == std::errc::result_out_of_range ? ": value out of range" : ": invalid syntax";
    return not_int_or_percent("invalid value " + go_quote(int_or_percent.as_string()) + ": strconv.Atoi: parsing " +
                              go_quote(text) + why);
  }
  const int64_t product = percent * total;
  const int64_t floor = product / 100 - (product % 100 < 0 ? 1 : 0);
  return rounding == Rounding::kUp && product % 100 != 0 ? floor + 1 : floor;
}

int64_t scaled_value(const Value& int_or_percent, int64_t total, Rounding rounding, int64_t otherwise) {
  const auto resolved = resolve_int_or_percent(int_or_percent, total, rounding);
  return resolved ? *resolved : otherwise;
}

}  // namespace skiff
