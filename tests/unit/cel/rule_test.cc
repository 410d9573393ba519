// Rules in CEL: what they come to, and what the compiler says of those that are wrong. One row each.
#include "cel/rule.h"

#include <catch2/catch.hpp>

#include "base/json.h"

using namespace skiff;
using cel::Type;

namespace {

// self: {name, size, weight, tags, labels, any, parts: [{id, in}], spec-x}.
cel::TypeRef self_type() {
  const auto text = cel::simple_type(Type::Kind::kString);
  const auto number = cel::simple_type(Type::Kind::kInt);
  auto part = std::make_shared<Type>(Type{.kind = Type::Kind::kObject});
  part->fields = {{"id", number}, {"__in__", text}};
  auto self = std::make_shared<Type>(Type{.kind = Type::Kind::kObject});
  self->fields = {{"name", text},
                  {"size", number},
                  {"weight", cel::simple_type(Type::Kind::kDouble)},
                  {"tags", cel::list_of(text)},
                  {"labels", cel::map_of(text)},
                  {"any", cel::simple_type(Type::Kind::kDyn)},
                  {"when", cel::simple_type(Type::Kind::kTimestamp)},
                  {"pause", cel::simple_type(Type::Kind::kDuration)},
                  {"day", cel::simple_type(Type::Kind::kDate)},
                  {"blob", cel::simple_type(Type::Kind::kBytes)},
                  {"parts", cel::list_of(part)},
                  {"spec__dash__x", number}};
  return self;
}

cel::Scope scope() { return {self_type(), self_type()}; }

std::string outcome(std::string_view rule, const char* self, const char* old_self = nullptr) {
  auto compiled = cel::Rule::compile(rule, scope(), Type::Kind::kBool);
  if (const std::string* problem = std::get_if<std::string>(&compiled)) return *problem;
  const Value object = *parse_json(self);
  const Value before = old_self == nullptr ? Value() : *parse_json(old_self);
  const cel::Outcome made =
      std::get<cel::Rule>(compiled).evaluate(object, old_self == nullptr ? nullptr : &before).outcome;
  if (const cel::Failure* failure = std::get_if<cel::Failure>(&made)) return failure->message;
  return to_json(std::get<Value>(made));
}

constexpr const char* kSelf =
    R"({"name":"web-1","size":5,"weight":2,"tags":["a","b","c"],"labels":{"app":"x","a-b":"y"},
    "any":"50%","parts":[{"id":1,"in":"u"},{"id":2,"in":"v"}],"spec-x":7})";

}  // namespace

TEST_CASE("CEL: what rules come to") {
  struct Row {
    const char* rule;
    const char* outcome;
  };
  const Row rows[] = {
      {"self.size > 3", "true"},
      {"self.size >= 3 && self.size <= 4", "false"},
      {"self.size == 5 ? self.name == 'web-1' : false", "true"},
      {"self.size % 2 == 1 && self.size / 2 == 2 && -self.size == -5", "true"},
      {"1 + 2 * 3 == 7 && (1 + 2) * 3 == 9 && 7 - 2 - 1 == 4", "true"},
      {"self.weight / 4.0 == 0.5", "true"},
      {"self.size > self.weight", "true"},
      {"!(self.name in ['a', 'b'])", "true"},
      {"'b' in self.tags && 'app' in self.labels && !('nope' in self.labels)", "true"},
      {"self.labels['a-b'] == 'y' && self.labels.app == 'x' && self.tags[1] == 'b'", "true"},
      {"self.parts.all(p, p.id > 0)", "true"},
      {"self.parts.exists(p, p.__in__ == 'v')", "true"},
      {"self.parts.exists_one(p, p.id > 1)", "true"},
      {"self.parts.map(p, p.id) == [1, 2]", "true"},
      {"self.parts.filter(p, p.id > 1).map(p, p.__in__) == ['v']", "true"},
      {"self.parts.map(p, p.id > 1, p.id * 10) == [20]", "true"},
      {"self.labels.all(k, k.startsWith('a'))", "true"},
      {"self.parts.all(p, self.parts.exists_one(q, q.id == p.id))", "true"},
      {"has(self.name) && !has(self.when)", "true"},
      {"!has(self.labels.nope) || self.labels.nope == 'x'", "true"},
      {"self.spec__dash__x == 7", "true"},
      {"self.name.startsWith('web') && self.name.endsWith('-1') && self.name.contains('b-')", "true"},
      {"self.name.matches('^[a-z]+-[0-9]+$') && !self.name.matches('^[0-9]')", "true"},
      {"size(self.tags) == 3 && self.tags.size() == 3 && size(self.name) == 5", "true"},
      {"size('h\\u00e9') == 2 && '\\x41' == 'A'", "true"},
      {"'A-B'.lowerAscii() == 'a-b' && 'a'.upperAscii() == 'A' && ' x '.trim() == 'x'", "true"},
      {"'a,b,c'.split(',') == ['a', 'b', 'c'] && ['a', 'b'].join('-') == 'a-b'", "true"},
      {"'hello'.substring(1, 3) == 'el' && 'hello'.indexOf('l') == 2 && 'hello'.lastIndexOf('l') == 3", "true"},
      {"'hello'.replace('l', 'L', 1) == 'heLlo' && 'hello'.charAt(4) == 'o'", "true"},
      {"'abab'.indexOf('a', 1) == 2 && 'abab'.lastIndexOf('b', 2) == 1 && 'ab'.indexOf('', 2) == 2", "true"},
      {"'ab'.replace('', '_') == '_a_b_' && 'ab'.replace('', '_', 1) == '_ab'", "true"},
      {"'abc'.split('') == ['a', 'b', 'c'] && 'abc'.split('', 2) == ['a', 'bc']", "true"},
      {"'a,b,c'.split(',', 2) == ['a', 'b,c'] && 'a,b'.split(',', 0) == []", "true"},
      {"[1, 2, 3].sum() == 6 && [3, 1].min() == 1 && [3, 1].max() == 3 && [1, 2, 2].isSorted()", "true"},
      {"int('12') == 12 && string(5) == '5' && double(2) == 2.0 && int(2.9) == 2", "true"},
      {"type(self.any) == string ? self.any.endsWith('%') : self.any > 0", "true"},
      {"{'a': 1}.a == 1 && {'a': 1}['a'] == 1", "true"},
      {"'a' + 'b' == \"ab\" && [1] + [2] == [1, 2]", "true"},
      {"0x1F == 31 && 1.5e1 == 15.0 && .5 == 0.5 && 2e-1 == 0.2", "true"},
      {"r'\\d' == '\\\\d'", "true"},
      {"self.size == 5 // a remark", "true"},
      {"self.size == null || true",
       "compilation failed: ERROR: <input>:1:11: found no matching overload for '_==_' applied to '(int, null)'\n"
       " | self.size == null || true\n | ..........^"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.rule) {
      CHECK(outcome(row.rule, kSelf) == row.outcome);
    }
}

TEST_CASE("CEL: what fails as it is evaluated, and what makes up for it") {
  struct Row {
    const char* rule;
    const char* outcome;
  };
  const Row rows[] = {
      {"self.labels.nope == 'x'", "no such key: nope"},
      {"self.tags[9] == 'x'", "index out of bounds: 9"},
      {"self.size / 0 == 1", "division by zero"},
      {"self.size % 0 == 1", "modulus by zero"},
      {"9223372036854775807 + self.size > 0", "integer overflow"},
      {"int(-9.25e18) < 0", "integer overflow"},
      {"int(9.25e18) > 0", "integer overflow"},
      {"'ab'.indexOf('a', 3) == 0", "index out of range: 3"},
      {"'ab'.lastIndexOf('a', 3) == 0", "index out of range: 3"},
      {"self.any > 3", "no such overload"},
      {"self.any.size() == 3 && self.any.startsWith('5')", "true"},
      {"self.labels.nope == 'x' || self.size == 5", "true"},
      {"self.labels.nope == 'x' && self.size == 6", "false"},
      {"self.tags.exists(t, t == 'b' || self.labels.nope == t)", "true"},
      {"self.tags.all(t, t == 'b' && self.labels.nope == t)", "false"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.rule) {
      CHECK(outcome(row.rule, kSelf) == row.outcome);
    }
}

TEST_CASE("CEL: what was there before") {
  CHECK(outcome("self.size >= oldSelf.size", R"({"size":5})", R"({"size":4})") == "true");
  CHECK(outcome("self == oldSelf", R"({"size":5})", R"({"size":4})") == "false");
  auto transition = cel::Rule::compile("self.size >= oldSelf.size", scope(), Type::Kind::kBool);
  CHECK(std::get<cel::Rule>(transition).uses_old_self());
  auto plain = cel::Rule::compile("self.size >= 1", scope(), Type::Kind::kBool);
  CHECK_FALSE(std::get<cel::Rule>(plain).uses_old_self());
}

TEST_CASE("CEL: what the compiler says") {
  struct Row {
    const char* rule;
    const char* problem;
  };
  const Row rows[] = {
      {"self.nope > 1", "ERROR: <input>:1:5: undefined field 'nope'\n | self.nope > 1\n | ....^"},
      {"nope > 1", "ERROR: <input>:1:1: undeclared reference to 'nope' (in container '')\n | nope > 1\n | ^"},
      {"nope(1)", "ERROR: <input>:1:5: undeclared reference to 'nope' (in container '')\n | nope(1)\n | ....^"},
      {"self.name > 1",
       "ERROR: <input>:1:11: found no matching overload for '_>_' applied to '(string, int)'\n | self.name > 1\n | "
       "..........^"},
      {"self.name.startsWith(1)",
       "ERROR: <input>:1:21: found no matching overload for 'startsWith' applied to 'string.(int)'\n | "
       "self.name.startsWith(1)\n | ....................^"},
      {"self.size && true",
       "ERROR: <input>:1:11: found no matching overload for '_&&_' applied to '(int, bool)'\n | self.size && true\n | "
       "..........^"},
      {"self.nope == 1 && self.none == 2",
       "ERROR: <input>:1:5: undefined field 'nope'\n | self.nope == 1 && self.none == 2\n | ....^\n"
       "ERROR: <input>:1:23: undefined field 'none'\n | self.nope == 1 && self.none == 2\n | "
       "......................^"},
      {"true &&\n self.nope", "ERROR: <input>:2:6: undefined field 'nope'\n |  self.nope\n | .....^"},
      {"self.size.all(x, true)",
       "ERROR: <input>:1:5: expression of type 'int' cannot be range of a comprehension (must be list, map, or "
       "dynamic)\n | self.size.all(x, true)\n | ....^"},
      {"duration('x') == duration('1s')",
       "ERROR: <input>:1:10: invalid duration argument\n | duration('x') == duration('1s')\n | .........^"},
      {"timestamp('2026') < timestamp(0)",
       "ERROR: <input>:1:11: invalid timestamp argument\n | timestamp('2026') < timestamp(0)\n | ..........^"},
      {"self.name.matches('[')",
       "ERROR: <input>:1:19: invalid matches argument\n | self.name.matches('[')\n | ..................^"},
      {"self.size in [1, 'a']",
       "ERROR: <input>:1:18: expected type 'int' but found 'string'\n | self.size in [1, 'a']\n | "
       ".................^"},
      {"has(self)", "ERROR: <input>:1:4: invalid argument to has() macro\n | has(self)\n | ...^"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.rule) {
      CHECK(outcome(row.rule, kSelf) == "compilation failed: " + std::string(row.problem));
    }
  CHECK(outcome("1.2.3 > 1", kSelf).find("extraneous input '.3'") != std::string::npos);
  CHECK(outcome("self.size", kSelf) == "cel expression must evaluate to a bool");
  CHECK(outcome("self.size >", kSelf).starts_with("compilation failed: ERROR: <input>:1:12: Syntax error: mismatched"));
}

TEST_CASE("CEL: times, options, texts, lists, two variables") {
  constexpr const char* kTimed =
      R"({"name":"web-1","size":5,"tags":["a","b","c"],"labels":{"app":"x","a-b":"y"},"parts":[{"id":1,"in":"u"}],
      "when":"2026-11-22T15:31:24.5Z","pause":"1h30m","day":"2026-01-31","blob":"aGk="})";
  const char* const rules[] = {
      "self.when > timestamp('2026-01-01T00:00:00Z') && timestamp(0) == timestamp('1970-01-01T00:00:00Z')",
      "self.when.getFullYear() == 2026 && self.when.getMonth() == 10 && self.when.getDate() == 22",
      "self.when.getDayOfMonth() == 21 && self.when.getDayOfWeek() == 0 && self.when.getDayOfYear() == 325",
      "self.when.getHours() == 15 && self.when.getMinutes() == 31 && self.when.getSeconds() == 24",
      "self.when.getMilliseconds() == 500 && int(self.when) == 1795361484",
      "self.pause == duration('90m') && self.pause.getHours() == 1 && self.pause.getMinutes() == 90",
      "self.pause.getSeconds() == 5400 && self.pause.getMilliseconds() == 5400000 && self.pause < duration('2h')",
      "self.when + self.pause - self.when == self.pause && self.when - duration('24.5s') < self.when",
      "duration('1h') + duration('30m') == self.pause && string(duration('1.5s')) == '1.5s'",
      "string(self.when) == '2026-11-22T15:31:24.5Z' && self.day.getDate() == 31",
      "type(self.when) == google.protobuf.Timestamp && type(self.size) == int && type(self.pause) != string",
      "size(self.blob) == 2 && self.blob == b'hi' && string(self.blob) == 'hi' && bytes('hi') == self.blob",
      "self.?name.hasValue() && self.?name.value() == 'web-1' && self.?weight.orValue(2.5) == 2.5",
      "!self.?weight.hasValue() && self.labels[?'nope'].orValue('none') == 'none' && self.tags[?9] == optional.none()",
      "self.labels.?app.optMap(v, v + '!').value() == 'x!' && self.tags[?0].or(optional.of('z')).value() == 'a'",
      "self.?labels.?app == optional.of('x') && self.?labels.app.orValue('') == 'x'",
      "self.labels[?'app'].optFlatMap(v, self.labels[?v]).orValue('d') == 'd'",
      "optional.ofNonZeroValue('').hasValue() == false && [?self.?weight, 1.0] == [1.0]",
      "{?'a': self.labels[?'app'], ?'b': self.labels[?'nope']} == {'a': 'x'}",
      "'%s has %d of %.2f, %x and %%'.format([self.name, 5, 2.5, 255]) == 'web-1 has 5 of 2.50, ff and %'",
      "'%s %s'.format([[1, 2], {'a': true}]) == '[1, 2] {\"a\":true}' && '%b %o %X %e'.format([5, 8, 'hi', 1.0]) == "
      "'101 10 6869 1.000000e+00'",
      "'abc 123'.find('[0-9]+') == '123' && 'abc'.find('[0-9]+') == '' && '1 22 3'.findAll('[0-9]+') == ['1', '22', "
      "'3']",
      "'1 22 3'.findAll('[0-9]+', 2) == ['1', '22'] && 'aab'.find('a+?') == 'a' && 'xaay'.find('a*') == ''",
      "'h\u00e9llo'.reverse() == 'oll\u00e9h' && 'hello'.indexOf('l', 3) == 3 && strings.quote('a') == '\"a\"'",
      "[3, 1, 2].sort() == [1, 2, 3] && [1, 2].reverse() == [2, 1] && [1, 1, 2].distinct() == [1, 2]",
      "[1, 2, 3].slice(1, 3) == [2, 3] && [[1], [2, 3]].flatten() == [1, 2, 3] && lists.range(3) == [0, 1, 2]",
      "[1, 2, 1].indexOf(1) == 0 && [1, 2, 1].lastIndexOf(1) == 2 && [1.5, 2.5].sum() == 4.0",
      "[duration('1s'), duration('2s')].sum() == duration('3s') && [duration('1s'), duration('2s')].isSorted()",
      "sets.contains(self.tags, ['a', 'b']) && sets.intersects(self.tags, ['c']) && sets.equivalent([1, 2], [2, 1, 1])",
      "self.tags.all(i, t, t != '' && i < 3) && self.labels.exists(k, v, k == 'app' && v == 'x')",
      "self.tags.existsOne(i, t, i == 1 && t == 'b') && self.tags.transformList(i, t, t + string(i)) == ['a0', 'b1', "
      "'c2']",
      "self.labels.transformMap(k, v, k == 'app', v + v) == {'app': 'xx'}",
      "self.labels.transformMapEntry(k, v, {v: k}) == {'x': 'app', 'y': 'a-b'}",
      "0x1F == 31 && uint(5) == 5u && int(5u) + 1 == 6 && bool('true')",
      "self.tags.all(ip, ip != 'd') && self.tags.exists(optional, optional.startsWith('a'))",
  };
  for (const char* rule : rules) DYNAMIC_SECTION(rule) {
      CHECK(outcome(rule, kTimed) == "true");
    }
  CHECK(outcome("self.?weight.value() == 1.0", kTimed) == "optional.none() dereference");
  CHECK(outcome("uint(-1) == 0u", kTimed) == "unsigned integer overflow");
  CHECK(outcome("duration(self.name) == self.pause", kTimed) ==
        "type conversion error from 'string' to 'google.protobuf.Duration'");
  CHECK(outcome("int(self.name) == 1", kTimed) == "type conversion error from 'string' to 'int'");
  CHECK(outcome("'%d'.format([self.name]) == ''", kTimed) ==
        "error during formatting: decimal clause can only be used on integers, was given string");
  CHECK(outcome("self.when == self.size", kTimed) ==
        "compilation failed: ERROR: <input>:1:11: found no matching overload for '_==_' applied to '(timestamp, int)'\n"
        " | self.when == self.size\n | ..........^");
  CHECK(outcome("self.?weight == 1.0", kTimed) ==
        "compilation failed: ERROR: <input>:1:14: found no matching overload for '_==_' applied to "
        "'(optional_type(double), double)'\n | self.?weight == 1.0\n | .............^");
}

TEST_CASE("CEL: an option of what was there before") {
  const cel::Scope optional{self_type(), cel::optional_of(self_type())};
  auto compiled = cel::Rule::compile("oldSelf.optMap(o, o.size).orValue(0) <= self.size", optional, Type::Kind::kBool);
  REQUIRE(std::holds_alternative<cel::Rule>(compiled));
  const cel::Rule& rule = std::get<cel::Rule>(compiled);
  CHECK(rule.uses_old_self());
  const Value now = *parse_json(R"({"size":5})");
  const Value more = *parse_json(R"({"size":6})");
  CHECK(std::get<Value>(rule.evaluate(now, nullptr).outcome) == Value(true));
  CHECK(std::get<Value>(rule.evaluate(now, &more).outcome) == Value(false));
}

TEST_CASE("CEL: names as rules spell them") {
  struct Row {
    const char* name;
    const char* escaped;
  };
  for (const Row& row : {Row{"plain", "plain"}, Row{"a-b", "a__dash__b"}, Row{"a.b/c", "a__dot__b__slash__c"},
                         Row{"in", "__in__"}, Row{"a__b", "a__underscores__b"}, Row{"1a", ""}, Row{"a b", ""}})
    DYNAMIC_SECTION(row.name) { CHECK(cel::escaped_name(row.name) == row.escaped); }
}

TEST_CASE("CEL: an expression that is nested too deeply is refused, not followed") {
  const auto repeated = [](const std::string& text, size_t times) {
    std::string out;
    while (times-- > 0) out += text;
    return out;
  };
  constexpr size_t kMany = 100'000;
  const std::string chain = repeated("1 + ", 200) + "1";
  const std::pair<const char*, std::string> rows[] = {
      {"parentheses", repeated("(", kMany) + "true" + repeated(")", kMany)},
      {"negations", repeated("!", kMany) + "true"},
      {"a sum", "1" + repeated(" + 1", kMany) + " > 0"},
      {"fields", "self" + repeated(".name", kMany) + " == ''"},
      {"elements", "self.tags" + repeated("[0]", kMany) + " == ''"},
      {"choices", repeated("true ? true : ", kMany) + "true"},
      {"sums in sums", repeated("(", 100) + chain + repeated(")" + repeated(" + 1", 200), 100) + " > 0"},
  };
  for (const auto& [why, rule] : rows) DYNAMIC_SECTION(why) {
      CHECK(outcome(rule, kSelf).find("expression recursion limit exceeded: 250") != std::string::npos);
    }
}

TEST_CASE("CEL: what stands in a row may be long") {
  const auto in_a_row = [](const std::string& text, const std::string& between) {
    std::string out = text;
    for (int i = 0; i < 20'000; ++i) out += between + text;
    return out;
  };
  CHECK(outcome(in_a_row("self.size == 5", " && "), kSelf) == "true");
  CHECK(outcome(in_a_row("self.size == 4", " || ") + " || self.size == 5", kSelf) == "true");
  CHECK(outcome(in_a_row("// a remark\n", "") + "true", kSelf) == "true");
}

TEST_CASE("CEL: an expression that would take too long is cancelled") {
  constexpr const char* kCancelled = "operation cancelled: actual cost limit exceeded";
  CHECK(outcome("lists.range(2000).all(a, lists.range(2000).all(b, a + b >= 0))", kSelf) == kCancelled);
  CHECK(outcome("lists.range(2000).exists(a, lists.range(2000).exists(b, a + b < 0)) || self.size == 5", kSelf) ==
        kCancelled);
  CHECK(outcome("lists.range(20000).distinct().size() == 20000", kSelf) == kCancelled);
  CHECK(outcome("lists.range(200).all(a, lists.range(200).all(b, a + b >= 0))", kSelf) == "true");
}
