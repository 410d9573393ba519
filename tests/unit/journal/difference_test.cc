#include "journal/difference.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace skiff::journal {
namespace {

Value json(const char* text) { return *parse_json(text); }

}  // namespace

TEST_CASE("merge patch between two versions") {
  struct Row {
    const char* why;
    const char* before;
    const char* after;
    const char* patch;  // null: none can say it
  };
  const Row rows[] = {
      {"nothing changed", R"({"a":1})", R"({"a":1})", "{}"},
      {"a changed member", R"({"a":1,"b":2})", R"({"a":1,"b":3})", R"({"b":3})"},
      {"a member gone", R"({"a":1,"b":2})", R"({"a":1})", R"({"b":null})"},
      {"a new member first and last", R"({"b":2})", R"({"a":1,"b":2,"c":3})", R"({"a":1,"c":3})"},
      {"nested, the rest unnamed", R"({"s":{"x":1,"y":{"z":1}}})", R"({"s":{"x":1,"y":{"z":2}}})",
       R"({"s":{"y":{"z":2}}})"},
      {"an equal object before the first change", R"({"a":{"b":1},"c":1})", R"({"a":{"b":1},"c":2})", R"({"c":2})"},
      {"and between two", R"({"a":1,"b":{"x":{"y":1}},"c":1})", R"({"a":2,"b":{"x":{"y":1}},"c":2})",
       R"({"a":2,"c":2})"},
      {"an element of a list", R"({"a":[1,2]})", R"({"a":[1,3]})", R"({"a":{"1":3}})"},
      {"a member of an element", R"({"a":[{"b":1,"c":2}]})", R"({"a":[{"b":1,"c":3}]})", R"({"a":{"0":{"c":3}}})"},
      {"a list in a list", R"({"a":[{"b":[1,2]}]})", R"({"a":[{"b":[1,3]}]})", R"({"a":{"0":{"b":{"1":3}}}})"},
      {"an element more, whatever it holds", R"({"a":[1]})", R"({"a":[1,{"b":null}]})", R"({"a":{"1":{"b":null}}})"},
      {"elements beyond the ninth", R"({"a":[0,1,2,3,4,5,6,7,8]})", R"({"a":[0,1,2,3,4,5,6,7,8,9,10]})",
       R"({"a":{"9":9,"10":10}})"},
      {"an element that becomes null", R"({"a":[1,2]})", R"({"a":[1,null]})", R"({"a":{"1":null}})"},
      {"a shorter list is said whole", R"({"a":[1,2]})", R"({"a":[1]})", R"({"a":[1]})"},
      {"so is one of which nothing stays", R"({"a":[1,2]})", R"({"a":[3,4]})", R"({"a":[3,4]})"},
      {"and one with a new null in an element", R"({"a":[1,{"b":1}]})", R"({"a":[1,{"b":null}]})",
       R"({"a":[1,{"b":null}]})"},
      {"and one whose element is of another type", R"({"a":[1,{"b":1}]})", R"({"a":[1,[2]]})", R"({"a":[1,[2]]})"},
      {"a list that becomes an object", R"({"a":[1]})", R"({"a":{"0":2}})", nullptr},
      {"an object that becomes a list", R"({"a":{"0":2}})", R"({"a":[1]})", R"({"a":[1]})"},
      {"an array may hold null", R"({"a":[]})", R"({"a":[null,{"b":null}]})", nullptr},
      {"an object that becomes empty", R"({"a":{"b":1}})", R"({"a":{}})", R"({"a":{"b":null}})"},
      {"a number that becomes an object", R"({"a":1})", R"({"a":{"b":1}})", R"({"a":{"b":1}})"},
      {"an object that becomes a number", R"({"a":{"b":1}})", R"({"a":1})", R"({"a":1})"},
      {"a null that stays need not be said", R"({"a":null,"b":1})", R"({"a":null,"b":2})", R"({"b":2})"},
      {"a new null cannot be said", R"({"a":1})", R"({"a":null})", nullptr},
      {"nor one deep in something new", R"({})", R"({"a":{"b":{"c":null}}})", nullptr},
      {"no object before", R"([1])", R"({"a":1})", nullptr},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      if (std::string_view(row.why) == "an array may hold null") {
        // Elements are taken as they are, also those that are objects with nulls.
        std::string out;
        REQUIRE(append_difference(out, json(row.before), json(row.after)));
        CHECK(merged(json(row.before), json(out.c_str())) == json(row.after));
        continue;
      }
      std::string out = "kept";
      const bool can = append_difference(out, json(row.before), json(row.after));
      CHECK(can == (row.patch != nullptr));
      CHECK(out == std::string("kept") + (can ? row.patch : ""));
      if (can) CHECK(merged(json(row.before), json(row.patch)) == json(row.after));
    }
}

TEST_CASE("merging into a list: numbers that it cannot have are passed over") {
  for (const char* patch : {R"({"a":{"5":1}})", R"({"a":{"x":1}})", R"({"a":{"-1":1}})", R"({"a":{"1x":1}})",
                            R"({"a":{"18446744073709551616":1}})", R"({"a":{"":1}})"})
    CHECK(to_json(merged(json(R"({"a":[0,1,2,3]})"), json(patch))) == R"({"a":[0,1,2,3]})");
}

TEST_CASE("merging: RFC 7386, appendix A, but for an object on a list") {
  struct Row {
    const char* original;
    const char* patch;
    const char* result;
  };
  const Row rows[] = {
      {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
      {R"({"a":"b"})", R"({"a":null})", R"({})"},
      {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
      {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
      {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
      {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
      {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
      {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
      {R"({"a":"foo"})", R"(null)", R"(null)"},
      {R"({"a":"foo"})", R"("bar")", R"("bar")"},
      {R"({"e":null})", R"({"a":1})", R"({"a":1,"e":null})"},
      {R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.original << " + " << row.patch) {
      CHECK(to_json(merged(json(row.original), json(row.patch))) == row.result);
    }
}

TEST_CASE("merging leaves the original alone and shares what is untouched") {
  const Value before = json(R"({"big":{"a":[1,2,3]},"small":1})");
  const Value after = merged(before, json(R"({"small":2})"));
  CHECK(before["small"].as_int() == 1);
  CHECK(after["big"].same_as(before["big"]));
}

TEST_CASE("how long a document's text is at least") {
  const Value document = json(R"({"name":"a longer text","list":[1,2,3]})");
  CHECK(longer_than(document, 10));
  CHECK_FALSE(longer_than(document, to_json(document).size()));
}

}  // namespace skiff::journal
