#include "journal/transactions.h"

#include <cstring>

#include "base/json.h"
#include "journal/checksum.h"

namespace skiff::journal {
namespace {

constexpr std::string_view kCommitOpening = "{\"commit\":";

bool valid(const Commit& commit, const Commit& last, std::string_view bytes, size_t lines) {
  const bool follows = commit.number == last.number + 1 || (last.number == 0 && commit.number > 0);
  return follows && commit.lines == lines && commit.checksum == checksum(bytes, last.checksum);
}

// Why the transaction behind `reader` is not valid: the first line that cannot be read, else the commit line.
void explain(std::string_view text, const TransactionReader& reader, Tail& tail) {
  uint64_t position = reader.end();
  tail.line = reader.lines_before_end();
  while (position < text.size()) {
    const std::string_view line = line_at(text, position);
    ++tail.line;
    if (line.starts_with(kCommitOpening)) {
      const auto commit = read_commit(line);
      if (!commit) tail.what = "the commit line cannot be read";
      else if (commit->number != reader.last().number + 1 && reader.last().number != 0)
        tail.what = "transaction " + std::to_string(reader.last().number + 1) + " is missing before it";
      else tail.what = "the checksum of transaction " + std::to_string(commit->number) + " does not match its lines";
      return;
    }
    if (position != 0 && !readable(line)) {
      tail.what = "it cannot be read";
      return;
    }
    position += line.size() + 1;
  }
  tail.what = "its transaction has no end";
}

}  // namespace

bool readable(std::string_view line) {
  // As a whole, too: reading a record does not look at what bytes its key and its writer are made of.
  Record record;
  return read_record(line, record) && parse_json(line).has_value() &&
         (record.type == LineType::kDelete || parse_json(record.body).has_value());
}

std::string_view line_at(std::string_view text, uint64_t position) {
  const char* const begin = text.data() + position;
  const size_t left = text.size() - position;
  const void* const newline = std::memchr(begin, '\n', left);
  return {begin, newline == nullptr ? left : static_cast<size_t>(static_cast<const char*>(newline) - begin)};
}

const Transaction* TransactionReader::next() {
  transaction_.begin = end_;
  transaction_.lines.clear();
  uint64_t position = end_;
  while (position < text_.size()) {
    const std::string_view line = line_at(text_, position);
    const uint64_t after = position + line.size() + 1;
    if (after > text_.size()) return nullptr;  // no newline: an unfinished line
    if (line.starts_with(kCommitOpening)) {
      const auto commit = read_commit(line);
      if (!commit ||
          !valid(*commit, last_, text_.substr(end_, position - end_ + commit->covered), transaction_.lines.size()))
        return nullptr;
      line_count_ += transaction_.lines.size() + (end_ == 0 ? 2 : 1);
      last_ = transaction_.commit = *commit;
      end_ = transaction_.end = after;
      return &transaction_;
    }
    if (position != 0) transaction_.lines.push_back(line);
    position = after;
  }
  return nullptr;
}

Tail examine_tail(std::string_view text, const TransactionReader& reader) {
  Tail tail;
  if (reader.end() == text.size()) return tail;
  tail.kind = Tail::Kind::kTorn;
  for (uint64_t position = reader.end(); position < text.size();) {
    const std::string_view line = line_at(text, position);
    position += line.size() + 1;
    if (!line.starts_with(kCommitOpening) || position > text.size()) continue;
    tail.has_commit = true;
    const auto commit = read_commit(line);
    const bool next_one = commit && (reader.last().number == 0 || commit->number == reader.last().number + 1);
    if (position == text.size() && next_one) continue;
    tail.kind = Tail::Kind::kDamaged;
    explain(text, reader, tail);
    return tail;
  }
  return tail;
}

}  // namespace skiff::journal
