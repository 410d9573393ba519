#include "base/unified_diff.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <vector>

#include "base/strings.h"

namespace skiff {
namespace {

using Lines = std::vector<std::string_view>;
constexpr size_t kContext = 3;

// before[a .. a+size) equals after[b .. b+size).
struct Match {
  size_t a = 0;
  size_t b = 0;
  size_t size = 0;
};

enum class Change { kEqual, kReplace, kDelete, kInsert };

struct Edit {
  Change change;
  size_t a1, a2, b1, b2;
};

// Ratcliff and Obershelp's matching with difflib's choices, which decide where ambiguous hunks end up.
class Matcher {
 public:
  Matcher(const Lines& a, const Lines& b) : a_(a), b_(b) {
    for (size_t j = 0; j < b.size(); ++j) places_[b[j]].push_back(j);
    // Lines that are everywhere in a long text do not begin a match.
    constexpr size_t kLong = 200;
    if (b.size() >= kLong)
      std::erase_if(places_, [&](const auto& entry) { return entry.second.size() > b.size() / 100 + 1; });
  }

  std::vector<Match> matches() const {
    std::vector<Match> found;
    collect(0, a_.size(), 0, b_.size(), found);
    std::vector<Match> joined;
    for (const Match& match : found) {
      if (!joined.empty() && joined.back().a + joined.back().size == match.a &&
          joined.back().b + joined.back().size == match.b) {
        joined.back().size += match.size;
      } else {
        joined.push_back(match);
      }
    }
    joined.push_back({a_.size(), b_.size(), 0});
    return joined;
  }

 private:
  Match longest(size_t a_low, size_t a_high, size_t b_low, size_t b_high) const {
    Match best{a_low, b_low, 0};
    std::map<size_t, size_t> lengths;  // of the match that ends at b[j]
    for (size_t i = a_low; i < a_high; ++i) {
      std::map<size_t, size_t> extended;
      if (const auto places = places_.find(a_[i]); places != places_.end())
        for (const size_t j : places->second) {
          if (j < b_low) continue;
          if (j >= b_high) break;
          const auto before = j == 0 ? lengths.end() : lengths.find(j - 1);
          const size_t size = (before == lengths.end() ? 0 : before->second) + 1;
          extended[j] = size;
          if (size > best.size) best = {i + 1 - size, j + 1 - size, size};
        }
      lengths = std::move(extended);
    }
    while (best.a > a_low && best.b > b_low && a_[best.a - 1] == b_[best.b - 1])
      best = {best.a - 1, best.b - 1, best.size + 1};
    while (best.a + best.size < a_high && best.b + best.size < b_high &&
           a_[best.a + best.size] == b_[best.b + best.size])
      ++best.size;
    return best;
  }

  void collect(size_t a_low, size_t a_high, size_t b_low, size_t b_high, std::vector<Match>& out) const {
    const Match match = longest(a_low, a_high, b_low, b_high);
    if (match.size == 0) return;
    if (a_low < match.a && b_low < match.b) collect(a_low, match.a, b_low, match.b, out);
    out.push_back(match);
    if (match.a + match.size < a_high && match.b + match.size < b_high)
      collect(match.a + match.size, a_high, match.b + match.size, b_high, out);
  }

  const Lines& a_;
  const Lines& b_;
  std::unordered_map<std::string_view, std::vector<size_t>> places_;
};

std::vector<Edit> edits(const std::vector<Match>& matches) {
  std::vector<Edit> out;
  size_t a = 0, b = 0;
  for (const Match& match : matches) {
    if (a < match.a && b < match.b) out.push_back({Change::kReplace, a, match.a, b, match.b});
    else if (a < match.a) out.push_back({Change::kDelete, a, match.a, b, match.b});
    else if (b < match.b) out.push_back({Change::kInsert, a, match.a, b, match.b});
    a = match.a + match.size;
    b = match.b + match.size;
    if (match.size > 0) out.push_back({Change::kEqual, match.a, a, match.b, b});
  }
  return out;
}

// Runs of changes that are no more than two contexts apart.
std::vector<std::vector<Edit>> hunks(std::vector<Edit> all) {
  if (all.empty()) return {};
  const auto skip_to = [](Edit& edit, size_t keep) {
    edit.a1 = std::max(edit.a1, edit.a2 - std::min(edit.a2, keep));
    edit.b1 = std::max(edit.b1, edit.b2 - std::min(edit.b2, keep));
  };
  const auto cut_at = [](Edit& edit, size_t keep) {
    edit.a2 = std::min(edit.a2, edit.a1 + keep);
    edit.b2 = std::min(edit.b2, edit.b1 + keep);
  };
  if (all.front().change == Change::kEqual) skip_to(all.front(), kContext);
  if (all.back().change == Change::kEqual) cut_at(all.back(), kContext);
  std::vector<std::vector<Edit>> out(1);
  for (const Edit& edit : all) {
    if (edit.change == Change::kEqual && edit.a2 - edit.a1 > 2 * kContext) {
      Edit tail = edit, head = edit;
      cut_at(tail, kContext);
      out.back().push_back(tail);
      skip_to(head, kContext);
      out.push_back({head});
    } else {
      out.back().push_back(edit);
    }
  }
  std::erase_if(out, [](const std::vector<Edit>& hunk) {
    return std::all_of(hunk.begin(), hunk.end(), [](const Edit& edit) { return edit.change == Change::kEqual; });
  });
  return out;
}

std::string range(size_t begin, size_t end) {
  const size_t length = end - begin;
  if (length == 1) return std::to_string(begin + 1);
  return std::to_string(length == 0 ? begin : begin + 1) + "," + std::to_string(length);
}

void append_lines(std::string& out, char mark, const Lines& lines, size_t begin, size_t end) {
  for (size_t i = begin; i < end; ++i) (out += mark).append(lines[i]) += '\n';
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after) {
  const Lines a = split(before, '\n');
  const Lines b = split(after, '\n');
  std::string out;
  for (const std::vector<Edit>& hunk : hunks(edits(Matcher(a, b).matches()))) {
    out += "@@ -" + range(hunk.front().a1, hunk.back().a2) + " +" + range(hunk.front().b1, hunk.back().b2) + " @@\n";
    for (const Edit& edit : hunk) {
      if (edit.change == Change::kEqual) {
        append_lines(out, ' ', a, edit.a1, edit.a2);
        continue;
      }
      append_lines(out, '-', a, edit.a1, edit.a2);
      append_lines(out, '+', b, edit.b1, edit.b2);
    }
  }
  return out;
}

}  // namespace skiff
