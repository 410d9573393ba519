// What rules can cost, by the sizes that a schema allows, and what a definition is refused for. The numbers are those
// of Kubernetes (cel.TestCostEstimation, library.TestListsCost and so on).
#include "api/custom_resources/rule_costs.h"

#include <catch2/catch.hpp>
#include <string>

#include "api/custom_resources/declared_type.h"
#include "api/custom_resources/definition_schema.h"
#include "api/custom_resources/rule_functions.h"
#include "base/json.h"
#include "cel/rule.h"

using namespace skiff;
using cel::Type;

namespace {

// Of the rule where the schema stands; 0 if it does not compile.
uint64_t cost(const std::string& schema, const std::string& rule) {
  const auto type = declared_type(*parse_json(schema), Root::kNo);
  REQUIRE(type != nullptr);
  const auto compiled = cel::Rule::compile(rule, rule_scope(Value(), type), Type::Kind::kBool);
  if (const std::string* problem = std::get_if<std::string>(&compiled)) FAIL(*problem);
  return std::get<cel::Rule>(compiled).cost_max();
}

// `schema` with and without a bound: MAX stands for `,"maxItems":10` or so.
std::string bounded(std::string schema, const std::string& bound) {
  for (size_t at = schema.find("MAX"); at != std::string::npos; at = schema.find("MAX")) schema.replace(at, 3, bound);
  return schema;
}

std::string array_of(const std::string& item) { return R"({"type":"array"MAX,"items":)" + item + "}"; }
std::string map_of(const std::string& item) { return R"({"type":"object"MAX,"additionalProperties":)" + item + "}"; }

const std::string kNumber = R"({"type":"number"})";
const std::string kText = R"({"type":"string"})";
const std::string kObject =
    R"({"type":"object","required":["required"],"properties":{"required":{"type":"string"},"optional":{"type":"string"}}})";
const std::string kIntOrString = R"({"x-kubernetes-int-or-string":true})";
const std::string kDate = R"({"type":"string","format":"date"})";
const std::string kTime = R"({"type":"string","format":"date-time"})";
const std::string kPause = R"({"type":"string","format":"duration"})";

struct Row {
  const char* why;
  std::string schema;
  std::string rule;
  uint64_t unbounded;
  const char* bound;
  uint64_t bounded;
};

void check_costs(const std::vector<Row>& rows) {
  for (const Row& row : rows) DYNAMIC_SECTION(row.why << ": " << row.rule) {
      CHECK(cost(bounded(row.schema, ""), row.rule) == row.unbounded);
      CHECK(cost(bounded(row.schema, row.bound), row.rule) == row.bounded);
    }
}

}  // namespace

TEST_CASE("rule costs: loops over lists") {
  check_costs({
      {"numbers", array_of(kNumber), "self.all(x, true)", 4718591, R"(,"maxItems":10)", 32},
      {"texts", array_of(kText), "self.all(x, true)", 3145727, R"(,"maxItems":20)", 62},
      {"booleans", array_of(R"({"type":"boolean"})"), "self.all(x, true)", 1887437, R"(,"maxItems":5)", 17},
      {"lists", array_of(R"({"type":"array","items":{"type":"number"}})"), "self.all(x, true)", 3145727,
       R"(,"maxItems":100)", 302},
      {"objects", array_of(kObject), "self.all(x, true)", 555128, R"(,"maxItems":50)", 152},
      {"what is a number or a text", array_of(kIntOrString), "self.all(x, true)", 4718591, R"(,"maxItems":10)", 32},
      {"durations", array_of(kPause), "self.all(x, true)", 2359295, R"(,"maxItems":5)", 17},
      {"dates", array_of(kDate), "self.all(x, true)", 725936, R"(,"maxItems":15)", 47},
      {"times", array_of(kTime), "self.all(x, true)", 428963, R"(,"maxItems":25)", 77},
      {"a bound beyond what fits into a request", array_of(kNumber), "self.all(x, x == 0.0)", 6291454,
       R"(,"maxItems":6291456)", 25165826},
      {"maps of numbers", array_of(R"({"type":"object","additionalProperties":{"type":"number"}})"),
       "self.all(x, x.y == 25.2)", 6291452, R"(,"maxItems":12)", 74},
  });
  CHECK(cost(bounded(array_of(kNumber), ""), "self.all(x, self.all(y, true))") > 100'000'000);
  CHECK(cost(bounded(array_of(kNumber), R"(,"maxItems":10)"), "self.all(x, self.all(y, true))") == 352);
  CHECK(cost(bounded(array_of(kNumber), R"(,"maxItems":10)"), "self.all(x, self.all(y, self.all(z, true)))") == 3552);
}

TEST_CASE("rule costs: loops over maps") {
  check_costs({
      {"numbers", map_of(kNumber), "self.all(x, true)", 1348169, R"(,"maxProperties":10)", 32},
      {"texts", map_of(kText), "self.all(x, true)", 1179647, R"(,"maxProperties":3)", 11},
      {"booleans", map_of(R"({"type":"boolean"})"), "self.all(x, true)", 943718, R"(,"maxProperties":100)", 302},
      {"what is a number or a text", map_of(kIntOrString), "self.all(x, true)", 1348169, R"(,"maxProperties":15)", 47},
      {"objects", map_of(kObject), "self.all(x, true)", 428963, R"(,"maxProperties":20)", 62},
      {"maps", map_of(R"({"type":"object","additionalProperties":{"type":"number"}})"), "self.all(x, true)", 1179647,
       R"(,"maxProperties":10)", 32},
      {"lists", map_of(R"({"type":"array","items":{"type":"number"}})"), "self.all(x, true)", 1179647,
       R"(,"maxProperties":25)", 77},
      {"durations", map_of(kPause), "self.all(x, true)", 1048577, R"(,"maxProperties":5)", 17},
      {"dates", map_of(kDate), "self.all(x, true)", 524288, R"(,"maxProperties":10)", 32},
      {"times", map_of(kTime), "self.all(x, true)", 349526, R"(,"maxProperties":25)", 77},
      {"texts by their length", R"({"type":"object"MAX,"additionalProperties":{"type":"string"}})",
       "self.all(x, x.contains(self[x]))", 2752507, R"(,"maxProperties":10)", 72},
      {"sizes", map_of(R"({"type":"integer"})"), "oldSelf.size() == self.size()", 5, R"(,"maxProperties":10)", 5},
      {"times that are compared", map_of(kTime), R"(self["a"] == self["b"])", 8, R"(,"maxProperties":7)", 8},
      {"durations that are compared", map_of(kPause), R"(self["c"] == self["d"])", 8, R"(,"maxProperties":42)", 8},
      {"none", map_of(kNumber), R"(self["x"] == 0.0)", 2, R"(,"maxProperties":0)", 2},
  });
}

TEST_CASE("rule costs: elements") {
  check_costs({
      {"number", array_of(kNumber), "self[1] == 0.0", 2, R"(,"maxItems":5000)", 2},
      {"text", array_of(kText), "self[1] == self[1]", 314577, R"(,"maxItems":8)", 314577},
      {"number or text", array_of(kIntOrString), "self[0] == 5", 3, R"(,"maxItems":10)", 3},
      {"boolean", array_of(R"({"type":"boolean"})"), "self[0] == false", 2, R"(,"maxItems":25)", 2},
      {"object", array_of(kObject), "self[0] == null", 2, R"(,"maxItems":422)", 2},
      {"of a list in a list", array_of(R"({"type":"array","items":{"type":"number"}})"), "self[0][0] == -1.0", 3,
       R"(,"maxItems":51)", 3},
      {"of a map in a list", array_of(R"({"type":"object","additionalProperties":{"type":"number"}})"),
       "self[0].x > 2.0", 4, R"(,"maxItems":3000)", 4},
      {"duration", array_of(kPause), "self[0].getHours() == 2", 4, R"(,"maxItems":525)", 4},
      {"date", array_of(kDate), "self[2].getDayOfMonth() == 13", 4, R"(,"maxItems":42)", 4},
      {"time", array_of(kTime), "self[2].getMinutes() == 45", 4, R"(,"maxItems":99)", 4},
      {"of objects in maps in lists, each with a bound",
       R"({"type":"array"MAX,"items":{"type":"object","additionalProperties":)" + kObject + "}}",
       R"(self.all(x, x["y"].required == "z"))", 7340027, R"(,"maxItems":10)", 72},
  });
}

TEST_CASE("rule costs: texts") {
  const std::string text = R"({"type":"string"MAX})";
  check_costs({
      {"contains", text, "self.contains('test')", 314574, R"(,"maxLength":10)", 5},
      {"startsWith", text, "self.startsWith('test')", 2, R"(,"maxLength":15)", 2},
      {"endsWith", text, "self.endsWith('test')", 2, R"(,"maxLength":30)", 2},
      {"joined", text, R"(size(self + "hello") > size("hello"))", 314578, R"(,"maxLength":4)", 7},
      {"a pattern", text, R"(self.matches("x"))", 314574, R"(,"maxLength":50)", 22},
      {"a pattern against nothing", text, R"("".matches("(((((((((())))))))))[0-9]"))", 7, R"(,"maxLength":10)", 7},
      {"no pattern", text, R"(self.matches(""))", 1, R"(,"maxLength":100)", 1},
      {"as long as none", text, R"(self == "x")", 2, R"(,"maxLength":0)", 1},
      {"bytes", R"({"type":"string","format":"byte"MAX})", R"(self == b"x")", 2, R"(,"maxLength":0)", 1},
      {"find", text, "self.find('[0-9]+') == ''", 629147, R"(,"maxLength":10)", 11},
      {"lowerAscii", text, "self.lowerAscii() == 'lower!'", 314575, R"(,"maxLength":10)", 6},
      {"one of", R"({"type":"string","enum":["A","B","C","LongValue"]MAX})", "self.contains('A')", 2,
       R"(,"maxLength":1000)", 401},
      {"replace", R"({"type":"object","properties":{"str":{"type":"string"MAX},
           "before":{"type":"string","maxLength":2},"after":{"type":"string","maxLength":4}}})",
       "self.str.replace(self.before, self.after) == 'does not matter'", 629154, R"(,"maxLength":4)", 12},
      {"split", R"({"type":"object","properties":{"str":{"type":"string"MAX},"separator":{"type":"string"MAX}}})",
       "self.str.split(self.separator) == []", 629160, R"(,"maxLength":10)", 22},
  });
  // Both the list and its elements are bounded, or neither.
  const std::string free = R"({"type":"array","items":{"type":"string"}})";
  const std::string tight = R"({"type":"array","maxItems":10,"items":{"type":"string","maxLength":10}})";
  CHECK(cost(free, "self.join(' ') == 'aa bb'") == 329853068905);
  CHECK(cost(tight, "self.join(' ') == 'aa bb'") == 43);
  CHECK(cost(free, "self.isSorted() == true") == 329854432052);
  CHECK(cost(tight, "self.isSorted() == true") == 52);
}

// Rules are conditions: what gives something else is asked for its size, or compared.
TEST_CASE("rule costs: functions") {
  struct Free {
    std::string rule;
    uint64_t cost;
  };
  const Free rows[] = {
      {"[1, 2, 3, 4, 5].sum() > 0", 16},
      {"[uint(1), uint(2), uint(3), uint(4), uint(5)].sum() > uint(0)", 22},
      {"[1, 2, 3, 4, 5].isSorted()", 15},
      {"[false, true, false, true, false].isSorted()", 15},
      {"[duration('1s'), duration('2s'), duration('3s'), duration('4s'), duration('5s')].isSorted()", 20},
      {"[1, 2, 3, 4, 5].indexOf(3) > 0", 16},
      {"'01234567890123456789012345678901234567890123456789'.indexOf('123') > 0", 6},
      {"url('https:://kubernetes.io/').getPort().size() > 0", 6},
      {"ip('192.168.0.1').isLoopback()", 2},
      {"cidr('192.168.0.0/16').prefixLength() > 0", 3},
      {"quantity('50M').isLessThan(quantity('50Mi'))", 3},
      {"quantity('200M').compareTo(quantity('0.2G')) > 0", 4},
      {"quantity('50k').add(20).sub(quantity('100k')).asInteger() > 0", 6},
      {"quantity('50k').add(20).sub(quantity('100k')).sub(-50000).asInteger() > 0", 7},
      {"isQuantity('20M')", 1},
      {"quantity('50').isInteger()", 2},
      {"'abc 123 def 123'.substring(5).size() > 0", 4},
      {"'  abc 123 def 123  '.trim().size() > 0", 4},
      {"'abc 123 def 123'.replace('123', '456').size() > 0", 5},
      {"'abc 123 def 123'.split(' ').size() > 0", 5},
      {"'abc 123 def 123'.find('123').size() > 0", 4},
      {"'abc 123 def 123'.findAll('123', 1).size() > 0", 4},
      {"sets.contains([], [])", 21},
      {"sets.contains([1], [])", 21},
      {"sets.contains([1], [1, 1])", 23},
      {"sets.contains([1, 2, 3, 4], [2, 3])", 29},
      {"!sets.contains([1], [1, 2])", 24},
      {"sets.equivalent([], [])", 21},
      {"sets.equivalent([1], [1, 1])", 25},
      {"sets.intersects([1, 1], [1])", 23},
      {"{'a': 1, 'b': 2}.all(k, v, v > 0)", 41},
      {"{'a': 1, 'b': 2}.exists(k, v, v > 0)", 43},
      {"{'a': 1, 'b': 2}.existsOne(k, v, v > 0)", 40},
      {"{'a': 1, 'b': 2}.transformMap(k, v, v + 1).size() > 0", 73},
      {"{'a': 1, 'b': 2}.transformMap(k, v, v < 5, v + 1).size() > 0", 77},
      {"{'a': 1, 'b': 2}.transformMapEntry(k, v, {k: v + 1}).size() > 0", 133},
      {"{'a': 1, 'b': 2}.transformMapEntry(k, v, v < 5, {k: v + 1}).size() > 0", 137},
      {"[1, 2].all(i, v, v > 0)", 21},
      {"[1, 2].exists(i, v, v > 0)", 23},
      {"[1, 2].existsOne(i, v, v > 0)", 20},
      {"[1, 2].transformList(i, v, v + 1).size() > 0", 51},
      {"[1, 2].transformList(i, v, v < 5, v + 1).size() > 0", 55},
      {"strings.quote('ABCDEFGHIJ abcdefghij').size() > 0", 5},
      {"strings.quote('ABCDEFGHIJ abcdefghij') == strings.quote('ABCDEFGHIJ abcdefghij')", 11},
  };
  for (const Free& row : rows) DYNAMIC_SECTION(row.rule) {
      CHECK(cost(kNumber, row.rule) == row.cost);
    }
}

namespace {

// One line an error, of a schema of an object with this spec.
std::string refusals(const std::string& spec) {
  FieldErrors errors;
  const std::string schema = R"({"type":"object","properties":{"spec":)" + spec + "}}";
  check_definition_schema(*parse_json(schema), FieldPath("s"), errors);
  std::string out;
  for (const Cause& cause : errors.causes()) out += (out.empty() ? "" : "\n") + cause.field + ": " + cause.message;
  return out;
}

std::string tags(const std::string& bounds, const std::string& length) {
  return R"({"type":"object","properties":{"tags":{"type":"array")" + bounds + R"(,"items":{"type":"string")" + length +
         R"x(},"x-kubernetes-validations":[{"rule":"self.all(x, x.contains('gpu'))"}]}}})x";
}

constexpr const char* kHint =
    " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are "
    "declared)";
const std::string kWhole =
    "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of ";
const std::string kContributed =
    "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema";

}  // namespace

TEST_CASE("rule costs: what a definition is refused for") {
  const std::string at = "s.properties[spec].properties[tags].x-kubernetes-validations[0].rule: Forbidden: ";
  SECTION("a list of texts without a bound") {
    CHECK(refusals(tags("", "")) == at + "estimated rule cost exceeds budget by factor of more than 100x" + kHint +
                                        "\n" + at + kContributed + "\ns: Forbidden: " + kWhole + "more than 100x" +
                                        kHint);
  }
  SECTION("the most that is accepted, measured with Kubernetes' own validation") {
    struct Measured {
      int length;
      int items;
    };
    for (const Measured& row : {Measured{16, 909'090}, {63, 333'333}, {253, 94'339}, {1024, 24'154}}) {
      const std::string length = R"(,"maxLength":)" + std::to_string(row.length);
      CHECK(refusals(tags(R"(,"maxItems":)" + std::to_string(row.items), length)).empty());
      CHECK_FALSE(refusals(tags(R"(,"maxItems":)" + std::to_string(row.items + 1), length)).empty());
    }
  }
  SECTION("a little too much is told to the digit") {
    CHECK(refusals(tags(R"(,"maxItems":1000000)", R"(,"maxLength":16)")) ==
          at + "estimated rule cost exceeds budget by factor of 1.100000x" + kHint);
    CHECK(refusals(tags(R"(,"maxItems":2000000)", R"(,"maxLength":16)")) ==
          at + "estimated rule cost exceeds budget by factor of 2.2x" + kHint);
  }
  SECTION("a message whose length nobody knows") {
    const std::string of_message = "s.properties[spec].x-kubernetes-validations[0].messageExpression: Forbidden: ";
    const auto worker = [](const std::string& message) {
      return R"({"type":"object","properties":{"min":{"type":"integer"},"max":{"type":"integer"}},
          "x-kubernetes-validations":[{"rule":"self.min <= self.max","messageExpression":)" +
             to_json(Value(message)) + "}]}";
    };
    CHECK(refusals(worker("'min (' + string(self.min) + ') > max (' + string(self.max) + ')'")) ==
          of_message + "estimated messageExpression cost exceeds budget by factor of more than 100x" + kHint + "\n" +
              of_message + kContributed + "\ns: Forbidden: " + kWhole + "more than 100x" + kHint);
    CHECK(refusals(worker("'min (%d) > max (%d)'.format([self.min, self.max])")).empty());
  }
  SECTION("the same rule in a list costs as often as the list is long") {
    const auto nested = [](const std::string& bound) {
      return R"({"type":"object","properties":{"refs":{"type":"array")" + bound +
             R"(,"items":{"type":"object","properties":{"name":{"type":"string"}},
             "x-kubernetes-validations":[{"rule":"self.name == 'default'"}]}}}})";
    };
    // 3 each: a request of 3 MiB holds 1048576 empty objects.
    CHECK(refusals(nested("")).empty());
    CHECK(refusals(nested(R"(,"maxItems":5000000)")) ==
          "s.properties[spec].properties[refs].items.x-kubernetes-validations[0].rule: Forbidden: estimated rule cost "
          "exceeds budget by factor of 1.5x" +
              std::string(kHint));
  }
}
