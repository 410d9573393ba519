#include "journal/repair.h"

#include <algorithm>
#include <cerrno>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "journal/checksum.h"
#include "journal/compaction.h"
#include "journal/file_system.h"
#include "journal/line_index.h"
#include "journal/lock.h"
#include "journal/mapped_file.h"
#include "journal/messages.h"
#include "journal/opening.h"
#include "journal/transactions.h"

namespace skiff::journal {
namespace {

// The transactions from the start of the file that hold together.
struct Intact {
  uint64_t end = 0;
  Commit last;
};

// A right checksum is not all: each line must be readable, and must build on a version that is there. (That of another
// object is looked for when the line is added.)
bool is_sound(std::string_view line, const LineIndex& index) {
  Record record;
  if (!readable(line) || !read_record(line, record)) return false;
  if (record.type != LineType::kPatch) return true;
  const uint32_t before = index.find(head_of(line).key, false);
  Record last;
  return before != LineIndex::kNone && read_record(index.text_of(before), last) && last.type != LineType::kDelete &&
         last.rv == record.on;
}

bool add_sound(const Transaction& transaction, LineIndex& index) {
  for (const std::string_view line : transaction.lines) {
    if (!is_sound(line, index) || !index.add(line)) return false;
  }
  return true;
}

// Collects what can be saved from behind the valid transactions.
class Salvage {
 public:
  Salvage(std::string_view text, const Intact& intact, const LineIndex& index)
      : text_(text), index_(index), last_(intact.last), position_(intact.end) {
    highest_rv_ = last_.rv;
  }

  // The lines of a transaction that was committed; false at the end of the text. Lines without a commit line behind
  // them belong to a command that never finished.
  bool take_transaction(RepairReport& report) {
    std::vector<std::string_view> lines;
    const uint64_t begin = position_;
    while (position_ < text_.size()) {
      const std::string_view line = line_at(text_, position_);
      const uint64_t at = position_;
      position_ += line.size() + 1;
      if (!line.starts_with("{\"commit\":")) {
        if (at != 0) lines.push_back(line);
        continue;
      }
      const auto commit = read_commit(line);
      const bool valid =
          commit && commit->checksum == checksum(text_.substr(begin, at - begin + commit->covered), last_.checksum);
      for (const std::string_view saved : lines) take_line(saved, valid, report);
      if (commit) last_ = *commit;
      if (commit && valid) highest_rv_ = std::max(highest_rv_, commit->rv);
      return true;
    }
    return false;
  }

  const std::string& lines() const { return saved_; }
  uint64_t highest_rv() const { return highest_rv_; }
  std::vector<std::string> outdated() const {
    std::vector<std::string> out;
    for (const auto& [key, is_outdated] : outdated_)
      if (is_outdated) out.push_back(key);
    return out;
  }

 private:
  void take_line(std::string_view line, bool valid, RepairReport& report) {
    if (!readable(line)) {
      ++report.unreadable_lines;
      return;
    }
    Record record;
    (void)read_record(line, record);
    if (record.type != LineType::kState && !follows(line, record)) return;
    saved_.append(line).append("\n");
    ++report.saved_lines;
    if (!valid) ++report.unverified_lines;
  }

  // Is the version there that this change builds on? A whole version and a deletion build on none.
  bool follows(std::string_view line, const Record& record) {
    const std::string key(head_of(line).key);
    const auto [version, unknown] = versions_.try_emplace(key, 0);
    if (unknown) version->second = version_in_intact_part(key);
    const bool first = record.type == LineType::kPut || record.type == LineType::kBase;
    bool good = true;
    if (record.type == LineType::kPatch) good = version->second != 0 && version->second == record.on;
    else if (first && record.on != 0) good = wholes_.contains(record.on);
    if (first && record.on == 0) wholes_.insert(record.rv);
    if (good) version->second = record.type == LineType::kDelete ? 0 : record.rv;
    if (good) highest_rv_ = std::max(highest_rv_, record.rv);
    outdated_[std::string(record.key)] = !good;
    return good;
  }

  uint64_t version_in_intact_part(const std::string& key) const {
    const uint32_t line = index_.find(key, false);
    Record record;
    if (line == LineIndex::kNone || !read_record(index_.text_of(line), record)) return 0;
    return record.type == LineType::kDelete ? 0 : record.rv;
  }

  std::string_view text_;
  const LineIndex& index_;
  Commit last_;
  uint64_t position_;
  uint64_t highest_rv_ = 0;
  std::string saved_;
  std::unordered_map<std::string, uint64_t> versions_;
  std::unordered_set<uint64_t> wholes_;  // versions saved whole, on which others may build
  std::map<std::string, bool> outdated_;
};

// The repaired file: the intact transactions as they are, then one transaction of all that was saved.
std::string assemble(std::string_view intact, const Commit& last, const Salvage& salvage, const RepairReport& report) {
  std::string out(intact);
  if (report.saved_lines == 0) return out;
  if (out.empty()) out = kHeader;
  const size_t begin = intact.size();
  out += salvage.lines();
  begin_commit(out, {.number = last.number + 1, .rv = salvage.highest_rv(), .lines = report.saved_lines});
  end_commit(out, checksum(std::string_view(out).substr(begin), last.checksum));
  return out;
}

// A version that is damaged looks like a newer one. The first checksum, which covers it, tells them apart.
bool was_state_file(std::string_view text) {
  const std::string_view first = line_at(text, 0);
  if (!read_header(first)) return is_damaged_header(text);
  const std::string healed = std::string(kHeader) + std::string(text.substr(std::min(first.size() + 1, text.size())));
  return TransactionReader(healed).next() != nullptr;
}

}  // namespace

Result<RepairReport> repair(const std::string& name, const OpenOptions& options) {
  const std::string path = without_link(name);
  FileSystem& files = options.files != nullptr ? *options.files : default_file_system();
  const auto lock = Lock::acquire(path, options.lock_timeout, options.notice);
  if (!lock) return lock.error();
  const auto mapped = MappedFile::open(path);
  if (!mapped) return cannot_open(path, errno);
  const std::string_view text = mapped->text();
  if (auto refused = refuse_header(path, text); refused && !was_state_file(text)) return *std::move(refused);

  RepairReport report;
  Intact intact;
  TransactionReader reader(text);
  for (LineIndex trial(text); const Transaction* transaction = reader.next();) {
    if (!add_sound(*transaction, trial)) break;
    ++report.intact_transactions;
    intact = {transaction->end, transaction->commit};
  }
  if (intact.end == text.size()) return report;
  LineIndex index(text);
  for (TransactionReader again(text.substr(0, intact.end)); const Transaction* transaction = again.next();)
    for (const std::string_view line : transaction->lines) index.add(line);

  Salvage salvage(text, intact, index);
  while (salvage.take_transaction(report)) {
  }
  report.outdated = salvage.outdated();
  report.original = keep_beside(files, path, "damaged", text);
  if (report.original.empty()) return cannot_write(path, errno);
  const auto replaced = replace_file(files, path, assemble(text.substr(0, intact.end), intact.last, salvage, report));
  if (!replaced) return replaced.error();
  report.repaired = true;
  return report;
}

}  // namespace skiff::journal
