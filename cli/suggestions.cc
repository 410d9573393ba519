#include "cli/suggestions.h"

#include <algorithm>
#include <numeric>

#include "cli/verb_table.h"

namespace skiff::cli {
namespace {

struct Alias {
  std::string_view typed;
  std::string_view meant;
};
constexpr Alias kAliases[] = {
    {"inspect", "describe"}, {"list", "get"}, {"ls", "get"}, {"remove", "delete"}, {"rm", "delete"}, {"stats", "top"},
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

size_t levenshtein(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

bool is_alias(std::string_view typed, std::string_view verb) {
  return std::any_of(std::begin(kAliases), std::end(kAliases),
                     [&](const Alias& alias) { return alias.typed == typed && alias.meant == verb; });
}

}  // namespace

std::vector<std::string> suggestions_for(std::string_view typed) {
  std::vector<std::string> out;
  const std::string word = lower(typed);
  for (const VerbRow* verb : verbs_below("")) {
    const bool near = levenshtein(word, lower(verb->path)) <= 2;
    const bool begun = verb->path.substr(0, word.size()) == word;
    if (near || begun || is_alias(word, verb->path)) out.emplace_back(verb->path);
  }
  return out;
}

}  // namespace skiff::cli
