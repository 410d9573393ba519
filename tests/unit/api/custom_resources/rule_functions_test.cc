// What rules can call that is Kubernetes' own: quantities, versions, URLs, addresses, formats, time zones. One row
// each.
#include "api/custom_resources/rule_functions.h"

#include <catch2/catch.hpp>

#include "base/json.h"
#include "cel/rule.h"

using namespace skiff;
using cel::Type;

namespace {

std::string outcome(std::string_view rule) {
  const cel::TypeRef self = cel::simple_type(Type::Kind::kString);
  auto compiled = cel::Rule::compile(rule, {self, self, rule_functions()}, Type::Kind::kBool);
  if (const std::string* problem = std::get_if<std::string>(&compiled)) return *problem;
  const cel::Outcome made = std::get<cel::Rule>(compiled).evaluate("x", nullptr).outcome;
  if (const cel::Failure* failure = std::get_if<cel::Failure>(&made)) return failure->message;
  return to_json(std::get<Value>(made));
}

}  // namespace

TEST_CASE("rule functions: what holds") {
  const char* const rules[] = {
      "isQuantity('1.5Gi') && !isQuantity('1.5g') && quantity('1Ki') == quantity('1024')",
      "quantity('500m').isLessThan(quantity('1')) && quantity('1Gi').isGreaterThan(quantity('1G'))",
      "quantity('1').compareTo(quantity('1000m')) == 0 && sign(quantity('-1')) == -1",
      "quantity('2k').asInteger() == 2000 && !quantity('500m').isInteger()",
      "quantity('500m').asApproximateFloat() == 0.5 && quantity('1').add(2).sub(quantity('1')) == quantity('2')",
      "isSemver('1.2.3') && !isSemver('v1.2') && semver('1.2.3').minor() == 2",
      "semver('1.0.0-rc.2').isLessThan(semver('1.0.0')) && semver('1.10.0').isGreaterThan(semver('1.9.0'))",
      "isURL('https://example.com:8080/a%20b?q=1') && !isURL('nope') && isURL('/path')",
      "url('https://example.com:8080/a').getHost() == 'example.com:8080' && url('https://a.b:1/').getPort() == '1'",
      "url('https://[::1]:80/x').getHostname() == '::1' && url('HTTPS://a/b?c').getScheme() == 'https'",
      "url('https://a/b%20c').getEscapedPath() == '/b%20c' && url('/a?k=1&k=2&z').getQuery() == "
      "{'k': ['1', '2'], 'z': ['']}",
      "isIP('10.0.0.1') && isIP('::1') && !isIP('::ffff:1.2.3.4') && !isIP('10.0.0') && ip('::1').family() == 6",
      "ip('127.0.0.1').isLoopback() && ip('169.254.1.1').isLinkLocalUnicast() && ip('8.8.8.8').isGlobalUnicast()",
      "ip('0.0.0.0').isUnspecified() && ip('224.0.0.1').isLinkLocalMulticast() && !ip.isCanonical('2001:DB8::1')",
      "string(ip('2001:0db8::1')) == '2001:db8::1' && ip('2001:DB8::1') == ip('2001:db8::1')",
      "isCIDR('10.0.0.0/8') && !isCIDR('10.0.0.0/33') && cidr('10.0.0.0/8').containsIP('10.1.2.3')",
      "cidr('10.0.0.0/8').containsCIDR(cidr('10.1.0.0/16')) && cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')",
      "cidr('10.0.0.0/8').prefixLength() == 8 && cidr('10.0.0.0/8').ip() == ip('10.0.0.0')",
      "!format.dns1123Label().validate('my-name').hasValue() && format.dns1123Label().validate('My_Name').hasValue()",
      "format.named('uuid').value().validate('x').value() == ['does not match the UUID format']",
      "!format.named('nope').hasValue() && !format.dns1123LabelPrefix().validate('my-').hasValue()",
      "timestamp('2026-07-01T12:00:00Z').getHours('Europe/Berlin') == 14",
      "timestamp('2026-07-01T23:30:00Z').getDate('+01:00') == 2",
  };
  for (const char* rule : rules) DYNAMIC_SECTION(rule) {
      CHECK(outcome(rule) == "true");
    }
}

TEST_CASE("rule functions: what fails, and what is no such function") {
  CHECK(outcome("quantity('x') == quantity('1')") ==
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  CHECK(outcome("quantity('500m').asInteger() == 0") == "cannot convert value to integer");
  CHECK(outcome("quantity('1') > quantity('0')") ==
        "compilation failed: ERROR: <input>:1:15: found no matching overload for '_>_' applied to "
        "'(kubernetes.Quantity, kubernetes.Quantity)'\n | quantity('1') > quantity('0')\n | ..............^");
  CHECK(outcome("quantity('1').sign() == 1")
            .find("found no matching overload for 'sign' applied to "
                  "'kubernetes.Quantity.()'") != std::string::npos);
  CHECK(outcome("authorizer.path('/x') == null").find("undeclared reference to 'authorizer' (in container '')") !=
        std::string::npos);
}
