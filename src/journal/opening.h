// Opening a state file: lock, header, index of all valid transactions, what to do with the tail, compaction.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "journal/index_file.h"
#include "journal/journal.h"
#include "journal/line_index.h"
#include "journal/lock.h"
#include "journal/mapped_file.h"
#include "journal/record.h"

namespace skiff::journal {

struct OpenedFile {
  std::unique_ptr<Lock> lock;  // null when only read
  int file = -1;               // open for writing, else -1
  // Where the first transaction is written, to take the state file's name once it is complete and synced: whoever comes
  // after a crash finds it or nothing. Empty once the state file has transactions.
  std::string unnamed;
  std::unique_ptr<MappedFile> mapped;
  std::unique_ptr<IndexFile> covered;  // null without an index file
  std::unique_ptr<LineIndex> index;
  uint64_t committed_end = 0;  // 0: no transaction
  uint64_t lines = 0;          // up to there
  Commit last;
};

// `path` is the file itself, no link to it. The caller closes `file`.
Result<OpenedFile> open_file(const std::string& path, const OpenOptions& options);

// What a symbolic link at `path` leads to, so that all who name the file lock the same lock and replace the same name.
std::string without_link(const std::string& path);

// Writes `bytes` to a new file `<path>.<what>-N`, N the first number that is free. Its name; empty with errno on
// failure.
std::string keep_beside(FileSystem& files, const std::string& path, const std::string& what, std::string_view bytes);

// Is this the beginning of a state file that this version reads? An empty text is. Nullopt if it is.
std::optional<Error> refuse_header(const std::string& path, std::string_view text);
// Is the first line none of a state file's, but those behind it are?
bool is_damaged_header(std::string_view text);

}  // namespace skiff::journal
