#include "journal/transaction_bytes.h"

#include <cerrno>

#include "base/check.h"
#include "journal/file_system.h"

namespace skiff::journal {

void TransactionBytes::begin(FileSystem& files, int file, uint64_t offset, uint64_t seed) {
  check(empty(), "a transaction begins behind the end of the one before");
  files_ = &files;
  file_ = file;
  offset_ = offset;
  sum_ = Checksum(seed);
}

void TransactionBytes::send() {
  wait();
  if (failure_ != 0) unwritten_ += piece_;
  piece_.swap(text_);
  text_.clear();
  text_.reserve(kPiece + kPiece / 8);  // lines are short beside it
  left_ = true;
  // Where no thread is to be had, the next wait() does it.
  writing_ = std::async(std::launch::async | std::launch::deferred, [this, at = offset_] {
    sum_.update(piece_);
    if (failure_ == 0 && !write_all(*files_, file_, piece_, at)) failure_ = errno;
  });
  offset_ += piece_.size();
}

void TransactionBytes::wait() {
  if (writing_.valid()) writing_.get();
}

std::string_view TransactionBytes::read(uint64_t offset, size_t length) {
  if (offset >= offset_) return std::string_view(text_).substr(offset - offset_, length);
  uint64_t start = offset_ - piece_.size();
  if (offset >= start) return std::string_view(piece_).substr(offset - start, length);
  start -= unwritten_.size();
  if (offset >= start) return std::string_view(unwritten_).substr(offset - start, length);
  read_.resize(length);
  return read_all(file_, offset, read_) ? std::string_view(read_) : std::string_view();
}

uint64_t TransactionBytes::digest() {
  wait();
  sum_.update(std::string_view(text_).substr(summed_));
  summed_ = text_.size();
  return sum_.digest();
}

int TransactionBytes::finish() {
  wait();
  if (failure_ == 0 && !write_all(*files_, file_, text_, offset_)) failure_ = errno;
  left_ = true;
  return failure_;
}

void TransactionBytes::clear() {
  wait();
  text_.clear();
  piece_.clear();
  unwritten_.clear();
  offset_ = UINT64_MAX;
  summed_ = 0;
  left_ = false;
  failure_ = 0;
}

}  // namespace skiff::journal
