#include "base/regular_expression_syntax.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/strings.h"

namespace skiff::regular_expression {
namespace {

constexpr int kRepetitionsMax = 1000;  // of one part, repetitions of repetitions multiplied
constexpr int kDepthMax = 1000;
constexpr char32_t kLastCode = 0x10ffff;

struct NamedClass {
  std::string_view name;
  std::vector<CharacterRange> ranges;
};

const std::vector<CharacterRange>* ranges_of(const std::vector<NamedClass>& classes, std::string_view name) {
  const auto found =
      std::find_if(classes.begin(), classes.end(), [&](const NamedClass& row) { return row.name == name; });
  return found == classes.end() ? nullptr : &found->ranges;
}

// \d, \w, \s; in capitals what is left.
const std::vector<CharacterRange>* perl_class(char name) {
  static const std::vector<NamedClass> kClasses = {{"d", {{'0', '9'}}},
                                                   {"s", {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}}},
                                                   {"w", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}}};
  const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(name)));
  return ranges_of(kClasses, std::string_view(&lower, 1));
}

// [:alpha:] inside a class.
const std::vector<CharacterRange>* posix_class(std::string_view name) {
  static const std::vector<NamedClass> kClasses = {{"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
                                                   {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
                                                   {"ascii", {{0, 0x7f}}},
                                                   {"blank", {{'\t', '\t'}, {' ', ' '}}},
                                                   {"cntrl", {{0, 0x1f}, {0x7f, 0x7f}}},
                                                   {"digit", {{'0', '9'}}},
                                                   {"graph", {{'!', '~'}}},
                                                   {"lower", {{'a', 'z'}}},
                                                   {"print", {{' ', '~'}}},
                                                   {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
                                                   {"space", {{'\t', '\r'}, {' ', ' '}}},
                                                   {"upper", {{'A', 'Z'}}},
                                                   {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
                                                   {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}}};
  return ranges_of(kClasses, name);
}

// REQUIRES: the ranges are in order and do not touch.
std::vector<CharacterRange> others_than(const std::vector<CharacterRange>& ranges) {
  std::vector<CharacterRange> out;
  char32_t next = 0;
  for (const CharacterRange& range : ranges) {
    if (range.first > next) out.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  out.push_back({next, kLastCode});
  return out;
}

// The same letters in the other case. ASCII only.
void add_other_case(std::vector<CharacterRange>& ranges) {
  constexpr char32_t kBetween = 'a' - 'A';
  const std::vector<CharacterRange> given = ranges;
  for (const CharacterRange& range : given) {
    const char32_t upper_first = std::max<char32_t>(range.first, 'A');
    const char32_t upper_last = std::min<char32_t>(range.last, 'Z');
    if (upper_first <= upper_last) ranges.push_back({upper_first + kBetween, upper_last + kBetween});
    const char32_t lower_first = std::max<char32_t>(range.first, 'a');
    const char32_t lower_last = std::min<char32_t>(range.last, 'z');
    if (lower_first <= lower_last) ranges.push_back({lower_first - kBetween, lower_last - kBetween});
  }
}

std::optional<char32_t> hexadecimal_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<char32_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<char32_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<char32_t>(c - 'A' + 10);
  return std::nullopt;
}

// By recursive descent. After the first thing that is wrong, ok_ is false and the rest of no importance.
class Parser {
 public:
  explicit Parser(std::string_view pattern) : rest_(pattern) {}

  std::optional<Expression> whole() {
    Expression root = alternatives();
    if (!ok_ || !rest_.empty()) return std::nullopt;
    return root;
  }

 private:
  struct Flags {
    bool ignores_case = false;      // i
    bool dot_is_anything = false;   // s
    bool anchors_at_lines = false;  // m
  };

  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  Expression refuse() {
    ok_ = false;
    return {};
  }

  static Expression joined(Expression::Kind kind, std::vector<Expression> parts) {
    if (parts.size() == 1) return std::move(parts[0]);
    Expression out{.kind = kind, .parts = std::move(parts)};
    for (const Expression& part : out.parts) out.most_copies = std::max(out.most_copies, part.most_copies);
    return out;
  }

  Expression alternatives() {
    std::vector<Expression> all;
    do all.push_back(sequence());
    while (ok_ && take("|"));
    return joined(Expression::Kind::kAlternatives, std::move(all));
  }

  Expression sequence() {
    std::vector<Expression> parts;
    while (ok_ && !rest_.empty() && rest_[0] != '|' && rest_[0] != ')')
      if (take("\\Q")) quoted(parts);
      else if (auto part = atom()) parts.push_back(repeated(*std::move(part)));
    return joined(Expression::Kind::kSequence, std::move(parts));
  }

  // \Q…\E: each character is itself; what is repeated is the last one.
  void quoted(std::vector<Expression>& parts) {
    const size_t before = parts.size();
    while (!rest_.empty() && !take("\\E")) parts.push_back(literal(take_character()));
    if (parts.size() == before) return;
    Expression last = repeated(std::move(parts.back()));
    parts.back() = std::move(last);
  }

  Expression repeated(Expression of) {
    auto count = repetition();
    if (!count) return of;
    take("?");  // lazy: the same texts match
    if (repetition()) return refuse();
    const auto [least, most] = *count;
    const int copies = std::max({1, least, most}) * of.most_copies;
    if (least > kRepetitionsMax || (most != kUnlimited && most < least) || copies > kRepetitionsMax) return refuse();
    Expression out{.kind = Expression::Kind::kRepetition, .least = least, .most = most, .most_copies = copies};
    out.parts.push_back(std::move(of));
    return out;
  }

  // How often, if that is what comes next.
  std::optional<std::pair<int, int>> repetition() {
    if (take("*")) return std::pair(0, kUnlimited);
    if (take("+")) return std::pair(1, kUnlimited);
    if (take("?")) return std::pair(0, 1);
    return counted();
  }

  // {2}, {2,}, {2,5}; any other brace is a character.
  std::optional<std::pair<int, int>> counted() {
    const std::string_view before = rest_;
    if (take("{"))
      if (const auto least = number()) {
        if (take("}")) return std::pair(*least, *least);
        if (take(",")) {
          const auto most = number();
          if (take("}")) return std::pair(*least, most.value_or(kUnlimited));
        }
      }
    rest_ = before;
    return std::nullopt;
  }

  std::optional<int> number() {
    std::optional<int> out;
    for (; !rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_[0])) != 0; rest_.remove_prefix(1))
      out = std::min(out.value_or(0) * 10 + (rest_[0] - '0'), kRepetitionsMax + 1);
    return out;
  }

  char32_t take_character() {
    const Rune rune = decode_rune(rest_, 0);
    rest_.remove_prefix(rune.width);
    return rune.code;
  }

  // Nothing for a group of flags alone. REQUIRES: there is more text.
  std::optional<Expression> atom() {
    if (take("(")) return group();
    if (take("[")) return Expression{.kind = Expression::Kind::kClass, .set = character_class()};
    if (take("\\")) return escape();
    if (take("."))
      return Expression{
          .kind = Expression::Kind::kClass,
          .set = flags_.dot_is_anything ? CharacterClass{{}, true} : CharacterClass{{{'\n', '\n'}}, true}};
    if (take("^"))
      return Expression{flags_.anchors_at_lines ? Expression::Kind::kLineStart : Expression::Kind::kTextStart};
    if (take("$")) return Expression{flags_.anchors_at_lines ? Expression::Kind::kLineEnd : Expression::Kind::kTextEnd};
    if (take("*") || take("+") || take("?")) return refuse();  // nothing to repeat
    return literal(take_character());
  }

  Expression literal(char32_t code) const {
    CharacterClass set{{{code, code}}};
    if (flags_.ignores_case) add_other_case(set.ranges);
    return Expression{.kind = Expression::Kind::kClass, .set = std::move(set)};
  }

  std::optional<Expression> group() {
    const Flags before = flags_;
    if (take("?P<") || take("?<")) {
      while (ok_ && !take(">")) rest_.empty() ? void(ok_ = false) : rest_.remove_prefix(1);
    } else if (take("?")) {
      read_flags();
      if (take(")")) return std::nullopt;  // they hold for the rest of the group around
      if (!take(":")) return refuse();
    }
    if (++depth_ > kDepthMax) return refuse();
    Expression out = alternatives();
    --depth_;
    flags_ = before;
    if (!take(")")) return refuse();
    return out;
  }

  void read_flags() {
    for (bool value = true; !rest_.empty(); rest_.remove_prefix(1)) switch (rest_[0]) {
        case 'i':
          flags_.ignores_case = value;
          break;
        case 's':
          flags_.dot_is_anything = value;
          break;
        case 'm':
          flags_.anchors_at_lines = value;
          break;
        case 'U':  // lazy and greedy change places: the same texts match
          break;
        case '-':
          value = false;
          break;
        default:
          return;
      }
  }

  Expression escape() {
    if (take("b")) return Expression{Expression::Kind::kWordEdge};
    if (take("B")) return Expression{Expression::Kind::kNoWordEdge};
    if (take("A")) return Expression{Expression::Kind::kTextStart};
    if (take("z")) return Expression{Expression::Kind::kTextEnd};
    if (CharacterClass set; take_perl_class(set))
      return Expression{.kind = Expression::Kind::kClass, .set = std::move(set)};
    return literal(escaped_character());
  }

  bool take_perl_class(CharacterClass& out) {
    const auto* ranges = rest_.empty() ? nullptr : perl_class(rest_[0]);
    if (ranges == nullptr) return false;
    const bool opposite = std::isupper(static_cast<unsigned char>(rest_[0])) != 0;
    add_ranges(opposite ? others_than(*ranges) : *ranges, out);
    rest_.remove_prefix(1);
    return true;
  }

  // What stands behind a backslash.
  char32_t escaped_character() {
    constexpr std::pair<std::string_view, char32_t> kNames[] = {{"a", '\a'}, {"f", '\f'}, {"n", '\n'},
                                                                {"r", '\r'}, {"t", '\t'}, {"v", '\v'}};
    for (const auto& [name, code] : kNames)
      if (take(name)) return code;
    if (take("x")) return hexadecimal();
    if (rest_.empty() || std::ispunct(static_cast<unsigned char>(rest_[0])) == 0) ok_ = false;
    return ok_ ? take_character() : 0;
  }

  // 41 or {1F600}.
  char32_t hexadecimal() {
    const bool in_braces = take("{");
    char32_t code = 0;
    size_t digits = 0;
    for (; !rest_.empty() && (in_braces || digits < 2); rest_.remove_prefix(1), ++digits) {
      const auto digit = hexadecimal_digit(rest_[0]);
      if (!digit) break;
      code = std::min(code * 16 + *digit, kLastCode + 1);
    }
    if (digits == 0 || code > kLastCode || (in_braces ? !take("}") : digits != 2)) ok_ = false;
    return code;
  }

  static void add_ranges(const std::vector<CharacterRange>& ranges, CharacterClass& out) {
    out.ranges.insert(out.ranges.end(), ranges.begin(), ranges.end());
  }

  // [:alpha:], [:^alpha:]
  bool take_posix_class(CharacterClass& out) {
    if (!rest_.starts_with("[:")) return false;
    const size_t end = rest_.find(":]", 2);
    if (end == std::string_view::npos) return false;
    std::string_view name = rest_.substr(2, end - 2);
    const bool opposite = name.starts_with("^");
    if (opposite) name.remove_prefix(1);
    const auto* ranges = posix_class(name);
    if (ranges == nullptr) ok_ = false;
    else add_ranges(opposite ? others_than(*ranges) : *ranges, out);
    rest_.remove_prefix(end + 2);
    return true;
  }

  char32_t class_member() {
    if (rest_.empty()) ok_ = false;
    if (!ok_) return 0;
    return take("\\") ? escaped_character() : take_character();
  }

  void add_member(CharacterClass& out) {
    const char32_t first = class_member();
    char32_t last = first;
    if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
      take("-");
      last = class_member();
    }
    if (last < first) ok_ = false;
    out.ranges.push_back({first, last});
  }

  CharacterClass character_class() {
    CharacterClass out;
    out.negated = take("^");
    for (bool first = true; ok_ && !rest_.empty() && (first || rest_[0] != ']'); first = false) {
      if (take_posix_class(out)) continue;
      const std::string_view before = rest_;
      if (take("\\") && take_perl_class(out)) continue;
      rest_ = before;
      add_member(out);
    }
    if (!take("]")) ok_ = false;
    if (flags_.ignores_case) add_other_case(out.ranges);
    return out;
  }

  std::string_view rest_;
  Flags flags_;
  int depth_ = 0;
  bool ok_ = true;
};

}  // namespace

bool CharacterClass::contains(char32_t code) const {
  const bool in = std::any_of(ranges.begin(), ranges.end(),
                              [&](const CharacterRange& range) { return range.first <= code && code <= range.last; });
  return in != negated;
}

std::optional<Expression> parse(std::string_view pattern) { return Parser(pattern).whole(); }

}  // namespace skiff::regular_expression
