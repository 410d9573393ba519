#include "base/value.h"

#include <catch2/catch.hpp>

#include "base/json.h"

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
