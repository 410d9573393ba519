#include "store/state_table.h"

#include <catch2/catch.hpp>
#include <map>

#include "base/random.h"

namespace skiff {
namespace {

using Model = std::map<std::string, Value, std::less<>>;

std::vector<std::pair<std::string, Value>> walked(const StateTable& table) {
  std::vector<std::pair<std::string, Value>> all;
  for (const auto& [key, value] : table) all.emplace_back(key, value);
  return all;
}

// What is in the file after `table` was written to it.
void save(StateTable& table, Model& file) {
  std::string last;
  table.write([&](std::string_view key, const Value& value) {
    CHECK(last < key);
    last = key;
    if (value.is_null()) REQUIRE(file.erase(std::string(key)) == 1);
    else file[std::string(key)] = value;
  });
  table.written();
  CHECK_FALSE(table.changed());
}

}  // namespace

TEST_CASE("state table: holds what a map holds, and writes what the file does not have") {
  Random random(7, 0);
  for (int table_number = 0; table_number < 20; ++table_number) {
    Model file, model;
    StateTable table;
    for (int i = 0; i < table_number; ++i) file["key-" + std::to_string(i)] = i + 1;
    for (const auto& [key, value] : file) table.load(key, value);
    model = file;
    for (int step = 0; step < 2000; ++step) {
      const std::string key = "key-" + std::to_string(random.below(300));
      const Value value = random.below(2) == 0 ? Value() : Value(static_cast<int64_t>(random.below(5)) + 1);
      table.set(key, value);
      if (value.is_null()) model.erase(key);
      else model[key] = value;
      if (random.below(40) == 0)
        REQUIRE(walked(table) == std::vector<std::pair<std::string, Value>>(model.begin(), model.end()));
      if (random.below(200) == 0) {
        save(table, file);
        REQUIRE(file == model);
      }
      const auto expected = model.find(key);
      REQUIRE(table.get(key) == (expected != model.end() ? expected->second : Value()));
      REQUIRE(table.empty() == model.empty());
    }
    save(table, file);
    REQUIRE(file == model);
  }
}

TEST_CASE("state table: what came and went between two writes is not written") {
  StateTable table;
  table.load("stays", 1);
  table.set("passing", 1);
  CHECK(table.changed());
  table.set("passing", {});
  CHECK_FALSE(table.changed());
  table.write([](std::string_view, const Value&) { FAIL("nothing has changed"); });
}

TEST_CASE("state table: keys with a prefix") {
  StateTable table;
  CHECK(table.keys_with_prefix("a/").empty());
  for (const char* key : {"b/1", "a/2", "a/1", "a", "a0"}) table.set(key, true);
  CHECK(table.keys_with_prefix("a/") == std::vector<std::string>{"a/1", "a/2"});
  table.set("a/1", {});
  CHECK(table.keys_with_prefix("a/") == std::vector<std::string>{"a/2"});
  CHECK(table.keys_with_prefix("c").empty());
}

}  // namespace skiff
