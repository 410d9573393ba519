#include "base/strings.h"

#include <catch2/catch.hpp>

#include "base/go_format.h"

namespace skiff {
namespace {

TEST_CASE("Go's quoting, there and back") {
  struct Row {
    const char* why;
    std::string text;
    const char* quoted;
  };
  const Row rows[] = {
      {"plain", "a b", "\"a b\""},
      {"quotes and backslashes", "\"\\", "\"\\\"\\\\\""},
      {"letters for controls", "\a\b\f\n\r\t\v", "\"\\a\\b\\f\\n\\r\\t\\v\""},
      {"other controls", std::string("\0\x1b\x7f", 3), "\"\\x00\\x1b\\x7f\""},
      {"what can be printed", "\xc3\xa9\xf0\x9f\x98\x80", "\"\xc3\xa9\xf0\x9f\x98\x80\""},
      {"what cannot", "\xc2\xa0\xe2\x80\xa8", "\"\\u00a0\\u2028\""},
      {"no UTF-8", "\xff", "\"\\xff\""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(go_quote(row.text) == row.quoted);
      CHECK(go_unquote(row.quoted) == row.text);
    }
  CHECK(go_unquote("'two chars\\n'") == "two chars\n");
  CHECK(go_unquote("`raw\\n`") == "raw\\n");
  for (const char* bad : {"", "\"", "\"a", "a\"", "\"\\q\"", "\"\\x1\"", "'a'b'"}) CHECK(!go_unquote(bad));
}

TEST_CASE("Go's floats") {
  CHECK(go_float(1.5) == "1.5");
  CHECK(go_float(0) == "0");
  CHECK(go_float(123456) == "123456");
  CHECK(go_float(1e6) == "1e+06");
  CHECK(go_float(1234567.5) == "1.2345675e+06");
  CHECK(go_float(1e-5) == "1e-05");
  CHECK(go_float(1e21) == "1e+21");
}

TEST_CASE("UTF-8") {
  CHECK(rune_count("a\xc3\xa9\xf0\x9f\x98\x80") == 3);
  CHECK(is_valid_utf8("\xc3\xa9"));
  for (const char* bad : {"\xc3", "\xff", "\xed\xa0\x80", "\xc0\xaf", "\xf4\x90\x80\x80"}) CHECK(!is_valid_utf8(bad));
  CHECK(to_valid_utf8("a\xff\xfe") == "a\xef\xbf\xbd\xef\xbf\xbd");
  std::string out;
  for (const char32_t code : {U'a', U'\u00e9', U'\u2028', U'\U0001F600'}) append_utf8(out, code);
  CHECK(out == "a\xc3\xa9\xe2\x80\xa8\xf0\x9f\x98\x80");
}

}  // namespace
}  // namespace skiff
