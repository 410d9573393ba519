// Compact JSON at the end of a string, piece by piece. Most pieces are a few bytes long, so the string grows by more
// than is written at a time; it has its right length when the writer is gone.
#pragma once
#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/value.h"

namespace skiff {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out), start_(out.size()), at_(out.size()) {}
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;
  ~JsonWriter() { out_.resize(at_); }

  // As they are.
  void put(char c) { *room(1) = c, ++at_; }
  void put(std::string_view text) {
    std::memcpy(room(text.size()), text.data(), text.size());
    at_ += text.size();
  }
  // In quotes, escaped.
  void put_string(std::string_view text, Escape escape = Escape::kPlain);
  void put_value(const Value& value, Escape escape = Escape::kPlain);

  // How much was written, and back to less of it.
  size_t size() const { return at_ - start_; }
  void take_back(size_t size) { at_ = start_ + size; }

 private:
  // The text in quotes if it may stand as it is; else nothing, and false.
  bool put_plain(std::string_view text);
  void put_escaped(std::string_view text, Escape escape);
  // Where the next `bytes` go.
  char* room(size_t bytes) {
    if (out_.size() - at_ < bytes) out_.resize(at_ + bytes + std::max<size_t>(256, at_ - start_));
    return out_.data() + at_;
  }

  std::string& out_;
  size_t start_;
  size_t at_;
};

}  // namespace skiff
