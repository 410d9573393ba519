#include "sim/wall_clock.h"

#include <chrono>
#include <thread>

namespace skiff {

Time wall_clock_now() {
  return Time(std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()));
}

void wall_clock_sleep(Duration duration) { std::this_thread::sleep_for(duration); }

}  // namespace skiff
