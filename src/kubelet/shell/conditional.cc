// bash's [[ … ]]: words are not split, == matches a pattern, =~ a regular expression whose groups BASH_REMATCH keeps.
#include <algorithm>

#include "base/regular_expression.h"
#include "kubelet/behavior.h"
#include "kubelet/shell/interpreter.h"

namespace skiff::shell {
namespace {

bool is_operator(const Word& word, std::string_view text) {
  return word.size() == 1 && word[0].kind == WordPart::Kind::kText && !word[0].quoted && word[0].text == text;
}

// Where the piece that begins at `at` ends: an escaped sign, a class or a single sign.
size_t end_of_sign(std::string_view pattern, size_t at) {
  if (pattern[at] == '\\') return std::min(at + 2, pattern.size());
  if (pattern[at] != '[') return at + 1;
  size_t end = at + 1;
  if (end < pattern.size() && pattern[end] == '^') ++end;
  if (end < pattern.size() && pattern[end] == ']') ++end;
  while (end < pattern.size() && pattern[end] != ']') ++end;
  return std::min(end + 1, pattern.size());
}

struct Piece {
  std::string pattern;
  bool group = false;
};

// The pattern as groups that stand one after the other and what is between them; nothing if it is more than that: a
// group in a group, one that is repeated, alternatives outside of groups.
std::optional<std::vector<Piece>> pieces_of(std::string_view pattern) {
  std::vector<Piece> out(1);
  bool inside = false;
  for (size_t at = 0; at < pattern.size();) {
    const size_t end = end_of_sign(pattern, at);
    const std::string_view sign = pattern.substr(at, end - at);
    if (sign == "(" || sign == ")") {
      if (inside != (sign == ")")) return std::nullopt;
      inside = !inside;
      if (!inside && end < pattern.size() && std::string_view("*+?{").find(pattern[end]) != std::string_view::npos)
        return std::nullopt;
      out.push_back({{}, inside});
    } else {
      if (sign == "|" && !inside) return std::nullopt;
      out.back().pattern += sign;
    }
    at = end;
  }
  return inside ? std::nullopt : std::optional(out);
}

// Parts the text among the pieces from the i-th on, each as long as it can be.
bool part(std::string_view text, const std::vector<Piece>& pieces, size_t i, std::vector<std::string>& groups) {
  if (i == pieces.size()) return text.empty();
  const auto whole = RegularExpression::parse("^(?:" + pieces[i].pattern + ")$");
  for (size_t length = text.size() + 1; whole && length-- > 0;) {
    if (!whole->matches(text.substr(0, length))) continue;
    if (pieces[i].group) groups.emplace_back(text.substr(0, length));
    if (part(text.substr(length), pieces, i + 1, groups)) return true;
    if (pieces[i].group) groups.pop_back();
  }
  return false;
}

// Without the anchors that the whole pattern has.
std::string_view unanchored(std::string_view pattern) {
  if (pattern.starts_with('^')) pattern.remove_prefix(1);
  if (pattern.ends_with('$') && !pattern.ends_with("\\$")) pattern.remove_suffix(1);
  return pattern;
}

}  // namespace

void Interpreter::conditional(const Node& node) {
  size_t at = 0;
  const bool holds = any_condition(node.words, at);
  if (at < node.words.size() || node.words.empty()) return give_up("[[");
  if (!stopped()) status_ = holds ? 0 : 1;
}

bool Interpreter::any_condition(const std::vector<Word>& words, size_t& at) {
  bool holds = all_conditions(words, at);
  while (at < words.size() && is_operator(words[at], "||")) {
    const bool next = all_conditions(words, ++at);
    holds = holds || next;
  }
  return holds;
}

bool Interpreter::all_conditions(const std::vector<Word>& words, size_t& at) {
  bool holds = condition(words, at);
  while (at < words.size() && is_operator(words[at], "&&")) {
    const bool next = condition(words, ++at);
    holds = holds && next;
  }
  return holds;
}

bool Interpreter::condition(const std::vector<Word>& words, size_t& at) {
  if (at < words.size() && is_operator(words[at], "!")) return !condition(words, ++at);
  std::vector<const Word*> own;
  while (at < words.size() && !is_operator(words[at], "&&") && !is_operator(words[at], "||"))
    own.push_back(&words[at++]);
  if (own.size() == 3 && is_operator(*own[1], "=~")) return matches(expand_whole(*own[0]), *own[2]);
  const bool equal = own.size() == 3 && (is_operator(*own[1], "==") || is_operator(*own[1], "="));
  if (equal || (own.size() == 3 && is_operator(*own[1], "!="))) {
    const bool literal = std::all_of(own[2]->begin(), own[2]->end(), [](const WordPart& one) { return one.quoted; });
    const std::string left = expand_whole(*own[0]), right = expand_whole(*own[2]);
    return (literal ? left == right : glob_matches(right, left)) == equal;
  }
  if (own.empty() || own.size() > 3 || is_operator(*own.front(), "(")) return give_up("[["), false;
  // The rest is as `test` has it.
  Argv argv = {"test"};
  for (const Word* word : own) argv.push_back(expand_whole(*word));
  call(argv, {});
  return status_ == 0;
}

// =~: what is quoted stands for itself.
bool Interpreter::matches(const std::string& text, const Word& word) {
  std::string pattern;
  for (const WordPart& part : word) {
    const std::string value = value_of(part);
    for (const char c : value) {
      if (part.quoted && std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) pattern += '\\';
      pattern += c;
    }
  }
  const auto parsed = RegularExpression::parse(pattern);
  if (!parsed) return give_up("[["), false;
  std::vector<std::string>& kept = arrays_["BASH_REMATCH"];
  kept.clear();
  const auto found = parsed->find(text);
  if (found) {
    kept.push_back(text.substr(found->begin, found->end - found->begin));
    const auto pieces = pieces_of(unanchored(pattern));
    std::vector<std::string> groups;
    if (!pieces || !part(kept.front(), *pieces, 0, groups)) return give_up("BASH_REMATCH"), false;
    kept.insert(kept.end(), groups.begin(), groups.end());
  }
  variables_["BASH_REMATCH"] = kept.empty() ? "" : kept.front();
  return found.has_value();
}

}  // namespace skiff::shell
