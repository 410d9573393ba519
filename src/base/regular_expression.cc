#include "base/regular_expression.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "base/strings.h"

namespace skiff {
namespace {

constexpr int kMaxRepeat = 1000;  // RE2's limit
constexpr size_t kMaxInstructions = 100'000;

struct CharacterRange {
  char32_t first;
  char32_t last;
};

struct CharacterClass {
  std::vector<CharacterRange> ranges;
  bool negated = false;
  bool contains(char32_t code) const {
    const bool in = std::any_of(ranges.begin(), ranges.end(),
                                [&](const CharacterRange& range) { return range.first <= code && code <= range.last; });
    return in != negated;
  }
};

enum class Op { kClass, kSplit, kJump, kLineStart, kLineEnd, kWordEdge, kNoWordEdge, kMatch };

struct Instruction {
  Op op = Op::kMatch;
  CharacterClass set = {};
  size_t x = 0;  // kJump, kSplit
  size_t y = 0;  // kSplit
};

bool is_word(char32_t code) { return code == '_' || (code < 128 && std::isalnum(static_cast<int>(code)) != 0); }

}  // namespace

struct RegularExpression::Program {
  std::vector<Instruction> code;
};

namespace {

// Thompson's construction by recursive descent; fragments are relocatable runs of instructions.
class Compiler {
 public:
  explicit Compiler(std::string_view pattern) : rest_(pattern) {}

  std::optional<std::vector<Instruction>> run() {
    if (rest_.starts_with("(?i)")) {
      rest_.remove_prefix(4);
      fold_ = true;
    }
    auto code = alternatives();
    if (!ok_ || !rest_.empty()) return std::nullopt;
    code.push_back({Op::kMatch});
    return code;
  }

 private:
  using Fragment = std::vector<Instruction>;

  static void append(Fragment& to, const Fragment& more) {
    const size_t base = to.size();
    for (Instruction one : more) {
      one.x += base;
      one.y += base;
      to.push_back(std::move(one));
    }
  }

  Fragment alternatives() {
    Fragment first = sequence();
    if (rest_.empty() || rest_[0] != '|') return first;
    rest_.remove_prefix(1);
    const Fragment second = alternatives();
    Fragment out;
    out.push_back({Op::kSplit, {}, 1, first.size() + 2});
    append(out, first);
    out.push_back({Op::kJump, {}, first.size() + second.size() + 2});
    append(out, second);
    return out;
  }

  Fragment sequence() {
    Fragment out;
    while (ok_ && !rest_.empty() && rest_[0] != '|' && rest_[0] != ')') append(out, repeated(atom()));
    return out;
  }

  Fragment star(const Fragment& of) {
    Fragment out;
    out.push_back({Op::kSplit, {}, 1, of.size() + 2});
    append(out, of);
    out.push_back({Op::kJump, {}, 0});
    return out;
  }

  Fragment optional(const Fragment& of) {
    Fragment out;
    out.push_back({Op::kSplit, {}, 1, of.size() + 1});
    append(out, of);
    return out;
  }

  Fragment repeated(Fragment of) {
    while (ok_ && !rest_.empty()) {
      const char mark = rest_[0];
      int least = 0;
      int most = -1;  // any number
      if (mark == '+') least = 1;
      else if (mark == '?') most = 1;
      else if (mark == '{' && !counted(least, most)) return of;
      else if (mark != '*' && mark != '{') return of;
      if (mark != '{') rest_.remove_prefix(1);
      if (!rest_.empty() && rest_[0] == '?') rest_.remove_prefix(1);  // lazy: the same texts match
      of = times(of, least, most);
    }
    return of;
  }

  // {2}, {2,}, {2,5}; anything else is a literal brace.
  bool counted(int& least, int& most) {
    size_t at = 1;
    const auto number = [&]() {
      int value = -1;
      for (; at < rest_.size() && std::isdigit(static_cast<unsigned char>(rest_[at])) != 0; ++at)
        value = std::min(std::max(value, 0) * 10 + (rest_[at] - '0'), kMaxRepeat + 1);
      return value;
    };
    least = number();
    most = least;
    if (least < 0) return false;
    if (at < rest_.size() && rest_[at] == ',') {
      ++at;
      most = number();
    }
    if (at >= rest_.size() || rest_[at] != '}') return false;
    if (least > kMaxRepeat || most > kMaxRepeat || (most >= 0 && most < least)) ok_ = false;
    rest_.remove_prefix(at + 1);
    return true;
  }

  Fragment times(const Fragment& of, int least, int most) {
    Fragment out;
    for (int i = 0; i < least && ok_; ++i) grow(out, of);
    if (most < 0) grow(out, star(of));
    for (int i = least; i < most && ok_; ++i) grow(out, optional(of));
    return out;
  }

  void grow(Fragment& out, const Fragment& of) {
    append(out, of);
    if (out.size() > kMaxInstructions) ok_ = false;
  }

  Fragment atom() {
    const Rune rune = decode_rune(rest_, 0);
    const char mark = rest_[0];
    rest_.remove_prefix(rune.width);
    switch (mark) {
      case '(':
        return group();
      case '[':
        return {{Op::kClass, character_class()}};
      case '.':
        return {{Op::kClass, {{{'\n', '\n'}}, true}}};
      case '^':
        return {{Op::kLineStart}};
      case '$':
        return {{Op::kLineEnd}};
      case '\\':
        return escape();
      case '*':
      case '+':
      case '?':
        ok_ = false;  // nothing to repeat
        return {};
      default:
        return {{Op::kClass, literal(rune.code)}};
    }
  }

  CharacterClass literal(char32_t code) const {
    CharacterClass out{{{code, code}}};
    if (fold_ && code < 128 && std::isalpha(static_cast<int>(code)) != 0)
      out.ranges.push_back({code ^ 32U, code ^ 32U});
    return out;
  }

  Fragment group() {
    if (rest_.starts_with("?:")) rest_.remove_prefix(2);
    else if (rest_.starts_with("?P<") || rest_.starts_with("?<"))
      rest_.remove_prefix(std::min(rest_.find('>'), rest_.size() - 1) + 1);
    else if (rest_.starts_with("?")) ok_ = false;
    Fragment out = alternatives();
    if (rest_.empty() || rest_[0] != ')') ok_ = false;
    else rest_.remove_prefix(1);
    return out;
  }

  // \d, \w, \s and their opposites.
  static bool named_class(char name, CharacterClass& out) {
    switch (name) {
      case 'd':
      case 'D':
        out = {{{'0', '9'}}, name == 'D'};
        return true;
      case 'w':
      case 'W':
        out = {{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}, name == 'W'};
        return true;
      case 's':
      case 'S':
        out = {{{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}}, name == 'S'};
        return true;
      default:
        return false;
    }
  }

  char32_t escaped_character() {
    const char name = rest_[0];
    rest_.remove_prefix(1);
    switch (name) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'f':
        return '\f';
      case 'v':
        return '\v';
      case 'x': {
        char32_t code = 0;
        for (int i = 0; i < 2 && !rest_.empty(); ++i, rest_.remove_prefix(1))
          code = code * 16 + static_cast<char32_t>(std::isdigit(static_cast<unsigned char>(rest_[0])) != 0
                                                       ? rest_[0] - '0'
                                                       : (rest_[0] | 32) - 'a' + 10);
        return code;
      }
      default:
        if (std::isalnum(static_cast<unsigned char>(name)) != 0) ok_ = false;
        return static_cast<unsigned char>(name);
    }
  }

  Fragment escape() {
    if (rest_.empty()) {
      ok_ = false;
      return {};
    }
    CharacterClass set;
    const char name = rest_[0];
    if (named_class(name, set)) {
      rest_.remove_prefix(1);
      return {{Op::kClass, set}};
    }
    const Op edge = name == 'b'   ? Op::kWordEdge
                    : name == 'B' ? Op::kNoWordEdge
                    : name == 'A' ? Op::kLineStart
                    : name == 'z' ? Op::kLineEnd
                                  : Op::kMatch;
    if (edge != Op::kMatch) {
      rest_.remove_prefix(1);
      return {{edge}};
    }
    return {{Op::kClass, literal(escaped_character())}};
  }

  // [[:alpha:]] inside a class.
  bool posix_class(CharacterClass& out) {
    struct Row {
      std::string_view name;
      std::vector<CharacterRange> ranges;
    };
    static const Row kRows[] = {{"[:alnum:]", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
                                {"[:alpha:]", {{'A', 'Z'}, {'a', 'z'}}},
                                {"[:digit:]", {{'0', '9'}}},
                                {"[:lower:]", {{'a', 'z'}}},
                                {"[:upper:]", {{'A', 'Z'}}},
                                {"[:space:]", {{'\t', '\r'}, {' ', ' '}}},
                                {"[:xdigit:]", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
                                {"[:punct:]", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
                                {"[:word:]", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}, {'_', '_'}}}};
    for (const Row& row : kRows)
      if (rest_.starts_with(row.name)) {
        rest_.remove_prefix(row.name.size());
        out.ranges.insert(out.ranges.end(), row.ranges.begin(), row.ranges.end());
        return true;
      }
    return false;
  }

  char32_t class_member() {
    if (rest_[0] == '\\' && rest_.size() > 1) {
      rest_.remove_prefix(1);
      return escaped_character();
    }
    const Rune rune = decode_rune(rest_, 0);
    rest_.remove_prefix(rune.width);
    return rune.code;
  }

  CharacterClass character_class() {
    CharacterClass out;
    if (rest_.starts_with("^")) {
      out.negated = true;
      rest_.remove_prefix(1);
    }
    for (bool first = true; ok_ && !rest_.empty() && (first || rest_[0] != ']'); first = false) {
      CharacterClass named;
      if (posix_class(out)) continue;
      if (rest_[0] == '\\' && rest_.size() > 1 && named_class(rest_[1], named)) {
        if (named.negated) ok_ = false;  // [\D…]: nobody writes it
        rest_.remove_prefix(2);
        out.ranges.insert(out.ranges.end(), named.ranges.begin(), named.ranges.end());
        continue;
      }
      const char32_t from = class_member();
      char32_t to = from;
      if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
        rest_.remove_prefix(1);
        to = class_member();
      }
      if (to < from) ok_ = false;
      out.ranges.push_back({from, to});
      if (fold_ && from == to) out = with_fold(std::move(out), from);
    }
    if (rest_.empty()) ok_ = false;
    else rest_.remove_prefix(1);
    return out;
  }

  CharacterClass with_fold(CharacterClass out, char32_t code) const {
    for (const CharacterRange& range : literal(code).ranges) out.ranges.push_back(range);
    return out;
  }

  std::string_view rest_;
  bool ok_ = true;
  bool fold_ = false;
};

// All states at once, as Pike's machine has it.
class Machine {
 public:
  Machine(const std::vector<Instruction>& code, std::string_view text)
      : code_(code), text_(text), on_(code.size(), false) {}

  bool run() {
    std::vector<size_t> current;
    for (size_t at = 0;;) {
      enter(0, at, current);
      std::fill(on_.begin(), on_.end(), false);
      if (matched_) return true;
      if (at >= text_.size()) return false;
      const Rune rune = decode_rune(text_, at);
      const size_t next_at = at + rune.width;
      std::vector<size_t> next;
      for (const size_t state : current)
        if (code_[state].set.contains(rune.code)) enter(state + 1, next_at, next);
      if (matched_) return true;
      current = std::move(next);
      at = next_at;
    }
  }

 private:
  void enter(size_t state, size_t at, std::vector<size_t>& states) {
    if (on_[state]) return;
    on_[state] = true;
    const Instruction& one = code_[state];
    switch (one.op) {
      case Op::kClass:
        states.push_back(state);
        return;
      case Op::kJump:
        return enter(one.x, at, states);
      case Op::kSplit:
        enter(one.x, at, states);
        return enter(one.y, at, states);
      case Op::kLineStart:
        if (at == 0) enter(state + 1, at, states);
        return;
      case Op::kLineEnd:
        if (at == text_.size()) enter(state + 1, at, states);
        return;
      case Op::kWordEdge:
      case Op::kNoWordEdge:
        if (at_word_edge(at) == (one.op == Op::kWordEdge)) enter(state + 1, at, states);
        return;
      case Op::kMatch:
        matched_ = true;
    }
  }

  bool at_word_edge(size_t at) const {
    const bool before = at > 0 && is_word(static_cast<unsigned char>(text_[at - 1]));
    const bool after = at < text_.size() && is_word(static_cast<unsigned char>(text_[at]));
    return before != after;
  }

  const std::vector<Instruction>& code_;
  std::string_view text_;
  std::vector<bool> on_;
  bool matched_ = false;
};

}  // namespace

std::optional<RegularExpression> RegularExpression::parse(std::string_view pattern) {
  auto code = Compiler(pattern).run();
  if (!code) return std::nullopt;
  return RegularExpression(std::make_shared<const Program>(Program{std::move(*code)}));
}

bool RegularExpression::matches(std::string_view text) const { return Machine(program_->code, text).run(); }

}  // namespace skiff
