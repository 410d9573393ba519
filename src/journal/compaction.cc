#include "journal/compaction.h"

#include <cerrno>
#include <deque>

#include <fcntl.h>
#include <unistd.h>

#include "base/check.h"
#include "journal/checksum.h"
#include "journal/file_system.h"
#include "journal/index_file.h"
#include "journal/line_index.h"
#include "journal/messages.h"
#include "journal/models.h"
#include "journal/transactions.h"

namespace skiff::journal {
namespace {

// How much of the file is the first line of what makes something live.
uint64_t live_bytes(const LineIndex& index) {
  uint64_t bytes = 0;
  index.for_each_last([&](uint32_t last) {
    if (index.line(last).type == LineType::kDelete) return;
    while (index.line(last).type == LineType::kPatch && index.line(last).depth > 0) last = index.line(last).previous;
    bytes += index.line(last).length + 1;
  });
  return bytes;
}

// Writes the line that says all about one key at the end of what `index` has seen; counts it.
void append_base(std::string& out, Models& models, const LineIndex& index, uint32_t last, uint64_t& lines) {
  const std::string_view line = index.text_of(last);
  const LineHead head = head_of(line);
  if (head.type == LineType::kDelete) return;
  Record record;
  check(read_record(line, record), "a line of a checked transaction can be read");
  if (head.type == LineType::kState) {
    if (record.body == "null") return;
    out.append(line).append("\n");
  } else {
    models.append(out, {.type = LineType::kBase, .key = head.key, .rv = record.rv, .at = record.at, .by = record.by},
                  index.document(last), last);
    close_line(out);
  }
  ++lines;
}

// Closes the transaction that began at `begin` of `out`.
uint64_t close_transaction(std::string& out, size_t begin, const Commit& commit, uint64_t seed) {
  begin_commit(out, commit);
  const uint64_t sum = checksum(std::string_view(out).substr(begin), seed);
  end_commit(out, sum);
  return sum;
}

}  // namespace

bool compaction_pays(std::string_view text, const LineIndex& index, uint64_t kept_from,
                     const CompactionOptions& options) {
  if (text.size() < options.min_bytes) return false;
  const uint64_t kept = text.size() - kept_from;
  if (kept > text.size() / 3) return false;  // spares looking at every key
  return kept + live_bytes(index) < text.size() / 3;
}

std::string compacted(std::string_view text, const CompactionOptions& options) {
  // First pass: what is live where the kept transactions begin.
  std::deque<uint64_t> begins;
  TransactionReader all(text);
  while (const Transaction* transaction = all.next()) {
    begins.push_back(transaction->begin);
    if (begins.size() > options.keep_transactions + 1) begins.pop_front();
  }
  const uint64_t kept_from = options.keep_transactions == 0 || begins.size() <= options.keep_transactions
                                 ? all.end()
                                 : begins[begins.size() - options.keep_transactions];
  LineIndex index(text);
  TransactionReader reader(text.substr(0, kept_from));
  while (const Transaction* transaction = reader.next())
    for (const std::string_view line : transaction->lines) index.add(line);

  std::string out(kHeader);
  Commit base = reader.last();
  base.lines = 0;
  Models models;
  index.for_each_last([&](uint32_t last) { append_base(out, models, index, last, base.lines); });
  uint64_t seed = close_transaction(out, 0, base, 0);

  // Second pass: the kept transactions, line by line as they were; only their checksums follow another chain.
  all = TransactionReader(text);
  while (const Transaction* transaction = all.next()) {
    if (transaction->begin < kept_from) continue;
    const size_t begin = out.size();
    for (const std::string_view line : transaction->lines) out.append(line).append("\n");
    seed = close_transaction(out, begin, transaction->commit, seed);
  }
  return out;
}

Result<void> replace_file(FileSystem& files, const std::string& path, std::string_view text) {
  const std::string temporary = path + ".new";
  (void)files.remove(index_path(path));
  const int file = files.open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return cannot_write(path, errno);
  const bool written = write_all(files, file, text, 0) && files.sync(file) == 0;
  int failure = errno;
  ::close(file);
  if (written && files.rename(temporary, path) == 0) {
    // The rename has happened; that it is not known to be durable changes nothing about what is in either file.
    (void)files.sync_folder(folder_of(path));
    return {};
  }
  if (written) failure = errno;
  (void)files.remove(temporary);
  return cannot_write(path, failure);
}

}  // namespace skiff::journal
