#include "journal/journal.h"

#include <algorithm>
#include <cerrno>
#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "base/json.h"
#include "journal/difference.h"
#include "journal/file_system.h"
#include "journal/index_writer.h"
#include "journal/line_index.h"
#include "journal/lock.h"
#include "journal/mapped_file.h"
#include "journal/messages.h"
#include "journal/models.h"
#include "journal/opening.h"
#include "journal/record.h"
#include "journal/transaction_bytes.h"
#include "journal/unreadable.h"
#include "journal/utf8.h"

namespace skiff::journal {
namespace {

// An object is written whole again after so many patches, which bounds what loading it costs.
constexpr uint32_t kPatchesMax = 64;
// What was parsed is not looked at again: after so many bytes of lines the memory of the file is given back.
constexpr uint64_t kLoadedMax = uint64_t{16} << 20;
// An index file is made anew when what it does not cover has grown to this share of it.
constexpr uint64_t kIndexLag = 64;

}  // namespace

struct Journal::Impl {
  std::string path;
  FileSystem* files = nullptr;
  uint64_t index_min_bytes = 0;
  OpenedFile opened;
  uint64_t committed_end = 0;
  uint64_t lines = 0;  // up to there
  Commit last;
  // The last line about each key of a state table that no index file covers; kNone: it is gone.
  using StateLines = std::map<std::string, std::unordered_map<std::string, uint32_t>, std::less<>>;
  std::optional<StateLines> known_states;     // read when first asked for
  mutable std::deque<std::string> unescaped;  // keys that do not stand in the file as they are

  mutable uint64_t loaded = 0;  // bytes of lines since the file's memory was last given back

  // The open transaction.
  TransactionBytes bytes;
  Commit next;
  Models models;
  bool broken = false;  // a commit failed: memory is ahead of the file
  int released = -1;    // after release() the file that was written to: what is in it is still read

  Impl() = default;
  Impl(const Impl&) = delete;
  ~Impl() {
    if (released >= 0) ::close(released);
  }

  void begin_line() {
    check(opened.file >= 0, "only a journal opened for writing is written to");
    if (!bytes.empty()) return;
    bytes.begin(*files, opened.file, committed_end, last.checksum);
    next = Commit{.number = last.number + 1, .rv = last.rv};
    if (committed_end == 0) bytes.text() = kHeader;
  }
  // Its number.
  uint32_t end_line(size_t start, LineType type, uint32_t previous) {
    std::string& text = bytes.text();
    close_line(text);
    replace_invalid_utf8(text, start);
    ++next.lines;
    const std::string_view line = std::string_view(text).substr(start, text.size() - start - 1);
    const uint32_t number = opened.index->append(bytes.offset() + start, line, type, previous);
    bytes.line_ended();
    return number;
  }
  void roll_back() {
    bytes.wait();
    if (bytes.left()) (void)files->truncate(opened.file, committed_end);
    bytes.clear();
    next = Commit{};
    models.clear();
  }
  StateLines& states() {
    if (known_states) return *known_states;
    const LineIndex& index = *opened.index;
    StateLines read;
    index.for_each_last([&](uint32_t line) {
      if (index.line(line).type != LineType::kState) return;
      Record record;
      if (!read_record(index.text_of(line), record)) stop_at_unreadable(index.text(), index.text_of(line));
      read[std::string(record.key)][std::string(record.state)] = record.body == "null" ? LineIndex::kNone : line;
    });
    return known_states.emplace(std::move(read));
  }
  // In no particular order.
  void for_each_state_line(std::string_view table,
                           const std::function<void(std::string_view key, uint32_t line)>& visit);
  bool append_patch(const RecordHead& head, const Value& before, const Value& after);
  bool still_there() const;
  int make_durable();
};

Journal::Journal(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<Journal>> Journal::open(const std::string& name, const OpenOptions& options) {
  const std::string path = without_link(name);
  auto opened = open_file(path, options);
  if (!opened) return opened.error();
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->files = options.files != nullptr ? options.files : &default_file_system();
  impl->opened = *std::move(opened);
  impl->index_min_bytes = options.index_min_bytes;
  impl->committed_end = impl->opened.committed_end;
  impl->lines = impl->opened.lines;
  impl->last = impl->opened.last;
  impl->opened.index->read_appended_from(
      [from = impl.get()](uint64_t position, size_t length) { return from->bytes.read(position, length); });
  return std::unique_ptr<Journal>(new Journal(std::move(impl)));
}

Journal::~Journal() { release(); }

void Journal::release() {
  if (impl_->opened.file < 0) return;
  impl_->roll_back();
  if (!impl_->opened.unnamed.empty()) (void)impl_->files->remove(impl_->opened.unnamed);
  impl_->released = std::exchange(impl_->opened.file, -1);
  impl_->opened.lock.reset();
}

const std::string& Journal::path() const { return impl_->path; }
bool Journal::fresh() const { return impl_->committed_end == 0; }
bool Journal::writable() const { return impl_->opened.file >= 0; }
uint64_t Journal::resource_version() const { return impl_->last.rv; }

const IndexedObjects* Journal::indexed(std::string_view resource) const {
  return impl_->opened.covered ? impl_->opened.covered->objects(resource) : nullptr;
}

void Journal::for_each_object(const std::function<void(const LiveObject&)>& visit) const {
  const LineIndex& index = *impl_->opened.index;
  index.for_each_last([&](uint32_t line) {
    const LineType type = index.line(line).type;
    if (type == LineType::kState || (type == LineType::kDelete && !impl_->opened.covered)) return;
    Record record;
    if (!read_version(index.text_of(line), record)) stop_at_unreadable(index.text(), index.text_of(line));
    if (!record.unescaped[0].empty()) record.key = impl_->unescaped.emplace_back(std::move(record.unescaped[0]));
    const ObjectKeyText key = split_key(record.key);
    visit({key.resource, key.ns, key.name, record.rv, line, type == LineType::kDelete});
  });
}

void Journal::for_each_resource(const std::function<void(std::string_view resource)>& visit) const {
  if (impl_->opened.covered) {
    impl_->opened.covered->for_each_resource([&](std::string_view resource) {
      if (!table_of(resource)) visit(resource);
    });
  }
  for_each_object([&](const LiveObject& object) { visit(object.resource); });
}

void Journal::for_each_state_table(const std::function<void(std::string_view table)>& visit) const {
  const auto& since = impl_->states();
  for (const auto& [table, lines] : since) visit(table);
  if (!impl_->opened.covered) return;
  impl_->opened.covered->for_each_resource([&](std::string_view resource) {
    const auto table = table_of(resource);
    if (table && !since.contains(*table)) visit(*table);
  });
}

void Journal::for_each_state(std::string_view table,
                             const std::function<void(std::string_view key, Value value)>& visit) const {
  const LineIndex& index = *impl_->opened.index;
  impl_->for_each_state_line(table, [&](std::string_view key, uint32_t line) {
    Record record;
    if (!read_record(index.text_of(line), record)) stop_at_unreadable(index.text(), index.text_of(line));
    auto value = parse_json(record.body);
    if (!value) stop_at_unreadable(index.text(), index.text_of(line));
    visit(key, *std::move(value));
  });
}

Value Journal::load(uint64_t position) const {
  const auto line = static_cast<uint32_t>(position);
  impl_->loaded += impl_->opened.index->line(line).length;
  if (impl_->loaded > kLoadedMax) {
    impl_->opened.mapped->let_go();
    impl_->loaded = 0;
  }
  return impl_->opened.index->document(line);
}

// Appends the line of a patch; false, with the text as it was, where the whole document is better.
bool Journal::Impl::append_patch(const RecordHead& head, const Value& before, const Value& after) {
  std::string& text = bytes.text();
  const size_t start = text.size();
  append_head(text, head);
  const size_t body = text.size();
  if (append_difference(text, before, after) && longer_than(after, text.size() - body)) return true;
  text.resize(start);
  return false;
}

uint64_t Journal::write_object(const ObjectChange& change, const Predecessor* before, const Value& after) {
  Impl& to = *impl_;
  to.begin_line();
  const std::string key = key_text(change.resource, change.ns, change.name);
  RecordHead head{.type = LineType::kPut,
                  .key = key,
                  .rv = change.resource_version,
                  .on = before != nullptr ? before->resource_version : 0,
                  .at = change.time,
                  .by = change.actor};
  const uint32_t previous = before != nullptr ? static_cast<uint32_t>(before->position) : LineIndex::kNone;
  to.next.rv = std::max(to.next.rv, change.resource_version);
  const size_t start = to.bytes.text().size();
  if (change.type == ObjectChange::Type::kDelete) {
    head.type = LineType::kDelete;
    append_head(to.bytes.text(), head);
    return to.end_line(start, head.type, previous);
  }
  head.type = LineType::kPatch;
  const bool may_patch = before != nullptr && to.opened.index->line(previous).depth < kPatchesMax;
  if (may_patch && to.append_patch(head, before->document, after)) return to.end_line(start, head.type, previous);
  head.type = LineType::kPut;
  const uint32_t model = to.models.append(to.bytes.text(), head, after, to.opened.index->size());
  return to.end_line(start, head.type, model);
}

void Journal::write_state(std::string_view table, std::string_view key, const Value& value) {
  Impl& to = *impl_;
  to.begin_line();
  const size_t start = to.bytes.text().size();
  append_state_head(to.bytes.text(), table, key);
  append_json(to.bytes.text(), value);
  const uint32_t line = to.end_line(start, LineType::kState, LineIndex::kNone);
  auto& states = to.states();
  auto lines = states.find(table);
  if (lines == states.end()) lines = states.try_emplace(std::string(table)).first;
  lines->second[std::string(key)] = value.is_null() ? LineIndex::kNone : line;
}

void Journal::Impl::for_each_state_line(std::string_view table,
                                        const std::function<void(std::string_view key, uint32_t line)>& visit) {
  const StateLines& all = states();
  const auto since = all.find(table);
  if (const IndexedObjects* covered = opened.covered ? opened.covered->objects(state_resource(table)) : nullptr) {
    std::string storage;
    for (size_t i = 0; i < covered->count(); ++i) {
      const std::string_view key = covered->key(i, storage).name;
      if (since == all.end() || !since->second.contains(std::string(key))) visit(key, covered->line(i));
    }
  }
  if (since == all.end()) return;
  for (const auto& [key, line] : since->second)
    if (line != LineIndex::kNone) visit(key, line);
}

bool Journal::pending() const { return impl_->next.lines > 0; }

// Does the path still name the file that we write? If not, what we append would be lost with it. A first transaction
// must not take the name of what somebody has put there meanwhile.
bool Journal::Impl::still_there() const {
  struct stat ours {};
  struct stat named {};
  if (!opened.unnamed.empty()) return ::stat(path.c_str(), &named) != 0 || named.st_size == 0;
  return ::fstat(opened.file, &ours) == 0 && ::stat(path.c_str(), &named) == 0 && ours.st_ino == named.st_ino &&
         ours.st_dev == named.st_dev;
}

// Syncs what was written; the file of a first transaction gets its name. 0 or errno.
int Journal::Impl::make_durable() {
  if (files->sync(opened.file) != 0) return errno;
  if (opened.unnamed.empty()) return 0;
  if (files->rename(opened.unnamed, path) != 0) return errno;
  opened.unnamed.clear();
  if (files->sync_folder(folder_of(path)) == 0) return 0;
  const int failure = errno;
  (void)files->remove(path);  // the command fails, so there must be no cluster
  return failure;
}

Result<void> Journal::commit() {
  Impl& to = *impl_;
  if (!pending()) return {};
  check(!to.broken, "nothing is committed after a commit has failed");
  if (!to.still_there()) {
    to.roll_back();
    to.broken = true;
    return file_replaced(to.path);
  }
  // One write for the ordinary command: its bytes leave together with the commit line.
  std::string& text = to.bytes.text();
  begin_commit(text, to.next);
  to.next.checksum = to.bytes.digest();
  end_commit(text, to.next.checksum);
  const uint64_t end = to.bytes.offset() + text.size();
  int failure = to.bytes.finish();
  if (failure == 0) failure = to.make_durable();
  if (failure != 0) {
    const Error error = cannot_write(to.path, failure);
    to.roll_back();
    to.broken = true;
    return error;
  }
  to.lines += to.next.lines + (to.committed_end == 0 ? 2 : 1);
  to.committed_end = end;
  to.last = to.next;
  to.next = Commit{};
  to.models.clear();
  to.bytes.clear();
  return {};
}

bool Journal::index_due() const {
  const uint64_t covered = impl_->opened.covered ? impl_->opened.covered->coverage().end : 0;
  return impl_->committed_end - covered >= std::max(impl_->index_min_bytes, covered / kIndexLag);
}

void Journal::write_index(const std::function<void(IndexWriter&)>& add_objects) const {
  Impl& from = *impl_;
  IndexWriter writer(*from.opened.index);
  add_objects(writer);
  for_each_state_table([&](std::string_view table) {
    std::vector<std::pair<std::string, uint32_t>> lines;
    from.for_each_state_line(table, [&](std::string_view key, uint32_t line) { lines.emplace_back(key, line); });
    if (!lines.empty()) writer.begin(state_resource(table));
    std::sort(lines.begin(), lines.end());  // by key
    for (const auto& [key, line] : lines) writer.add(line);
  });
  const IndexFile* covered = from.opened.covered.get();
  const uint64_t examined = covered != nullptr ? covered->coverage().examined : from.committed_end;
  (void)writer.write(*from.files, from.path, {from.committed_end, from.last, from.lines, examined});
}

}  // namespace skiff::journal
