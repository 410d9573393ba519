// The one writer at a time: flock on `<state file>.lock`, a file of its own beside the state file, so that a rename
// (compaction, repair) cannot split those who wait. Released when it goes, or when the process ends however it ends.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace skiff::journal {

class Lock {
 public:
  // Waits up to `timeout` of real time; tells `notice` once after a second.
  static Result<std::unique_ptr<Lock>> acquire(const std::string& state_file, Duration timeout,
                                               const std::function<void(std::string_view)>& notice);
  // At once or not at all: null if another command has it or the folder cannot be written.
  static std::unique_ptr<Lock> try_acquire(const std::string& state_file);
  ~Lock();
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  explicit Lock(int file) : file_(file) {}
  int file_;
};

}  // namespace skiff::journal
