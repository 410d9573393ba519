#include "cli/printers/yaml.h"

#include <catch2/catch.hpp>

#include "cli/printers/kyaml.h"

namespace skiff::cli {
namespace {

TEST_CASE("YAML quotes what would read as something else") {
  struct Row {
    const char* text;
    const char* yaml;
  };
  const Row rows[] = {
      {"v1", "v1"},
      {"true", "\"true\""},
      {"No", "\"No\""},
      {"y", "\"y\""},
      {"", "\"\""},
      {"~", "\"~\""},
      {"1", "\"1\""},
      {"0x1f", "\"0x1f\""},
      {"0o7", "\"0o7\""},
      {"1_000", "\"1_000\""},
      {".5_0", "\".5_0\""},
      {".5_", ".5_"},
      {"12e03", "\"12e03\""},
      {"1:30", "\"1:30\""},
      {"2026-11-22", "\"2026-11-22\""},
      {"2026-11-22T15:20:25Z", "\"2026-11-22T15:20:25Z\""},
      {"1.2.3", "1.2.3"},
      {"1Gi", "1Gi"},
      {"a:b", "a:b"},
      {"-x", "-x"},
      {"<<", "<<"},
      {"it's", "it's"},
      {"\xc3\xa9", "\xc3\xa9"},
      {"* * * * *", "'* * * * *'"},
      {"a: b", "'a: b'"},
      {"a:", "'a:'"},
      {"-", "'-'"},
      {"{{x}}", "'{{x}}'"},
      {"\"q\"", "'\"q\"'"},
      {"'q'", "'''q'''"},
      {"a #b", "'a #b'"},
      {" lead", "' lead'"},
      {"trail ", "'trail '"},
      {"tab\there", "\"tab\\there\""},
      {"x\x07", "\"x\\a\""},
      {"a\r\nb", "\"a\\r\\nb\""},
      {"\xf0\x9f\x98\x80", "\"\\U0001F600\""},
      {"two\nlines\n", "|\n    two\n    lines"},
      {"two\nlines", "|-\n    two\n    lines"},
      {"kept\n\n", "|+\n    kept\n"},
      {" a\nb\n", "|2\n     a\n    b"},
      {"l1 \nl2", "\"l1 \\nl2\""},
      // U+0085 is read as the end of a line on the way, as a real client shows.
      {"a\xc2\x85"
       "b",
       "a b"},
      {"a  \xc2\x85 b", "a b"},
      {"\xc2\x85", "' '"},
      {"a\xc2\x85", "'a '"},
      {"a\xc2\x85\xc2\x85"
       "b",
       "|-\n    a\n    b"},
      {"l1\nl2\xc2\x85\n", "\"l1\\nl2 \\n\""},
      {"it's\xc2\x85x", "it's x"},
      // After a byte order mark everything is escaped, as a real client shows.
      {"\xef\xbb\xbf"
       "a b\n\xc3\xb6",
       "\"\\uFEFF\\x61\\x20\\x62\\n\\xF6\""},
      {"x\xef\xbb\xbf"
       "y",
       "\"x\\uFEFFy\""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.text) {
      CHECK(to_yaml(Value{{"a", Value{{"k", row.text}}}}) == std::string("a:\n  k: ") + row.yaml + "\n");
    }
}

TEST_CASE("YAML folds at a blank beyond column 80") {
  const std::string words = "long long long long long long long long long long long long long long long long long end";
  CHECK(to_yaml(Value{{"k", words}}) ==
        "k: long long long long long long long long long long long long long long long long\n  long end\n");
  CHECK(to_yaml(Value{{"k", words + " "}}) ==
        "k: 'long long long long long long long long long long long long long long long long\n  long end '\n");
}

TEST_CASE("YAML layout") {
  const Value nested{
      {"list", Value::array({Value{{"a", 1}, {"b", Value::array({"x", Value::array({"y"})})}}, Value()})},
      {"empty", Value::object()},
      {"none", Value::array()},
      {"f", 0.5},
      {"big", 1e21}};
  CHECK(to_yaml(nested) ==
        "big: 1e+21\nempty: {}\nf: 0.5\nlist:\n- a: 1\n  b:\n  - x\n  - - \"y\"\n- null\nnone: []\n");
  CHECK(to_yaml(Value::array({"a"})) == "- a\n");
  CHECK(to_yaml(Value("a")) == "a\n");
  const std::string long_key(130, 'k');
  CHECK(to_yaml(Value{{long_key, "v"}}) == "? " + long_key + "\n: v\n");
}

TEST_CASE("keys stand in natural order") {
  const char* keys[] = {".dot", "_u", "1", "10", "10.x", "1a", "B1", "a", "a/b", "aa", "b", "b9", "b10", "ba"};
  for (size_t i = 0; i + 1 < std::size(keys); ++i) {
    CHECK(natural_less(keys[i], keys[i + 1]));
    CHECK(!natural_less(keys[i + 1], keys[i]));
  }
}

TEST_CASE("KYAML") {
  const Value object{{"apiVersion", "v1"},
                     {"data", Value{{"empty", ""}, {"false", "7"}, {"text", "two\n lines\n"}, {"a-", 1.5}}},
                     {"cuddled", Value::array({Value{{"a", 1}}, Value::array({2})})},
                     {"mixed", Value::array({Value::object(), "s"})},
                     {"none", Value::array()}};
  CHECK(to_kyaml(object) == R"(---
{
  apiVersion: "v1",
  cuddled: [{
    a: 1,
  }, [
    2,
  ]],
  data: {
    "a-": 1.5,
    empty: "",
    "false": "7",
    text: "\
       two\n\
      \ lines\n\
      ",
  },
  mixed: [
    {},
    "s",
  ],
  none: [],
}
)");
  // U+0085 folds here, too.
  CHECK(to_kyaml(Value{{"k",
                        "a\xc2\x85"
                        "b"}}) == "---\n{\n  k: \"a b\",\n}\n");
}

}  // namespace
}  // namespace skiff::cli
