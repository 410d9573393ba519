#include "api/name_rules.h"

#include <catch2/catch.hpp>

#include "api/field_checks.h"
#include "base/strings.h"
#include "support/field_causes.h"

namespace skiff {

TEST_CASE("Validation: 2. Text of the common checks") {
  using Check = Problems (*)(std::string_view);
  struct Row {
    const char* why;
    Check check;
    std::string text;
    const char* problems;  // one a line
  };
  const std::string kLong(300, 'a');
  const char* kLabel =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
      "with "
      "an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
      "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  const char* kSubdomain =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
      "and "
      "end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
      "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  const char* kKey =
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
      "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
      "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  const std::string kPrefixed = std::string("prefix part ") + kSubdomain;
  const std::string kEmptyName = std::string("name part must be non-empty\n") + kKey;
  const Row rows[] = {
      {"a label", dns1123_label_problems, "0-a", ""},
      {"a label in capitals", dns1123_label_problems, "A", kLabel},
      {"a label that is a subdomain", dns1123_label_problems, "a.b", "must not contain dots"},
      {"a label that is too long", dns1123_label_problems, std::string(64, 'a'), "must be no more than 63 characters"},
      {"a subdomain", dns1123_subdomain_problems, "a.b-c.0", ""},
      {"a subdomain with an underscore", dns1123_subdomain_problems, "a_b", kSubdomain},
      {"a subdomain that is too long", dns1123_subdomain_problems, std::string(254, 'a'),
       "must be no more than 253 characters"},
      {"a DNS-1035 label begins with a letter", dns1035_label_problems, "0a",
       "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
       "character, "
       "and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is "
       "'[a-z]([-a-z0-9]*[a-z0-9])?')"},
      {"a label key", label_key_problems, "example.com/My_Name", ""},
      {"a key without its prefix", label_key_problems, "/a", "prefix part must be non-empty"},
      {"a key whose prefix is no subdomain", label_key_problems, "A/a", kPrefixed.c_str()},
      {"a key without its name", label_key_problems, "a/", kEmptyName.c_str()},
      {"a key whose name is too long", label_key_problems, std::string(64, 'a'),
       "name part must be no more than 63 bytes"},
      {"a key with two slashes", label_key_problems, "a/b/c",
       "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
       "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
       "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. "
       "'example.com/MyName')"},
      {"a label value may be empty", label_value_problems, "", ""},
      {"a label value is counted in bytes", label_value_problems, std::string(64, 'a'),
       "must be no more than 63 bytes"},
      {"a label value with a blank", label_value_problems, "a b",
       "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start "
       "and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation "
       "is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"},
      {"a port name", port_name_problems, "http-2", ""},
      {"a port name that is too long", port_name_problems, "a234567890123456", "must be no more than 15 characters"},
      {"a port name in capitals", port_name_problems, "Http",
       "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"},
      {"a port name of digits", port_name_problems, "80", "must contain at least one letter (a-z)"},
      {"a port name with two hyphens", port_name_problems, "a--b", "must not contain consecutive hyphens"},
      {"a port name that ends in one", port_name_problems, "a-", "must not begin or end with a hyphen"},
      {"a percentage", percent_problems, "50",
       "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used "
       "for "
       "validation is '[0-9]+%')"},
      {"a config key", config_key_problems, "A_b-c.d", ""},
      {"a config key with a blank", config_key_problems, "a b",
       "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  "
       "or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"},
      {"a config key that is the folder", config_key_problems, ".", "must not be '.'"},
      {"a config key that is the folder above", config_key_problems, "..", "must not be '..'"},
      {"a config key that begins so", config_key_problems, "..a", "must not start with '..'"},
      {"a config key that is too long", config_key_problems, kLong, "must be no more than 253 characters"},
      {"a variable", env_name_problems, "a b/c", ""},
      {"a variable without a name", env_name_problems, "", "environment variable name must be non-empty"},
      {"a variable with an equals sign", env_name_problems, "a=b",
       "a valid environment variable name must consist only of printable ASCII characters other than '='"},
      {"a header", http_header_problems, "X_Y",
       "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for "
       "validation is '[-A-Za-z0-9]+')"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(join(row.check(row.text), "\n") == row.problems);
    }
}

TEST_CASE("Validation: 2. Numbers and percentages") {
  FieldErrors errors;
  const FieldPath field("f");
  for (const int64_t port : {0, 1, 65535, 65536}) {
    const bool valid = port == 1 || port == 65535;
    CHECK(join(port_number_problems(port), "\n") == (valid ? "" : "must be between 1 and 65535, inclusive"));
  }
  check_non_negative(errors, field, -1);
  check_non_negative(errors, field, 0);
  check_non_negative(errors, field, Value());
  check_not_more_than_100_percent(errors, field, "101%");
  check_not_more_than_100_percent(errors, field, 101);
  check_immutable(errors, field, "new", "old");
  CHECK(test::causes_text(errors) ==
        "f: Invalid value: -1: must be greater than or equal to 0\n"
        "f: Invalid value: \"101%\": must not be greater than 100%\n"
        "f: Invalid value: \"new\": field is immutable");
}

}  // namespace skiff
