// x-kubernetes-validations, through the door: what the definition may say, and what its objects are refused for.
#include <catch2/catch.hpp>

#include "api/custom_resources/custom_resource.h"
#include "api/kind_table.h"
#include "api/kinds/customresourcedefinition.h"
#include "base/json.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

// `spec` is the schema of spec.
std::string definition(const std::string& spec, const std::string& root = "") {
  return R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
  "metadata":{"name":"widgets.example.com"},"spec":{"group":"example.com","scope":"Namespaced",
  "names":{"plural":"widgets","singular":"widget","kind":"Widget","listKind":"WidgetList"},
  "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object",)" +
         root + R"("properties":{"spec":)" + spec + "}}}}]}}";
}

std::string rule(const std::string& text, const std::string& more = "") {
  return R"({"rule":)" + to_json(Value(text)) + more + "}";
}

// A schema of spec with these rules.
std::string sized(const std::string& rules) {
  return R"({"type":"object","required":["size"],"x-kubernetes-validations":[)" + rules +
         R"(],"properties":{"size":{"type":"integer"},"min":{"type":"integer"},"max":{"type":"integer"},
         "weight":{"type":"number"},"names":{"type":"object","additionalProperties":{"type":"string"}}}})";
}

std::string refusal(const Result<ObjectRef>& made) { return made ? "" : made.error().message; }

Result<ObjectRef> create(Scenario& scene, const std::string& json) {
  const Value document = *parse_json(json);
  const Kind* kind = find_kind(document["apiVersion"].as_string(), document["kind"].as_string());
  REQUIRE(kind != nullptr);
  return scene.cluster().api().create(*kind, kind->namespaced() ? "default" : "", document);
}

std::string widget(const std::string& spec) {
  return R"({"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w"},"spec":)" + spec + "}";
}

}  // namespace

TEST_CASE("custom resources: rules in CEL: what objects are refused for") {
  struct Row {
    const char* why;
    std::string definition;
    const char* spec;
    const char* error;
  };
  const Row rows[] = {
      {"a rule that holds", definition(sized(rule("self.size < 5"))), R"({"size":3})", ""},
      {"a rule that does not: of itself it says what it is", definition(sized(rule("self.size < 5"))), R"({"size":7})",
       "Widget.example.com \"w\" is invalid: spec: Invalid value: failed rule: self.size < 5"},
      {"a message", definition(sized(rule("self.size < 5", R"(,"message":"too big")"))), R"({"size":7})",
       "Widget.example.com \"w\" is invalid: spec: Invalid value: too big"},
      {"a message that is worked out",
       definition(sized(
           rule("self.size < 5", R"x(,"message":"too big","messageExpression":"'size %d'.format([self.size])")x"))),
       R"({"size":7})", "Widget.example.com \"w\" is invalid: spec: Invalid value: size 7"},
      {"a message that cannot be worked out gives way to the other",
       definition(sized(rule("self.size < 5", R"(,"message":"too big","messageExpression":"self.names['x']")"))),
       R"({"size":7})", "Widget.example.com \"w\" is invalid: spec: Invalid value: too big"},
      {"reason and place",
       definition(
           sized(rule("self.size < 5", R"(,"message":"no","reason":"FieldValueForbidden","fieldPath":".size")"))),
       R"({"size":7})", "Widget.example.com \"w\" is invalid: spec.size: Forbidden: no"},
      {"what is required",
       definition(sized(
           rule("has(self.min)", R"(,"message":"give a minimum","reason":"FieldValueRequired","fieldPath":".min")"))),
       R"({"size":7})", "Widget.example.com \"w\" is invalid: spec.min: Required value: give a minimum"},
      {"several, in order", definition(sized(rule("self.size < 5") + "," + rule("self.size > 9"))), R"({"size":7})",
       "Widget.example.com \"w\" is invalid: [spec: Invalid value: failed rule: self.size < 5, spec: "
       "Invalid "
       "value: failed rule: self.size > 9]"},
      {"fields that may be missing are asked for first",
       definition(sized(rule("!has(self.min) || !has(self.max) || self.min <= self.max"))), R"({"size":7,"min":2})",
       ""},
      {"else the rule fails as it is evaluated", definition(sized(rule("self.min <= self.max"))),
       R"({"size":7,"min":2})",
       "Widget.example.com \"w\" is invalid: spec: Invalid value: \"object\": no such key: max evaluating rule: "
       "self.min "
       "<= self.max"},
      {"or by what the rule is about, if it says so",
       definition(sized(rule("self.min <= self.max", R"(,"message":"no more than max")"))), R"({"size":7,"min":2})",
       "Widget.example.com \"w\" is invalid: spec: Invalid value: \"object\": no such key: max evaluating rule: no "
       "more than max"},
      {"a number is a number, whatever it looks like", definition(sized(rule("self.weight / 4.0 == 0.5"))),
       R"({"size":1,"weight":2})", ""},
      {"a scalar's own rule",
       definition(
           R"({"type":"object","properties":{"size":{"type":"integer","x-kubernetes-validations":[{"rule":"self < 5"}]}}})"),
       R"({"size":7})", "Widget.example.com \"w\" is invalid: spec.size: Invalid value: 7: failed rule: self < 5"},
      {"elements of a list",
       definition(R"x({"type":"object","properties":{"list":{"type":"array","items":{"type":"string",
           "x-kubernetes-validations":[{"rule":"self.startsWith('a')"}]}}}})x"),
       R"({"list":["a1","b2"]})",
       "Widget.example.com \"w\" is invalid: spec.list[1]: Invalid value: \"b2\": failed rule: "
       "self.startsWith('a')"},
      {"values of a map",
       definition(R"({"type":"object","properties":{"map":{"type":"object","additionalProperties":{"type":"integer",
           "x-kubernetes-validations":[{"rule":"self > 0"}]}}}})"),
       R"({"map":{"a":1,"b":0}})",
       "Widget.example.com \"w\" is invalid: spec.map[b]: Invalid value: 0: failed rule: self > 0"},
      {"the whole object knows its name",
       definition(sized(rule("self.size > 0")),
                  R"("x-kubernetes-validations":[{"rule":"self.metadata.name.size() > 3"}],)"),
       R"({"size":1})",
       "Widget.example.com \"w\" is invalid: <nil>: Invalid value: failed rule: self.metadata.name.size() "
       "> "
       "3"},
      {"rules are not asked about an object of the wrong make", definition(sized(rule("self.size < 5"))), "{}",
       "Widget.example.com \"w\" is invalid: [spec.size: Required value, <nil>: Invalid value: null: some validation "
       "rules "
       "were not checked because the object was invalid; correct the existing errors to complete validation]"},
      {"Kubernetes' own functions", definition(sized(rule("isURL('x') || isQuantity(string(self.size))"))),
       R"({"size":1})", ""},
      {"times, by their format",
       definition(
           R"x({"type":"object","properties":{"from":{"type":"string","format":"date-time"},"to":{"type":"string",
           "format":"date-time"},"pause":{"type":"string","format":"duration"}},
           "x-kubernetes-validations":[{"rule":"self.to - self.from <= self.pause"}]})x"),
       R"({"from":"2026-01-01T00:00:00Z","to":"2026-01-01T02:00:00Z","pause":"1h"})",
       "Widget.example.com \"w\" is invalid: spec: Invalid value: failed rule: self.to - self.from <= "
       "self.pause"},
      {"what was there before, if anything",
       definition(sized(rule("oldSelf.hasValue() || self.size == 1", R"(,"optionalOldSelf":true)"))), R"({"size":2})",
       "Widget.example.com \"w\" is invalid: spec: Invalid value: failed rule: oldSelf.hasValue() || "
       "self.size == 1"},
      {"a transition is no matter on create", definition(sized(rule("self.size >= oldSelf.size"))), R"({"size":1})",
       ""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      REQUIRE(refusal(create(scene, row.definition)).empty());
      CHECK(refusal(create(scene, widget(row.spec))) == row.error);
    }
}

TEST_CASE("custom resources: rules in CEL: what has changed") {
  Scenario scene;
  REQUIRE(refusal(create(scene, definition(sized(rule("self.size >= oldSelf.size", R"(,"message":"it only grows")")))))
              .empty());
  REQUIRE(refusal(create(scene, widget(R"({"size":5})"))).empty());
  const Kind* kind = find_kind("example.com/v1", "Widget");
  const auto resize = [&](const char* patch) {
    return refusal(scene.cluster().api().patch(*kind, {"default", "w"}, PatchType::kMerge, *parse_json(patch)));
  };
  CHECK(resize(R"({"spec":{"size":6}})").empty());
  CHECK(resize(R"({"spec":{"size":4}})") == "Widget.example.com \"w\" is invalid: spec: Invalid value: it only grows");
  // A rule that has come since does not speak of what stays as it was.
  scene.patch(
      kCustomResourceDefinition, "widgets.example.com",
      (R"({"spec":{"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object",
              "properties":{"spec":)" +
       sized(rule("self.size < 5")) + "}}}}]}}")
          .c_str());
  (void)scene.cluster().api().take_warnings();
  CHECK(resize(R"({"metadata":{"labels":{"a":"b"}}})").empty());
  CHECK(scene.cluster().api().take_warnings() ==
        std::vector<std::string>{"spec: Invalid value: failed rule: self.size < 5"});
  CHECK(resize(R"({"spec":{"size":7}})") ==
        "Widget.example.com \"w\" is invalid: spec: Invalid value: failed rule: self.size < 5");
}

TEST_CASE("custom resources: rules in CEL: what a definition may say") {
  struct Row {
    const char* why;
    std::string spec;
    const char* error;  // after the path of spec's rules
  };
  const Row rows[] = {
      {"a field that is not there", sized(rule("self.nope > 1")),
       ".rule: Invalid value: {\"Rule\":\"self.nope \\u003e "
       "1\",\"Message\":\"\",\"MessageExpression\":\"\",\"Reason\":null,"
       "\"FieldPath\":\"\",\"OptionalOldSelf\":null}: compilation failed: ERROR: <input>:1:5: undefined field 'nope'\n"
       " | self.nope > 1\n | ....^"},
      {"no rule", sized(R"({"rule":" "})"), ".rule: Required value: rule is not specified"},
      {"a message of nothing", sized(rule("true", R"(,"message":" ")")),
       ".message: Invalid value: \" \": message must be non-empty if specified"},
      {"a message of two lines", sized(rule("true", R"(,"message":"a\nb")")),
       ".message: Invalid value: \"a\\nb\": message must not contain line breaks"},
      {"a rule of two lines needs a message", sized(rule("true &&\ntrue")),
       ".message: Required value: message must be specified if rule contains line breaks"},
      {"reasons", sized(rule("true", R"(,"reason":"X")")),
       ".reason: Unsupported value: \"X\": supported values: \"FieldValueDuplicate\", \"FieldValueForbidden\", "
       "\"FieldValueInvalid\", \"FieldValueRequired\""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      CHECK(refusal(create(scene, definition(row.spec))) ==
            "CustomResourceDefinition.apiextensions.k8s.io \"widgets.example.com\" is invalid: "
            "spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0]" +
                std::string(row.error));
    }
  Scenario scene;
  CHECK(refusal(create(
            scene,
            definition(R"({"type":"object","properties":{"list":{"type":"array","maxItems":9,"items":{"type":"string",
      "maxLength":9,"x-kubernetes-validations":[{"rule":"self == oldSelf"}]}}}})"))) ==
        "CustomResourceDefinition.apiextensions.k8s.io \"widgets.example.com\" is invalid: "
        "spec.validation.openAPIV3Schema.properties[spec].properties[list].items.x-kubernetes-validations[0]."
        "rule: "
        "Invalid value: \"self == oldSelf\": oldSelf cannot be used on the uncorrelatable portion of the schema within "
        "spec.validation.openAPIV3Schema.properties[spec].properties[list]");
}
