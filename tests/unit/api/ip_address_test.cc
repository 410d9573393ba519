#include "api/ip_address.h"

#include <catch2/catch.hpp>

#include "base/strings.h"

using namespace skiff;

namespace {

struct Row {
  const char* why;
  const char* text;
  const char* problem;
};

void check_rows(const std::vector<Row>& rows, void (*checked)(const Value&, const FieldPath&, FieldErrors&)) {
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      FieldErrors errors;
      checked(Value(row.text), FieldPath("ip"), errors);
      std::string found;
      for (const Cause& cause : errors.take()) found += cause.message;
      const std::string expected =
          *row.problem == '\0' ? "" : "Invalid value: " + go_quote(row.text) + ": " + row.problem;
      CHECK(found == expected);
    }
}

}  // namespace

TEST_CASE("Validation: addresses as strictly as 1.36 takes them") {
  check_rows(
      {
          {"four numbers", "10.9.8.7", ""},
          {"IPv6", "2001:db8::ffff", ""},
          {"IPv6 not as it should be written", "2001:0db8::FFFF", ""},
          {"no address", "10.9.8", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"},
          {"no number of a byte", "10.9.8.256", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"},
          {"leading zeros", "010.009.8.7", "must not have leading 0s"},
          {"IPv4 in IPv6", "::ffff:10.9.8.7", "must not be an IPv4-mapped IPv6 address"},
      },
      check_ip);
}

TEST_CASE("Validation: ranges as strictly as 1.36 takes them") {
  check_rows(
      {
          {"a range", "10.9.8.0/24", ""},
          {"all", "0.0.0.0/0", ""},
          {"IPv6", "2001:db8::/64", ""},
          {"an address", "10.9.8.0", "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"},
          {"too many bits", "10.9.8.0/33", "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"},
          {"leading zeros", "010.9.8.0/24", "must not have leading 0s in IP or prefix length"},
          {"leading zeros in the number of bits", "2001:db8::/064", "must not have leading 0s in IP or prefix length"},
          {"IPv4 in IPv6", "::ffff:10.9.8.0/120", "must not have an IPv4-mapped IPv6 address"},
          {"bits of hosts", "10.9.8.7/24", "must not have bits set beyond the prefix length"},
          {"bits of hosts in IPv6", "2001:db8::1/64", "must not have bits set beyond the prefix length"},
      },
      check_cidr);
}
