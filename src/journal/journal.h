// The state file: append-only JSON Lines, one file a cluster. Each committed command is one transaction: a line for
// every change, closed by a commit line with a checksum, then fsync. Knows lines, keys and bytes, not what they mean.
// docs/state-file.md describes the lines.
//
// Loading maps the file and indexes lines by the key at their start, parsing no object. A torn tail (no valid commit
// line) is cut off with a notice; damage before it is an error that names the line.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/document_source.h"
#include "base/result.h"
#include "base/time.h"
#include "base/value.h"
#include "journal/compaction.h"
#include "journal/index_file.h"

namespace skiff::journal {

class FileSystem;
class IndexWriter;

// One change of one object.
struct ObjectChange {
  std::string_view resource = {};  // plural.group: "statefulsets.apps", "pods"
  std::string_view ns = {};
  std::string_view name;
  uint64_t resource_version = 0;
  Time time{};
  std::string_view actor;
  enum class Type { kWhole, kPatch, kDelete } type = Type::kWhole;  // kPatch: a JSON merge patch on the version before
};

// What opening a file has found for one object: where its current version can be loaded from.
struct LiveObject {
  std::string_view resource;
  std::string_view ns = {};
  std::string_view name;
  uint64_t resource_version;
  uint64_t position;  // for DocumentSource::load
  bool deleted;       // one that the index file covers is gone since
};

// The version that a change follows.
struct Predecessor {
  uint64_t position;  // as LiveObject or write_object has told
  uint64_t resource_version;
  const Value& document;
};

enum class Access {
  kRead,      // waits for nobody, changes nothing
  kWrite,     // waits for the lock
  kTryWrite,  // kWrite if the lock is had at once and the file can be written, else kRead
};

struct OpenOptions {
  Access access = Access::kWrite;
  Duration lock_timeout = seconds(30);
  // Told once if the lock is not had within a second, and when a torn tail was cut. A sentence without prefix or
  // newline.
  std::function<void(std::string_view message)> notice = {};
  CompactionOptions compaction = {};
  uint64_t index_min_bytes = uint64_t{4} << 20;  // what a state file holds without an index file at most
  FileSystem* files = nullptr;                   // null: default_file_system()
};

class Journal : public DocumentSource {
 public:
  // Opens an existing file. One that is missing or empty is a journal without transactions: its first commit makes it,
  // mode 0600 (its folders are made now; kRead wants a file). Opened for writing, a file that is mostly superseded is
  // compacted first.
  static Result<std::unique_ptr<Journal>> open(const std::string& path, const OpenOptions& options);
  ~Journal() override;

  const std::string& path() const;
  bool fresh() const;     // no transaction yet
  bool writable() const;  // opened for writing: commit() may be called

  // Loading. What the index file covers of a resource; null if nothing.
  const IndexedObjects* indexed(std::string_view resource) const;
  // All objects that it does not cover, or no longer as they are, in no particular order. The views last as long as the
  // journal; positions, too, whatever is committed meanwhile.
  void for_each_object(const std::function<void(const LiveObject&)>& visit) const;
  // Every resource that the file has objects of, and perhaps some more than once.
  void for_each_resource(const std::function<void(std::string_view resource)>& visit) const;
  void for_each_state_table(const std::function<void(std::string_view table)>& visit) const;
  void for_each_state(std::string_view table,
                      const std::function<void(std::string_view key, Value value)>& visit) const;
  uint64_t resource_version() const;  // of the last committed change
  Value load(uint64_t position) const override;

  // Writing: buffered until commit. `before` is null for an object's first version; the journal decides between a
  // merge patch and the whole document, whichever is right and smaller. `after` is not looked at for a deletion. Where
  // the version stands, for the next one to follow and for load(); what was not committed in the end is not there.
  uint64_t write_object(const ObjectChange& change, const Predecessor* before, const Value& after);
  void write_state(std::string_view table, std::string_view key, const Value& value);  // null erases
  bool pending() const;
  // Appends the transaction, closed by its checksum, and syncs it to the disk. On failure the file is as before and
  // what was buffered is lost.
  Result<void> commit();
  // Gives the lock back. What was not committed is lost, and nothing can be written any more; reading goes on.
  void release();

  // Is so much committed that no index file covers that it pays to make one?
  bool index_due() const;
  // Makes it; `add_objects` adds all live objects of all resources. One that cannot be written is done without.
  void write_index(const std::function<void(IndexWriter&)>& add_objects) const;

  // History: every committed change in order, oldest first, with the document before and after it (for a deletion the
  // last state and null). Starts where the last compaction cut it off.
  void for_each_change(
      const std::function<void(const ObjectChange& change, const Value& before, const Value& after)>& visit) const;

 private:
  struct Impl;
  explicit Journal(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace skiff::journal
