#include "cli/suggestions.h"

#include <algorithm>
#include <numeric>

#include "cli/help.h"
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

// Mirrors cobra's SuggestionsFor.
std::vector<std::string> suggestions_for(std::string_view typed) {
  const std::string word = lower(typed);
  const auto fits = [&](std::string_view verb) {
    return levenshtein(word, lower(verb)) <= 2 || verb.substr(0, word.size()) == word || is_alias(word, verb);
  };
  std::vector<std::string> out;
  for (std::string_view verb : kubectl_commands())
    if (fits(verb)) out.emplace_back(verb);
  if (!out.empty()) return out;  // where kubectl has something to suggest, it is just that
  for (const VerbRow* verb : verbs_below(""))
    if (fits(verb->path)) out.emplace_back(verb->path);
  return out;
}

}  // namespace skiff::cli
