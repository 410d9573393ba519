#include "cli/csv.h"

#include <catch2/catch.hpp>

#include "base/strings.h"
#include "cli/flags.h"

namespace skiff::cli {
namespace {

// What flags of the real client made of these values.
TEST_CASE("One record of comma-separated values") {
  struct Row {
    const char* why;
    const char* text;
    const char* fields;  // parted by bars; an error behind !
  };
  const Row rows[] = {
      {"plain", "a,b", "a|b"},
      {"empty fields", ",a,", "|a|"},
      {"a quoted field", R"("a,b",c)", "a,b|c"},
      {"a quote in quotes", R"("a""b")", "a\"b"},
      {"an empty quoted field", R"("")", ""},
      {"nothing more on the line", R"("a",)", "a|"},
      {"only the first record counts", "a\nb", "a"},
      {"empty lines are passed over", "\n\na,b", "a|b"},
      {"a line's end in quotes is kept", "\"a\r\nb\"", "a\nb"},
      {"the end of the line is no part of the last field", "a\r\n", "a"},
      {"no record", "\n", "!EOF"},
      {"a quote in a plain field", R"(a"b)", "!parse error on line 1, column 2: bare \" in non-quoted-field"},
      {"on a later line", "\n\na,b\"", "!parse error on line 3, column 4: bare \" in non-quoted-field"},
      {"columns are bytes", "é\"", "!parse error on line 1, column 3: bare \" in non-quoted-field"},
      {"no closing quote", R"("a)", "!parse error on line 1, column 3: extraneous or missing \" in quoted-field"},
      {"text behind the closing quote", R"("a"b)",
       "!parse error on line 1, column 3: extraneous or missing \" in quoted-field"},
      {"no closing quote on the next line either", "\"a\nb",
       "!record on line 1; parse error on line 2, column 2: extraneous or missing \" in quoted-field"},
      {"text behind a field of two lines", "\"x\r\ny\"z",
       "!record on line 1; parse error on line 2, column 2: extraneous or missing \" in quoted-field"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto fields = read_csv(row.text);
      CHECK((fields ? join(*fields, "|") : "!" + fields.error().message) == row.fields);
    }
}

TEST_CASE("Flags: pairs of keys and values") {
  struct Row {
    const char* why;
    const char* value;
    const char* pairs;
  };
  const Row rows[] = {
      {"one", "a=b", "a=b;"},
      {"one with a comma", "a=b,c", "a=b,c;"},
      {"two", "a=b,c=d", "a=b;c=d;"},
      {"a value with =", "a=b=c", "a=b=c;"},
      {"quoted as a whole", R"("a=b=c,d=e")", "a=b=c,d=e;"},
      {"quotes around one", R"("a=b")", "a=b;"},
      {"nothing", "=", "=;"},
      {"no pair", "a", "!invalid argument \"a\" for \"--env\" flag: a must be formatted as key=value"},
      {"empty", "", "!invalid argument \"\" for \"--env\" flag:  must be formatted as key=value"},
      {"no pair among two", "a=b,c=d,e",
       "!invalid argument \"a=b,c=d,e\" for \"--env\" flag: e must be formatted as key=value"},
      {"an empty field among two", "a=b=c,",
       "!invalid argument \"a=b=c,\" for \"--env\" flag:  must be formatted as key=value"},
      {"what is no CSV", "a=b,c=d,\"",
       "!invalid argument \"a=b,c=d,\\\"\" for \"--env\" flag: parse error on line 1, column 10: extraneous or "
       "missing \" in quoted-field"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Flags flags;
      std::map<std::string, std::string> pairs;
      flags.pairs(pairs, "env", "");
      const auto parsed = flags.parse({"--env", row.value});
      std::string shown;
      for (const auto& [key, value] : pairs) shown += key + "=" + value + ";";
      CHECK((parsed ? shown : "!" + parsed.error().message) == row.pairs);
    }
}

}  // namespace
}  // namespace skiff::cli
