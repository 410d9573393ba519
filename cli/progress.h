// One line on the terminal while the cluster works for long: how many pods are ready, what time it is there, how fast
// that goes. It is drawn over and over, and gone before anything else is written. Nothing where stderr is no terminal.
#pragma once
#include <cstddef>
#include <string>

#include "base/time.h"
#include "cluster/cluster.h"

namespace skiff::cli {

class Progress {
 public:
  Progress();
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // From now on shows what `cluster` does. It must not work any more once this is gone.
  void follow(Cluster& cluster);
  // Takes the line away, if there is one.
  void clear();

 private:
  void look(const Cluster& cluster);

  bool on_terminal_;
  bool drawn_ = false;
  // By the wall clock: when the cluster began to work without a pause, when it was last seen working, the last drawing.
  Time begun_{}, seen_{}, shown_{};
  Time simulated_from_{};
  size_t ready_from_ = 0;
};

// "1,204 of 10,000 pods ready, 3s simulated, 2,150 pods a second"
std::string progress_text(size_t ready, size_t pods, Duration simulated, size_t per_second);

}  // namespace skiff::cli
