#include "cel/formatting.h"

#include <cmath>
#include <cstdio>
#include <optional>

#include "base/strings.h"
#include "cel/tagged.h"

namespace skiff::cel {
namespace {

std::string seconds_text(Duration duration) {
  const int64_t nanos = duration.count();
  const bool negative = nanos < 0;
  const uint64_t size = negative ? 0 - static_cast<uint64_t>(nanos) : static_cast<uint64_t>(nanos);
  std::string out = (negative ? "-" : "") + std::to_string(size / 1'000'000'000);
  std::string fraction = std::to_string(size % 1'000'000'000 + 1'000'000'000).substr(1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (!fraction.empty()) out += "." + fraction;
  return out + "s";
}

// time.RFC3339Nano.
std::string time_text(Time time) {
  std::string out = rfc3339(time);
  const int64_t nanos = time.time_since_epoch().count() % 1'000'000'000;
  if (nanos == 0 || !out.ends_with('Z')) return out;
  std::string fraction = std::to_string((nanos + 1'000'000'000) % 1'000'000'000 + 1'000'000'000).substr(1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return out.substr(0, out.size() - 1) + "." + fraction + "Z";
}

std::string in_base(uint64_t number, unsigned base, const char* digits) {
  std::string out;
  do out.insert(out.begin(), digits[number % base]);
  while ((number /= base) != 0);
  return out;
}

std::string hex_of(std::string_view bytes, const char* digits) {
  std::string out;
  for (const char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

constexpr const char* kLowerDigits = "0123456789abcdef";
constexpr const char* kUpperDigits = "0123456789ABCDEF";

constexpr int kDefaultPrecision = 6;

std::string fixed(double number, char verb, int precision) {
  char buffer[400];  // the longest number has 309 digits before its point
  std::snprintf(buffer, sizeof buffer, verb == 'e' ? "%.*e" : "%.*f", precision, number);
  return buffer;
}

// The name of what cannot be shown so.
std::string type_name(const Value& value) {
  if (const std::string_view name = tag_name(value); !name.empty()) return std::string(name);
  constexpr std::string_view kNames[] = {"null_type", "bool", "int", "double", "string", "list", "map"};
  return std::string(kNames[static_cast<size_t>(value.type())]);
}

Failure cannot(std::string_view what, const Value& value) {
  return {"error during formatting: " + std::string(what) + ", was given " + type_name(value)};
}

std::string digits_of(const Value& value, unsigned base, const char* digits) {
  const int64_t number = value.as_int();
  const uint64_t size = number < 0 ? 0 - static_cast<uint64_t>(number) : static_cast<uint64_t>(number);
  return (number < 0 ? "-" : "") + in_base(size, base, digits);
}

Outcome fixed_text(const Value& value, char verb, int precision) {
  const std::string_view text = value.as_string();
  if (text == "NaN" || text == "Infinity" || text == "-Infinity") return Value(text);
  if (value.is_double()) return Value(fixed(value.as_double(), verb, precision));
  return cannot(
      verb == 'e' ? "scientific clause can only be used on doubles" : "fixed-point clause can only be used on doubles",
      value);
}

Outcome hexadecimal_text(const Value& value, const char* digits) {
  if (value.is_string()) return Value(hex_of(value.as_string(), digits));
  if (const Value* bytes = untagged(value, kBytesTag)) return Value(hex_of(bytes->as_string(), digits));
  if (value.is_int()) return Value(digits_of(value, 16, digits));
  return cannot("only integers, byte buffers, and strings can be formatted as hex", value);
}

Outcome one_text(const Value& value, char verb, std::optional<int> precision) {
  switch (verb) {
    case 's':
      return Value(shown_text(value));
    case 'd':
      if (value.is_int()) return Value(digits_of(value, 10, kLowerDigits));
      return cannot("decimal clause can only be used on integers", value);
    case 'b':
      if (value.is_bool()) return Value(value.as_bool() ? "1" : "0");
      if (value.is_int()) return Value(digits_of(value, 2, kLowerDigits));
      return cannot("only integers and bools can be formatted as binary", value);
    case 'o':
      if (value.is_int()) return Value(digits_of(value, 8, kLowerDigits));
      return cannot("octal clause can only be used on integers", value);
    case 'x':
      return hexadecimal_text(value, kLowerDigits);
    case 'X':
      return hexadecimal_text(value, kUpperDigits);
    case 'e':
    case 'f':
      return fixed_text(value, verb, precision.value_or(kDefaultPrecision));
    default:
      return Failure{"could not parse formatting clause: unrecognized formatting clause \"" + std::string(1, verb) +
                     "\""};
  }
}

// ".2" before a verb.
std::optional<int> take_precision(std::string_view& rest) {
  if (!rest.starts_with('.')) return std::nullopt;
  rest.remove_prefix(1);
  int precision = 0;
  for (; !rest.empty() && rest[0] >= '0' && rest[0] <= '9' && precision < 100; rest.remove_prefix(1))
    precision = precision * 10 + (rest[0] - '0');
  return precision;
}

// Inside of lists and maps values look as in an expression's text.
std::string literal_text(const Value& value) {
  const std::string text = shown_text(value);
  if (untagged(value, kTimestampTag) != nullptr) return "timestamp(" + go_quote(text) + ")";
  if (untagged(value, kDurationTag) != nullptr) return "duration(" + go_quote(text) + ")";
  if (untagged(value, kBytesTag) != nullptr) return "b" + go_quote(text);
  if (value.is_string()) return go_quote(text);
  if (!value.is_double()) return text;
  return std::isfinite(value.as_double()) ? fixed(value.as_double(), 'f', kDefaultPrecision) : go_quote(text);
}

}  // namespace

Outcome formatted(Arguments a) {
  std::string_view rest = a[0].as_string();
  const Value& values = a[1];
  size_t next = 0;
  std::string out;
  while (!rest.empty()) {
    const char c = rest[0];
    rest.remove_prefix(1);
    if (c != '%') {
      out += c;
      continue;
    }
    if (rest.starts_with('%')) {
      rest.remove_prefix(1);
      out += '%';
      continue;
    }
    const std::optional<int> precision = take_precision(rest);
    if (rest.empty()) return Failure{"unexpected end of format string"};
    if (next >= values.size()) return Failure{"index " + std::to_string(next) + " out of range"};
    Outcome one = one_text(values[next++], rest[0], precision);
    if (std::holds_alternative<Failure>(one)) return one;
    out += std::get<Value>(one).as_string();
    rest.remove_prefix(1);
  }
  return Value(out);
}

std::string shown_text(const Value& value) {
  if (untagged(value, kTimestampTag) != nullptr) return time_text(time_of(value));
  if (untagged(value, kDurationTag) != nullptr) return seconds_text(duration_of(value));
  if (const Value* bytes = untagged(value, kBytesTag)) return bytes->str();
  if (const Value* type = untagged(value, kTypeTag)) return type->str();
  switch (value.type()) {
    case Value::Type::kNull:
      return "null";
    case Value::Type::kBool:
      return value.as_bool() ? "true" : "false";
    case Value::Type::kInt:
      return std::to_string(value.as_int());
    case Value::Type::kDouble:
      return go_float(value.as_double());
    case Value::Type::kString:
      return value.str();
    case Value::Type::kArray: {
      std::string out;
      for (const Value& element : value.elements()) out += (out.empty() ? "[" : ", ") + literal_text(element);
      return out.empty() ? "[]" : out + "]";
    }
    case Value::Type::kObject: {
      std::string out;
      for (const Member& member : value.members())
        out += (out.empty() ? "{" : ", ") + go_quote(member.name()) + ":" + literal_text(member.value);
      return out.empty() ? "{}" : out + "}";
    }
  }
  return {};
}

}  // namespace skiff::cel
