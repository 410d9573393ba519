// Two streams whose texts are kept in the order they were written until release(): what a verb prints reaches the
// terminal only after its transaction is on disk. Flushing either stream releases all that is held.
// Control characters in err are shown, not obeyed (terminal_text); out is written as it is.
#pragma once
#include <functional>
#include <memory>
#include <ostream>

namespace skiff::cli {

class HeldOutput {
 public:
  // `before_release` is called before anything is written.
  HeldOutput(std::ostream& out, std::ostream& err, std::function<void()> before_release = {});
  ~HeldOutput();  // releases

  std::ostream& out();
  std::ostream& err();
  void release();
  void discard();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace skiff::cli
