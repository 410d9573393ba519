#include "api/patch/json_patch.h"

#include <catch2/catch.hpp>

#include "api/patch/merge_patch.h"
#include "base/json.h"

using namespace skiff;

TEST_CASE("Apply: 4. kubectl patch: JSON patch operations") {
  const char* refused = "the server rejected our request due to an error in our request";
  struct Row {
    const char* why;
    const char* document;
    const char* patch;
    const char* result;
  };
  const Row rows[] = {
      {"add a member", R"({"a":1})", R"([{"op":"add","path":"/b","value":2}])", R"({"a":1,"b":2})"},
      {"append", R"({"l":[1]})", R"([{"op":"add","path":"/l/-","value":2}])", R"({"l":[1,2]})"},
      {"insert", R"({"l":[1]})", R"([{"op":"add","path":"/l/0","value":2}])", R"({"l":[2,1]})"},
      {"behind the last", R"({"l":[1]})", R"([{"op":"add","path":"/l/1","value":2}])", R"({"l":[1,2]})"},
      {"beyond that", R"({"l":[1]})", R"([{"op":"add","path":"/l/2","value":2}])", refused},
      {"no parent", R"({})", R"([{"op":"add","path":"/a/b","value":2}])", refused},
      {"remove", R"({"l":[1,2]})", R"([{"op":"remove","path":"/l/0"}])", R"({"l":[2]})"},
      {"remove what is not there", R"({})", R"([{"op":"remove","path":"/a"}])", refused},
      {"replace", R"({"a":{"b":1}})", R"([{"op":"replace","path":"/a/b","value":"x"}])", R"({"a":{"b":"x"}})"},
      {"replace a member that is not there", R"({})", R"([{"op":"replace","path":"/a","value":1}])", R"({"a":1})"},
      {"replace an element that is not there", R"({"l":[]})", R"([{"op":"replace","path":"/l/0","value":1}])", refused},
      {"a slash in a name", R"({"a/b":1,"c~d":2})",
       R"([{"op":"remove","path":"/a~1b"},{"op":"replace","path":"/c~0d","value":3}])", R"({"c~d":3})"},
      {"a tilde before anything else is one", R"({"a~2":1})", R"([{"op":"replace","path":"/a~2","value":2}])",
       R"({"a~2":2})"},
      {"move", R"({"a":1})", R"([{"op":"move","from":"/a","path":"/b"}])", R"({"b":1})"},
      {"copy", R"({"a":[1]})", R"([{"op":"copy","from":"/a","path":"/b"}])", R"({"a":[1],"b":[1]})"},
      {"a test that passes", R"({"a":1})", R"([{"op":"test","path":"/a","value":1},{"op":"remove","path":"/a"}])",
       "{}"},
      {"a test that fails", R"({"a":1})", R"([{"op":"remove","path":"/a"},{"op":"test","path":"/b","value":1}])",
       refused},
      {"an unknown operation", R"({})", R"([{"op":"foo","path":"/a"}])", refused},
      {"no list", R"({})", R"({"op":"add"})",
       "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp"},
      {"a list of other things", R"({})", "[1]",
       "error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto patched = apply_json_patch(*parse_json(row.document), *parse_json(row.patch));
      CHECK((patched ? to_json(*patched) : patched.error().message) == row.result);
    }
}

// Expected: what a real kubectl says of `patch --local`.
TEST_CASE("JSON patch: the library's own words") {
  const Value document = *parse_json(R"({"m":{"a":"x"},"l":["p","q"],"s":"text"})");
  struct Row {
    const char* patch;
    const char* error;
  };
  const Row rows[] = {
      {R"([{"op":"add","path":"/none/x","value":1}])",
       "add operation does not apply: doc is missing path: \"/none/x\": missing value"},
      {R"([{"op":"add","path":"m","value":1}])",
       "add operation does not apply: doc is missing path: \"m\": missing value"},
      {R"([{"op":"add","path":"/s/x","value":1}])",
       "add operation does not apply: doc is missing path: \"/s/x\": missing value"},
      {R"([{"op":"add","path":"/l/5","value":1}])",
       "error in add for path: '/l/5': Unable to access invalid index: 5: invalid index referenced"},
      {R"([{"op":"add","path":"/l/-9","value":1}])",
       "error in add for path: '/l/-9': Unable to access invalid index: -9: invalid index referenced"},
      {R"([{"op":"add","path":"/l/x","value":1}])",
       "error in add for path: '/l/x': value was not a proper array index: 'x': strconv.Atoi: parsing \"x\": invalid "
       "syntax"},
      {R"([{"op":"remove","path":"/m/none"}])",
       "error in remove for path: '/m/none': Unable to remove nonexistent key: none: missing value"},
      {R"([{"op":"remove","path":"/l/x"}])",
       "error in remove for path: '/l/x': strconv.Atoi: parsing \"x\": invalid syntax"},
      {R"([{"op":"remove","path":""}])", "remove operation does not apply: doc is missing path: \"\": missing value"},
      {R"([{"op":"remove"}])", "remove operation failed to decode path: missing value"},
      {R"([{"op":"replace","path":"/none/x","value":1}])",
       "replace operation does not apply: doc is missing path: /none/x: missing value"},
      {R"([{"op":"replace","path":"/l/5","value":1}])",
       "replace operation does not apply: doc is missing key: /l/5: missing value"},
      {R"([{"op":"test","path":"/m/a","value":1}])", "testing value /m/a failed: test failed"},
      {R"([{"op":"test","path":"/none/x","value":1}])",
       "test operation does not apply: is missing path: /none/x: missing value"},
      {R"([{"op":"test","path":"/l/5","value":1}])",
       "error in test for path: '/l/5': Unable to access invalid index: 5: invalid index referenced"},
      {R"([{"op":"move","path":"/m/b"}])",
       "move operation failed to decode from: operation, missing from field: missing value"},
      {R"([{"op":"move","from":"/m/none","path":"/m/b"}])",
       "error in move for path: 'none': Unable to remove nonexistent key: none: missing value"},
      {R"([{"op":"copy","from":"/none/x","path":"/m/b"}])",
       "copy operation does not apply: doc is missing from path: /none/x: missing value"},
      {R"([{"op":"copy","from":"/m/a","path":"/none/x"}])",
       "copy operation does not apply: doc is missing destination path: /none/x: missing value"},
      {R"([{"op":"foo","path":"/m"}])", "Unexpected kind: foo"},
      {R"([{"path":"/m"}])", "Unexpected kind: unknown"},
      {R"([1])", "json: cannot unmarshal number into Go value of type jsonpatch.Operation"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.patch) {
      const auto patched = carry_out_json_patch(document, *parse_json(row.patch));
      REQUIRE_FALSE(patched);
      CHECK(patched.error().message == row.error);
    }
}

TEST_CASE("JSON merge patch: the examples of RFC 7386") {
  struct Row {
    const char* original;
    const char* patch;
    const char* result;
  };
  const Row rows[] = {
      {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
      {R"({"a":"b"})", R"({"a":null})", R"({})"},
      {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
      {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
      {R"({"e":null})", R"({"a":1})", R"({"a":1,"e":null})"},
      {R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.original << " + " << row.patch) {
      CHECK(to_json(apply_merge_patch(*parse_json(row.original), *parse_json(row.patch))) == row.result);
    }
}

TEST_CASE("JSON merge patch: create and apply are inverse") {
  const char* documents[] = {R"({})", R"({"a":1})", R"({"a":{"b":[1,2]},"c":"x"})", R"({"a":{"b":[1]},"d":{}})"};
  for (const char* from : documents)
    for (const char* to : documents) DYNAMIC_SECTION(from << " -> " << to) {
        const Value patch = create_merge_patch(*parse_json(from), *parse_json(to));
        CHECK(to_json(apply_merge_patch(*parse_json(from), patch)) == to);
        CHECK(patch.empty() == (std::string_view(from) == to));
      }
}
