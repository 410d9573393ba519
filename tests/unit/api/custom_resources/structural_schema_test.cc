#include "api/custom_resources/structural_schema.h"

#include <catch2/catch.hpp>

#include "base/json.h"
#include "base/strings.h"
#include "support/field_causes.h"

using namespace skiff;

TEST_CASE("structural schemas: what is pruned") {
  struct Row {
    const char* why;
    const char* schema;
    const char* object;
    const char* pruned;
    const char* unknown;
  };
  const Row rows[] = {
      {"what is not described", R"({"type":"object","properties":{"a":{"type":"string"}}})", R"({"a":"x","b":1})",
       R"({"a":"x"})", "b"},
      {"inside lists", R"({"properties":{"l":{"items":{"properties":{"a":{}}}}}})", R"({"l":[{"a":1},{"b":2}]})",
       R"({"l":[{"a":1},{}]})", "l[1].b"},
      {"apiVersion, kind and metadata stay", "{}", R"({"apiVersion":"v1","kind":"K","metadata":{"x":1}})",
       R"({"apiVersion":"v1","kind":"K","metadata":{"x":1}})", ""},
      {"but not below", R"({"properties":{"a":{"type":"object"}}})", R"({"a":{"kind":"K"}})", R"({"a":{}})", "a.kind"},
      {"save in an embedded resource",
       R"({"properties":{"a":{"type":"object","x-kubernetes-embedded-resource":true}}})", R"({"a":{"kind":"K"}})",
       R"({"a":{"kind":"K"}})", ""},
      {"unknown fields may be preserved",
       R"({"properties":{"a":{"x-kubernetes-preserve-unknown-fields":true,"properties":{"b":{"type":"object"}}}}})",
       R"({"a":{"b":{"c":1},"d":{"e":2}}})", R"({"a":{"b":{},"d":{"e":2}}})", "a.b.c"},
      {"additional properties", R"({"properties":{"m":{"additionalProperties":{"properties":{"a":{}}}}}})",
       R"({"m":{"x":{"a":1,"b":2}}})", R"({"m":{"x":{"a":1}}})", "m.x.b"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Value object = *parse_json(row.object);
      std::vector<std::string> unknown;
      structural::prune(*parse_json(row.schema), structural::Place::kRoot, object, {}, unknown);
      CHECK(to_json(object) == row.pruned);
      CHECK(join(unknown, ",") == row.unknown);
    }
}

TEST_CASE("structural schemas: defaults") {
  struct Row {
    const char* why;
    const char* schema;
    const char* object;
    const char* filled;
  };
  const Row rows[] = {
      {"what is missing", R"({"properties":{"a":{"default":1}}})", "{}", R"({"a":1})"},
      {"what is there stays", R"({"properties":{"a":{"default":1}}})", R"({"a":2})", R"({"a":2})"},
      {"null is missing, too", R"({"properties":{"a":{"default":1}}})", R"({"a":null})", R"({"a":1})"},
      {"unless null is a value", R"({"properties":{"a":{"default":1,"nullable":true}}})", R"({"a":null})",
       R"({"a":null})"},
      {"inside of what was filled in", R"({"properties":{"a":{"default":{},"properties":{"b":{"default":"x"}}}}})",
       "{}", R"({"a":{"b":"x"}})"},
      {"an object that is missing has no defaults inside", R"({"properties":{"a":{"properties":{"b":{"default":1}}}}})",
       "{}", "{}"},
      {"in lists and maps",
       R"({"properties":{"l":{"items":{"properties":{"a":{"default":1}}}},)"
       R"("m":{"additionalProperties":{"properties":{"a":{"default":2}}}}}})",
       R"({"l":[{}],"m":{"x":{}}})", R"({"l":[{"a":1}],"m":{"x":{"a":2}}})"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Value object = *parse_json(row.object);
      structural::set_defaults(*parse_json(row.schema), object);
      CHECK(to_json(object) == row.filled);
    }
}

TEST_CASE("structural schemas: validation") {
  struct Row {
    const char* why;
    const char* schema;  // of the member a
    const char* value;
    const char* errors;
  };
  const Row rows[] = {
      {"a type", R"({"type":"integer"})", R"("x")",
       R"(a: Invalid value: "string": a in body must be of type integer: "string")"},
      {"a whole number is a number", R"({"type":"number"})", "1", ""},
      {"a fraction is no integer", R"({"type":"integer"})", "1.5",
       R"(a: Invalid value: "number": a in body must be of type integer: "number")"},
      {"null", R"({"type":"string"})", "null", R"(a: Invalid value: "null": a in body must be of type string: "null")"},
      {"nullable", R"({"type":"string","nullable":true})", "null", ""},
      {"minimum", R"({"type":"integer","minimum":1})", "0",
       "a: Invalid value: 0: a in body should be greater than or equal to 1"},
      {"exclusive minimum", R"({"type":"integer","minimum":1,"exclusiveMinimum":true})", "1",
       "a: Invalid value: 1: a in body should be greater than 1"},
      {"maximum", R"({"type":"integer","maximum":10})", "11",
       "a: Invalid value: 11: a in body should be less than or equal to 10"},
      {"multiples", R"({"type":"integer","multipleOf":5})", "11",
       "a: Invalid value: 11: a in body should be a multiple of 5"},
      {"multiples of a fraction", R"({"type":"number","multipleOf":0.1})", "0.3", ""},
      {"and what is none", R"({"type":"number","multipleOf":0.1})", "0.35",
       "a: Invalid value: 0.35: a in body should be a multiple of 0.1"},
      {"pattern", R"({"type":"string","pattern":"^a+$"})", R"("b")",
       R"(a: Invalid value: "b": a in body should match '^a+$')"},
      {"too short", R"({"type":"string","minLength":2})", R"("b")",
       R"(a: Invalid value: "b": a in body should be at least 2 chars long)"},
      {"too long", R"({"type":"string","maxLength":2})", R"("bcd")", "a: Too long: may not be more than 2 bytes"},
      {"enum", R"({"type":"string","enum":["red","blue"]})", R"("x")",
       R"(a: Unsupported value: "x": supported values: "red", "blue")"},
      {"a format", R"({"type":"string","format":"date-time"})", R"("x")",
       R"(a: Invalid value: "x": a in body must be of type date-time: "x")"},
      {"an address", R"({"type":"string","format":"ipv4"})", R"("10.0.0.1")", ""},
      {"required", R"({"type":"object","required":["b"]})", "{}", "a.b: Required value"},
      {"too few items", R"({"type":"array","minItems":2})", "[1]",
       "a: Invalid value: 1: a in body should have at least 2 items"},
      {"too many items", R"({"type":"array","maxItems":1})", "[1,2]", "a: Too many: 2: must have at most 1 item"},
      {"items", R"({"type":"array","items":{"type":"object","properties":{"b":{"type":"boolean"}}}})",
       R"([{"b":true},{"b":1}])",
       R"(a[1].b: Invalid value: "integer": a[1].b in body must be of type boolean: "integer")"},
      {"a set", R"({"type":"array","x-kubernetes-list-type":"set"})", R"(["x","x"])", R"(a[1]: Duplicate value: "x")"},
      {"a list by keys", R"({"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["n"]})",
       R"([{"n":"x","v":1},{"n":"x","v":2}])", R"(a[1]: Duplicate value: {"n":"x"})"},
      {"int or string", R"({"x-kubernetes-int-or-string":true})", "true",
       R"(a: Invalid value: "boolean": a in body must be of type integer,string: "boolean")"},
      {"one of", R"({"oneOf":[{"required":["b"]},{"required":["c"]}]})", R"({"b":1,"c":2})",
       R"(<nil>: Invalid value: "": "a" must validate one and only one schema (oneOf). Found 2 valid alternatives)"},
      {"none of any", R"({"anyOf":[{"required":["b"]},{"required":["c"]}]})", "{}",
       "<nil>: Invalid value: \"\": \"a\" must validate at least one schema (anyOf)\na.b: Required value"},
      {"not", R"({"not":{"required":["b"]}})", R"({"b":1})",
       R"(<nil>: Invalid value: "": "a" must not validate the schema (not))"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      FieldErrors errors;
      structural::validate(Value{{"type", "object"}, {"properties", Value{{"a", *parse_json(row.schema)}}}},
                           Value{{"a", *parse_json(row.value)}}, {}, errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
}
