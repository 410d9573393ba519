// Compaction: rewrites a state file whose most part is superseded as one base transaction (all that was live at some
// point of the recent past, whole) and, verbatim, the transactions since, which stay the history.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace skiff::journal {

class FileSystem;
class LineIndex;

struct CompactionOptions {
  uint64_t keep_transactions = 200;        // the recent past: as many commands can still be looked at and undone
  uint64_t min_bytes = uint64_t{8} << 20;  // a smaller file is never worth it
};

// Would less than a third of `text` be left? `index` knows all of its lines; `kept_from` is where the transactions
// begin that would stay.
bool compaction_pays(std::string_view text, const LineIndex& index, uint64_t kept_from,
                     const CompactionOptions& options);

// The compacted text of a file whose transactions are all valid.
std::string compacted(std::string_view text, const CompactionOptions& options);

// Puts `text` in the place of the file at `path`, at once or not at all: temporary file, sync, rename, sync of the
// folder. REQUIRES: the caller holds the lock. The error says that the file is as it was.
Result<void> replace_file(FileSystem& files, const std::string& path, std::string_view text);

}  // namespace skiff::journal
