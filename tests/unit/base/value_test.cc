#include "base/value.h"

#include <catch2/catch.hpp>

#include "base/json.h"
#include "base/random.h"

using namespace skiff;

TEST_CASE("value: copies share until one is edited") {
  Value original{{"a", Value{{"b", 1}}}, {"c", Value::array({1, 2})}, {"long", "a string too long to live inside"}};
  Value copy = original;
  CHECK(copy.same_as(original));
  copy["a"]["b"] = 2;
  CHECK(original.at("a", "b").as_int() == 1);
  CHECK(std::as_const(copy).at("a", "b").as_int() == 2);
  CHECK(std::as_const(copy)["c"].same_as(std::as_const(original)["c"]));
  copy["c"].push_back(3);
  CHECK(std::as_const(original)["c"].size() == 2);
  CHECK(to_json(copy) == R"({"a":{"b":2},"c":[1,2,3],"long":"a string too long to live inside"})");
}

TEST_CASE("value: an element can be assigned from inside itself") {
  Value tree{{"child", Value{{"child", Value{{"leaf", "a string too long to live inside"}}}}}};
  tree = Value(std::as_const(tree)["child"]);
  tree = std::as_const(tree)["child"];
  CHECK(to_json(tree) == R"({"leaf":"a string too long to live inside"})");
}

TEST_CASE("value: members are sorted bytewise, whatever the order they came in") {
  Value object = Value::object();
  for (const char* key : {"b", "a", "ab", "B", "a-b", "_"}) object[key] = 1;
  CHECK(to_json(object) == R"({"B":1,"_":1,"a":1,"a-b":1,"ab":1,"b":1})");
  CHECK(object.erase("a-b"));
  CHECK_FALSE(object.erase("a-b"));
  CHECK(object.size() == 5);
}

TEST_CASE("value: a member is found by a literal, a string and a view, however long its name") {
  Value object = Value::object();
  std::string name;
  for (int length = 1; length <= 20; ++length) object[name += static_cast<char>('a' + length)] = length;
  for (std::string_view part = name; !part.empty(); part.remove_suffix(1)) {
    INFO(part);
    const std::string text(part);
    const auto length = static_cast<int64_t>(part.size());
    CHECK(std::as_const(object)[part].as_int() == length);
    CHECK(std::as_const(object)[text].as_int() == length);
    CHECK(std::as_const(object)[text.c_str()].as_int() == length);
    CHECK_FALSE(object.contains(text + "-"));
  }
  const Value& all = object;
  CHECK(all["b"].as_int() == 1);
  CHECK(all["bcd"].as_int() == 3);
  CHECK(all["bcde"].as_int() == 4);
  CHECK(all["bcdefgh"].as_int() == 7);
  CHECK(all["bcdefghi"].as_int() == 8);
  CHECK(all["bcdefghijklmnopqrst"].as_int() == 19);
  CHECK(Value{{"n", object}}.at("n", "bcde").as_int() == 4);
}

TEST_CASE("value: equality is deep and knows no difference between 1 and 1.0") {
  CHECK(Value{{"a", Value::array({1, "x", nullptr})}} == Value{{"a", Value::array({1.0, "x", nullptr})}});
  CHECK_FALSE(Value{{"a", 1}} == Value{{"b", 1}});
  CHECK_FALSE(Value(nullptr) == Value::object());
  CHECK_FALSE(Value("1") == Value(1));
}

TEST_CASE("value: what is not there reads as nothing") {
  const Value object{{"a", 1}};
  CHECK(object.at("x", "y", "z").is_null());
  CHECK(object["a"].as_string().empty());
  CHECK(object["a"]["b"].is_null());
  CHECK(object[size_t{3}].is_null());
  CHECK(object["x"].as_int(7) == 7);
}

TEST_CASE("json: numbers and strings as Go writes them") {
  struct Row {
    const char* why;
    Value value;
    const char* text;
  };
  const Row rows[] = {
      {"a whole double", 3.0, "3"},
      {"a fraction", 0.1, "0.1"},
      {"small", 1e-7, "1e-7"},
      {"large", 1e21, "1e+21"},
      {"not yet large", 1e20, "100000000000000000000"},
      {"html characters", "<a&b>", R"("\u003ca\u0026b\u003e")"},
      {"control characters", "a\x01\n\t\"\\", R"("a\u0001\n\t\"\\")"},
      {"line separator", "\xe2\x80\xa8", R"("\u2028")"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(to_json(row.value, Escape::kGo) == row.text);
    }
}

TEST_CASE("json: text that is read like another document says the same, and shares what the two have in common") {
  struct Row {
    const char* why;
    const char* like;
    const char* text;
  };
  const Row rows[] = {
      {"the same", R"({"a":{"b":[1,"a text that is long"]},"c":null})",
       R"({"a":{"b":[1,"a text that is long"]},"c":null})"},
      {"another value", R"({"a":1,"b":{"c":2},"d":3})", R"({"a":1,"b":{"c":4},"d":3})"},
      {"a member more at each end and between", R"({"b":1,"d":2})", R"({"a":0,"b":1,"c":0,"d":2,"e":0})"},
      {"members less", R"({"a":0,"b":1,"c":0,"d":2,"e":0})", R"({"b":1,"d":2})"},
      {"nothing", R"({"a":1})", "{}"},
      {"nothing before", "{}", R"({"a":1})"},
      {"an array that is longer", "[1,[2]]", "[1,[2],[2]]"},
      {"an array that is shorter", "[1,2,3]", "[1,2]"},
      {"an array that differs at the start", "[1,2,3]", "[0,2,3]"},
      {"an empty array", "[1]", "[]"},
      {"another type", R"({"a":{"b":1},"c":[1],"d":"x","e":1})", R"({"a":[1],"c":{"b":1},"d":1,"e":1.0})"},
      {"a name twice", R"({"a":1,"b":2})", R"({"a":1,"a":2,"b":2})"},
      {"names out of order", R"({"a":1,"b":2,"c":3})", R"({"a":1,"c":3,"b":2})"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(to_json(*parse_json(row.text, *parse_json(row.like))) == to_json(*parse_json(row.text)));
    }
  const Value like = *parse_json(R"({"a":{"x":[1,{"y":"z"}]},"b":{"t":"a text that is long"},"n":1})");
  const Value read = *parse_json(R"({"a":{"x":[1,{"y":"z"}]},"b":{"t":"a text that is long","u":1},"n":2})", like);
  CHECK(read["a"].same_as(like["a"]));
  CHECK(read["b"]["t"].same_as(like["b"]["t"]));
  CHECK_FALSE(read["b"].same_as(like["b"]));
  CHECK(parse_json(to_json(like), like)->same_as(like));
}

TEST_CASE("json: documents read like any others") {
  Random random(5);
  const auto any = [&random](const auto& self, int depth) -> Value {
    switch (random.below(depth > 0 ? 6 : 3)) {
      case 0:
        return static_cast<int64_t>(random.below(2));
      case 1:
        return random.below(2) == 0 ? "a text that is long enough" : "short";
      case 2:
        return random.below(2) == 0 ? Value() : Value::object();
      case 3: {
        Value list = Value::array();
        for (uint64_t left = random.below(4); left > 0; --left) list.push_back(self(self, depth - 1));
        return list;
      }
      default: {
        Value object = Value::object();
        for (const char* name : {"a", "b", "c", "d", "e"})
          if (random.below(3) > 0) object.set(name, self(self, depth - 1));
        return object;
      }
    }
  };
  Value like;
  for (int i = 0; i < 5'000; ++i) {
    const std::string text = to_json(any(any, 4));
    const auto read = parse_json(text, like);
    REQUIRE(to_json(*read) == text);
    like = *read;
  }
}

TEST_CASE("json: a character that is escaped is found wherever it stands, in a text of whatever length") {
  for (size_t length = 0; length < 40; ++length) {
    const std::string plain(length, 'x');
    CHECK(to_json(plain) == "\"" + plain + "\"");
    for (size_t at = 0; at < length; ++at)
      for (const auto& [c, escaped] : std::initializer_list<std::pair<char, std::string>>{{'"', "\\\""},
                                                                                          {'\\', "\\\\"},
                                                                                          {'\n', "\\n"},
                                                                                          {'\x1f', "\\u001f"},
                                                                                          {'\0', "\\u0000"},
                                                                                          {' ', " "},
                                                                                          {'!', "!"},
                                                                                          {'#', "#"},
                                                                                          {'[', "["},
                                                                                          {']', "]"},
                                                                                          {'\x7f', "\x7f"},
                                                                                          {'\xc3', "\xc3"},
                                                                                          {'\xff', "\xff"}}) {
        std::string text = plain;
        text[at] = c;
        REQUIRE(to_json(text) == "\"" + plain.substr(0, at) + escaped + plain.substr(at + 1) + "\"");
      }
  }
}

TEST_CASE("json: text survives a round trip, the last of equal keys wins") {
  const char* text = R"({"a":[1,2.5,"x",null,true,{"b":{}}],"z":-9223372036854775808})";
  const auto value = parse_json(text);
  REQUIRE(value);
  CHECK(to_json(*value) == text);
  CHECK(to_json(*parse_json(R"({"b":1,"a":2,"b":3})")) == R"({"a":2,"b":3})");
  CHECK_FALSE(parse_json("{\"a\":"));
  CHECK_FALSE(parse_json({}));  // no text at all, not even an address
}

TEST_CASE("JSON: numbers that no integer holds are read as they are written") {
  struct Row {
    double number;
    const char* text;
  };
  const Row rows[] = {
      {1.2345678901234568e20, "123456789012345680000"}, {-1.2345678901234568e20, "-123456789012345680000"},
      {18446744073709551616.0, "18446744073709552000"}, {9223372036854775808.0, "9223372036854776000"},
      {1e21, "1e+21"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.text) {
      CHECK(to_json(Value(row.number)) == row.text);
      const std::string document =
          R"({"9":"12345678901234567890123 \" 12345678901234567890123","a":[)" + std::string(row.text) + ",1]}";
      const auto read = parse_json(document);
      REQUIRE(read);
      CHECK((*read)["a"][0].as_double() == row.number);
      CHECK(to_json(*read) == document);
    }
}
