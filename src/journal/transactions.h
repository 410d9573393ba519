// Reads a state file's text as transactions: runs of lines, each closed by a commit line whose checksum covers them and
// is seeded with the checksum of the transaction before, so that none can be lost or exchanged unnoticed.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "journal/record.h"

namespace skiff::journal {

struct Transaction {
  Commit commit;
  uint64_t begin = 0;                   // of its first line; 0, the header, for the first transaction
  uint64_t end = 0;                     // behind its commit line
  std::vector<std::string_view> lines;  // without newline; header and commit line left out
};

// The line that begins at `position`, without its newline.
std::string_view line_at(std::string_view text, uint64_t position);

// Can the line be read as a change, its document included?
bool readable(std::string_view line);

class TransactionReader {
 public:
  explicit TransactionReader(std::string_view text) : text_(text) {}
  // From behind a transaction that is known to be valid: where it ends, its commit, and how many lines there are up to
  // there.
  TransactionReader(std::string_view text, uint64_t end, const Commit& last, uint64_t lines)
      : text_(text), end_(end), line_count_(lines), last_(last) {}

  // The next complete, valid transaction; null at the end of the text or where one is not valid. The pointed-to
  // transaction is reused by the next call.
  const Transaction* next();

  uint64_t end() const { return end_; }                      // behind the last valid transaction
  const Commit& last() const { return last_; }               // its commit; all 0 before the first
  uint64_t lines_before_end() const { return line_count_; }  // lines of the file up to there

 private:
  std::string_view text_;
  uint64_t end_ = 0;
  uint64_t line_count_ = 0;
  Commit last_;
  Transaction transaction_;
};

// What stands behind the last valid transaction.
struct Tail {
  enum class Kind { kNone, kTorn, kDamaged };
  Kind kind = Kind::kNone;
  bool has_commit = false;  // a torn tail that ends in a commit line: its bytes are worth keeping
  uint64_t line = 0;        // kDamaged: the number of the first line at fault
  std::string what;         // kDamaged: what is wrong with it
};

// A tail is torn if it can be what an interrupted write of one transaction leaves behind: no commit line, or the next
// transaction's own as the very last line. All else is damage to what was once committed.
Tail examine_tail(std::string_view text, const TransactionReader& reader);

}  // namespace skiff::journal
