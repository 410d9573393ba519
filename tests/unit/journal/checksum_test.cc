#include "journal/checksum.h"

#include <catch2/catch.hpp>

namespace skiff::journal {

TEST_CASE("XXH64: published values") {
  struct Row {
    const char* why;
    const char* text;
    uint64_t seed;
    const char* sum;
  };
  const Row rows[] = {
      {"nothing", "", 0, "ef46db3751d8e999"},
      {"one byte", "a", 0, "d24ec4f1a98c6e5b"},
      {"three bytes", "abc", 0, "44bc2cf5ad770999"},
      {"a seed", "xxhash", 20141025, "b559b98d844e0635"},
      {"longer than a stripe", "Nobody inspects the spammish repetition", 0, "fbcea83c8a378bf1"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(checksum_text(checksum(row.text, row.seed)) == row.sum);
      for (size_t cut = 0; cut <= std::string_view(row.text).size(); ++cut) {
        Checksum pieces(row.seed);
        pieces.update(std::string_view(row.text).substr(0, cut));
        pieces.update(std::string_view(row.text).substr(cut));
        CHECK(checksum_text(pieces.digest()) == row.sum);
      }
    }
}

}  // namespace skiff::journal
