#include "journal/opening.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal/compaction.h"
#include "journal/file_system.h"
#include "journal/messages.h"
#include "journal/transactions.h"

namespace skiff::journal {
namespace {

FileSystem& files_of(const OpenOptions& options) {
  return options.files != nullptr ? *options.files : default_file_system();
}

Result<void> open_unnamed(const std::string& path, const OpenOptions& options, OpenedFile& out) {
  out.unnamed = path + ".new";
  out.file = files_of(options).open(out.unnamed, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (out.file >= 0) return {};
  const int failure = errno;
  out.lock.reset();
  return cannot_open(path, failure);
}

// Takes the lock and opens the file for writing, where the options ask for that. Leaves `out` without a file if it may
// only be read.
Result<void> open_for_writing(const std::string& path, const OpenOptions& options, OpenedFile& out) {
  if (options.access == Access::kRead) return {};
  if (const std::string folder = folder_of(path); !make_folders(folder)) return cannot_make_folder(folder, errno);
  if (options.access == Access::kTryWrite) {
    out.lock = Lock::try_acquire(path);
    if (!out.lock) return {};
  } else {
    auto lock = Lock::acquire(path, options.lock_timeout, options.notice);
    if (!lock) return lock.error();
    out.lock = *std::move(lock);
  }
  out.file = files_of(options).open(path, O_RDWR | O_CLOEXEC, 0600);
  if (out.file >= 0) return {};
  const int failure = errno;
  if (failure == ENOENT) return open_unnamed(path, options, out);
  out.lock.reset();
  const bool readable = failure == EACCES || failure == EROFS || failure == EPERM;
  if (options.access == Access::kTryWrite && readable) return {};
  return readable ? cannot_write(path, failure) : cannot_open(path, failure);
}

Result<void> cut_tail(const std::string& path, const OpenOptions& options, const Tail& tail, OpenedFile& out) {
  const std::string_view rest = out.mapped->text().substr(out.committed_end);
  FileSystem& files = files_of(options);
  // A tail that ends in a commit line may be more than a beginning.
  const std::string kept_as = tail.has_commit ? keep_beside(files, path, "cut", rest) : std::string();
  if (tail.has_commit && kept_as.empty()) return cannot_write(path, errno);
  if (files.truncate(out.file, out.committed_end) != 0 || files.sync(out.file) != 0) return cannot_write(path, errno);
  if (options.notice) options.notice(tail_cut(path, rest.size(), kept_as));
  return {};
}

// An index file spares looking at what it covers. When the file has doubled since all of it was read, a writer looks at
// it again, to see whether compaction pays.
std::unique_ptr<IndexFile> find_index(const std::string& path, const OpenOptions& options, const OpenedFile& opened) {
  const std::string_view text = opened.mapped->text();
  if (text.size() < options.index_min_bytes) return nullptr;
  auto covered = IndexFile::open(path, text);
  const bool grown = covered && text.size() / 2 >= covered->coverage().examined;
  return grown && opened.file >= 0 ? nullptr : std::move(covered);
}

// Reads and indexes the file. `kept_from`: where the transactions begin that a compaction would keep; 0, all of them,
// if not all were looked at.
Result<void> read_file(const std::string& path, const OpenOptions& options, OpenedFile& out, uint64_t& kept_from) {
  out.mapped = out.unnamed.empty() ? MappedFile::open(path) : MappedFile::nothing();
  if (!out.mapped) return cannot_open(path, errno);
  const std::string_view text = out.mapped->text();
  if (auto refused = refuse_header(path, text)) return *std::move(refused);
  out.covered = find_index(path, options, out);
  if (!out.covered) out.mapped->read_ahead();
  const Coverage coverage = out.covered ? out.covered->coverage() : Coverage();
  out.index = std::make_unique<LineIndex>(text, out.covered.get());
  std::vector<uint64_t> begins;
  TransactionReader reader(text, coverage.end, coverage.last, coverage.lines);
  while (const Transaction* transaction = reader.next()) {
    begins.push_back(transaction->begin);
    for (const std::string_view line : transaction->lines)
      if (!out.index->add(line))
        return damaged(path, reader.lines_before_end(),
                       "its transaction holds a line of an unknown kind, or one that builds on what is not there");
  }
  out.committed_end = reader.end();
  out.lines = reader.lines_before_end();
  out.last = reader.last();
  const uint64_t keep = options.compaction.keep_transactions;
  if (out.covered) kept_from = 0;
  else kept_from = keep == 0 ? reader.end() : keep < begins.size() ? begins[begins.size() - keep] : 0;
  const Tail tail = examine_tail(text, reader);
  if (tail.kind == Tail::Kind::kDamaged) return damaged(path, tail.line, tail.what);
  if (tail.kind == Tail::Kind::kTorn && out.file >= 0) return cut_tail(path, options, tail, out);
  return {};
}

void close_file(OpenedFile& opened) {
  if (opened.file >= 0) ::close(opened.file);
  opened.file = -1;
}

// A file that cannot be rewritten now (a full disk) serves as it is.
Result<void> compact(const std::string& path, const OpenOptions& options, OpenedFile& out) {
  const std::string text = compacted(out.mapped->text().substr(0, out.committed_end), options.compaction);
  FileSystem& files = files_of(options);
  if (!replace_file(files, path, text)) return {};
  close_file(out);
  out.file = files.open(path, O_RDWR | O_CLOEXEC, 0600);
  if (out.file < 0) return cannot_open(path, errno);
  uint64_t kept_from = 0;
  return read_file(path, options, out, kept_from);
}

}  // namespace

std::string without_link(const std::string& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0 || !S_ISLNK(found.st_mode)) return path;
  std::error_code failed;
  const std::filesystem::path target = std::filesystem::weakly_canonical(path, failed);  // may not exist yet
  return failed ? path : target.string();
}

std::string keep_beside(FileSystem& files, const std::string& path, const std::string& what, std::string_view bytes) {
  for (int number = 1; number < 100; ++number) {
    std::string name = path;
    name.append(".").append(what).append("-").append(std::to_string(number));
    const int file = files.open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST) continue;
    if (file < 0) return {};
    const bool kept = write_all(files, file, bytes, 0) && files.sync(file) == 0;
    ::close(file);
    return kept ? name : std::string();
  }
  return {};
}

bool is_damaged_header(std::string_view text) {
  const size_t newline = text.find('\n');
  if (text.starts_with(kHeader) || newline == std::string_view::npos || newline + 1 == text.size()) return false;
  return head_of(line_at(text, newline + 1)).type != LineType::kOther;
}

std::optional<Error> refuse_header(const std::string& path, std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  if (text.empty() || text.starts_with(kHeader)) return std::nullopt;
  if (first.size() == text.size() && kHeader.starts_with(text)) return std::nullopt;  // a torn first write
  if (const auto version = read_header(first); version && *version > kFormatVersion)
    return newer_format(path, *version);
  if (is_damaged_header(text)) return damaged(path, 1, "it is not the first line of a state file");
  return not_a_state_file(path);
}

Result<OpenedFile> open_file(const std::string& path, const OpenOptions& options) {
  OpenedFile out;
  uint64_t kept_from = 0;
  Result<void> done = open_for_writing(path, options, out);
  if (done) done = read_file(path, options, out, kept_from);
  // A reader may have looked while a writer took back what it could not finish, and another one wrote in its place.
  if (!done && options.access == Access::kRead) done = read_file(path, options, out, kept_from);
  if (done && out.file >= 0 && out.committed_end > 0 &&
      compaction_pays(out.mapped->text().substr(0, out.committed_end), *out.index, kept_from, options.compaction))
    done = compact(path, options, out);
  if (done && out.file >= 0 && out.committed_end == 0 && out.unnamed.empty()) {  // an empty file
    close_file(out);
    done = open_unnamed(path, options, out);
  }
  if (done) return out;
  close_file(out);
  return done.error();
}

}  // namespace skiff::journal
