// Where a verb writes and reads. What goes to `out` is held back until the transaction is on disk, so that no output
// claims a success that a crash could take back; a verb that follows the cluster in real time flushes itself.
#pragma once
#include <istream>
#include <ostream>

namespace skiff::cli {

struct IoStreams {
  std::ostream& out;
  std::ostream& err;
  std::istream& in;
};

}  // namespace skiff::cli
