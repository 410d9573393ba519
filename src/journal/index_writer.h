// Makes an index file: resource by resource, each with its live objects in key order and then its terms.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "journal/index_file.h"
#include "journal/line_index.h"

namespace skiff::journal {

class FileSystem;

class IndexWriter {
 public:
  explicit IndexWriter(const LineIndex& lines) : lines_(lines) {}

  void begin(std::string_view resource);
  // The next object: the line that makes its last version.
  void add(uint32_t line);
  // Objects are numbered as they were added, here in that order. Terms come in any order, each once.
  void add_term(std::string_view term, std::span<const uint32_t> objects);

  // Puts the file beside the state file at `path`, at once or not at all.
  Result<void> write(FileSystem& files, const std::string& path, const Coverage& coverage);

 private:
  LineIndex::Line checked(uint32_t line) const;
  uint32_t keep_model(uint32_t line);
  uint32_t add_text(std::string_view text);
  void end_resource();
  std::string assembled(const Coverage& coverage);

  const LineIndex& lines_;
  std::vector<LineIndex::Line> kept_;
  std::unordered_map<uint32_t, uint32_t> models_;  // where they are kept
  std::vector<uint32_t> order_;
  std::vector<uint32_t> postings_;
  std::vector<IndexedTerm> terms_;
  std::vector<IndexedResource> resources_;
  std::string texts_;
};

}  // namespace skiff::journal
