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
      {"replace what is not there", R"({})", R"([{"op":"replace","path":"/a","value":1}])", refused},
      {"a slash in a name", R"({"a/b":1,"c~d":2})",
       R"([{"op":"remove","path":"/a~1b"},{"op":"replace","path":"/c~0d","value":3}])", R"({"c~d":3})"},
      {"move", R"({"a":1})", R"([{"op":"move","from":"/a","path":"/b"}])", R"({"b":1})"},
      {"copy", R"({"a":[1]})", R"([{"op":"copy","from":"/a","path":"/b"}])", R"({"a":[1],"b":[1]})"},
      {"a test that passes", R"({"a":1})", R"([{"op":"test","path":"/a","value":1},{"op":"remove","path":"/a"}])",
       "{}"},
      {"a test that fails", R"({"a":1})", R"([{"op":"remove","path":"/a"},{"op":"test","path":"/b","value":1}])",
       refused},
      {"an unknown operation", R"({})", R"([{"op":"foo","path":"/a"}])", refused},
      {"no list", R"({})", R"({"op":"add"})",
       "error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto patched = apply_json_patch(*parse_json(row.document), *parse_json(row.patch));
      CHECK((patched ? to_json(*patched) : patched.error().message) == row.result);
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
