#include "base/regular_expression_syntax.h"

#include <algorithm>
#include <cctype>
#include <optional>
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

// By recursive descent. After the first thing that is wrong there is a problem_, and the rest is of no importance.
class Parser {
 public:
  explicit Parser(std::string_view pattern) : pattern_(pattern), rest_(pattern) {}

  std::variant<Expression, Problem> whole() {
    Expression root = alternatives();
    if (is_good() && !rest_.empty()) refuse("unexpected )", pattern_);
    if (!is_good()) return Problem{*problem_};
    return root;
  }

 private:
  struct Flags {
    bool ignores_case = false;      // i
    bool dot_is_anything = false;   // s
    bool anchors_at_lines = false;  // m
    bool is_lazy = false;           // U
  };

  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  bool is_good() const { return !problem_; }

  Expression refuse(std::string_view what, std::string_view where) {
    if (is_good()) problem_ = std::string(what) + ": `" + std::string(where) + "`";
    return {};
  }

  // Good in Go, but there is no telling what it matches.
  Expression leave() {
    if (is_good()) problem_.emplace();
    return {};
  }

  // From there up to what comes next.
  std::string_view since(std::string_view begin) const { return begin.substr(0, begin.size() - rest_.size()); }

  static Expression joined(Expression::Kind kind, std::vector<Expression> parts) {
    if (parts.size() == 1) return std::move(parts[0]);
    Expression out{.kind = kind, .parts = std::move(parts)};
    for (const Expression& part : out.parts) out.most_copies = std::max(out.most_copies, part.most_copies);
    return out;
  }

  Expression alternatives() {
    std::vector<Expression> all;
    do all.push_back(sequence());
    while (is_good() && take("|"));
    return joined(Expression::Kind::kAlternatives, std::move(all));
  }

  Expression sequence() {
    std::vector<Expression> parts;
    while (is_good() && !rest_.empty() && rest_[0] != '|' && rest_[0] != ')')
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
    const std::string_view before = rest_;
    auto count = repetition();
    if (!count) return of;
    const auto [least, most] = *count;
    const int copies = std::max({1, least, most}) * of.most_copies;
    if (least > kRepetitionsMax || (most != kUnlimited && most < least) || copies > kRepetitionsMax)
      return refuse("invalid repeat count", since(before));
    const bool is_lazy = take("?") != flags_.is_lazy;
    if (repetition()) {
      take("?");
      return refuse("invalid nested repetition operator", since(before));
    }
    Expression out{.kind = Expression::Kind::kRepetition,
                   .least = least,
                   .most = most,
                   .taste = is_lazy ? Expression::Taste::kLazy : Expression::Taste::kGreedy,
                   .most_copies = copies};
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
    if (rest_[0] == '[') return Expression{.kind = Expression::Kind::kClass, .set = character_class()};
    if (take("\\")) return escape();
    if (take("."))
      return Expression{
          .kind = Expression::Kind::kClass,
          .set = flags_.dot_is_anything ? CharacterClass{{}, true} : CharacterClass{{{'\n', '\n'}}, true}};
    if (take("^"))
      return Expression{flags_.anchors_at_lines ? Expression::Kind::kLineStart : Expression::Kind::kTextStart};
    if (take("$")) return Expression{flags_.anchors_at_lines ? Expression::Kind::kLineEnd : Expression::Kind::kTextEnd};
    const std::string_view before = rest_;
    if (repetition()) {
      take("?");
      return refuse("missing argument to repetition operator", since(before));
    }
    return literal(take_character());
  }

  Expression literal(char32_t code) const {
    CharacterClass set{{{code, code}}};
    if (flags_.ignores_case) add_other_case(set.ranges);
    return Expression{.kind = Expression::Kind::kClass, .set = std::move(set)};
  }

  // Behind its parenthesis.
  std::optional<Expression> group() {
    const Flags before = flags_;
    if (rest_.starts_with("?P<") || rest_.starts_with("?<")) {
      skip_name();
    } else if (rest_.starts_with("?")) {
      const bool has_parts = read_flags();
      if (!has_parts) return is_good() ? std::nullopt : std::optional<Expression>(Expression{});
    }
    if (++depth_ > kDepthMax) return refuse("expression nests too deeply", pattern_);
    Expression out = alternatives();
    --depth_;
    flags_ = before;
    if (!take(")")) return refuse("missing closing )", pattern_);
    return out;
  }

  // ?P<name>, ?<name>
  void skip_name() {
    const std::string_view begin = pattern_.substr(pattern_.size() - rest_.size() - 1);
    const size_t end = rest_.find('>');
    if (end == std::string_view::npos) return void(refuse("invalid named capture", begin));
    const size_t first = rest_.find('<') + 1;
    const std::string_view name = rest_.substr(first, end - first);
    rest_.remove_prefix(end + 1);
    const bool is_word = std::all_of(
        name.begin(), name.end(), [](char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; });
    if (name.empty() || !is_word) refuse("invalid named capture", since(begin));
  }

  // ?i: or ?i-s) and the like. Is there more of the group? Without a colon they hold for the rest of the group around.
  bool read_flags() {
    const std::string_view begin = pattern_.substr(pattern_.size() - rest_.size() - 1);
    take("?");
    for (bool value = true, any = false; !rest_.empty();) {
      const char flag = rest_[0];
      rest_.remove_prefix(1);
      if ((flag == ':' || flag == ')') && (value || any)) return flag == ':';
      bool* const named = flag_of(flag);
      if (named != nullptr) {
        *named = value;
        any = true;
      } else if (flag == '-' && value) {
        value = any = false;
      } else {
        refuse("invalid or unsupported Perl syntax", since(begin));
        return false;
      }
    }
    refuse("missing closing )", pattern_);
    return false;
  }

  bool* flag_of(char name) {
    switch (name) {
      case 'i':
        return &flags_.ignores_case;
      case 's':
        return &flags_.dot_is_anything;
      case 'm':
        return &flags_.anchors_at_lines;
      case 'U':
        return &flags_.is_lazy;
      default:
        return nullptr;
    }
  }

  Expression escape() {
    if (take("b")) return Expression{Expression::Kind::kWordEdge};
    if (take("B")) return Expression{Expression::Kind::kNoWordEdge};
    if (take("A")) return Expression{Expression::Kind::kTextStart};
    if (take("z")) return Expression{Expression::Kind::kTextEnd};
    if (rest_.starts_with("p") || rest_.starts_with("P")) return leave();
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
    if (rest_.empty()) refuse("trailing backslash at end of expression", "");
    if (!is_good()) return 0;
    for (const auto& [name, code] : kNames)
      if (take(name)) return code;
    const std::string_view begin = pattern_.substr(pattern_.size() - rest_.size() - 1);
    const bool is_sign = std::ispunct(static_cast<unsigned char>(rest_[0])) != 0;
    const char32_t code = take_character();
    if (is_sign) return code;
    const auto number = code == 'x' ? hexadecimal() : octal(code);
    if (!number) refuse("invalid escape sequence", since(begin));
    return number.value_or(0);
  }

  // 12, 012: \1 alone would be what a group matched, which RE2 does not have.
  std::optional<char32_t> octal(char32_t first) {
    const auto is_digit = [](char32_t c) { return c >= '0' && c <= '7'; };
    const bool goes_on = !rest_.empty() && is_digit(static_cast<unsigned char>(rest_[0]));
    if (!is_digit(first) || (first != '0' && !goes_on)) return std::nullopt;
    char32_t code = first - '0';
    for (int i = 0; i < 2 && !rest_.empty() && is_digit(static_cast<unsigned char>(rest_[0])); ++i)
      code = code * 8 + take_character() - '0';
    return code;
  }

  // 41 or {1F600}.
  std::optional<char32_t> hexadecimal() {
    const bool in_braces = take("{");
    char32_t code = 0;
    size_t digits = 0;
    for (; !rest_.empty() && (in_braces || digits < 2); ++digits) {
      const auto digit = hexadecimal_digit(rest_[0]);
      if (!digit) break;
      rest_.remove_prefix(1);
      code = std::min(code * 16 + *digit, kLastCode + 1);
    }
    const bool is_whole = digits != 0 && (in_braces ? rest_.starts_with("}") : digits == 2);
    if (!rest_.empty() && (in_braces || !is_whole)) take_character();  // the errors show it, too
    if (!is_whole || code > kLastCode) return std::nullopt;
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
    if (ranges == nullptr) refuse("invalid character class range", rest_.substr(0, end + 2));
    else add_ranges(opposite ? others_than(*ranges) : *ranges, out);
    rest_.remove_prefix(end + 2);
    return true;
  }

  char32_t class_member() {
    if (rest_.empty() || !is_good()) return 0;
    return take("\\") ? escaped_character() : take_character();
  }

  void add_member(CharacterClass& out) {
    const std::string_view begin = rest_;
    const char32_t first = class_member();
    char32_t last = first;
    if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
      take("-");
      last = class_member();
    }
    if (last < first) refuse("invalid character class range", since(begin));
    out.ranges.push_back({first, last});
  }

  CharacterClass character_class() {
    const std::string_view begin = rest_;
    CharacterClass out;
    take("[");
    out.negated = take("^");
    for (bool first = true; is_good() && !rest_.empty() && (first || rest_[0] != ']'); first = false) {
      if (take_posix_class(out)) continue;
      const std::string_view before = rest_;
      if (take("\\") && take_perl_class(out)) continue;
      if (before[0] == '\\' && (rest_.starts_with("p") || rest_.starts_with("P"))) leave();
      rest_ = before;
      add_member(out);
    }
    if (!take("]")) refuse("missing closing ]", begin);
    if (flags_.ignores_case) add_other_case(out.ranges);
    return out;
  }

  std::string_view pattern_;
  std::string_view rest_;
  Flags flags_;
  int depth_ = 0;
  std::optional<std::string> problem_;  // empty: what is not supported
};

}  // namespace

bool CharacterClass::contains(char32_t code) const {
  const bool in = std::any_of(ranges.begin(), ranges.end(),
                              [&](const CharacterRange& range) { return range.first <= code && code <= range.last; });
  return in != negated;
}

std::variant<Expression, Problem> parse(std::string_view pattern) { return Parser(pattern).whole(); }

}  // namespace skiff::regular_expression
