// What a state file's lines say about its keys: for each line of an object what it builds on, for each key the last.
// Built from the start of every line, without parsing any; what the index file covers is looked up there.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/value.h"
#include "journal/record.h"

namespace skiff::journal {

class IndexFile;

class LineIndex {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;
  // As the index file holds it.
  struct Line {
    uint64_t position;
    uint32_t length;      // without its newline
    uint32_t check;       // check_of its bytes; 0 where nobody has asked for it yet
    uint32_t previous;    // the line that it builds on; kNone if it says all
    uint32_t depth : 24;  // how many lines it builds on
    LineType type : 8;
  };

  // `text`, and what covers the beginning of it, must outlive the index. `covered` may be null.
  explicit LineIndex(std::string_view text, const IndexFile* covered = nullptr);

  // Where the bytes of lines come from that are appended from now on; without it they cannot be asked for. A view lasts
  // until the next one, an empty one says that they cannot be had.
  using Bytes = std::function<std::string_view(uint64_t position, size_t length)>;
  void read_appended_from(Bytes bytes);

  // The next line of the text. False if it is of no known type, or builds on a version that no line says whole.
  bool add(std::string_view line);
  // A line that is written behind the text, to build on `previous`. Its number.
  uint32_t append(uint64_t position, std::string_view line, LineType type, uint32_t previous);

  const Line& line(uint32_t number) const {
    return number < covered_.size() ? covered_[number] : lines_[number - covered_.size()];
  }
  // The number of the next line.
  uint32_t size() const { return static_cast<uint32_t>(covered_.size() + lines_.size()); }
  std::string_view text() const { return text_; }
  // Stops the program, with a message for the user, if the line is no longer what the index file has covered.
  std::string_view text_of(uint32_t number) const;
  // What tells a line whose bytes have changed since; never 0.
  static uint32_t check_of(std::string_view line);

  // The last line about a key, written as the lines have it; kNone if there is none.
  uint32_t find(std::string_view key, bool state) const;
  // The line that says this version of some object whole; kNone if there is none behind what the index file covers.
  uint32_t whole_version(uint64_t resource_version) const;
  // The last line of every key that a line of the text names which is not covered, deletions included, in the order of
  // the keys' first appearance.
  void for_each_last(const std::function<void(uint32_t line)>& visit) const;

  // The document of the version that this line makes, its patches applied.
  Value document(uint32_t line) const;

 private:
  // What the line says, read like `model`, which becomes it.
  Value body_of(uint32_t line, Value& model) const;
  // The whole version that others build on.
  const Value& model(uint32_t line) const;
  void note_whole(uint32_t line) const;
  struct Slot {
    uint32_t hash = 0;
    uint32_t key = kNone;  // into last_
  };
  uint32_t push(Line line);
  size_t slot_of(std::string_view key, bool state, uint32_t hash) const;
  void grow();

  std::string_view text_;
  const IndexFile* covering_;
  std::span<const Line> covered_;
  std::vector<Line> lines_;     // numbered on from the covered ones
  uint32_t appended_ = kNone;   // the number of the first that `bytes_` has
  Bytes bytes_;
  std::vector<uint32_t> last_;  // per key, in order of appearance
  std::vector<Slot> slots_;
  // What was read last: of whole versions that stand, of such with patches, of the first patches of those. Most objects
  // of a kind are much alike.
  mutable std::array<Value, 6> models_;
  mutable std::unordered_map<uint32_t, Value> shared_;  // whole versions that others build on, by line
  // Lines of whole versions by resourceVersion, kept from when it is first asked for.
  mutable std::unordered_map<uint64_t, uint32_t> wholes_;
  mutable bool wholes_known_ = false;
};

}  // namespace skiff::journal
