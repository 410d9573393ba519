#include <catch2/catch.hpp>

#include "api/label_selector.h"

namespace skiff {
namespace {

const Value kWeb{{"app", "web"}, {"tier", "front"}, {"in", "in"}, {"n", "7"}, {"empty", ""}};

TEST_CASE("Selectors: 1. Label selector text: what it selects and how it prints") {
  struct Row {
    const char* given;
    bool matches;  // app=web, tier=front, in=in, n=7, empty=
    const char* printed;
  };
  const Row rows[] = {
      {"", true, ""},
      {"app", true, "app"},
      {"!app", false, "!app"},
      {"! old", true, "!old"},
      {"app=web", true, "app=web"},
      {"app==web", true, "app==web"},
      {"app = web , tier=back", false, "app=web,tier=back"},
      {"tier=front,app=web", true, "app=web,tier=front"},
      {"app!=web", false, "app!=web"},
      {"old!=web", true, "old!=web"},
      {"app in (b, web)", true, "app in (b,web)"},
      {"app notin (b,a)", true, "app notin (a,b)"},
      {"old notin (a)", true, "old notin (a)"},
      {"in in (in)", true, "in in (in)"},
      {"app=in", false, "app=in"},
      {"empty=", true, "empty="},
      {"empty=,app", true, "app,empty="},
      {"empty in ()", true, "empty in ()"},
      {"empty in (a,,b)", true, "empty in (,a,b)"},
      {"empty in (,a)", true, "empty in (,a)"},
      {"empty in (a,)", true, "empty in (,a)"},
      {"n>5", true, "n>5"},
      {"n<5", false, "n<5"},
      {"app>5", false, "app>5"},
      {"example.com/x!=1", true, "example.com/x!=1"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION("'" << row.given << "'") {
      const auto selector = LabelSelector::parse(row.given);
      REQUIRE(selector);
      CHECK(selector->matches(kWeb) == row.matches);
      CHECK(selector->text() == row.printed);
    }
}

TEST_CASE("Selectors: 1. Label selector text: errors") {
  struct Row {
    const char* given;
    const char* error;
  };
  const Row rows[] = {
      {"a(b", "unable to parse requirement: found '(', expected: in, notin, =, ==, !=, gt, lt"},
      {"a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"},
      {"!", "unable to parse requirement: found '', expected: identifier"},
      {"!,a", "unable to parse requirement: found ',', expected: identifier"},
      {"a in b", "unable to parse requirement: found 'b' expected: '('"},
      {"a in", "unable to parse requirement: found '' expected: '('"},
      {"a in (b c)", "unable to parse requirement: found 'c', expected: ',' or ')'"},
      {"a in (=)", "unable to parse requirement: found '=', expected: ',', ')' or identifier"},
      {"a in (b,=)", "unable to parse requirement: found '=', expected: ',', or identifier"},
      {"a==(", "unable to parse requirement: found '(', expected: identifier"},
      {"a>b",
       "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an "
       "integer"},
      {"-a",
       "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of alphanumeric characters, "
       "'-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or "
       "'123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"},
      {"k=-v",
       "unable to parse requirement: values[0][k]: Invalid value: \"-v\": a valid label must be an empty string or "
       "consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
       "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
       "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"},
      {"a,", "found '', expected: identifier after ','"},
      {"a,,b", "found ',', expected: identifier after ','"},
      {"a=b c", "found 'c', expected: ',' or 'end of string'"},
      {"!k=v", "found '=', expected: ',' or 'end of string'"},
      {"=a", "found '=', expected: !, identifier, or 'end of string'"},
      {"!=a", "found '!=', expected: !, identifier, or 'end of string'"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION("'" << row.given << "'") {
      const auto selector = LabelSelector::parse(row.given);
      REQUIRE(!selector);
      CHECK(selector.error().message == row.error);
    }
}

}  // namespace
}  // namespace skiff
