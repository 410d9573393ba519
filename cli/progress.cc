#include "cli/progress.h"

#include <unistd.h>

#include "sim/wall_clock.h"

namespace skiff::cli {
namespace {

// Whoever waits less long than this wants no explanation.
constexpr Duration kPatience = milliseconds(500);
constexpr Duration kBetweenDrawings = milliseconds(100);
// A command that follows the cluster in real time sleeps between two looks, and begins anew each time.
constexpr Duration kPause = milliseconds(250);

void draw(const std::string& text) {
  // What the terminal does not take now, the next drawing brings.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

std::string grouped(size_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

}  // namespace

std::string progress_text(size_t ready, size_t pods, Duration simulated, size_t per_second) {
  std::string text = grouped(ready) + " of " + grouped(pods) + (pods == 1 ? " pod ready, " : " pods ready, ") +
                     go_duration(std::chrono::floor<seconds>(simulated)) + " simulated";
  if (per_second > 0) text += ", " + grouped(per_second) + (per_second == 1 ? " pod" : " pods") + " a second";
  return text;
}

Progress::Progress() : on_terminal_(::isatty(STDERR_FILENO) == 1) {}

void Progress::follow(Cluster& cluster) {
  if (on_terminal_) cluster.set_on_work([this, &cluster] { look(cluster); });
}

void Progress::look(const Cluster& cluster) {
  const Time now = wall_clock_now();
  const bool begins = now - seen_ > kPause;
  seen_ = now;
  if (begins) {
    begun_ = shown_ = now;
    simulated_from_ = cluster.now();
    ready_from_ = cluster.pods_ready();
    return;
  }
  if (now - begun_ < kPatience || now - shown_ < kBetweenDrawings) return;
  shown_ = now;
  drawn_ = true;
  const size_t ready = cluster.pods_ready();
  const auto elapsed = static_cast<size_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now - begun_).count());
  const size_t per_second = ready > ready_from_ ? (ready - ready_from_) * 1000 / elapsed : 0;
  draw("\r\x1b[K" + progress_text(ready, cluster.pods(), cluster.now() - simulated_from_, per_second));
}

void Progress::clear() {
  if (drawn_) draw("\r\x1b[K");
  drawn_ = false;
}

}  // namespace skiff::cli
