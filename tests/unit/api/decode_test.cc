#include "api/decode.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace skiff {
namespace {

const std::string kHead = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";

TEST_CASE("YAML that is refused, in go-yaml's words") {
  struct Row {
    const char* why;
    std::string text;
    const char* error;  // behind "error converting YAML to JSON: "
  };
  const Row rows[] = {
      {"a value in a value", kHead + "data:\n  a: b: c\n",
       "yaml: line 6: mapping values are not allowed in this context"},
      {"on the first line there is no number", "a: b: c\n", "yaml: mapping values are not allowed in this context"},
      {"deeper under a scalar", "a: 1\n  b: 2\n", "yaml: line 2: mapping values are not allowed in this context"},
      {"less deep", kHead + "data:\n  a: b\n c: d\n", "yaml: line 6: did not find expected key"},
      {"less deep in a sequence", "items:\n- a: 1\n  b: 2\n c: 3\n", "yaml: line 3: did not find expected key"},
      {"a tab in a plain scalar", "apiVersion: v1\n\tkind: x\n",
       "yaml: line 2: found a tab character that violates indentation"},
      {"a tab instead of blanks", kHead + "data:\n\ta: b\n",
       "yaml: line 6: found character that cannot start any token"},
      {"an open quote", kHead + "data:\n  a: \"b\n  c: d\n", "yaml: line 8: found unexpected end of stream"},
      {"text behind a quote", kHead + "data:\n  a: \"b\" c\n", "yaml: line 5: did not find expected key"},
      {"an open bracket", kHead + "data:\n  a: [b, c\n", "yaml: line 6: did not find expected ',' or ']'"},
      {"an open brace", kHead + "data: {a: b\n", "yaml: line 5: did not find expected ',' or '}'"},
      {"a bracket too many", kHead + "data: ]\n", "yaml: line 4: did not find expected node content"},
      {"no colon at the end", kHead + "data\n", "yaml: line 6: could not find expected ':'"},
      {"no colon", "apiVersion: v1\nkind ConfigMap\nmetadata:\n  name: a\n",
       "yaml: line 3: could not find expected ':'"},
      {"an item in a mapping", kHead + "  - x\n", "yaml: line 4: did not find expected key"},
      {"a colon without a key", kHead + "data:\n  : x\n", "yaml: line 5: did not find expected key"},
      {"reserved", kHead + "data:\n  a: @x\n", "yaml: line 6: found character that cannot start any token"},
      {"unknown escape", kHead + "data:\n  a: \"\\q\"\n", "yaml: line 6: found unknown escape character"},
      {"no hexadecimal", kHead + "data:\n  a: \"\\xZZ\"\n", "yaml: line 6: did not find expected hexdecimal number"},
      {"unknown anchor", kHead + "data: *x\n", "yaml: unknown anchor 'x' referenced"},
      {"an anchor inside itself", kHead + "data: &x\n  a: *x\n", "yaml: anchor 'x' value contains itself"},
      {"an alias without a name", kHead + "data:\n  a: *\n",
       "yaml: line 6: did not find expected alphabetic or numeric character"},
      {"unknown tag handle", kHead + "data:\n  a: !foo!bar x\n", "yaml: line 5: found undefined tag handle"},
      {"a tag that does not fit", kHead + "data:\n  a: !!int x\n", "yaml: cannot decode !!str `x` as a !!int"},
      {"block scalar header", kHead + "data:\n  a: |x\n", "yaml: line 6: did not find expected comment or line break"},
      {"a template that was not rendered", kHead + "data:\n  a: {{ .Values.image }}\n",
       "yaml: invalid map key: map[interface {}]interface {}{\".Values.image\":interface {}(nil)}"},
      {"a sequence as key", kHead + "data:\n  ? [a]\n  : c\n", "yaml: invalid map key: []interface {}{\"a\"}"},
      {"null as key", kHead + "data:\n  ~: c\n", "unsupported map key of type: %!s(<nil>), key: <nil>, value: \"c\""},
      {"merging a scalar", kHead + "data:\n  <<: 3\n", "yaml: map merge requires map or sequence of maps as the value"},
      {"NUL", kHead + std::string("data:\n  a: \"b\0c\"\n", 16), "yaml: control characters are not allowed"},
      {"no JSON number", kHead + "data:\n  a: .inf\n", "json: unsupported value: +Inf"},
      {"another YAML", "%YAML 3.0\n---\na: b\n", "yaml: found incompatible YAML document"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto value = decode_yaml(row.text);
      REQUIRE(!value);
      CHECK(value.error().message == std::string("error converting YAML to JSON: ") + row.error);
    }
}

TEST_CASE("YAML 1.1 as Kubernetes reads it") {
  struct Row {
    const char* why;
    std::string yaml;
    const char* json;
  };
  const Row rows[] = {
      {"booleans", "[y, Y, yes, On, off, n, N, NO, true, False]",
       "[true,true,true,true,false,false,false,false,true,false]"},
      {"nulls", "[~, null, NULL, Null, '']", "[null,null,null,null,\"\"]"},
      {"integers", "[0x1F, 0o17, 017, 08, 1_000, 0b11, -0b11, +1, 0777]", "[31,15,15,8,1000,3,-3,1,511]"},
      {"floats", "[1.0, 1e3, 1e21, 1e-7, .5, 5., 1.5e+3]", "[1,1000,1e+21,1e-7,0.5,5,1500]"},
      {"beyond 64 bits", "[9223372036854775808, 18446744073709551616]", "[9223372036854776000,18446744073709552000]"},
      {"strings after all", "[1e999, 1:30, 2026-11-22, 2026-11-22T10:00:00Z, 0x, _1, 1e, 0o8, <<, =]",
       R"(["1e999","1:30","2026-11-22","2026-11-22T10:00:00Z","0x","_1","1e","0o8","<<","="])"},
      {"tags", "[!!str 1, !!float 1, !!binary aGk=, !!bool yes, !foo bar]", R"(["1",1,"hi",true,"bar"])"},
      {"keys follow the same rules", "{n: 1, 0x10: 2, 1.5: 3, 'y': 4, 2026-11-22: 5, 1e21: 6}",
       R"({"1.5":3,"16":2,"1e+21":6,"2026-11-22":5,"false":1,"y":4})"},
      {"the last of equal keys", "{a: 1, b: 2, a: 3}", R"({"a":3,"b":2})"},
      {"aliases", "{a: &x {k: v}, b: *x}", R"({"a":{"k":"v"},"b":{"k":"v"}})"},
      {"an anchor may be set again", "{a: &x 1, b: &x 2, c: *x}", R"({"a":1,"b":2,"c":2})"},
      {"a merge overwrites what stands before it", "{x: &x {a: 1, b: 2}, d: {a: 0, <<: *x, b: 3}}",
       R"({"d":{"a":1,"b":3},"x":{"a":1,"b":2}})"},
      {"the first of merged maps wins", "{x: &x {a: 1}, z: &z {a: 5, c: 6}, d: {<<: [*x, *z]}}",
       R"({"d":{"a":1,"c":6},"x":{"a":1},"z":{"a":5,"c":6}})"},
      {"invalid UTF-8", "a: \"\xff\xfe\"", "{\"a\":\"\xef\xbf\xbd\xef\xbf\xbd\"}"},
      {"folded and literal blocks", "a: >\n  x\n  y\n\n  z\nb: |+\n  k\n\nc: |2\n    k\n",
       R"({"a":"x y\nz\n","b":"k\n\n","c":"  k\n"})"},
      {"U+0085 ends a line",
       "a: x #c\xc2\x85"
       "b: y\xc2\x85 z\nc: [p,\xc2\x85"
       "q]\nd: \"r\xc2\x85  s\"\ne: 't\xc2\x85\n  u'\n",
       R"({"a":"x","b":"y z","c":["p","q"],"d":"r s","e":"t\nu"})"},
      {"U+0085 in blocks", "a: |\n  x\xc2\x85  y\nb: >\n  x\xc2\x85  y\n", R"({"a":"x\ny\n","b":"x y\n"})"},
      {"a byte order mark within a line", "a: x\xef\xbb\xbfy\nb: \"\xef\xbb\xbf\"\n",
       "{\"a\":\"x\xef\xbb\xbfy\",\"b\":\"\xef\xbb\xbf\"}"},
      {"byte order marks at the beginning are no characters",
       "\xef\xbb\xbf\xef\xbb\xbf"
       "a: 1\n",
       R"({"a":1})"},
      {"one at the beginning of another line is one",
       "a:\n\xef\xbb\xbf"
       "b: 1\n",
       "{\"a\":null,\"\xef\xbb\xbf"
       "b\":1}"},
      {"escapes of what is no ASCII", R"("a\N\_\L\Pb")",
       "\"a\xc2\x85\xc2\xa0\xe2\x80\xa8\xe2\x80\xa9"
       "b\""},
      {"what is left of a later document", "a: 1\n...\nfoo: [\n", R"({"a":1})"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto value = decode_yaml(row.yaml);
      REQUIRE(value);
      CHECK(to_json(*value) == row.json);
    }
}

TEST_CASE("an alias bomb is refused") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 9; ++j) bomb += ", " + before;
    bomb += "]\n";
  }
  const auto value = decode_yaml(bomb);
  REQUIRE(!value);
  CHECK(value.error().message == "error converting YAML to JSON: yaml: document contains excessive aliasing");
  CHECK(!decode_yaml("a: " + std::string(100000, '[')));
}

TEST_CASE("files of several documents") {
  struct Row {
    const char* why;
    std::string text;
    const char* documents;  // line=json, one after another
    const char* error;
  };
  const Row rows[] = {
      {"nothing", "# x\n", "", ""},
      {"separators", "---\n---\na: 1\n--- # c\nb: 2\n", "3={\"a\":1} 5={\"b\":2} ", ""},
      {"text behind a separator", "a: 1\n---\nb: 2\n--- x\nc: 3\n", "1={\"a\":1} ",
       "error parsing f.yaml: invalid Yaml document separator: x"},
      {"lines count from the separator on", "a: 1\n---\nb: 2\nc: [\n", "1={\"a\":1} ",
       "error parsing f.yaml: error converting YAML to JSON: yaml: line 2: did not find expected node content"},
      {"the last line is a line", "a: |\n  x", "1={\"a\":\"x\\n\"} ", ""},
      {"carriage returns", "a: |\r\n  x\r\nb: 1\rc: 2", "1={\"a\":\"x\\n\",\"b\":1,\"c\":2} ", ""},
      {"JSON after JSON", "{\"a\":1}\n{\"b\":2}", "1={\"a\":1} 2={\"b\":2} ", ""},
      {"YAML after JSON", "{\"a\":1}\n---\nb: 2\n", "1={\"a\":1} 2={\"b\":2} ", ""},
      {"flow YAML looks like JSON", "{a: 1,}", "1={\"a\":1} ", ""},
      {"JSON that is not even YAML", "{\"kind\":\"ConfigMap\" \"apiVersion\":\"v1\"}", "",
       "error parsing f.yaml: json: offset 21: invalid character '\"' after object key:value pair"},
      {"rubbish after JSON", "{\"a\":1}\n,", "1={\"a\":1} ",
       "error parsing f.yaml: json: offset 9: invalid character ',' looking for beginning of value"},
      {"JSON that ends too early", "{\"a\":1,\n\"b\":{\n", "", "error parsing f.yaml: unexpected EOF"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Manifests manifests = decode_manifests(row.text, "f.yaml");
      std::string shown;
      for (const Manifest& manifest : manifests.documents)
        shown += std::to_string(manifest.line) + "=" + to_json(manifest.document) + " ";
      CHECK(shown == row.documents);
      CHECK((manifests.error ? manifests.error->message : "") == row.error);
    }
}

TEST_CASE("JSON as Go reads it") {
  struct Row {
    const char* text;
    const char* error;
  };
  const Row rows[] = {
      {"", "unexpected end of JSON input"},
      {"{\"a\"", "unexpected end of JSON input"},
      {"{a", "invalid character 'a' looking for beginning of object key string"},
      {"{\"a\" 1}", "invalid character '1' after object key"},
      {"[1 2]", "invalid character '2' after array element"},
      {"trux", "invalid character 'x' in literal true (expecting 'e')"},
      {"\"\\q\"", "invalid character 'q' in string escape code"},
      {"\"\\u12x4\"", "invalid character 'x' in \\u hexadecimal character escape"},
      {"\"\x01\"", "invalid character '\\x01' in string literal"},
      {"-x", "invalid character 'x' in numeric literal"},
      {"1.x", "invalid character 'x' after decimal point in numeric literal"},
      {"1ex", "invalid character 'x' in exponent of numeric literal"},
      {"{} x", "invalid character 'x' after top-level value"},
      {"'", "invalid character '\\'' looking for beginning of value"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.text) {
      const auto value = decode_json(row.text);
      REQUIRE(!value);
      CHECK(value.error().message == row.error);
    }
  CHECK(to_json(*decode_json(R"( {"b":[1,-2.5,1.0,1e3,null,true],"a":"\u00e9\ud83d\ude00\ud800x\/","a":"\n"} )")) ==
        R"({"a":"\n","b":[1,-2.5,1,1000,null,true]})");
  CHECK(decode_json(R"("\ud83d\ude00\ud800x")")->str() == "\xf0\x9f\x98\x80\xef\xbf\xbdx");
}

TEST_CASE("lists are taken apart") {
  const auto list = decode_yaml(
      "kind: PodList\napiVersion: v1\nitems:\n- metadata: {name: a}\n- kind: List\n  apiVersion: v1\n  items:\n  - "
      "kind: "
      "Secret\n    apiVersion: v1\n");
  REQUIRE(list);
  const Elements items = flatten_list(*list);
  REQUIRE(items.size() == 2);
  CHECK(to_json(items[0]) == R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}})");
  CHECK(items[1]["kind"].as_string() == "Secret");
  CHECK(flatten_list(Value{{"kind", "Pod"}}).size() == 1);
}

}  // namespace
}  // namespace skiff
