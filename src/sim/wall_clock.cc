#include "sim/wall_clock.h"

#include <chrono>

namespace skiff {

Time wall_clock_now() {
  return Time(std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()));
}

}  // namespace skiff
