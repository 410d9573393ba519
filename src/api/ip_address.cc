#include "api/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace skiff {

std::optional<IpAddress> parse_ip(std::string_view text) {
  const std::string terminated(text);
  IpAddress out;
  if (inet_pton(AF_INET, terminated.c_str(), out.bytes.data()) == 1) return out;
  out.family = IpFamily::kV6;
  if (inet_pton(AF_INET6, terminated.c_str(), out.bytes.data()) == 1) return out;
  return std::nullopt;
}

std::optional<IpRange> parse_cidr(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto base = parse_ip(text.substr(0, slash));
  const std::string_view bits = text.substr(slash + 1);
  IpRange out;
  const auto [end, failure] = std::from_chars(bits.data(), bits.data() + bits.size(), out.bits);
  if (!base || failure != std::errc() || end != bits.data() + bits.size()) return std::nullopt;
  if (out.bits < 0 || out.bits > (base->family == IpFamily::kV4 ? 32 : 128)) return std::nullopt;
  out.base = *base;
  return out;
}

bool IpRange::contains(const IpAddress& address) const {
  if (address.family != base.family) return false;
  for (int bit = 0; bit < bits; ++bit) {
    const auto at = static_cast<size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if (((address.bytes[at] ^ base.bytes[at]) & mask) != 0) return false;
  }
  return true;
}

void check_ip(const Value& text, const FieldPath& field, FieldErrors& errors) {
  if (!parse_ip(text.as_string()))
    errors.invalid(field, text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
}

void check_non_special_ip(const Value& text, const FieldPath& field, FieldErrors& errors) {
  struct Special {
    const char* ranges[2];
    const char* detail;
  };
  constexpr Special kSpecial[] = {
      {{"127.0.0.0/8", "::1/128"}, "may not be in the loopback range (127.0.0.0/8, ::1/128)"},
      {{"169.254.0.0/16", "fe80::/10"}, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"},
      {{"224.0.0.0/24", "ff02::/16"}, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"},
  };
  const auto address = parse_ip(text.as_string());
  if (!address) return errors.invalid(field, text, "must be a valid IP address");
  const size_t length = address->family == IpFamily::kV4 ? 4 : 16;
  if (std::all_of(address->bytes.begin(), address->bytes.begin() + static_cast<std::ptrdiff_t>(length),
                  [](uint8_t byte) { return byte == 0; }))
    errors.invalid(field, text, "may not be unspecified (" + text.str() + ")");
  for (const Special& special : kSpecial)
    for (const char* range : special.ranges)
      if (parse_cidr(range)->contains(*address)) errors.invalid(field, text, special.detail);
}

void check_cidr(const Value& text, const FieldPath& field, FieldErrors& errors) {
  if (!parse_cidr(text.as_string()))
    errors.invalid(field, text, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
}

}  // namespace skiff
