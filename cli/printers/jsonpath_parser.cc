#include <charconv>
#include <cstdio>

#include "base/go_format.h"
#include "base/strings.h"
#include "cli/printers/jsonpath_node.h"

namespace skiff::cli {
namespace {

using Node = JsonPathNode;
using Kind = JsonPathNode::Kind;

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char32_t c) { return c == '_' || is_digit(c) || is_letter(c); }
bool is_terminator(char32_t c) {
  return c < 0x80 && std::string_view(" \t\r\n.,[]$@{}").find(char(c)) != std::string_view::npos;
}

std::optional<int64_t> parse_int(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// One action by itself: what stands inside brackets or on one side of a comparison.
Result<Node> parse_action(std::string_view text) {
  auto root = parse_json_path("{" + std::string(text) + "}");
  if (!root) return root.error();
  return std::move(root->children.front());
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Node> run() {
    Node root;
    while (!at_end()) {
      const size_t brace = std::min(text_.find('{', at_), text_.size());
      if (brace > at_) root.children.push_back({Kind::kText, std::string(text_.substr(at_, brace - at_)), {}, {}, {}});
      at_ = brace;
      if (at_end()) break;
      ++at_;
      Node list;
      if (auto done = action(list); !done) return done.error();
      root.children.push_back(std::move(list));
    }
    return root;
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  bool ahead(std::string_view prefix) const { return text_.substr(at_).starts_with(prefix); }
  Rune rune() const { return decode_rune(text_, at_); }

  Result<void> action(Node& list) {
    while (!ahead("}")) {
      if (at_end() || text_[at_] == '\n' || text_[at_] == '\r') return client_error("unclosed action");
      if (auto done = step(list); !done) return done;
    }
    ++at_;
    return {};
  }

  Result<void> step(Node& list) {
    if (ahead("[?(")) return filter(list);
    if (ahead("..")) return recursive(list);
    const Rune next = rune();
    switch (next.code) {
      case ' ':
      case '@':
      case '$':
        ++at_;
        return {};
      case '[':
        return array(list);
      case '"':
      case '\'':
        return quoted(list);
      case '.':
        ++at_;
        return field(list);
      default:
        break;
    }
    if (next.code == '+' || next.code == '-' || is_digit(next.code)) return number(list);
    if (is_alphanumeric(next.code)) return identifier(list);
    char code[16];
    std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(next.code));
    std::string shown = code;
    if (is_printable(next.code)) shown.append(" '").append(text_.substr(at_, next.width)).append("'");
    return client_error("unrecognized character in action: " + shown);
  }

  Result<void> identifier(Node& list) {
    const size_t begin = at_;
    while (!at_end() && !is_terminator(rune().code)) at_ += rune().width;
    const std::string word(text_.substr(begin, at_ - begin));
    if (word == "true" || word == "false")
      list.children.push_back({Kind::kConstant, {}, Value(word == "true"), {}, {}});
    else list.children.push_back({Kind::kIdentifier, word, {}, {}, {}});
    return {};
  }

  Result<void> recursive(Node& list) {
    if (!list.children.empty() && list.children.back().kind == Kind::kRecursive) {
      return client_error("invalid multiple recursive descent");
    }
    at_ += 2;
    list.children.push_back({Kind::kRecursive, {}, {}, {}, {}});
    if (!at_end() && is_alphanumeric(rune().code)) return field(list);
    return {};
  }

  Result<void> number(Node& list) {
    const size_t begin = at_;
    if (text_[at_] == '+' || text_[at_] == '-') ++at_;
    while (!at_end() && (text_[at_] == '.' || is_digit(static_cast<unsigned char>(text_[at_])))) ++at_;
    std::string_view text = text_.substr(begin, at_ - begin);
    const std::string shown(text);
    if (const auto whole = parse_int(text)) {
      list.children.push_back({Kind::kConstant, {}, Value(*whole), {}, {}});
      return {};
    }
    if (text.starts_with('+')) text.remove_prefix(1);
    double real = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), real);
    if (problem != std::errc() || end != text.data() + text.size()) return client_error("cannot parse number " + shown);
    list.children.push_back({Kind::kConstant, {}, Value(real), {}, {}});
    return {};
  }

  Result<void> array(Node& list) {
    const size_t end = text_.find_first_of("]\n", at_);
    if (end == std::string_view::npos || text_[end] == '\n') return client_error("unterminated array");
    std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    if (inside == "*") inside = ":";
    if (const auto parts = split(inside, ','); parts.size() > 1) {
      Node either;
      either.kind = Kind::kUnion;
      for (std::string_view part : parts) {
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        auto member = parse_action("[" + std::string(part) + "]");
        if (!member) return member.error();
        either.children.push_back(*std::move(member));
      }
      list.children.push_back(std::move(either));
      return {};
    }
    const bool key = inside.size() >= 2 && inside.front() == '\'' && inside.back() == '\'' &&
                     inside.substr(1, inside.size() - 2).find('\'') == std::string_view::npos;
    if (key) {
      auto steps = parse_action("." + std::string(inside.substr(1, inside.size() - 2)));
      if (!steps) return steps.error();
      for (Node& step : steps->children) list.children.push_back(std::move(step));
      return {};
    }
    return slice(list, inside);
  }

  // begin, :end and :step, each a number, perhaps negative, or nothing.
  static Result<void> slice(Node& list, std::string_view inside) {
    Node out;
    out.kind = Kind::kSlice;
    const auto parts = split(inside, ':');
    const Error wrong = client_error("invalid array index " + std::string(inside));
    if (parts.size() > 3) return wrong;
    for (size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].empty()) continue;
      if (parts[i][0] == '+') return wrong;
      const auto number = parse_int(parts[i]);
      if (!number) {
        const bool digits = parts[i].find_first_not_of("-0123456789") == std::string_view::npos;
        return parts[i] == "-" || (digits && parts[i].find('-', 1) == std::string_view::npos)
                   ? client_error("array index " + std::string(parts[i]) + " is not a number")
                   : wrong;
      }
      out.bounds[i].value = number;
    }
    if (parts.size() == 1) out.bounds[1] = {out.bounds[0].value.value_or(0) + 1, true};
    list.children.push_back(std::move(out));
    return {};
  }

  // A closing parenthesis inside the one quoted string that may be there does not end the filter.
  Result<void> filter(Node& list) {
    at_ += 3;
    const size_t begin = at_;
    char quote = '\0';
    bool closed = true;
    for (;; ++at_) {
      if (at_end() || text_[at_] == '\n') return client_error("unterminated filter");
      const char c = text_[at_];
      if (c == ')' && closed) break;
      if (c != '"' && c != '\'') continue;
      if (quote == '\0') {
        quote = c;
        closed = false;
      } else if (c == quote && text_[at_ - 1] != '\\') {
        closed = true;
      }
    }
    const std::string_view inside = text_.substr(begin, at_ - begin);
    if (++at_; !ahead("]")) return client_error("unclosed array expect ]");
    ++at_;
    return comparison(list, inside);
  }

  static Result<void> comparison(Node& list, std::string_view inside) {
    Node out;
    out.kind = Kind::kFilter;
    constexpr std::string_view kOperators = "!<>=";
    size_t from = inside.find_first_of(kOperators);
    size_t to = from == std::string_view::npos ? from : inside.find_first_not_of(kOperators, from);
    if (to == std::string_view::npos && from != std::string_view::npos && inside.size() - from > 1)
      to = inside.size() - 1;
    std::string_view left = inside;
    std::string_view right;
    out.text = "exists";
    if (from != std::string_view::npos && from != 0 && to != std::string_view::npos) {
      left = inside.substr(0, from);
      out.text = inside.substr(from, to - from);
      right = inside.substr(to);
    }
    for (const std::string_view side : {left, right}) {
      if (side.data() == nullptr) {
        out.children.emplace_back();
        continue;
      }
      auto parsed = parse_action(side);
      if (!parsed) return parsed.error();
      out.children.push_back(*std::move(parsed));
    }
    list.children.push_back(std::move(out));
    return {};
  }

  Result<void> quoted(Node& list) {
    const size_t begin = at_;
    const char quote = text_[at_];
    do {
      ++at_;
      if (at_end() || text_[at_] == '\n') return client_error("unterminated quoted string");
    } while (text_[at_] != quote || text_[at_ - 1] == '\\');
    const std::string_view literal = text_.substr(begin, ++at_ - begin);
    auto text = go_unquote(literal);
    if (!text) return client_error("unquote string " + std::string(literal) + " error invalid syntax");
    list.children.push_back({Kind::kText, *std::move(text), {}, {}, {}});
    return {};
  }

  Result<void> field(Node& list) {
    std::string name;
    const size_t begin = at_;
    while (!at_end()) {
      if (text_[at_] == '\\') {
        ++at_;
        if (at_end()) break;
      } else if (is_terminator(rune().code)) {
        break;
      }
      name += text_.substr(at_, rune().width);
      at_ += rune().width;
    }
    std::erase(name, '\\');
    if (text_.substr(begin, at_ - begin) == "*") list.children.push_back({Kind::kWildcard, {}, {}, {}, {}});
    else list.children.push_back({Kind::kField, std::move(name), {}, {}, {}});
    return {};
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

Result<JsonPathNode> parse_json_path(std::string_view text) { return Parser(text).run(); }

}  // namespace skiff::cli
