// A text that a copy of this process makes while this one goes on. A Value belongs to one thread, a copy of the process
// has its own of everything.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include <sys/types.h>

namespace skiff::cli {

class SecondProcess {
 public:
  // Would it be of use: is there a processor for it?
  static bool has_processor();
  // Copies the process. The copy calls `make`, sends what it returns and ends: it prints nothing, runs no destructor
  // and leaves the locks to this process.
  explicit SecondProcess(const std::function<std::string()>& make);
  ~SecondProcess();
  SecondProcess(const SecondProcess&) = delete;
  SecondProcess& operator=(const SecondProcess&) = delete;

  // Waits for the text. None if there was no copy to be had, or it has failed: do it yourself then.
  std::optional<std::string> text();

 private:
  pid_t child_ = -1;
  int pipe_ = -1;
};

}  // namespace skiff::cli
