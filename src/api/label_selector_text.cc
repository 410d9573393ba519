// The text form of label selectors: labels.Parse with its lexer, and the way back.
#include <algorithm>
#include <charconv>
#include <optional>

#include "api/label_selector.h"
#include "api/name_rules.h"
#include "base/strings.h"

namespace skiff {
namespace {

using Operator = LabelRequirement::Operator;

enum class TokenKind {
  kEnd,
  kIdentifier,
  kClose,
  kComma,
  kNot,
  kDoubleEquals,
  kEquals,
  kGreaterThan,
  kIn,
  kLessThan,
  kNotEquals,
  kNotIn,
  kOpen
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string text;
};

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kSpecial = "=!(),><";

TokenKind kind_of(std::string_view text) {
  if (text == "in") return TokenKind::kIn;
  if (text == "notin") return TokenKind::kNotIn;
  if (text == ")") return TokenKind::kClose;
  if (text == ",") return TokenKind::kComma;
  if (text == "!") return TokenKind::kNot;
  if (text == "==") return TokenKind::kDoubleEquals;
  if (text == "=") return TokenKind::kEquals;
  if (text == ">") return TokenKind::kGreaterThan;
  if (text == "<") return TokenKind::kLessThan;
  if (text == "!=") return TokenKind::kNotEquals;
  if (text == "(") return TokenKind::kOpen;
  return TokenKind::kIdentifier;
}

std::vector<Token> scan(std::string_view text) {
  std::vector<Token> tokens;
  size_t at = 0;
  while (true) {
    at = std::min(text.find_first_not_of(kBlanks, at), text.size());
    if (at == text.size()) break;
    size_t width = 1;
    if (kSpecial.find(text[at]) != std::string_view::npos) {
      const std::string_view two = text.substr(at, 2);
      if (two == "==" || two == "!=") width = 2;
    } else {
      while (at + width < text.size() && kBlanks.find(text[at + width]) == std::string_view::npos &&
             kSpecial.find(text[at + width]) == std::string_view::npos) {
        ++width;
      }
    }
    const std::string_view word = text.substr(at, width);
    tokens.push_back({kind_of(word), std::string(word)});
    at += width;
  }
  tokens.push_back({});
  return tokens;
}

std::string found(const Token& token, std::string_view expected) {
  return "found '" + token.text + "', expected: " + std::string(expected);
}

// What is wrong with one key or value, as field.Invalid says it.
std::optional<Error> complaint(const std::string& path, const std::string& value, const Problems& problems) {
  if (problems.empty()) return std::nullopt;
  return client_error(path + ": Invalid value: " + go_quote(value) + ": " + join(problems, "; "));
}

// labels.NewRequirement
std::optional<Error> check_values(const LabelRequirement& requirement) {
  for (size_t i = 0; i < requirement.values.size(); ++i) {
    const std::string& value = requirement.values[i];
    const std::string path = "values[" + std::to_string(i) + "]";
    int64_t number = 0;
    if (requirement.op == Operator::kGreaterThan || requirement.op == Operator::kLessThan) {
      const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
      if (problem != std::errc() || end != value.data() + value.size()) {
        return complaint(path, value, {"for 'Gt', 'Lt' operators, the value must be an integer"});
      }
    }
    if (auto wrong = complaint(path + "[" + requirement.key + "]", value, label_value_problems(value))) return wrong;
  }
  return std::nullopt;
}

// labels.Parser. The words `in` and `notin` are operators only where an operator is due.
class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(scan(text)) {}

  Result<std::vector<LabelRequirement>> parse() {
    std::vector<LabelRequirement> out;
    while (true) {
      const TokenKind next = peek_word();
      if (next == TokenKind::kEnd) return out;
      if (next != TokenKind::kIdentifier && next != TokenKind::kNot) {
        return client_error(found(tokens_[at_], "!, identifier, or 'end of string'"));
      }
      auto requirement = parse_requirement();
      if (!requirement) return client_error("unable to parse requirement: " + requirement.error().message);
      out.push_back(*std::move(requirement));
      const Token& after = take();
      if (after.kind == TokenKind::kEnd) return out;
      if (after.kind != TokenKind::kComma) return client_error(found(after, "',' or 'end of string'"));
      const TokenKind following = peek_word();
      if (following != TokenKind::kIdentifier && following != TokenKind::kNot) {
        return client_error(found(tokens_[at_], "identifier after ','"));
      }
    }
  }

 private:
  static TokenKind as_word(TokenKind kind) {
    return kind == TokenKind::kIn || kind == TokenKind::kNotIn ? TokenKind::kIdentifier : kind;
  }
  TokenKind peek_word() const { return as_word(tokens_[at_].kind); }
  const Token& take() { return at_ + 1 < tokens_.size() ? tokens_[at_++] : tokens_.back(); }

  Result<LabelRequirement> parse_requirement() {
    LabelRequirement out;
    const Token* key = &take();
    const bool negated = key->kind == TokenKind::kNot;
    if (negated) key = &take();
    if (as_word(key->kind) != TokenKind::kIdentifier) return client_error(found(*key, "identifier"));
    out.key = key->text;
    if (auto wrong = complaint("<nil>", out.key, label_key_problems(out.key))) return *wrong;
    if (negated || peek_word() == TokenKind::kEnd || peek_word() == TokenKind::kComma) {
      out.op = negated ? Operator::kDoesNotExist : Operator::kExists;
      return out;
    }
    const auto op = take_operator();
    if (!op) return op.error();
    out.op = *op;
    auto values = out.op == Operator::kIn || out.op == Operator::kNotIn ? parse_set() : parse_value();
    if (!values) return values.error();
    out.values = *std::move(values);
    std::sort(out.values.begin(), out.values.end());
    out.values.erase(std::unique(out.values.begin(), out.values.end()), out.values.end());
    if (auto wrong = check_values(out)) return *wrong;
    return out;
  }

  Result<Operator> take_operator() {
    const Token& token = take();
    switch (token.kind) {
      case TokenKind::kIn:
        return Operator::kIn;
      case TokenKind::kNotIn:
        return Operator::kNotIn;
      case TokenKind::kEquals:
        return Operator::kEquals;
      case TokenKind::kDoubleEquals:
        return Operator::kDoubleEquals;
      case TokenKind::kNotEquals:
        return Operator::kNotEquals;
      case TokenKind::kGreaterThan:
        return Operator::kGreaterThan;
      case TokenKind::kLessThan:
        return Operator::kLessThan;
      default:
        return client_error(found(token, "in, notin, =, ==, !=, gt, lt"));
    }
  }

  Result<std::vector<std::string>> parse_value() {
    const TokenKind next = peek_word();
    if (next == TokenKind::kEnd || next == TokenKind::kComma) return std::vector<std::string>{""};
    const Token& token = take();
    if (as_word(token.kind) != TokenKind::kIdentifier) return client_error(found(token, "identifier"));
    return std::vector<std::string>{token.text};
  }

  Result<std::vector<std::string>> parse_set() {
    const Token& open = take();
    if (open.kind != TokenKind::kOpen) return client_error("found '" + open.text + "' expected: '('");
    const TokenKind first = peek_word();
    if (first == TokenKind::kClose) {
      take();
      return std::vector<std::string>{""};
    }
    if (first != TokenKind::kIdentifier && first != TokenKind::kComma) {
      return client_error(found(tokens_[at_], "',', ')' or identifier"));
    }
    return parse_set_values();
  }

  // A missing value between commas is the empty one.
  Result<std::vector<std::string>> parse_set_values() {
    std::vector<std::string> values;
    while (true) {
      const Token& token = take();
      if (as_word(token.kind) == TokenKind::kIdentifier) {
        values.push_back(token.text);
        const TokenKind next = peek_word();
        if (next != TokenKind::kComma && next != TokenKind::kClose)
          return client_error(found(tokens_[at_], "',' or ')'"));
      } else if (token.kind == TokenKind::kComma) {
        const TokenKind next = peek_word();
        if (values.empty() || next == TokenKind::kClose || next == TokenKind::kComma) values.emplace_back();
        if (next == TokenKind::kComma) take();
      } else {
        return client_error(found(token, "',', or identifier"));
      }
      if (peek_word() == TokenKind::kClose) {
        take();
        return values;
      }
    }
  }

  std::vector<Token> tokens_;
  size_t at_ = 0;
};

std::string_view operator_text(Operator op) {
  switch (op) {
    case Operator::kIn:
      return " in ";
    case Operator::kNotIn:
      return " notin ";
    case Operator::kGreaterThan:
      return ">";
    case Operator::kLessThan:
      return "<";
    case Operator::kEquals:
      return "=";
    case Operator::kDoubleEquals:
      return "==";
    case Operator::kNotEquals:
      return "!=";
    case Operator::kExists:
    case Operator::kDoesNotExist:
      break;
  }
  return "";
}

}  // namespace

Result<LabelSelector> LabelSelector::parse(std::string_view text) {
  auto requirements = Parser(text).parse();
  if (!requirements) return requirements.error();
  return of_requirements(*std::move(requirements));
}

std::string LabelRequirement::text() const {
  if (op == Operator::kDoesNotExist) return "!" + key;
  std::string out = key;
  out += operator_text(op);
  if (op == Operator::kIn || op == Operator::kNotIn) {
    std::vector<std::string> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    return out + "(" + join(sorted, ",") + ")";
  }
  return values.empty() ? out : out + values[0];
}

std::string LabelSelector::text() const {
  std::vector<const LabelRequirement*> sorted;
  for (const LabelRequirement& requirement : requirements_) sorted.push_back(&requirement);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const LabelRequirement* a, const LabelRequirement* b) { return a->key < b->key; });
  std::vector<std::string> parts;
  for (const LabelRequirement* requirement : sorted) parts.push_back(requirement->text());
  return join(parts, ",");
}

}  // namespace skiff
