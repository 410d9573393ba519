#include "api/scalar_decoding.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>

#include "api/quantity.h"
#include "base/base64.h"
#include "base/json.h"
#include "base/strings.h"
#include "base/time.h"

namespace skiff {
namespace {

bool is_whole(const Value& value) {
  return value.is_int() || (value.is_double() && value.as_double() == std::trunc(value.as_double()));
}

bool fits(const Schema& schema, const Value& value) {
  constexpr double kBound = 0x1p63;
  if (value.is_double() && !(value.as_double() >= -kBound && value.as_double() < kBound)) return false;
  if (schema.shape == Shape::kInt64) return true;
  return value.as_int() >= std::numeric_limits<int32_t>::min() && value.as_int() <= std::numeric_limits<int32_t>::max();
}

ScalarProblem wrong_type(std::string found, std::string go_type) { return {std::move(found), std::move(go_type)}; }

ScalarProblem message(std::string text) { return {std::move(text), {}, true}; }

// Beyond 64 bits a whole number travels as a float, which encoding/json writes without an exponent below 1e21: its
// shortest digits, and noughts.
std::string number_text(const Value& value) {
  const double number = value.as_double();
  if (!value.is_double() || std::abs(number) < 0x1p63 || std::abs(number) >= 1e21) return to_json(value);
  char buffer[40];
  const auto [end, failed] = std::to_chars(buffer, std::end(buffer), number, std::chars_format::scientific);
  const std::string_view text(buffer, static_cast<size_t>(end - buffer));
  const size_t mark = text.find('e');
  std::string digits(text.substr(0, mark));
  if (const size_t point = digits.find('.'); point != std::string::npos) digits.erase(point, 1);
  const size_t whole = static_cast<size_t>(std::stoi(std::string(text.substr(mark + 1)))) + (number < 0 ? 2 : 1);
  digits.resize(std::max(digits.size(), whole), '0');
  return digits;
}

std::optional<ScalarProblem> int_problem(const Schema& schema, const Value& value) {
  const std::string wanted = schema.shape == Shape::kInt64 ? "int64" : "int32";
  if (!value.is_number()) return wrong_type(json_type_name(value), wanted);
  if (is_whole(value) && fits(schema, value)) return std::nullopt;
  return wrong_type("number " + number_text(value), wanted);
}

// time.Parse names the first element of the layout that the text does not follow.
std::string time_problem(std::string_view text, std::string_view layout) {
  constexpr std::string_view kElements[] = {"2006", "-", "01", "-", "02", "T", "15", ":", "04", ":", "05"};
  std::string_view rest = text;
  const std::string intro = "parsing time " + go_quote(text) + " as " + go_quote(layout) + ": cannot parse ";
  for (std::string_view element : kElements) {
    bool follows = rest.size() >= element.size();
    for (size_t i = 0; follows && i < element.size(); ++i)
      follows = std::isdigit(static_cast<unsigned char>(element[i])) != 0
                    ? std::isdigit(static_cast<unsigned char>(rest[i])) != 0
                    : rest[i] == element[i];
    if (!follows) return intro + go_quote(rest) + " as " + go_quote(element);
    rest.remove_prefix(element.size());
  }
  if (rest.starts_with('.')) rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of("0123456789", 1)));
  if (!rest.starts_with('Z') && !rest.starts_with('+') && !rest.starts_with('-'))
    return intro + go_quote(rest) + " as \"Z07:00\"";
  return "parsing time " + go_quote(text) + ": day out of range";
}

// What UnmarshalJSON methods say of a string; nullopt if they are content.
std::optional<std::string> text_problem(const Schema& schema, const Value& value) {
  if (schema.shape == Shape::kQuantity) {
    if (value.is_string() || value.is_number()) {
      const auto quantity = Quantity::of(value);
      if (quantity) return std::nullopt;
      return quantity.error().message;
    }
    return Quantity::parse("x").error().message;
  }
  if (!value.is_string() || parse_rfc3339(value.as_string())) return std::nullopt;
  const bool micro = schema.shape == Shape::kMicroTime;
  return time_problem(value.as_string(), micro ? "2006-01-02T15:04:05.000000Z07:00" : "2006-01-02T15:04:05Z07:00");
}

std::optional<std::string> base64_problem(const Value& value) {
  size_t at = 0;
  if (base64_decode(value.as_string(), &at)) return std::nullopt;
  return "illegal base64 data at input byte " + std::to_string(at);
}

// The kind below a named type: "string" for v1.PullPolicy.
std::string underlying(const Schema& schema) {
  switch (schema.shape) {
    case Shape::kBool:
      return "bool";
    case Shape::kInt32:
      return "int32";
    case Shape::kInt64:
      return "int64";
    case Shape::kDouble:
      return "float64";
    default:
      return "string";
  }
}

bool converts(const Schema& schema, const Value& value) {
  switch (schema.shape) {
    case Shape::kBool:
      return value.is_bool();
    case Shape::kInt32:
    case Shape::kInt64:
      return value.is_number() && is_whole(value);
    case Shape::kDouble:
      return value.is_number();
    default:
      return value.is_string();
  }
}

// Go has a conversion between the two types, but JSON has not.
bool go_would_convert(const Schema& schema, const Value& value) {
  if (schema.shape == Shape::kInt32 || schema.shape == Shape::kInt64) return value.is_number();
  return schema.shape == Shape::kString && value.is_int();
}

}  // namespace

std::string go_kind_name(const Value& value) {
  switch (value.type()) {
    case Value::Type::kBool:
      return "bool";
    case Value::Type::kInt:
      return "int64";
    case Value::Type::kDouble:
      return "float64";
    case Value::Type::kString:
      return "string";
    case Value::Type::kArray:
      return "slice";
    case Value::Type::kObject:
      return "map";
    case Value::Type::kNull:
      break;
  }
  return "invalid";
}

std::string json_type_name(const Value& value) {
  if (value.is_object()) return "object";
  if (value.is_array()) return "array";
  if (value.is_string()) return "string";
  return value.is_bool() ? "bool" : "number";
}

std::optional<ScalarProblem> json_problem(const Schema& schema, const Value& value) {
  switch (schema.shape) {
    case Shape::kInt32:
    case Shape::kInt64:
      return int_problem(schema, value);
    case Shape::kIntOrString:
      if (value.is_string()) return std::nullopt;
      return int_problem(schema, value);
    case Shape::kBool:
      if (value.is_bool()) return std::nullopt;
      return wrong_type(json_type_name(value), "bool");
    case Shape::kDouble:
      if (value.is_number()) return std::nullopt;
      return wrong_type(json_type_name(value), "float64");
    case Shape::kTime:
    case Shape::kMicroTime:
      if (!value.is_string()) return wrong_type(json_type_name(value), "string");
      [[fallthrough]];
    case Shape::kQuantity:
      if (auto text = text_problem(schema, value)) return message(*text);
      return std::nullopt;
    case Shape::kBytes:
      if (!value.is_string()) return wrong_type(json_type_name(value), "[]uint8");
      if (auto text = base64_problem(value)) return ScalarProblem{*text, {}, false};
      return std::nullopt;
    default:
      if (schema.shape != Shape::kString || value.is_string()) return std::nullopt;
      return wrong_type(json_type_name(value), schema.go_type_name());
  }
}

std::optional<std::string> conversion_problem(const Schema& schema, const Value& value) {
  switch (schema.shape) {
    case Shape::kRaw:
      return std::nullopt;
    case Shape::kQuantity:
      return text_problem(schema, value);
    case Shape::kTime:
    case Shape::kMicroTime:
      if (value.is_string()) return text_problem(schema, value);
      return "json: cannot unmarshal " + json_type_name(value) + " into Go value of type string";
    case Shape::kIntOrString:
      if (value.is_string() || (value.is_number() && is_whole(value))) return std::nullopt;
      return "json: cannot unmarshal " + json_type_name(value) + " into Go value of type int32";
    case Shape::kBytes:
      if (value.is_string()) return base64_problem(value);
      return "cannot restore slice from " + go_kind_name(value);
    default:
      if (converts(schema, value)) return std::nullopt;
      if (go_would_convert(schema, value))
        return "cannot convert " + go_kind_name(value) + " to " + schema.go_type_name();
      return "unrecognized type: " + underlying(schema);
  }
}

}  // namespace skiff
