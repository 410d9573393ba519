#include "controllers/job/index_set.h"

#include <catch2/catch.hpp>

namespace skiff {
namespace {

TEST_CASE("Completion indexes: runs of three and more are abbreviated") {
  struct Row {
    const char* why;
    std::vector<int64_t> indexes;
    const char* text;
  };
  const Row rows[] = {
      {"none", {}, ""},
      {"two in a row", {1, 2}, "1,2"},
      {"three in a row", {2, 0, 1}, "0-2"},
      {"runs and single ones", {0, 1, 2, 5, 7, 8}, "0-2,5,7,8"},
      {"a gap is closed", {1, 3, 2}, "1-3"},
      {"twice is once", {4, 4, 5}, "4,5"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      IndexSet set;
      for (const int64_t index : row.indexes) set.insert(index);
      CHECK(set.str() == row.text);
      CHECK(IndexSet::parse(row.text, 100).str() == row.text);
    }
}

TEST_CASE("Completion indexes: those beyond the completions drop out") {
  CHECK(IndexSet::parse("0-2,5,7,8", 6).str() == "0-2,5");
  CHECK(IndexSet::parse("0-2,5,7,8", 6).total() == 4);
}

TEST_CASE("Completion indexes: the lowest that are missing") {
  const IndexSet set = IndexSet::parse("0,2-4,6", 10);
  CHECK(set.lowest_missing(10, 3) == std::vector<int64_t>{1, 5, 7});
  CHECK(set.lowest_missing(6, 3) == std::vector<int64_t>{1, 5});
  CHECK(set.count_in(IndexSet::parse("2,3,9", 10)) == 2);
}

}  // namespace
}  // namespace skiff
