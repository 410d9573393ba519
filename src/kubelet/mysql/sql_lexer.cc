#include "kubelet/mysql/sql_lexer.h"

#include <algorithm>

#include "base/strings.h"

namespace skiff::mysql {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_part(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

// Where the quoted text that begins at `at` is over; a quote inside is doubled or has a backslash before it.
size_t end_of_quoted(std::string_view text, size_t at) {
  const char quote = text[at];
  for (size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote != '`') ++i;
    else if (text[i] == quote && i + 1 < text.size() && text[i + 1] == quote) ++i;
    else if (text[i] == quote) return i + 1;
  }
  return text.size();
}

std::string unquoted(std::string_view text) {
  const char quote = text[0];
  text = text.substr(1, text.size() - 1 - (text.size() > 1 && text.back() == quote ? 1 : 0));
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && quote != '`' && i + 1 < text.size()) {
      const char c = text[++i];
      out += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? '\0' : c;
      continue;
    }
    if (text[i] == quote) ++i;  // it is doubled
    out += i < text.size() ? text[i] : quote;
  }
  return out;
}

// Behind a comment that begins at `at`; `at` itself if there is none.
size_t end_of_comment(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("/*")) {
    const size_t close = text.find("*/", at + 2);
    return close == std::string_view::npos ? text.size() : close + 2;
  }
  const bool dashes = rest.starts_with("--") && (rest.size() == 2 || is_blank(rest[2]));
  if (!dashes && !rest.starts_with('#')) return at;
  return std::min(text.find('\n', at), text.size());
}

Token next_token(std::string_view text, size_t at) {
  Token token{Token::Kind::kEnd, {}, {}, at, at};
  if (at == text.size()) return token;
  const char c = text[at];
  if (c == '\'' || c == '"' || c == '`') {
    token.kind = c == '`' ? Token::Kind::kQuotedName : Token::Kind::kText;
    token.end = end_of_quoted(text, at);
    token.text = unquoted(text.substr(at, token.end - at));
    return token;
  }
  const bool variable = text.substr(at).starts_with("@@");
  size_t end = at + (variable ? 2 : 0);
  const bool number = is_digit(c) || (c == '.' && at + 1 < text.size() && is_digit(text[at + 1]));
  while (end < text.size() && (is_name_part(text[end]) || (text[end] == '.' && (number || variable)))) ++end;
  if (variable || end > at) {
    token.text = text.substr(at + (variable ? 2 : 0), end - at - (variable ? 2 : 0));
    const bool all_digits = token.text.find_first_not_of("0123456789.") == std::string::npos;
    token.kind = variable ? Token::Kind::kVariable : number && all_digits ? Token::Kind::kNumber : Token::Kind::kWord;
    token.upper = to_upper(token.text);
  } else {
    token.kind = Token::Kind::kSign;
    static constexpr std::string_view kPairs[] = {"<=", ">=", "<>", "!="};
    const bool pair = std::find(std::begin(kPairs), std::end(kPairs), text.substr(at, 2)) != std::end(kPairs);
    end = at + (pair ? 2 : 1);
    token.text = text.substr(at, end - at);
  }
  token.end = end;
  return token;
}

}  // namespace

std::vector<Token> tokens_of(std::string_view statement) {
  std::vector<Token> out;
  for (size_t at = 0;;) {
    while (at < statement.size()) {
      const size_t behind = is_blank(statement[at]) ? at + 1 : end_of_comment(statement, at);
      if (behind == at) break;
      at = behind;
    }
    out.push_back(next_token(statement, at));
    if (out.back().kind == Token::Kind::kEnd) return out;
    at = out.back().end;
  }
}

std::vector<ScriptStatement> statements_of(std::string_view script) {
  std::vector<ScriptStatement> out;
  ScriptStatement current;
  size_t line = 1;
  const auto take = [&](std::string_view piece) {
    if (current.text.empty()) current.line = line;
    current.text += piece;
    line += static_cast<size_t>(std::count(piece.begin(), piece.end(), '\n'));
  };
  const auto finish = [&](bool terminated, bool upright) {
    current.terminated = terminated;
    current.upright = upright;
    while (!current.text.empty() && is_blank(current.text.back())) current.text.pop_back();
    if (!current.text.empty()) out.push_back(std::move(current));
    current = {};
  };
  for (size_t at = 0; at < script.size();) {
    const std::string_view rest = script.substr(at);
    const size_t behind = end_of_comment(script, at);
    if (behind != at) {
      line +=
          static_cast<size_t>(std::count(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(behind - at), '\n'));
      at = behind;
      if (!current.text.empty()) current.text += ' ';
    } else if (rest[0] == ';' || rest.starts_with("\\G") || rest.starts_with("\\g")) {
      finish(true, rest.starts_with("\\G"));
      at += rest[0] == ';' ? 1 : 2;
    } else if (is_blank(rest[0]) && current.text.empty()) {
      line += rest[0] == '\n' ? 1 : 0;
      ++at;
    } else {
      const bool quoted = rest[0] == '\'' || rest[0] == '"' || rest[0] == '`';
      const size_t end = quoted ? end_of_quoted(script, at) : at + 1;
      take(script.substr(at, end - at));
      at = end;
    }
  }
  finish(false, false);
  return out;
}

}  // namespace skiff::mysql
