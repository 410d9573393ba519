// Where a verb writes and reads. What it writes is held back, in order, until the transaction is on disk, so that no
// output claims a success that a crash could take back. Flushing a stream writes at once: for verbs that follow the
// cluster in real time or ask a question.
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
