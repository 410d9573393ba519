// IP addresses and ranges of them: what Go's net package reads, in the words of apimachinery's util/validation.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/field_errors.h"

namespace skiff {

enum class IpFamily { kV4, kV6 };

struct IpAddress {
  IpFamily family = IpFamily::kV4;
  std::array<uint8_t, 16> bytes = {};  // of an IPv4 address the first four count
};

struct IpRange {
  IpAddress base;
  int bits = 0;
  bool contains(const IpAddress& address) const;
};

std::optional<IpAddress> parse_ip(std::string_view text);
std::optional<IpRange> parse_cidr(std::string_view text);

// As RFC 5952 has it.
std::string ip_text(const IpAddress& address);

// `must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)`; nor leading zeros, nor IPv4 in IPv6.
void check_ip(const Value& text, const FieldPath& field, FieldErrors& errors);
// ValidateNonSpecialIP: not unspecified, loopback or link-local. `text` is an address.
void check_non_special_ip(const Value& text, const FieldPath& field, FieldErrors& errors);
// `must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)`; as strict as check_ip, and without bits of hosts.
void check_cidr(const Value& text, const FieldPath& field, FieldErrors& errors);

}  // namespace skiff
