// What the schema of a definition may not say, in apiextensions-apiserver's words.
#include "api/custom_resources/definition_schema.h"

#include <catch2/catch.hpp>
#include <span>

#include "base/json.h"

using namespace skiff;

namespace {

struct Row {
  const char* why;
  const char* schema;
  const char* errors;
};

// One line an error, below `s`.
std::string problems(const char* schema) {
  FieldErrors errors;
  check_definition_schema(*parse_json(schema), FieldPath("s"), errors);
  std::string out;
  for (const Cause& cause : errors.causes()) out += (out.empty() ? "" : "\n") + cause.field + ": " + cause.message;
  return out;
}

void check_rows(std::span<const Row> rows) {
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(problems(row.schema) == row.errors);
    }
}

}  // namespace

TEST_CASE("definition schemas: what of OpenAPI is not supported") {
  const Row rows[] = {
      {"all that may be said",
       R"({"type":"object","description":"d","required":["spec"],"properties":{"metadata":{"type":"object","properties":
           {"name":{"type":"string","maxLength":9}}},"spec":{"type":"object","properties":{
           "a":{"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"set"},
           "b":{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]},
           "c":{"type":"object","additionalProperties":{"type":"number"}},
           "d":{"x-kubernetes-preserve-unknown-fields":true},"e":{"type":"string","pattern":"^\\pL+$","default":"x"}},
           "anyOf":[{"required":["a"]},{"properties":{"c":{"minProperties":1}}}]}}})",
       ""},
      {"a type that there is not", R"({"type":"object","properties":{"a":{"type":"int"}}})",
       R"(s.properties[a].type: Unsupported value: "int": supported values: "array", "boolean", "integer", "number", )"
       R"("object", "string")"},
      {"keywords", R"({"type":"object","properties":{"a":{"type":"string","$ref":"#/x","id":"i"}}})",
       "s.properties[a].id: Forbidden: id is not supported\ns.properties[a].$ref: Forbidden: $ref is not supported"},
      {"unique items", R"({"type":"object","properties":{"a":{"type":"array","uniqueItems":true,"items":
           {"type":"string"}}}})",
       "s.properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes "
       "quadratic"},
      {"fields, and others besides", R"({"type":"object","properties":{"a":{"type":"object","properties":{"b":
           {"type":"string"}},"additionalProperties":{"type":"string"}}}})",
       "s.properties[a].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive"},
      {"a root that may be null", R"({"type":"object","nullable":true})",
       "s.nullable: Forbidden: nullable cannot be true at the root"},
      {"a default for what every object has",
       R"({"type":"object","properties":{"kind":{"type":"string","default":"x"}}})",
       "s.properties[kind].default: Forbidden: must not be set in top-level kind"},
      {"a default with unknown fields", R"({"type":"object","properties":{"a":{"type":"object","default":{"b":1}}}})",
       R"(s.properties[a].default: Invalid value: {"b":1}: must not have unknown fields)"},
      {"a default of another type", R"({"type":"object","properties":{"a":{"type":"integer","default":"x"}}})",
       R"(s.properties[a].default: Invalid value: "string":  in body must be of type integer: "string")"},
      {"a default that is not allowed",
       R"({"type":"object","properties":{"a":{"type":"string","enum":["p","q"],"default":"z"}}})",
       R"(s.properties[a].default: Unsupported value: "z": supported values: "p", "q")"},
      {"a default with a part of another type, and without one that must be there",
       R"({"type":"object","properties":{"a":{"type":"object","default":{"b":1},"required":["c"],"properties":{
           "b":{"type":"string"},"c":{"type":"string"}}}}})",
       "s.properties[a].default.c: Required value\n"
       "s.properties[a].default.b: Invalid value: \"integer\": b in body must be of type string: \"integer\""},
      {"a default against a rule of its place",
       R"({"type":"object","properties":{"a":{"type":"integer","default":7,"x-kubernetes-validations":[{"rule":"self < 5"}]}}})",
       R"(s.properties[a].default: Invalid value: 7: failed rule: self < 5)"},
      {"a default against a rule of a part",
       R"({"type":"object","properties":{"a":{"type":"object","default":{"b":7},"properties":{
           "b":{"type":"integer","x-kubernetes-validations":[{"rule":"self < 5","message":"too large"}]}}}}})",
       R"(s.properties[a].default.b: Invalid value: 7: too large)"},
      {"a default that its rules hold for, the one about what was there before, too",
       R"({"type":"object","properties":{"a":{"type":"integer","default":3,"x-kubernetes-validations":[
           {"rule":"self < 5"},{"rule":"self >= oldSelf"}]}}})",
       ""},
      {"a null is no default", R"({"type":"object","properties":{"a":{"type":"string","default":null}}})", ""},
      {"a default that holds",
       R"({"type":"object","properties":{"a":{"type":"array","maxItems":1,"default":["x"],"items":{"type":"string"}}}})",
       ""},
      {"unknown fields that are not kept",
       R"({"type":"object","properties":{"a":{"type":"object","x-kubernetes-preserve-unknown-fields":false}}})",
       "s.properties[a].x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined"},
  };
  check_rows(rows);
}

TEST_CASE("definition schemas: lists and maps") {
  const Row rows[] = {
      {"a list type of what is no list",
       R"({"type":"object","properties":{"a":{"type":"string","x-kubernetes-list-type":"set"}}})",
       R"(s.properties[a].type: Invalid value: "string": must be array if x-kubernetes-list-type is specified)"},
      {"no such type", R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"string"},
           "x-kubernetes-list-type":"bag"}}})",
       R"(s.properties[a].x-kubernetes-list-type: Unsupported value: "bag": supported values: "atomic", "set", "map")"},
      {"a set of what has parts", R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"object"},
           "x-kubernetes-list-type":"set"}}})",
       "s.properties[a].items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with "
       "x-kubernetes-list-type=set"},
      {"a map without keys", R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"object"},
           "x-kubernetes-list-type":"map"}}})",
       "s.properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is "
       "map"},
      {"keys of no map", R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"string"},
           "x-kubernetes-list-map-keys":["k"]}}})",
       "s.properties[a].x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is "
       "non-empty"},
      {"keys that are no properties", R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"object"},
           "x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"]}}})",
       R"(s.properties[a].x-kubernetes-list-map-keys: Invalid value: ["k"]: entries must all be names of item properties)"},
      {"a key that may be missing", R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"object",
           "properties":{"k":{"type":"string"}}},"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"]}}})",
       "s.properties[a].items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, "
       "so "
       "it must have a default or be a required property"},
      {"a map type of what is no map",
       R"({"type":"object","properties":{"a":{"type":"string","x-kubernetes-map-type":"flat"}}})",
       "s.properties[a].type: Invalid value: \"string\": must be object if x-kubernetes-map-type is specified\n"
       "s.properties[a].x-kubernetes-map-type: Unsupported value: \"flat\": supported values: \"atomic\", "
       "\"granular\""},
  };
  check_rows(rows);
}

TEST_CASE("definition schemas: structural") {
  const Row rows[] = {
      {"no type at the root", R"({"properties":{"a":{"type":"string"}}})",
       "s.type: Required value: must not be empty at the root"},
      {"another type at the root", R"({"type":"string"})",
       R"(s.type: Invalid value: "string": must be object at the root)"},
      {"a map at the root", R"({"type":"object","additionalProperties":{"type":"string"}})",
       "s.additionalProperties: Forbidden: must not be used at the root"},
      {"no type of a field, of items, in the order of the messages",
       R"({"type":"object","properties":{"b":{},"a":{"type":"array","items":{}}}})",
       "s.properties[a].items.type: Required value: must not be empty for specified array items\n"
       "s.properties[b].type: Required value: must not be empty for specified object fields"},
      {"a list of nothing", R"({"type":"object","properties":{"a":{"type":"array"}}})",
       "s.properties[a].items: Required value: must be specified"},
      {"no regular expression", R"({"type":"object","properties":{"a":{"type":"string","pattern":"+"}}})",
       "s.properties[a].pattern: Invalid value: \"+\": must be a valid regular expression, but isn't: error parsing "
       "regexp: missing argument to repetition operator: `+`"},
      {"nor in an alternative", R"({"type":"object","properties":{"a":{"type":"string","anyOf":[{"pattern":"[a"}]}}})",
       "s.properties[a].anyOf[0].pattern: Invalid value: \"[a\": must be a valid regular expression, but isn't: error "
       "parsing regexp: missing closing ]: `[a`"},
      {"alternatives that describe", R"({"type":"object","properties":{"a":{"type":"string","allOf":[{"type":"string",
           "nullable":true,"default":"x"}]}}})",
       "s.properties[a].allOf[0].default: Forbidden: must be undefined to be structural\n"
       "s.properties[a].allOf[0].nullable: Forbidden: must be false to be structural\n"
       "s.properties[a].allOf[0].type: Forbidden: must be empty to be structural"},
      {"alternatives of what is not described", R"({"type":"object","properties":{"a":{"type":"string"}},
           "allOf":[{"properties":{"b":{"minLength":1}}}]})",
       "s.properties[b]: Required value: because it is defined in s.allOf[0].properties[b]"},
      {"metadata", R"({"type":"object","properties":{"metadata":{"type":"object","properties":{"labels":
           {"type":"object"}}}}})",
       "s.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is "
       "implicitly specified"},
      {"what every object has", R"({"type":"object","properties":{"apiVersion":{"type":"boolean"},"kind":
           {"type":"integer"}}})",
       "s.properties[apiVersion].type: Invalid value: \"boolean\": must be string\n"
       "s.properties[kind].type: Invalid value: \"integer\": must be string"},
      {"an object inside that has no fields",
       R"({"type":"object","properties":{"a":{"type":"object","x-kubernetes-embedded-resource":true}}})",
       "s.properties[a].properties: Required value: must not be empty if x-kubernetes-embedded-resource is true "
       "without "
       "x-kubernetes-preserve-unknown-fields"},
  };
  check_rows(rows);
}

TEST_CASE("definition schemas: rules") {
  const Row rows[] = {
      {"what does not compile is told last",
       R"({"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"integer"}},
           "x-kubernetes-validations":[{"rule":"self.c > 1"}]},
           "z":{"type":"array","uniqueItems":true,"items":{"type":"string"}}}})",
       "s.properties[z].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes "
       "quadratic\n"
       "s.properties[a].x-kubernetes-validations[0].rule: Invalid value: {\"Rule\":\"self.c \\u003e 1\",\"Message\":"
       "\"\",\"MessageExpression\":\"\",\"Reason\":null,\"FieldPath\":\"\",\"OptionalOldSelf\":null}: compilation "
       "failed: ERROR: <input>:1:5: undefined field 'c'\n | self.c > 1\n | ....^"},
      {"nor is a rule looked at where the schema is not structural",
       R"({"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"integer"}},
           "x-kubernetes-validations":[{"rule":"self.c > 1"}]},"z":{"type":"array"}}})",
       "s.properties[z].items: Required value: must be specified"},
      {"nor a message where the rule is wrong",
       R"({"type":"object","x-kubernetes-validations":[{"rule":"1","messageExpression":"2"}]})",
       "s.x-kubernetes-validations[0].rule: Invalid value: {\"Rule\":\"1\",\"Message\":\"\",\"MessageExpression\":"
       "\"2\",\"Reason\":null,\"FieldPath\":\"\",\"OptionalOldSelf\":null}: cel expression must evaluate to a bool"},
      {"a message that does not compile",
       R"({"type":"object","x-kubernetes-validations":[{"rule":"true","messageExpression":"self.c"}]})",
       "s.x-kubernetes-validations[0].messageExpression: Invalid value: {\"Rule\":\"true\",\"Message\":\"\","
       "\"MessageExpression\":\"self.c\",\"Reason\":null,\"FieldPath\":\"\",\"OptionalOldSelf\":null}: "
       "messageExpression compilation failed: ERROR: <input>:1:5: undefined field 'c'\n | self.c\n | ....^"},
      {"what the schema does not type cannot be spoken of",
       R"x({"type":"object","properties":{"a":{"x-kubernetes-preserve-unknown-fields":true},"b":{"type":"string"}},
           "x-kubernetes-validations":[{"rule":"has(self.b)"},{"rule":"has(self.a)"}]})x",
       "s.x-kubernetes-validations[1].rule: Invalid value: {\"Rule\":\"has(self.a)\",\"Message\":\"\","
       "\"MessageExpression\":\"\",\"Reason\":null,\"FieldPath\":\"\",\"OptionalOldSelf\":null}: compilation failed: "
       "ERROR: <input>:1:9: undefined field 'a'\n | has(self.a)\n | ........^"},
      {"a path that leads nowhere", R"({"type":"object","properties":{"a":{"type":"string"}},
           "x-kubernetes-validations":[{"rule":"true","fieldPath":".b"},{"rule":"true","fieldPath":".a"}]})",
       R"(s.x-kubernetes-validations[0].fieldPath: Invalid value: ".b": fieldPath must be a valid path)"},
      {"an option of nothing",
       R"({"type":"object","x-kubernetes-validations":[{"rule":"true","optionalOldSelf":true}]})",
       "s.x-kubernetes-validations[0].optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in "
       "rule"},
      {"a reason that there is not", R"({"type":"object","x-kubernetes-validations":[{"rule":"true","reason":"X"}]})",
       R"(s.x-kubernetes-validations[0].reason: Unsupported value: "X": supported values: "FieldValueDuplicate", )"
       R"("FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired")"},
  };
  check_rows(rows);
}
