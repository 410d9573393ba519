#include "api/quantity.h"

#include <charconv>
#include <limits>
#include <optional>

#include "base/json.h"
#include "base/strings.h"

namespace skiff {
namespace {

__extension__ using Wide = __int128;
using Family = Quantity::Family;

constexpr Wide kUnit = 1'000'000'000;
constexpr Wide kMost = std::numeric_limits<Wide>::max() / 4;  // leaves room for sums; nothing real comes near
constexpr std::string_view kBadFormat =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
constexpr std::string_view kBadSuffix = "unable to parse quantity's suffix";

struct Suffix {
  std::string_view text;
  int base;
  int exponent;
};

constexpr Suffix kSuffixes[] = {{"n", 10, -9}, {"u", 10, -6}, {"m", 10, -3}, {"", 10, 0},
                                {"k", 10, 3},  {"M", 10, 6},  {"G", 10, 9},  {"T", 10, 12},
                                {"P", 10, 15}, {"E", 10, 18}, {"Ki", 2, 10}, {"Mi", 2, 20},
                                {"Gi", 2, 30}, {"Ti", 2, 40}, {"Pi", 2, 50}, {"Ei", 2, 60}};

struct Scale {
  int base = 10;
  int exponent = 0;
  Family family = Family::kDecimal;
};

// suffixHandler.interpret
std::optional<Scale> interpret(std::string_view text) {
  for (const Suffix& suffix : kSuffixes) {
    if (suffix.text != text) continue;
    return Scale{suffix.base, suffix.exponent, suffix.base == 2 ? Family::kBinary : Family::kDecimal};
  }
  if (text.size() < 2 || (text[0] != 'e' && text[0] != 'E')) return std::nullopt;
  std::string_view number = text.substr(1);
  if (number[0] == '+') number.remove_prefix(1);
  int exponent = 0;
  const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), exponent);
  if (problem != std::errc() || end != number.data() + number.size()) return std::nullopt;
  return Scale{10, exponent, Family::kExponent};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Wide saturating_multiply(Wide value, Wide factor) { return value > kMost / factor ? kMost : value * factor; }

struct Written {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::string_view suffix;
};

// parseQuantityString: nullopt is ErrFormatWrong. A missing number reads as zero: "m" is 0.
std::optional<Written> dissect(std::string_view text) {
  Written out;
  size_t at = 0;
  const auto take_digits = [&] {
    const size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return text.substr(begin, at - begin);
  };
  if (text.empty()) return std::nullopt;
  if (text[0] == '-' || text[0] == '+') {
    out.negative = text[0] == '-';
    ++at;
  }
  out.whole = take_digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    out.fraction = take_digits();
  }
  const size_t suffix = at;
  while (at < text.size() && std::string_view("eEinumkKMGTP").find(text[at]) != std::string_view::npos) ++at;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  take_digits();
  if (at != text.size()) return std::nullopt;
  out.suffix = text.substr(suffix);
  return out;
}

// The digits as a number of billionths, anything finer rounded up; binary amounts are capped at 2^63-1.
Wide scaled(const Written& written, const Scale& scale) {
  Wide amount = 0;
  bool more = false;  // digits below what fits
  int exponent = 9 + (scale.base == 10 ? scale.exponent : 0);
  const auto add_digits = [&](std::string_view digits, int step) {
    for (const char digit : digits) {
      if (amount > kMost / 10) {
        more = more || digit != '0';
        exponent += 1 + step;  // the digit is dropped: what stands is worth ten times more, unless it was a decimal
        continue;
      }
      amount = amount * 10 + (digit - '0');
      exponent += step;
    }
  };
  add_digits(written.whole, 0);
  add_digits(written.fraction, -1);
  if (scale.base == 2) amount = saturating_multiply(amount, Wide(1) << scale.exponent);
  for (; exponent > 0 && amount != 0 && amount < kMost; --exponent) amount = saturating_multiply(amount, 10);
  for (; exponent < 0 && amount != 0; ++exponent) {
    more = more || amount % 10 != 0;
    amount /= 10;
  }
  if (more && amount < kMost) ++amount;
  const Wide most = Wide(std::numeric_limits<int64_t>::max()) * kUnit;
  return scale.base == 2 && amount > most ? most : amount;
}

std::string digits_of(Wide magnitude) {
  std::string out;
  do {
    out.insert(out.begin(), static_cast<char>('0' + static_cast<int>(magnitude % 10)));
    magnitude /= 10;
  } while (magnitude != 0);
  return out;
}

std::string suffix_of(int base, int exponent, Family family) {
  if (family == Family::kExponent) return exponent == 0 ? "" : "e" + std::to_string(exponent);
  for (const Suffix& suffix : kSuffixes)
    if (suffix.base == base && suffix.exponent == exponent) return std::string(suffix.text);
  return "";  // beyond E the original has no letter and writes none
}

}  // namespace

Quantity Quantity::whole(int64_t units, Family family) {
  Quantity out;
  out.nanos_ = Wide(units) * kUnit;
  out.family_ = family;
  return out;
}

Quantity Quantity::milli(int64_t thousandths, Family family) {
  Quantity out;
  out.nanos_ = Wide(thousandths) * (kUnit / 1000);
  out.family_ = family;
  return out;
}

Result<Quantity> Quantity::parse(std::string_view text) {
  const auto written = dissect(text);
  if (!written) return client_error(std::string(kBadFormat));
  const auto scale = interpret(written->suffix);
  if (!scale) return client_error(std::string(kBadSuffix));
  Quantity out;
  out.family_ = scale->family;
  out.nanos_ = scaled(*written, *scale);
  if (out.family_ == Family::kBinary && out.nanos_ < kUnit) out.family_ = Family::kDecimal;
  if (written->negative) out.nanos_ = -out.nanos_;
  return out;
}

Result<Quantity> Quantity::of(const Value& value) {
  if (value.is_null()) return Quantity();
  if (value.is_string()) return parse(trim_space(value.as_string()));
  if (value.is_number()) return parse(to_json(value));
  return client_error(std::string(kBadFormat));
}

std::string Quantity::text() const {
  if (nanos_ == 0) return "0";
  const std::string sign = nanos_ < 0 ? "-" : "";
  Wide magnitude = nanos_ < 0 ? -nanos_ : nanos_;
  if (family_ == Family::kBinary && magnitude % kUnit == 0 && magnitude >= 1024 * kUnit) {
    magnitude /= kUnit;
    int exponent = 0;
    for (; magnitude % 1024 == 0; exponent += 10) magnitude /= 1024;
    return sign + digits_of(magnitude) + suffix_of(2, exponent, family_);
  }
  int exponent = -9;
  for (; magnitude % 1000 == 0; exponent += 3) magnitude /= 1000;
  const Family family = family_ == Family::kBinary ? Family::kDecimal : family_;
  return sign + digits_of(magnitude) + suffix_of(10, exponent, family);
}

int64_t Quantity::rounded(Wide unit) const {
  const Wide magnitude = nanos_ < 0 ? -nanos_ : nanos_;
  Wide count = (magnitude + unit - 1) / unit;
  if (count > std::numeric_limits<int64_t>::max()) count = std::numeric_limits<int64_t>::max();
  return static_cast<int64_t>(nanos_ < 0 ? -count : count);
}

int64_t Quantity::value() const { return rounded(kUnit); }
int64_t Quantity::milli_value() const { return rounded(kUnit / 1000); }

void Quantity::round_up_to_milli() {
  constexpr Wide kMilli = kUnit / 1000;
  if (nanos_ % kMilli == 0) return;
  nanos_ = (nanos_ / kMilli + (nanos_ < 0 ? -1 : 1)) * kMilli;
}

bool Quantity::is_whole() const { return nanos_ % kUnit == 0; }

void Quantity::add(const Quantity& other) {
  if (nanos_ == 0) family_ = other.family_;
  nanos_ += other.nanos_;
}

void Quantity::subtract(const Quantity& other) {
  if (nanos_ == 0) family_ = other.family_;
  nanos_ -= other.nanos_;
}

}  // namespace skiff
