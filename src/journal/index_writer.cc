#include "journal/index_writer.h"

#include <algorithm>

#include "journal/checksum.h"
#include "journal/compaction.h"

namespace skiff::journal {
namespace {

template <class T>
std::string_view bytes_of(const std::vector<T>& all) {
  return {reinterpret_cast<const char*>(all.data()), all.size() * sizeof(T)};
}

}  // namespace

uint32_t IndexWriter::add_text(std::string_view text) {
  const auto at = static_cast<uint32_t>(texts_.size());
  texts_ += text;
  return at;
}

void IndexWriter::begin(std::string_view resource) {
  end_resource();
  resources_.push_back({.text = add_text(resource),
                        .length = static_cast<uint32_t>(resource.size()),
                        .first_object = static_cast<uint32_t>(order_.size()),
                        .objects = 0,
                        .first_term = static_cast<uint32_t>(terms_.size()),
                        .terms = 0});
}

void IndexWriter::end_resource() {
  if (resources_.empty()) return;
  IndexedResource& last = resources_.back();
  last.objects = static_cast<uint32_t>(order_.size()) - last.first_object;
  last.terms = static_cast<uint32_t>(terms_.size()) - last.first_term;
  std::sort(terms_.begin() + last.first_term, terms_.end(), [this](const IndexedTerm& a, const IndexedTerm& b) {
    const std::string_view texts = texts_;
    return texts.substr(a.text, a.length) < texts.substr(b.text, b.length);
  });
}

void IndexWriter::add(uint32_t line) {
  // Its first version, then the patches on it, so that they stand side by side.
  size_t count = 1;
  uint32_t first = line;
  for (; lines_.line(first).type == LineType::kPatch && lines_.line(first).depth > 0; ++count)
    first = lines_.line(first).previous;
  const LineIndex::Line& start = lines_.line(first);
  uint32_t previous = start.depth > 0 ? keep_model(start.previous) : LineIndex::kNone;
  const size_t begin = kept_.size();
  kept_.resize(begin + count);
  for (size_t i = count; i-- > 0; line = lines_.line(line).previous) kept_[begin + i] = checked(line);
  for (size_t i = begin; i < kept_.size(); ++i) {
    kept_[i].previous = previous;
    previous = static_cast<uint32_t>(i);
  }
  order_.push_back(previous);
}

LineIndex::Line IndexWriter::checked(uint32_t line) const {
  LineIndex::Line out = lines_.line(line);
  if (out.check == 0) out.check = LineIndex::check_of(lines_.text_of(line));
  return out;
}

// Once, however many objects build on it.
uint32_t IndexWriter::keep_model(uint32_t line) {
  const auto [known, added] = models_.try_emplace(line, static_cast<uint32_t>(kept_.size()));
  if (added) kept_.push_back(checked(line));
  return known->second;
}

void IndexWriter::add_term(std::string_view term, std::span<const uint32_t> objects) {
  terms_.push_back({.text = add_text(term),
                    .length = static_cast<uint32_t>(term.size()),
                    .first = static_cast<uint32_t>(postings_.size()),
                    .count = static_cast<uint32_t>(objects.size())});
  postings_.insert(postings_.end(), objects.begin(), objects.end());
}

std::string IndexWriter::assembled(const Coverage& coverage) {
  end_resource();
  IndexHeader header;
  header.coverage = coverage;
  header.lines = kept_.size();
  header.order = order_.size();
  header.postings = postings_.size();
  header.terms = terms_.size();
  header.resources = resources_.size();
  header.texts = texts_.size();
  const std::string_view parts[] = {bytes_of(kept_),  bytes_of(order_),     bytes_of(postings_),
                                    bytes_of(terms_), bytes_of(resources_), texts_};
  size_t size = sizeof header;
  for (const std::string_view part : parts) size += part.size();
  std::string out;
  out.reserve(size);
  out.append(reinterpret_cast<const char*>(&header), sizeof header);
  for (const std::string_view part : parts) out += part;
  header.checksum = checksum(std::string_view(out).substr(IndexHeader::kCheckedFrom), 0);
  out.replace(0, sizeof header, reinterpret_cast<const char*>(&header), sizeof header);
  return out;
}

Result<void> IndexWriter::write(FileSystem& files, const std::string& path, const Coverage& coverage) {
  return replace_file(files, index_path(path), assembled(coverage));
}

}  // namespace skiff::journal
