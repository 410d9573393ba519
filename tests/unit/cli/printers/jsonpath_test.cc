#include "cli/printers/jsonpath.h"

#include <catch2/catch.hpp>

#include "base/json.h"

using namespace skiff;
using namespace skiff::cli;

namespace {

const char* const kDocument = R"({
  "kind": "List", "n": null,
  "items": [
    {"metadata": {"name": "a", "labels": {"app.kubernetes.io/name": "x", "tier": "front"}},
     "spec": {"containers": [{"name": "c1", "image": "i1"}, {"name": "c2", "image": "i2"}], "replicas": 3},
     "status": {"conditions": [{"type": "Ready", "status": "True"}, {"type": "Other", "status": "False"}]}},
    {"metadata": {"name": "b", "labels": {"app.kubernetes.io/name": "y"}}, "spec": {"replicas": 1}}
  ]})";

std::string evaluate(const char* text, MissingKeys missing = MissingKeys::kAllow) {
  auto path = JsonPath::parse(text);
  if (!path) return "parse: " + path.error().message;
  auto out = path->print(*parse_json(kDocument), missing);
  return out ? *out : "error: " + out.error().message;
}

}  // namespace

TEST_CASE("jsonpath: what each form gives") {
  struct Row {
    const char* why;
    const char* text;
    const char* gives;
  };
  const Row rows[] = {
      {"a field", "{.kind}", "List"},
      {"the root is optional", "{$.kind}", "List"},
      {"text around actions", "kind={.kind}!", "kind=List!"},
      {"an index", "{.items[0].metadata.name}", "a"},
      {"from the end", "{.items[-1].metadata.name}", "b"},
      {"all elements", "{.items[*].metadata.name}", "a b"},
      {"a slice", "{.items[0:1].metadata.name}", "a"},
      {"a step", "{.items[0:2:2].metadata.name}", "a"},
      {"a union of indexes", "{.items[0,1].metadata.name}", "a b"},
      {"a union of keys", "{.items[0].spec.containers[0]['name','image']}", "c1 i1"},
      {"dots in a quoted key part it all the same", "{.items[0].metadata.labels['app.kubernetes.io/name']}", ""},
      {"a quoted key with escaped dots", "{.items[0].metadata.labels['app\\.kubernetes\\.io/name']}", "x"},
      {"an escaped key", "{.items[0].metadata.labels.app\\.kubernetes\\.io/name}", "x"},
      {"recursive descent", "{..image}", "i1 i2"},
      {"a wildcard", "{.items[1].metadata.*}", R"({"app.kubernetes.io/name":"y"} b)"},
      {"a filter", "{.items[0].status.conditions[?(@.type==\"Ready\")].status}", "True"},
      {"a filter with blanks and single quotes", "{.items[0].status.conditions[?(@.type == 'Other')].status}", "False"},
      {"a filter on numbers", "{.items[?(@.spec.replicas>1)].metadata.name}", "a"},
      {"a filter that asks for existence", "{.items[?(@.status)].metadata.name}", "a"},
      {"what exists before a step that fails", "{.items[?(@.spec.replicas in [1])].metadata.name}", "a b"},
      {"as does what has no such element", "{.items[?(@.spec.containers[7])].metadata.name}", "a"},
      {"but no field that is missing", "{.items[?(@.status.nope)].metadata.name}", ""},
      {"descent meets texts, too, and nothing that is empty", "{.items[1].metadata..}",
       R"({"labels":{"app.kubernetes.io/name":"y"},"name":"b"} {"app.kubernetes.io/name":"y"} y b)"},
      {"a filter that nothing passes", "{.items[?(@.metadata.name==\"z\")].metadata.name}", ""},
      {"range", "{range .items[*]}{.metadata.name}={.spec.replicas}{\"\\n\"}{end}", "a=3\nb=1\n"},
      {"range in range", "{range .items[*]}{.metadata.name}:{range .spec.containers[*]}{.name},{end};{end}",
       "a:c1,c2,;b:;"},
      {"text after a range", "{range .items[*]}{.metadata.name} {end}done", "a b done"},
      {"a range that nobody ends", "{range .items[*]}{.metadata.name}", "ab"},
      {"escapes of a literal", "{\"\\u00e9\\t\"}{'\\n'}", "\xc3\xa9\t\n"},
      {"an empty index is the first", "{.items[].metadata.name}", "a"},
      {"an empty name finds nothing", "{.['kind']}", ""},
      {"a filter on a map", "{.items[1].spec[?(@.x)]}",
       "error: map[replicas:1] is not array or slice and cannot be filtered"},
      {"a map", "{.items[1].spec}", R"({"replicas":1})"},
      {"null", "{.n}", "null"},
      {"missing", "{.nope.deeper}", ""},
      {"out of bounds", "{.items[5]}", "error: array index out of bounds: index 5, length 2"},
      {"not an array", "{.kind[0]}", "error: string is not array or slice"},
      {"unclosed", "{.items[*]", "parse: unclosed action"},
      {"unterminated array", "{.items[0}", "parse: unterminated array"},
      {"a bad index", "{.items[x]}", "parse: invalid array index x"},
      {"a stray end", "{end}", "error: not in range, nothing to end"},
      {"a bare word", "{kind}", "error: unrecognized identifier kind"},
      {"a bad character", "{!x}", "parse: unrecognized character in action: U+0021 '!'"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(evaluate(row.text) == row.gives);
    }
  CHECK(evaluate("{.nope}", MissingKeys::kRefuse) == "error: nope is not found");
}

TEST_CASE("jsonpath: relaxed paths") {
  for (const char* path : {"metadata.name", ".metadata.name", "{metadata.name}", "{.metadata.name}"})
    CHECK(*relaxed_path(path) == "{.metadata.name}");
  CHECK(relaxed_path("")->empty());
  for (const char* path : {"{", "{.a}{.b}", "{a"}) CHECK_FALSE(relaxed_path(path));
}
