#include "cli/progress.h"

#include <catch2/catch.hpp>

namespace skiff::cli {

TEST_CASE("Progress: the line that it shows") {
  CHECK(progress_text(1204, 10000, seconds(63) + milliseconds(9), 2150) ==
        "1,204 of 10,000 pods ready, 1m3s simulated, 2,150 pods a second");
  CHECK(progress_text(0, 1, Duration::zero(), 0) == "0 of 1 pod ready, 0s simulated");
  CHECK(progress_text(150000, 1234567, hours(1), 1) ==
        "150,000 of 1,234,567 pods ready, 1h0m0s simulated, 1 pod a second");
}

}  // namespace skiff::cli
