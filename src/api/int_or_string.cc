#include "api/int_or_string.h"

#include <charconv>
#include <string_view>

namespace skiff {

int64_t scaled_value(const Value& int_or_percent, int64_t total, Rounding rounding, int64_t otherwise) {
  if (int_or_percent.is_int()) return int_or_percent.as_int();
  std::string_view text = int_or_percent.as_string();
  if (text.empty() || text.back() != '%') return otherwise;
  text.remove_suffix(1);
  int64_t percent = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), percent);
  if (problem != std::errc{} || end != text.data() + text.size()) return otherwise;
  const int64_t product = percent * total;
  return rounding == Rounding::kUp ? (product + 99) / 100 : product / 100;
}

}  // namespace skiff
