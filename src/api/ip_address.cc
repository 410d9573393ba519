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

std::string ip_text(const IpAddress& address) {
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(address.family == IpFamily::kV4 ? AF_INET : AF_INET6, address.bytes.data(), text, sizeof text);
  return text;
}

namespace {

// What Go once read: the numbers of an IPv4 address, and how many bits count, may begin with zeros.
std::string without_leading_zeros(std::string_view text) {
  std::string out;
  bool at_start = text.find(':') == std::string_view::npos;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool goes_on = i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
    if (at_start && text[i] == '0' && goes_on) continue;
    at_start = text[i] == '/' || (text[i] == '.' && text.find(':') == std::string_view::npos);
    out += text[i];
  }
  return out;
}

bool is_v4_in_v6(const IpAddress& address) {
  if (address.family == IpFamily::kV4) return false;
  const bool zeros =
      std::all_of(address.bytes.begin(), address.bytes.begin() + 10, [](uint8_t byte) { return byte == 0; });
  return zeros && address.bytes[10] == 0xff && address.bytes[11] == 0xff;
}

bool has_host_bits(const IpRange& range) {
  const int length = range.base.family == IpFamily::kV4 ? 32 : 128;
  for (int bit = range.bits; bit < length; ++bit)
    if ((range.base.bytes[static_cast<size_t>(bit / 8)] & (0x80 >> (bit % 8))) != 0) return true;
  return false;
}

}  // namespace

// Upstream: parseIP with StrictIPCIDRValidation.
void check_ip(const Value& text, const FieldPath& field, FieldErrors& errors) {
  const auto address = parse_ip(text.as_string());
  if (address && is_v4_in_v6(*address)) return errors.invalid(field, text, "must not be an IPv4-mapped IPv6 address");
  if (address) return;
  errors.invalid(field, text,
                 parse_ip(without_leading_zeros(text.as_string()))
                     ? "must not have leading 0s"
                     : "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
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

// Upstream: parseCIDR with StrictIPCIDRValidation.
void check_cidr(const Value& text, const FieldPath& field, FieldErrors& errors) {
  const auto range = parse_cidr(text.as_string());
  if (!range || without_leading_zeros(text.as_string()) != text.as_string())
    return errors.invalid(field, text,
                          parse_cidr(without_leading_zeros(text.as_string()))
                              ? "must not have leading 0s in IP or prefix length"
                              : "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
  if (is_v4_in_v6(range->base)) return errors.invalid(field, text, "must not have an IPv4-mapped IPv6 address");
  if (has_host_bits(*range)) errors.invalid(field, text, "must not have bits set beyond the prefix length");
}

}  // namespace skiff
