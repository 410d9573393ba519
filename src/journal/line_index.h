// For each key of a state file the last line that says something about it, and for each line of an object the one
// before: what loading needs, built from the start of every line, without parsing any.
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "journal/record.h"

namespace skiff::journal {

class LineIndex {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;
  struct Line {
    uint64_t position;
    uint32_t previous;    // the line before about the same key
    uint32_t depth : 24;  // merge patches since the last whole version
    LineType type : 8;
  };

  // `text` must outlive the index.
  explicit LineIndex(std::string_view text) : text_(text) {}

  // The line at `position`, later in the text than all added before. False if it is of no known kind.
  bool add(uint64_t position);

  const Line& line(uint32_t number) const { return lines_[number]; }
  std::string_view text() const { return text_; }
  std::string_view text_of(uint32_t number) const;
  // From the beginning of the line to the end of the file: finding where a line ends takes a look at all of it.
  std::string_view text_from(uint32_t number) const { return text_.substr(lines_[number].position); }

  // The last line about a key, written as the lines have it; kNone if there is none.
  uint32_t find(std::string_view key, bool state) const;
  // The last line of every key, deletions included, in the order of their keys' first appearance.
  void for_each_last(const std::function<void(uint32_t line)>& visit) const;

  // The document of the version that this line makes, its patches applied.
  Value document(uint32_t line) const;

 private:
  struct Slot {
    uint32_t hash = 0;
    uint32_t key = kNone;  // into last_
  };
  size_t slot_of(std::string_view key, bool state, uint32_t hash) const;
  void grow();

  std::string_view text_;
  std::vector<Line> lines_;
  std::vector<uint32_t> last_;  // per key, in order of appearance
  std::vector<Slot> slots_;
};

}  // namespace skiff::journal
