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
      {"case does not matter in ranges", "(?i)^[a-c]+$", "aBC", true},
      {"nor what a class leaves out", "(?i)^[^a-c]$", "B", false},
      {"flags for a group alone", "^(?i:a)b$", "Ab", true},
      {"and not behind it", "^(?i:a)b$", "AB", false},
      {"flags from the middle on", "^a(?i)b$", "aB", true},
      {"a flag taken back", "(?i)^a(?-i)b$", "AB", false},
      {"a dot that takes line breaks", "(?s)^a.c$", "a\nc", true},
      {"anchors at lines", "(?m)^b$", "a\nb\nc", true},
      {"anchors at the whole text", "^b$", "a\nb\nc", false},
      {"the end of the text alone", "(?m)b\\z", "b\nc", false},
      {"what a class by name leaves out, in a class", "^[\\s\\S]$", "x", true},
      {"which is not all", "^[\\D_]$", "5", false},
      {"a class without those of a name", "^[[:^digit:]]$", "5", false},
      {"characters by number", "^\\x41\\x{1F600}$", "A\xF0\x9F\x98\x80", true},
      {"quoted", "^\\Qa.b\\E+$", "a.bb", true},
      {"a quoted dot is a dot", "^\\Qa.b\\E$", "axb", false},
      {"a group with a name", "^(?P<word>a)(?<other>b)$", "ab", true},
      {"alternatives of several lengths, repeated", "^(?:ab|c|){2}d$", "cabd", true},
      {"a repetition of a repetition", "^(?:a{2}){2}$", "aaaa", true},
      {"none too many", "^(?:a{2}){2}$", "aaa", false},
      {"up to so many", "^(?:ab){0,2}c$", "ababc", true},
      {"and no more", "^(?:ab){0,2}c$", "abababc", false},
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

// What Go's regexp.Compile refuses, too.
TEST_CASE("regular expressions: what is none") {
  for (const char* pattern :
       {"(",   "a)",  "[a",      "*a",   "a{2000}",       "a{3,2}", "[z-a]",       "\\",     "(?=a)",         "\\q",
        "\\1", "a**", "a{2}{3}", "a??+", "(a{100}){100}", "\\xZZ",  "\\x{110000}", "\\x{41", "[[:letters:]]", "(?P<a",
        "(?i", "[a-"}) {
    CAPTURE(pattern);
    CHECK_FALSE(RegularExpression::parse(pattern));
  }
}

// In Go's own words.
TEST_CASE("regular expressions: what is wrong with one") {
  struct Row {
    const char* pattern;
    const char* problem;
  };
  const Row rows[] = {
      {"^a+$", ""},
      {"\\pL", ""},
      {"+", "error parsing regexp: missing argument to repetition operator: `+`"},
      {"a|*?", "error parsing regexp: missing argument to repetition operator: `*?`"},
      {"{2}", "error parsing regexp: missing argument to repetition operator: `{2}`"},
      {"a**", "error parsing regexp: invalid nested repetition operator: `**`"},
      {"a{2000}b", "error parsing regexp: invalid repeat count: `{2000}`"},
      {"(a", "error parsing regexp: missing closing ): `(a`"},
      {"a)b", "error parsing regexp: unexpected ): `a)b`"},
      {"x[a-", "error parsing regexp: missing closing ]: `[a-`"},
      {"[z-a]", "error parsing regexp: invalid character class range: `z-a`"},
      {"[[:letters:]]", "error parsing regexp: invalid character class range: `[:letters:]`"},
      {"a\\", "error parsing regexp: trailing backslash at end of expression: ``"},
      {"a\\qb", "error parsing regexp: invalid escape sequence: `\\q`"},
      {"(a)\\1", "error parsing regexp: invalid escape sequence: `\\1`"},
      {"(?=a)", "error parsing regexp: invalid or unsupported Perl syntax: `(?=`"},
      {"(?!a)", "error parsing regexp: invalid or unsupported Perl syntax: `(?!`"},
      {"(?P<a", "error parsing regexp: invalid named capture: `(?P<a`"},
      {"(?P<a b>c)", "error parsing regexp: invalid named capture: `(?P<a b>`"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.pattern) {
      CHECK(RegularExpression::problem_of(row.pattern) == row.problem);
    }
}

TEST_CASE("regular expressions: which part matches") {
  struct Row {
    const char* why;
    const char* pattern;
    const char* text;
    const char* found;
  };
  const Row rows[] = {
      {"the first, and as much of it as there is", "a+", "baaab aaaaa", "aaa"},
      {"lazily as little", "a+?", "baaab", "a"},
      {"lazily by a flag", "(?U)a+b", "aab", "aab"},
      {"lazy up to what follows", "<.*?>", "x<a><b>", "<a>"},
      {"greedy beyond it", "<.*>", "x<a><b>", "<a><b>"},
      {"of alternatives the first, not the longest", "a|ab", "ab", "a"},
      {"one that begins earlier wins", "b+|a", "abb", "a"},
      {"nothing, at the start", "x*", "abc", ""},
      {"no part", "x+", "abc", "none"},
      {"up to the end", "c$", "abc", "c"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto found = RegularExpression::parse(row.pattern)->find(row.text);
      const std::string_view text = row.text;
      CHECK((found ? text.substr(found->begin, found->end - found->begin) : "none") == row.found);
    }
}

TEST_CASE("regular expressions: nesting has an end") {
  const auto nested = [](size_t depth) { return std::string(depth, '(') + "a" + std::string(depth, ')'); };
  CHECK(RegularExpression::parse(nested(900)));
  CHECK_FALSE(RegularExpression::parse(nested(100'000)));
}

TEST_CASE("regular expressions: no pattern makes them slow or deep") {
  std::string alternatives;
  std::string optionals;
  for (int i = 0; i < 20'000; ++i) {
    alternatives += "a|";
    optionals += "a?";
  }
  for (const std::string& pattern : {alternatives + "b", optionals + "b"}) {
    const auto expression = RegularExpression::parse("^(?:" + pattern + ")$");
    REQUIRE(expression);
    CHECK(expression->matches("b"));
    CHECK_FALSE(expression->matches("c"));
  }
}

TEST_CASE("regular expressions: no text makes them slow") {
  const auto expression = RegularExpression::parse("^(a|a)*(a|a)*(a|a)*b$");
  REQUIRE(expression);
  CHECK_FALSE(expression->matches(std::string(20'000, 'a')));
}
