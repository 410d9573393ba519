// One line of the state file. The members always stand in the order below, without blanks, so that a line's key is
// found at its start and a whole line is read without a JSON parser until somebody asks for the document.
//
//   {"skiff":"journal","version":1}                                               the first line of a file
//   {"put":"pods/default/web-0","rv":7,"at":TIME,"by":ACTOR,"object":{…}}         a version, whole
//   {"put":"pods/default/web-1","rv":8,"on":7,"at":TIME,"by":ACTOR,"merge":{…}}   a version, as what differs from rv 7
//   {"patch":"pods/default/web-0","rv":9,"on":7,"at":TIME,"by":ACTOR,"merge":{…}} a version, as a merge patch on rv 7
//   {"delete":"pods/default/web-0","rv":12,"on":9,"at":TIME,"by":ACTOR}
//   {"base":"pods/default/web-0","rv":7,"at":TIME,"by":ACTOR,"object":{…}}        as put, left by a compaction
//   {"state":TABLE,"key":KEY,"value":…}                                           null: gone
//   {"commit":3,"rv":12,"lines":4,"xxh64":"0123456789abcdef"}                     closes a transaction
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace skiff::journal {

inline constexpr std::string_view kHeader = "{\"skiff\":\"journal\",\"version\":1}\n";
inline constexpr int kFormatVersion = 1;

enum class LineType : uint8_t { kPut, kPatch, kDelete, kBase, kState, kCommit, kOther };

constexpr bool is_object_line(LineType type) { return type <= LineType::kBase; }

// What stands at the start of a line: enough to index it. `key` is text as written, JSON escapes included:
// `pods/default/web-0`, for a state `table","key":"name`.
struct LineHead {
  LineType type = LineType::kOther;
  std::string_view key;
};
LineHead head_of(std::string_view line);

struct ObjectKeyText {
  std::string_view resource;
  std::string_view ns;
  std::string_view name;
};
// Splits the unescaped key of an object line.
ObjectKeyText split_key(std::string_view key);

// A line read whole. The views point into the line, or into `unescaped` where the line holds escapes.
struct Record {
  LineType type = LineType::kOther;
  std::string_view key;    // object lines: resource/ns/name; states: the table
  std::string_view state;  // states: the key in the table
  uint64_t rv = 0;
  uint64_t on = 0;  // the version that a patch or delete follows; put and base: that of another object, if not whole
  Time at;
  std::string_view by;
  std::string_view body;  // the JSON text of the object, patch or state
  std::string unescaped[3];
};
// False if the line is none that this version writes.
bool read_record(std::string_view line, Record& out);

// The document or patch of an object line alone, which is what loading an object takes.
std::optional<std::string_view> read_document(std::string_view line);

// Type, key and versions of the object line at the start of `text`, which may go on behind it: all that it takes to
// know what there is, without looking for the line's end. False if it is no object line.
bool read_version(std::string_view text, Record& out);

struct Commit {
  uint64_t number = 0;
  uint64_t rv = 0;
  uint64_t lines = 0;
  uint64_t checksum = 0;
  size_t covered = 0;  // read: how much of the line the checksum covers, beside the lines before it
};
std::optional<Commit> read_commit(std::string_view line);

// The version of a header line; nullopt if it is none.
std::optional<int64_t> read_header(std::string_view line);

// Writing. `append_head` stops before the document; the caller adds it and `close_line`.
struct RecordHead {
  LineType type;
  std::string_view key;  // as `key_text` makes it
  uint64_t rv = 0;
  uint64_t on = 0;
  Time at;
  std::string_view by;
};
// The key of an object as its lines hold it, JSON escapes included.
std::string key_text(std::string_view resource, std::string_view ns, std::string_view name);
void append_head(std::string& out, const RecordHead& head);
void append_state_head(std::string& out, std::string_view table, std::string_view key);
void close_line(std::string& out);
// The commit line in two steps: the checksum covers all of the transaction up to where the first step ends.
void begin_commit(std::string& out, const Commit& commit);
void end_commit(std::string& out, uint64_t checksum);

}  // namespace skiff::journal
