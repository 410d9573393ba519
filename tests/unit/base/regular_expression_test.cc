#include "base/regular_expression.h"

#include <catch2/catch.hpp>

using skiff::RegularExpression;

TEST_CASE("regular expressions: what matches") {
  struct Row {
    const char* why;
    const char* pattern;
    const char* text;
    bool matches;
  };
  const Row rows[] = {
      {"a part is enough", "b+", "abbc", true},
      {"anchored at both ends", "^b+$", "abbc", false},
      {"alternatives", "^(a|bc|)d$", "bcd", true},
      {"an empty alternative", "^(a|bc|)d$", "d", true},
      {"no alternative", "^(a|bc|)d$", "xd", false},
      {"a class with a range", "^[a-z0-9-]+$", "a-9", true},
      {"outside the class", "^[a-z0-9-]+$", "A", false},
      {"a negated class", "^[^/]+$", "a/b", false},
      {"a bracket that comes first is itself", "^[]a]+$", "]a", true},
      {"digits", "^\\d{3}$", "123", true},
      {"too few", "^\\d{3}$", "12", false},
      {"counted from and to", "^a{2,3}$", "aaaa", false},
      {"counted from", "^a{2,}$", "aaaa", true},
      {"a brace that counts nothing", "^a{x}$", "a{x}", true},
      {"cron", R"(^(\d+|\*)(/\d+)?(\s+(\d+|\*)(/\d+)?){4}$)", "* * * * */5", true},
      {"not cron", R"(^(\d+|\*)(/\d+)?(\s+(\d+|\*)(/\d+)?){4}$)", "* * * *", false},
      {"a dot is anything", "^a.c$", "aéc", true},
      {"but no line break", "^a.c$", "a\nc", false},
      {"an escaped dot is a dot", "^a\\.c$", "abc", false},
      {"letters in a class by name", "^[[:alpha:]_]+$", "ab_", true},
      {"groups that keep nothing, lazily", "^(?:ab)+?$", "abab", true},
      {"case does not matter", "(?i)^true$", "TrUe", true},
      {"the edge of a word", "\\bfoo\\b", "a foo b", true},
      {"no edge", "\\bfoo\\b", "afoo", false},
      {"star of what may be empty", "^(a*)*$", "aaaa", true},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto expression = RegularExpression::parse(row.pattern);
      REQUIRE(expression);
      CHECK(expression->matches(row.text) == row.matches);
    }
}

TEST_CASE("regular expressions: what is none") {
  for (const char* pattern : {"(", "a)", "[a", "*a", "a{2000}", "a{3,2}", "[z-a]", "\\", "(?=a)", "\\q"}) {
    CAPTURE(pattern);
    CHECK_FALSE(RegularExpression::parse(pattern));
  }
}

TEST_CASE("regular expressions: no text makes them slow") {
  const auto expression = RegularExpression::parse("^(a|a)*(a|a)*(a|a)*b$");
  REQUIRE(expression);
  CHECK_FALSE(expression->matches(std::string(20'000, 'a')));
}
