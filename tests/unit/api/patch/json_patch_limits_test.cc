// What a JSON patch may not do to a server: grow a document without bounds in few words.
#include <catch2/catch.hpp>

#include "api/patch/json_patch.h"

namespace skiff {
namespace {

Value operation(const char* op, const char* from, const char* path) {
  return Value{{"op", op}, {"from", from}, {"path", path}};
}

}  // namespace

TEST_CASE("JSON patch: copies that double") {
  Value document{{"a", Value{{"text", std::string(1000, 'x')}}}};
  Value patch = Value::array();
  for (int i = 0; i < 10; ++i) patch.push_back(operation("copy", "/a", ("/a/" + std::to_string(i)).c_str()));
  CHECK(apply_json_patch(document, patch));  // a megabyte in all
  for (int i = 10; i < 14; ++i) patch.push_back(operation("copy", "/a", ("/a/" + std::to_string(i)).c_str()));
  const auto patched = apply_json_patch(document, patch);
  REQUIRE_FALSE(patched);
  CHECK(patched.error().message == "the server rejected our request due to an error in our request");
}

TEST_CASE("JSON patch: moves that nest without end") {
  Value document{{"a", Value::object()}, {"b", Value::object()}};
  Value patch = Value::array();
  const auto nest = [&](int levels) {
    for (int i = 0; i < levels; ++i) {
      const bool even = i % 2 == 0;
      patch.push_back(operation("move", even ? "/a" : "/b", even ? "/b/x" : "/a/x"));
      patch.push_back(Value{{"op", "add"}, {"path", even ? "/a" : "/b"}, {"value", Value::object()}});
    }
  };
  nest(400);
  CHECK(apply_json_patch(document, patch));
  nest(200);
  CHECK_FALSE(apply_json_patch(document, patch));
}

}  // namespace skiff
