#include "base/base64.h"

#include <catch2/catch.hpp>

using namespace skiff;

TEST_CASE("base64: encode and decode") {
  struct Row {
    const char* bytes;
    const char* text;
  };
  const Row rows[] = {{"", ""},        {"f", "Zg=="},          {"fo", "Zm8="},
                      {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}, {"\xff\xfe", "//4="}};
  for (const Row& row : rows) DYNAMIC_SECTION("'" << row.text << "'") {
      CHECK(base64_encode(row.bytes) == row.text);
      CHECK(base64_decode(row.text) == std::string(row.bytes));
    }
}

TEST_CASE("base64: what cannot be decoded, and where") {
  struct Row {
    const char* text;
    size_t at;
  };
  const Row rows[] = {{"Zm9v!", 4}, {"Zg=", 3}, {"Zg==x", 4}, {"Z", 0}, {"not base64", 3}};
  for (const Row& row : rows) DYNAMIC_SECTION(row.text) {
      size_t at = 99;
      CHECK_FALSE(base64_decode(row.text, &at).has_value());
      CHECK(at == row.at);
    }
  CHECK(base64_decode("Zm9v\nYmFy\n") == std::string("foobar"));
}
