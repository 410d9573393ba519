#include "controllers/controller_ref.h"

#include <catch2/catch.hpp>

#include "controllers/slow_start.h"

namespace skiff {
namespace {

TEST_CASE("Claiming: kept, released, adopted or left alone") {
  struct Row {
    const char* why;
    ClaimQuestion question;
    Claim claim;
  };
  const Row rows[] = {
      {"owned and matching", {"me", "me", true, false, false}, Claim::kKeep},
      {"owned, labels changed", {"me", "me", false, false, false}, Claim::kRelease},
      {"a controller on its way out releases nothing", {"me", "me", false, true, false}, Claim::kIgnore},
      {"another controller's, though it matches", {"you", "me", true, false, false}, Claim::kIgnore},
      {"orphan that matches", {"", "me", true, false, false}, Claim::kAdopt},
      {"orphan of others", {"", "me", false, false, false}, Claim::kIgnore},
      {"a controller on its way out adopts nothing", {"", "me", true, true, false}, Claim::kIgnore},
      {"an orphan on its way out", {"", "me", true, false, true}, Claim::kIgnore},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(decide_claim(row.question) == row.claim);
    }
}

TEST_CASE("Slow start stops after the batch that failed") {
  struct Row {
    const char* why;
    size_t count;
    size_t fails_from;
    size_t calls;
    size_t successes;
  };
  const Row rows[] = {
      {"all succeed", 10, 99, 10, 10},
      {"the first one fails: one call", 10, 0, 1, 0},
      {"the second batch fails: three calls", 10, 1, 3, 1},
      {"the fourth call: its batch of four is completed", 10, 3, 7, 3},
      {"nothing to do", 0, 0, 0, 0},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      size_t calls = 0;
      const auto outcome = slow_start(row.count, [&](size_t index) -> Result<void> {
        ++calls;
        if (index >= row.fails_from) return internal_error("no");
        return {};
      });
      CHECK(calls == row.calls);
      CHECK(outcome.successes == row.successes);
      CHECK(outcome.error.has_value() == (row.successes < row.count));
    }
}

}  // namespace
}  // namespace skiff
