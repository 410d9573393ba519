#include <cctype>
#include <charconv>

#include "base/strings.h"
#include "cli/printers/jsonpath_nodes.h"

namespace skiff::cli {
namespace {

using Node = JsonPath::Node;
using Kind = Node::Kind;

Node make(Kind kind, std::string text = {}) {
  Node node;
  node.kind = kind;
  node.text = std::move(text);
  return node;
}

bool ends_field(char c) {
  return c == ' ' || c == '.' || c == ',' || c == '[' || c == ']' || c == '$' || c == '@' || c == '{' || c == '}' ||
         c == '\n' || c == '\r' || c == '\t';
}

std::optional<int64_t> whole_number(std::string_view text) {
  int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Go's escapes in a quoted literal.
std::optional<std::string> unquote(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    if (++i == text.size()) return std::nullopt;
    switch (text[i]) {
      case 'n':
        out += '\n';
        break;
      case 't':
        out += '\t';
        break;
      case 'r':
        out += '\r';
        break;
      case 'a':
        out += '\a';
        break;
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'v':
        out += '\v';
        break;
      case '\\':
        out += '\\';
        break;
      case '\'':
        out += '\'';
        break;
      case '"':
        out += '"';
        break;
      default:
        return std::nullopt;
    }
  }
  return out;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<std::vector<Node>> parse() {
    auto nodes = block(false);
    return nodes;
  }

  // The steps of a path that stands alone: inside a union or a filter.
  Result<Node> path_only() {
    Node action = make(Kind::kAction);
    if (auto done = steps(action, false); !done) return done.error();
    return action;
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  // Text and actions up to the end, or up to the {end} of the range that it is the body of.
  Result<std::vector<Node>> block(bool in_range) {
    std::vector<Node> nodes;
    std::string literal;
    const auto finish_text = [&] {
      if (!literal.empty()) nodes.push_back(make(Kind::kText, std::exchange(literal, {})));
    };
    while (!at_end()) {
      if (peek() != '{') {
        literal += text_[at_++];
        continue;
      }
      finish_text();
      ++at_;
      skip_blanks();
      if (word() == "end") {
        at_ += 3;
        skip_blanks();
        if (peek() != '}') return client_error("unclosed action");
        ++at_;
        if (!in_range) return client_error("not in range, nothing to end");
        return nodes;
      }
      auto node = word() == "range" ? range() : action();
      if (!node) return node.error();
      nodes.push_back(std::move(*node));
    }
    finish_text();
    if (in_range) return client_error("unmatched range, no matching end");
    return nodes;
  }

  Result<Node> range() {
    at_ += 5;
    Node node = make(Kind::kRange);
    auto path = action();
    if (!path) return path.error();
    node.children.push_back(std::move(*path));
    auto body = block(true);
    if (!body) return body.error();
    node.body = std::move(*body);
    return node;
  }

  Result<Node> action() {
    Node node = make(Kind::kAction);
    if (auto done = steps(node, true); !done) return done.error();
    return node;
  }

  // Steps up to the closing brace, or to the end of the text where there is none.
  Result<void> steps(Node& action, bool braced) {
    while (true) {
      skip_blanks();
      if (at_end() || peek() == '\n') {
        if (braced) return client_error("unclosed action");
        return {};
      }
      const char c = peek();
      if (c == '}') {
        ++at_;
        return {};
      }
      Result<void> done;
      if (c == '[') done = bracket(action);
      else if (c == '"' || c == '\'') done = quoted(action, c);
      else if (c == '.') done = dot(action);
      else if (c == '+' || c == '-' || std::isdigit(static_cast<unsigned char>(c)) != 0) done = number(action);
      else if (std::isalpha(static_cast<unsigned char>(c)) != 0) done = identifier(action);
      else if (c == '$' || c == '@') ++at_;
      else return client_error("unrecognized character in action: " + code_point());
      if (!done) return done;
    }
  }

  std::string code_point() const {
    const Rune rune = decode_rune(text_, at_);
    char code[16];
    std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(rune.code));
    return std::string(code) + " '" + std::string(text_.substr(at_, rune.width)) + "'";
  }

  std::string_view word() const {
    size_t end = at_;
    while (end < text_.size() && std::isalpha(static_cast<unsigned char>(text_[end])) != 0) ++end;
    return text_.substr(at_, end - at_);
  }

  void skip_blanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\r') ++at_;
  }

  Result<void> identifier(Node& action) {
    size_t end = at_;
    while (end < text_.size() && !ends_field(text_[end])) ++end;
    const std::string_view name = text_.substr(at_, end - at_);
    at_ = end;
    if (name != "true" && name != "false") return client_error("unrecognized identifier " + std::string(name));
    Node node = make(Kind::kLiteral);
    node.literal = name == "true";
    action.children.push_back(std::move(node));
    return {};
  }

  Result<void> number(Node& action) {
    const size_t start = at_;
    if (peek() == '+' || peek() == '-') ++at_;
    while (peek() == '.' || std::isdigit(static_cast<unsigned char>(peek())) != 0) ++at_;
    std::string_view digits = text_.substr(start, at_ - start);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    Node node = make(Kind::kLiteral);
    if (const auto whole = whole_number(digits)) {
      node.literal = *whole;
    } else {
      double fraction = 0;
      const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), fraction);
      if (failure != std::errc() || end != digits.data() + digits.size())
        return client_error("cannot parse number " + std::string(digits));
      node.literal = fraction;
    }
    action.children.push_back(std::move(node));
    return {};
  }

  Result<void> quoted(Node& action, char quote) {
    const size_t start = ++at_;
    while (!at_end() && peek() != quote && peek() != '\n') at_ += peek() == '\\' ? 2 : 1;
    if (at_end() || peek() == '\n') return client_error("unterminated quoted string");
    const auto text = unquote(text_.substr(start, at_ - start));
    ++at_;
    if (!text) return client_error("unquote string error: invalid syntax");
    action.children.push_back(make(Kind::kText, *text));
    return {};
  }

  Result<void> dot(Node& action) {
    ++at_;
    if (peek() == '.') {
      ++at_;
      if (!action.children.empty() && action.children.back().kind == Kind::kRecursive)
        return client_error("invalid multiple recursive descent");
      action.children.push_back(make(Kind::kRecursive));
      if (peek() == '.') return client_error("invalid multiple recursive descent");
      if (peek() == '[') return {};
    }
    std::string name;
    while (!at_end() && !ends_field(peek())) {
      if (peek() == '\\' && at_ + 1 < text_.size()) ++at_;
      name += text_[at_++];
    }
    if (name == "*") action.children.push_back(make(Kind::kWildcard));
    else if (!name.empty()) action.children.push_back(make(Kind::kField, name));
    return {};
  }

  Result<void> bracket(Node& action) {
    if (text_.substr(at_).starts_with("[?(")) return filter(action);
    const size_t start = at_ + 1;
    bool in_quotes = false;
    while (!at_end() && (in_quotes || peek() != ']')) {
      if (peek() == '\'') in_quotes = !in_quotes;
      if (peek() == '\n') break;
      ++at_;
    }
    if (at_end() || peek() == '\n') return client_error("unterminated array");
    const std::string_view inside = text_.substr(start, at_ - start);
    ++at_;
    const std::vector<std::string_view> parts = split_union(inside);
    if (parts.size() == 1) return subscript(action, inside);
    Node node = make(Kind::kUnion);
    for (const std::string_view part : parts) {
      Node one = make(Kind::kAction);
      if (auto done = subscript(one, trim_space(part)); !done) return done;
      node.children.push_back(std::move(one));
    }
    action.children.push_back(std::move(node));
    return {};
  }

  static std::vector<std::string_view> split_union(std::string_view inside) {
    std::vector<std::string_view> parts;
    size_t start = 0;
    bool in_quotes = false;
    for (size_t i = 0; i <= inside.size(); ++i) {
      if (i < inside.size() && inside[i] == '\'') in_quotes = !in_quotes;
      if (i == inside.size() || (inside[i] == ',' && !in_quotes)) {
        parts.push_back(inside.substr(start, i - start));
        start = i + 1;
      }
    }
    return parts;
  }

  Result<void> subscript(Node& action, std::string_view inside) {
    if (inside.size() >= 2 && inside.front() == '\'' && inside.back() == '\'') {
      const std::string_view name = inside.substr(1, inside.size() - 2);
      action.children.push_back(name == "*" ? make(Kind::kWildcard) : make(Kind::kField, std::string(name)));
      return {};
    }
    Node node = make(Kind::kSlice);
    const std::vector<std::string_view> numbers = split(inside == "*" ? std::string_view(":") : inside, ':');
    const Error invalid = client_error("invalid array index " + std::string(inside));
    if (numbers.size() > 3) return invalid;
    std::optional<int64_t>* const targets[] = {&node.slice.from, &node.slice.to, &node.slice.step};
    for (size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i].empty()) continue;
      *targets[i] = whole_number(numbers[i]);
      if (!*targets[i]) return invalid;
    }
    if (numbers.size() == 1) {
      if (!node.slice.from) return invalid;
      node.slice.single = true;
      node.slice.to = *node.slice.from + 1;
    }
    action.children.push_back(std::move(node));
    return {};
  }

  Result<void> filter(Node& action) {
    at_ += 3;
    const size_t start = at_;
    int depth = 1;
    char quote = '\0';
    while (!at_end()) {
      const char c = peek();
      if (quote != '\0') {
        if (c == '\\') ++at_;
        else if (c == quote) quote = '\0';
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '(') {
        ++depth;
      } else if (c == ')' && --depth == 0) {
        break;
      }
      ++at_;
    }
    if (at_end()) return client_error("unterminated filter");
    const std::string_view inside = text_.substr(start, at_ - start);
    ++at_;
    if (peek() != ']') return client_error("unclosed array expect ]");
    ++at_;
    return comparison(action, inside);
  }

  Result<void> comparison(Node& action, std::string_view inside) {
    constexpr std::string_view kOperators = "!<>=";
    const size_t from = inside.find_first_of(kOperators);
    Node node = make(Kind::kFilter);
    std::string_view left = inside;
    if (from != std::string_view::npos && from > 0) {
      const size_t to = inside.find_first_not_of(kOperators, from);
      if (to == std::string_view::npos) return client_error("unrecognized filter operator");
      left = inside.substr(0, from);
      node.text = inside.substr(from, to - from);
      auto right = Parser(inside.substr(to)).path_only();
      if (!right) return right.error();
      node.children.push_back(std::move(*right));
    }
    auto parsed = Parser(left).path_only();
    if (!parsed) return parsed.error();
    node.children.insert(node.children.begin(), std::move(*parsed));
    action.children.push_back(std::move(node));
    return {};
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

Result<std::vector<JsonPath::Node>> parse_jsonpath(std::string_view text) { return Parser(text).parse(); }

}  // namespace skiff::cli
