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

enum class Kind {
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
  Kind kind = Kind::kEnd;
  std::string text;
};

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kSpecial = "=!(),><";

Kind kind_of(std::string_view text) {
  if (text == "in") return Kind::kIn;
  if (text == "notin") return Kind::kNotIn;
  if (text == ")") return Kind::kClose;
  if (text == ",") return Kind::kComma;
  if (text == "!") return Kind::kNot;
  if (text == "==") return Kind::kDoubleEquals;
  if (text == "=") return Kind::kEquals;
  if (text == ">") return Kind::kGreaterThan;
  if (text == "<") return Kind::kLessThan;
  if (text == "!=") return Kind::kNotEquals;
  if (text == "(") return Kind::kOpen;
  return Kind::kIdentifier;
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
      const Kind next = peek_word();
      if (next == Kind::kEnd) return out;
      if (next != Kind::kIdentifier && next != Kind::kNot) {
        return client_error(found(tokens_[at_], "!, identifier, or 'end of string'"));
      }
      auto requirement = parse_requirement();
      if (!requirement) return client_error("unable to parse requirement: " + requirement.error().message);
      out.push_back(*std::move(requirement));
      const Token& after = take();
      if (after.kind == Kind::kEnd) return out;
      if (after.kind != Kind::kComma) return client_error(found(after, "',' or 'end of string'"));
      const Kind following = peek_word();
      if (following != Kind::kIdentifier && following != Kind::kNot) {
        return client_error(found(tokens_[at_], "identifier after ','"));
      }
    }
  }

 private:
  static Kind as_word(Kind kind) { return kind == Kind::kIn || kind == Kind::kNotIn ? Kind::kIdentifier : kind; }
  Kind peek_word() const { return as_word(tokens_[at_].kind); }
  const Token& take() { return at_ + 1 < tokens_.size() ? tokens_[at_++] : tokens_.back(); }

  Result<LabelRequirement> parse_requirement() {
    LabelRequirement out;
    const Token* key = &take();
    const bool negated = key->kind == Kind::kNot;
    if (negated) key = &take();
    if (as_word(key->kind) != Kind::kIdentifier) return client_error(found(*key, "identifier"));
    out.key = key->text;
    if (auto wrong = complaint("<nil>", out.key, label_key_problems(out.key))) return *wrong;
    if (negated || peek_word() == Kind::kEnd || peek_word() == Kind::kComma) {
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
      case Kind::kIn:
        return Operator::kIn;
      case Kind::kNotIn:
        return Operator::kNotIn;
      case Kind::kEquals:
        return Operator::kEquals;
      case Kind::kDoubleEquals:
        return Operator::kDoubleEquals;
      case Kind::kNotEquals:
        return Operator::kNotEquals;
      case Kind::kGreaterThan:
        return Operator::kGreaterThan;
      case Kind::kLessThan:
        return Operator::kLessThan;
      default:
        return client_error(found(token, "in, notin, =, ==, !=, gt, lt"));
    }
  }

  Result<std::vector<std::string>> parse_value() {
    const Kind next = peek_word();
    if (next == Kind::kEnd || next == Kind::kComma) return std::vector<std::string>{""};
    const Token& token = take();
    if (as_word(token.kind) != Kind::kIdentifier) return client_error(found(token, "identifier"));
    return std::vector<std::string>{token.text};
  }

  Result<std::vector<std::string>> parse_set() {
    const Token& open = take();
    if (open.kind != Kind::kOpen) return client_error("found '" + open.text + "' expected: '('");
    const Kind first = peek_word();
    if (first == Kind::kClose) {
      take();
      return std::vector<std::string>{""};
    }
    if (first != Kind::kIdentifier && first != Kind::kComma) {
      return client_error(found(tokens_[at_], "',', ')' or identifier"));
    }
    return parse_set_values();
  }

  // A missing value between commas is the empty one.
  Result<std::vector<std::string>> parse_set_values() {
    std::vector<std::string> values;
    while (true) {
      const Token& token = take();
      if (as_word(token.kind) == Kind::kIdentifier) {
        values.push_back(token.text);
        const Kind next = peek_word();
        if (next != Kind::kComma && next != Kind::kClose) return client_error(found(tokens_[at_], "',' or ')'"));
      } else if (token.kind == Kind::kComma) {
        const Kind next = peek_word();
        if (values.empty() || next == Kind::kClose || next == Kind::kComma) values.emplace_back();
        if (next == Kind::kComma) take();
      } else {
        return client_error(found(token, "',', or identifier"));
      }
      if (peek_word() == Kind::kClose) {
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

bool is_label_selector_operator(std::string_view name) {
  return name == "In" || name == "NotIn" || name == "Exists" || name == "DoesNotExist";
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

std::string format_label_selector(const Value& selector) {
  for (const Value& expression : selector["matchExpressions"].elements())
    if (!is_label_selector_operator(expression["operator"].as_string())) return "<error>";
  std::string out = LabelSelector::of(selector).text();
  return out.empty() ? "<none>" : out;
}

std::string format_labels(const Value& labels) {
  if (labels.empty()) return "<none>";
  std::string out;
  for (const Member& label : labels.members()) {
    if (!out.empty()) out += ',';
    out.append(label.name()).append("=").append(label.value.as_string());
  }
  return out;
}

}  // namespace skiff
