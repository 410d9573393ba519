#include "api/custom_resources/formats.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <limits>
#include <string>

#include "api/name_rules.h"
#include "base/base64.h"
#include "base/regular_expression.h"
#include "base/time.h"

namespace skiff::structural {
namespace {

bool is_address(const std::string& text, int family) {
  unsigned char parsed[16];
  return inet_pton(family, text.c_str(), parsed) == 1;
}

bool is_cidr(const std::string& text) {
  const size_t slash = text.find('/');
  if (slash == std::string::npos) return false;
  const std::string address = text.substr(0, slash);
  const std::string bits = text.substr(slash + 1);
  if (bits.empty() || bits.size() > 3 ||
      !std::all_of(bits.begin(), bits.end(), [](unsigned char c) { return std::isdigit(c) != 0; }))
    return false;
  const int length = std::stoi(bits);
  return (is_address(address, AF_INET) && length <= 32) || (is_address(address, AF_INET6) && length <= 128);
}

bool matches(std::string_view pattern, const std::string& text) {
  const auto expression = RegularExpression::parse(pattern);
  return expression && expression->matches(text);
}

bool is_date(const std::string& text) { return text.size() == 10 && parse_rfc3339(text + "T00:00:00Z").has_value(); }

bool is_text_of_format(const std::string& text, std::string_view format) {
  if (format == "date-time") return parse_rfc3339(text).has_value();
  if (format == "date") return is_date(text);
  if (format == "duration") return parse_duration(text).has_value();
  if (format == "ipv4") return is_address(text, AF_INET);
  if (format == "ipv6") return is_address(text, AF_INET6);
  if (format == "cidr") return is_cidr(text);
  if (format == "hostname") return text.size() <= 255 && matches("^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?$", text);
  if (format == "mac") return matches("^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$", text);
  if (format == "email") return matches("^[^@\\s]+@[^@\\s]+$", text);
  if (format == "uri") return matches("^([A-Za-z][-+.A-Za-z0-9]*:\\S+|/\\S*)$", text);
  if (format == "uuid") return matches("(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$", text);
  if (format == "byte") return base64_decode(text).has_value();
  return true;
}

}  // namespace

bool is_of_format(const Value& value, std::string_view format) {
  if (value.is_string()) return is_text_of_format(value.str(), format);
  if (format != "int32" || !value.is_int()) return true;
  return value.as_int() >= std::numeric_limits<int32_t>::min() && value.as_int() <= std::numeric_limits<int32_t>::max();
}

}  // namespace skiff::structural
