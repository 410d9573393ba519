// A set of completion indexes as a Job's status writes it: "0-2,5,7,8". Mirrors orderedIntervals of
// indexed_job_utils.go.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skiff {

class IndexSet {
 public:
  // Indexes at or beyond `limit` are dropped; what is no index ends the reading.
  static IndexSet parse(std::string_view text, int64_t limit);

  void insert(int64_t index);
  void insert(const IndexSet& others);
  bool has(int64_t index) const;
  int64_t total() const;
  int64_t count_in(const IndexSet& others) const;  // how many of these are in `others`
  // Runs of three and more as first-last.
  std::string str() const;
  // The lowest indexes below `limit` that are not in it, at most `count`.
  std::vector<int64_t> lowest_missing(int64_t limit, int64_t count) const;

 private:
  std::map<int64_t, int64_t> runs_;  // first -> last; runs neither touch nor overlap
};

}  // namespace skiff
