// The index file: `<state file>.index`, which a state file that has grown large has beside it, so that opening it costs
// what was appended since and not what there is. For each live key it holds the lines that its document is made of, for
// each resource its keys in order and, by the terms that the store asks for, which objects have them. It can be lost
// without harm: one that is missing, damaged, or of another file is not used, and made anew by whoever writes next.
// docs/state-file.md describes the format.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "journal/line_index.h"
#include "journal/mapped_file.h"
#include "journal/record.h"

namespace skiff::journal {

std::string index_path(const std::string& path);

// What an index file is about: the beginning of a state file, up to the end of a transaction.
struct Coverage {
  uint64_t end = 0;       // bytes
  Commit last;            // the transaction's
  uint64_t lines = 0;     // of the state file up to there
  uint64_t examined = 0;  // how long the state file was when all of it was last read
};

// How the file is laid out: the header, then the lines, then the other tables in the order of their counts, then texts.
// Numbers are as this machine has them; another machine takes the file for damaged and makes its own.
struct IndexHeader {
  static constexpr uint64_t kMagic = 0x31'78'65'64'6e'69'6b'73;  // "skindex1"
  static constexpr size_t kCheckedFrom = 16;                     // behind the checksum
  uint64_t magic = kMagic;
  uint64_t checksum = 0;  // of all behind it
  Coverage coverage;
  uint64_t lines = 0;
  uint64_t order = 0;
  uint64_t postings = 0;
  uint64_t terms = 0;
  uint64_t resources = 0;
  uint64_t texts = 0;
};

struct IndexedTerm {
  uint32_t text;  // where it begins in the texts
  uint32_t length;
  uint32_t first;  // of the objects that have it, in the postings
  uint32_t count;
};

struct IndexedResource {
  uint32_t text;
  uint32_t length;
  uint32_t first_object;  // in the order
  uint32_t objects;
  uint32_t first_term;
  uint32_t terms;
};

// The live objects of one resource that an index file covers, numbered in key order (namespace, then name, bytewise).
class IndexedObjects {
 public:
  struct Key {
    std::string_view ns;
    std::string_view name;
    uint64_t resource_version = 0;
  };
  size_t count() const { return order_.size(); }
  uint32_t line(size_t object) const { return order_[object]; }
  // The views last as long as the index file, or as `storage` where the key has escapes.
  Key key(size_t object, std::string& storage) const;
  // The first object that does not come before this key.
  size_t lower_bound(std::string_view ns, std::string_view name) const;
  // The same for one that is not before the object `from`, near which it is sought first.
  size_t lower_bound_behind(size_t from, std::string_view ns, std::string_view name) const;
  std::optional<size_t> find(std::string_view ns, std::string_view name) const;
  // The objects that have a term, in order.
  std::span<const uint32_t> with_term(std::string_view term) const;
  void for_each_term(const std::function<void(std::string_view term, std::span<const uint32_t> objects)>& visit) const;

 private:
  friend class IndexFile;
  std::string_view text_of(const IndexedTerm& term) const { return texts_.substr(term.text, term.length); }
  bool comes_before(size_t object, std::string_view ns, std::string_view name) const;
  size_t lower_bound_within(size_t low, size_t high, std::string_view ns, std::string_view name) const;

  std::string_view journal_;
  std::span<const LineIndex::Line> lines_;
  std::span<const uint32_t> order_;
  std::span<const IndexedTerm> terms_;  // sorted
  std::span<const uint32_t> postings_;
  std::string_view texts_;
};

class IndexFile {
 public:
  // Null where there is none that covers the beginning of `journal`, the text of the state file at `path`.
  static std::unique_ptr<IndexFile> open(const std::string& path, std::string_view journal);

  const Coverage& coverage() const { return coverage_; }
  std::span<const LineIndex::Line> lines() const { return lines_; }
  // Null if it knows of no live object of the resource. A state table is a resource, too (state_resource).
  const IndexedObjects* objects(std::string_view resource) const;
  // State tables, too.
  void for_each_resource(const std::function<void(std::string_view resource)>& visit) const;
  // The line that says last what the key of this line is; kNone if there is none.
  uint32_t find(std::string_view line) const;

 private:
  IndexFile() = default;
  bool read(std::string_view journal);

  std::unique_ptr<MappedFile> file_;
  Coverage coverage_;
  std::span<const LineIndex::Line> lines_;
  std::map<std::string_view, IndexedObjects> resources_;
};

// The name under which a state table is a resource of the index file.
std::string state_resource(std::string_view table);
// The table; nullopt if the resource is none.
std::optional<std::string_view> table_of(std::string_view resource);

}  // namespace skiff::journal
