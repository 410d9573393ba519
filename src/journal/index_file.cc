#include "journal/index_file.h"

#include <algorithm>
#include <cstring>

#include "journal/checksum.h"
#include "journal/unreadable.h"

namespace skiff::journal {
namespace {

constexpr std::string_view kStatePrefix = "state ";  // no resource of objects has a blank

// Takes `count` of T from the front of `bytes`; false if there are fewer.
template <class T>
bool take(std::string_view& bytes, uint64_t count, std::span<const T>& out) {
  if (count > bytes.size() / sizeof(T)) return false;
  out = {reinterpret_cast<const T*>(bytes.data()), static_cast<size_t>(count)};
  bytes.remove_prefix(static_cast<size_t>(count) * sizeof(T));
  return true;
}

bool within(uint64_t first, uint64_t count, size_t size) { return first <= size && count <= size - first; }

// Do the lines lie in the state file that is covered, each behind the one that it follows and at most one patch deeper?
bool sound(std::span<const LineIndex::Line> lines, uint64_t covered) {
  for (size_t i = 0; i < lines.size(); ++i) {
    const LineIndex::Line& line = lines[i];
    if (!within(line.position, line.length, covered) || line.type > LineType::kOther) return false;
    if (line.previous != LineIndex::kNone && line.previous >= i) return false;
    if (line.depth != 0 && (line.previous == LineIndex::kNone || lines[line.previous].depth != line.depth - 1))
      return false;
  }
  return true;
}

// Does every number of `numbers` count something of which there are `count`?
bool all_below(std::span<const uint32_t> numbers, size_t count) {
  return std::all_of(numbers.begin(), numbers.end(), [count](uint32_t number) { return number < count; });
}

// Does the covered part of `journal` end with the transaction that the index file means?
bool ends_with(std::string_view journal, const Coverage& coverage) {
  constexpr size_t kCommitLineMax = 200;
  if (coverage.end < 2 || coverage.end > journal.size() || journal[coverage.end - 1] != '\n') return false;
  const uint64_t last = coverage.end - 2;
  const size_t newline = journal.rfind('\n', last);
  if (newline == std::string_view::npos || last - newline > kCommitLineMax) return false;
  const auto commit = read_commit(journal.substr(newline + 1, last - newline));
  return commit && commit->number == coverage.last.number && commit->rv == coverage.last.rv &&
         commit->checksum == coverage.last.checksum;
}

}  // namespace

std::string index_path(const std::string& path) { return path + ".index"; }
std::string state_resource(std::string_view table) { return std::string(kStatePrefix).append(table); }

std::optional<std::string_view> table_of(std::string_view resource) {
  return resource.starts_with(kStatePrefix) ? std::optional(resource.substr(kStatePrefix.size())) : std::nullopt;
}

std::unique_ptr<IndexFile> IndexFile::open(const std::string& path, std::string_view journal) {
  std::unique_ptr<IndexFile> out(new IndexFile);
  out->file_ = MappedFile::open(index_path(path));
  if (!out->file_ || !out->read(journal)) return nullptr;
  return out;
}

bool IndexFile::read(std::string_view journal) {
  std::string_view bytes = file_->text();
  IndexHeader header;
  if (bytes.size() < sizeof header) return false;
  std::memcpy(&header, bytes.data(), sizeof header);
  coverage_ = header.coverage;
  if (header.magic != IndexHeader::kMagic || !ends_with(journal, coverage_)) return false;
  if (header.checksum != checksum(bytes.substr(IndexHeader::kCheckedFrom), 0)) return false;
  bytes.remove_prefix(sizeof header);
  std::span<const uint32_t> order, postings;
  std::span<const IndexedTerm> terms;
  std::span<const IndexedResource> resources;
  const bool whole = take(bytes, header.lines, lines_) && take(bytes, header.order, order) &&
                     take(bytes, header.postings, postings) && take(bytes, header.terms, terms) &&
                     take(bytes, header.resources, resources) && bytes.size() == header.texts;
  // The checksum tells damage; the rest is for a file that somebody else has made.
  if (!whole || !sound(lines_, coverage_.end) || !all_below(order, lines_.size())) return false;
  for (const IndexedResource& one : resources) {
    if (!within(one.text, one.length, bytes.size()) || !within(one.first_object, one.objects, order.size()) ||
        !within(one.first_term, one.terms, terms.size()))
      return false;
    for (const IndexedTerm& term : terms.subspan(one.first_term, one.terms))
      if (!within(term.text, term.length, bytes.size()) || !within(term.first, term.count, postings.size()) ||
          !all_below(postings.subspan(term.first, term.count), one.objects))
        return false;
    IndexedObjects& objects = resources_[bytes.substr(one.text, one.length)];
    objects.journal_ = journal.substr(0, coverage_.end);
    objects.lines_ = lines_;
    objects.order_ = order.subspan(one.first_object, one.objects);
    objects.terms_ = terms.subspan(one.first_term, one.terms);
    objects.postings_ = postings;
    objects.texts_ = bytes;
  }
  return true;
}

const IndexedObjects* IndexFile::objects(std::string_view resource) const {
  const auto found = resources_.find(resource);
  return found == resources_.end() ? nullptr : &found->second;
}

void IndexFile::for_each_resource(const std::function<void(std::string_view resource)>& visit) const {
  for (const auto& [name, objects] : resources_) visit(name);
}

uint32_t IndexFile::find(std::string_view line) const {
  Record record;
  const bool state = head_of(line).type == LineType::kState;
  if (state ? !read_record(line, record) : !read_version(line, record)) return LineIndex::kNone;
  const ObjectKeyText key = split_key(record.key);
  const IndexedObjects* among = objects(state ? state_resource(record.key) : std::string(key.resource));
  if (among == nullptr) return LineIndex::kNone;
  const auto found = state ? among->find({}, record.state) : among->find(key.ns, key.name);
  return found ? among->line(*found) : LineIndex::kNone;
}

IndexedObjects::Key IndexedObjects::key(size_t object, std::string& storage) const {
  const LineIndex::Line& line = lines_[order_[object]];
  const std::string_view text = journal_.substr(line.position, line.length);
  Record record;
  if (line.type == LineType::kState) {
    if (!read_record(text, record)) stop_at_unreadable(journal_, text);
    storage = record.state;
    return {{}, storage, 0};
  }
  if (!read_version(text, record)) stop_at_unreadable(journal_, text);
  if (!record.unescaped[0].empty()) {
    storage = std::move(record.unescaped[0]);
    record.key = storage;
  }
  const ObjectKeyText key = split_key(record.key);
  return {key.ns, key.name, record.rv};
}

bool IndexedObjects::comes_before(size_t object, std::string_view ns, std::string_view name) const {
  std::string storage;
  const Key at = key(object, storage);
  const int by_ns = at.ns.compare(ns);
  return by_ns < 0 || (by_ns == 0 && at.name < name);
}

size_t IndexedObjects::lower_bound_within(size_t low, size_t high, std::string_view ns, std::string_view name) const {
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (comes_before(middle, ns, name)) low = middle + 1;
    else high = middle;
  }
  return low;
}

size_t IndexedObjects::lower_bound(std::string_view ns, std::string_view name) const {
  return lower_bound_within(0, count(), ns, name);
}

size_t IndexedObjects::lower_bound_behind(size_t from, std::string_view ns, std::string_view name) const {
  size_t low = from;
  size_t high = from;
  for (size_t step = 1; high < count() && comes_before(high, ns, name); step *= 2) {
    low = high + 1;
    high += step;
  }
  return lower_bound_within(low, std::min(high, count()), ns, name);
}

std::optional<size_t> IndexedObjects::find(std::string_view ns, std::string_view name) const {
  const size_t at = lower_bound(ns, name);
  if (at == order_.size()) return std::nullopt;
  std::string storage;
  const Key found = key(at, storage);
  return found.ns == ns && found.name == name ? std::optional(at) : std::nullopt;
}

std::span<const uint32_t> IndexedObjects::with_term(std::string_view term) const {
  const auto found = std::lower_bound(terms_.begin(), terms_.end(), term,
                                      [this](const IndexedTerm& a, std::string_view b) { return text_of(a) < b; });
  if (found == terms_.end() || text_of(*found) != term) return {};
  return postings_.subspan(found->first, found->count);
}

void IndexedObjects::for_each_term(
    const std::function<void(std::string_view term, std::span<const uint32_t> objects)>& visit) const {
  for (const IndexedTerm& term : terms_) visit(text_of(term), postings_.subspan(term.first, term.count));
}

}  // namespace skiff::journal
