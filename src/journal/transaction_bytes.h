// The bytes of an open transaction on their way into the file. A long one leaves piece by piece before its commit line
// makes it count: while the caller writes the next piece, another thread takes the checksum of the last and writes it.
#pragma once
#include <cstdint>
#include <future>
#include <string>
#include <string_view>

#include "journal/checksum.h"

namespace skiff::journal {

class FileSystem;

class TransactionBytes {
 public:
  // Begins at this offset of the file, with the checksum's seed. REQUIRES: empty().
  void begin(FileSystem& files, int file, uint64_t offset, uint64_t seed);
  // What has not left yet; the caller appends to it.
  std::string& text() { return text_; }
  // So many bytes from this offset of the file, wherever they are by now. The view lasts until the next call of
  // anything here. Empty if they cannot be read back. REQUIRES: the file is still open.
  std::string_view read(uint64_t offset, size_t length);
  // Where the text's first byte comes to stand in the file.
  uint64_t offset() const { return offset_; }
  bool empty() const { return text_.empty() && !left_; }
  // Have bytes been given to the file already?
  bool left() const { return left_; }

  // A line has ended: lets the text go if there is enough of it.
  void line_ended() {
    if (text_.size() >= kPiece) send();
  }
  // The checksum of all that was appended so far.
  uint64_t digest();
  // Writes what has not left. 0, or the errno of the first write that failed.
  int finish();
  // Until then the other thread may be writing.
  void wait();
  // Waits and forgets everything.
  void clear();

 private:
  static constexpr size_t kPiece = size_t{1} << 20;
  void send();

  FileSystem* files_ = nullptr;
  int file_ = -1;
  uint64_t offset_ = UINT64_MAX;  // without a transaction everything stands before
  bool left_ = false;
  std::string text_;
  size_t summed_ = 0;  // how much of the text the checksum has seen
  std::string unwritten_;  // from the first piece that the file did not take
  std::string read_;
  // The other thread's until `writing_` is ready: the piece, the checksum, and the errno.
  std::string piece_;
  Checksum sum_{0};
  int failure_ = 0;
  std::future<void> writing_;
};

}  // namespace skiff::journal
