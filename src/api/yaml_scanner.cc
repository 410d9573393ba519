#include "api/yaml_scanner.h"

#include <algorithm>

#include "base/strings.h"

namespace skiff {
namespace {

constexpr size_t kSimpleKeyLengthMost = 1024;

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_in(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

}  // namespace

const YamlToken* YamlScanner::peek() {
  while (!complaint_) {
    if (!tokens_.empty()) {
      // A token that may yet turn out to be a key is not given away: its KEY token would come before it.
      const auto pending = std::find_if(simple_keys_.begin(), simple_keys_.end(), [&](const SimpleKey& key) {
        return key.possible && key.token == tokens_taken_;
      });
      if (pending == simple_keys_.end() || !is_valid(*pending)) break;
    } else if (ended_) {
      break;
    }
    if (!fetch()) return nullptr;
  }
  return complaint_ || tokens_.empty() ? nullptr : &tokens_.front();
}

void YamlScanner::skip() {
  tokens_.pop_front();
  ++tokens_taken_;
}

bool YamlScanner::is_break(size_t offset) const {
  const std::string_view rest = text_.substr(std::min(at_ + offset, text_.size()));
  return rest.starts_with('\n') || rest.starts_with('\r') || rest.starts_with("\xc2\x85") ||
         rest.starts_with("\xe2\x80\xa8") || rest.starts_with("\xe2\x80\xa9");
}

bool YamlScanner::at_document_indicator() const {
  const std::string_view three = text_.substr(std::min(at_, text_.size()), 3);
  return column_ == 0 && (three == "---" || three == "...") && is_blank_or_end(3);
}

void YamlScanner::advance() {
  at_ += decode_rune(text_, at_).width;
  ++column_;
}

void YamlScanner::advance_line() {
  if (text_.substr(at_).starts_with("\r\n")) at_ += 2;
  else at_ += decode_rune(text_, at_).width;
  column_ = 0;
  ++line_;
}

bool YamlScanner::refuse(std::string problem) {
  complaint_ = line_ == 0 ? std::move(problem) : "line " + std::to_string(line_ + 1) + ": " + problem;
  return false;
}

void YamlScanner::insert(Kind kind, size_t token, size_t line) {
  const auto position = static_cast<std::ptrdiff_t>(token - tokens_taken_);
  tokens_.insert(tokens_.begin() + position, YamlToken{kind, line, {}});
}

bool YamlScanner::is_valid(SimpleKey& key) {
  if (!key.possible) return false;
  if (key.line == line_ && key.at + kSimpleKeyLengthMost >= at_) return true;
  if (key.required) return refuse("could not find expected ':'");
  key.possible = false;
  return false;
}

bool YamlScanner::save_simple_key() {
  if (!simple_key_allowed_) return true;
  if (!remove_simple_key()) return false;
  const bool required = flow_level_ == 0 && indent_ == static_cast<int>(column_);
  simple_keys_.back() = {true, required, tokens_taken_ + tokens_.size(), at_, line_, column_};
  return true;
}

bool YamlScanner::remove_simple_key() {
  SimpleKey& key = simple_keys_.back();
  if (key.possible && key.required) return refuse("could not find expected ':'");
  key.possible = false;
  return true;
}

void YamlScanner::roll_indent(int column, std::optional<size_t> token, Kind kind, size_t line) {
  if (flow_level_ > 0 || indent_ >= column) return;
  indents_.push_back(indent_);
  indent_ = column;
  if (token) insert(kind, *token, line);
  else tokens_.push_back({kind, line, {}});
}

void YamlScanner::unroll_indent(int column) {
  if (flow_level_ > 0) return;
  while (indent_ > column) {
    add(Kind::kBlockEnd);
    indent_ = indents_.back();
    indents_.pop_back();
  }
}

// Tabs part tokens only where no indentation is due.
void YamlScanner::to_next_token() {
  while (true) {
    while (at() == ' ' || ((flow_level_ > 0 || !simple_key_allowed_) && at() == '\t')) advance();
    if (at() == '#')
      while (!is_break_or_end()) advance();
    if (is_end() || !is_break()) return;
    advance_line();
    if (flow_level_ == 0) simple_key_allowed_ = true;
  }
}

bool YamlScanner::may_start_plain() const {
  const char c = at();
  if (!is_blank_or_end() && !is_in(c, "-?:,[]{}#&*!|>'\"%@`")) return true;
  if (c == '-' && !is_blank(1)) return true;
  return flow_level_ == 0 && (c == '?' || c == ':') && !is_blank_or_end(1);
}

bool YamlScanner::fetch() {
  to_next_token();
  unroll_indent(static_cast<int>(column_));
  if (is_end()) return fetch_stream_end();
  const char c = at();
  if (column_ == 0 && c == '%') return fetch_directive();
  if (at_document_indicator()) return fetch_document_indicator(c == '-' ? Kind::kDocumentStart : Kind::kDocumentEnd);
  switch (c) {
    case '[':
      return fetch_flow_start(Kind::kFlowSequenceStart);
    case '{':
      return fetch_flow_start(Kind::kFlowMappingStart);
    case ']':
      return fetch_flow_end(Kind::kFlowSequenceEnd);
    case '}':
      return fetch_flow_end(Kind::kFlowMappingEnd);
    case ',':
      if (!remove_simple_key()) return false;
      simple_key_allowed_ = true;
      add(Kind::kFlowEntry);
      advance();
      return true;
    case '*':
      return fetch_anchor(Kind::kAlias);
    case '&':
      return fetch_anchor(Kind::kAnchor);
    case '!':
      return fetch_tag();
    case '\'':
    case '"':
      return fetch_quoted();
    default:
      break;
  }
  if (c == '-' && is_blank_or_end(1)) return fetch_block_entry();
  if (c == '?' && (flow_level_ > 0 || is_blank_or_end(1))) return fetch_key();
  if (c == ':' && (flow_level_ > 0 || is_blank_or_end(1))) return fetch_value();
  if ((c == '|' || c == '>') && flow_level_ == 0) return fetch_block_scalar();
  if (may_start_plain()) return fetch_plain();
  return refuse("found character that cannot start any token");
}

bool YamlScanner::fetch_stream_end() {
  if (column_ != 0) {
    column_ = 0;
    ++line_;
  }
  unroll_indent(-1);
  if (!remove_simple_key()) return false;
  simple_key_allowed_ = false;
  ended_ = true;
  add(Kind::kStreamEnd);
  return true;
}

bool YamlScanner::fetch_document_indicator(Kind kind) {
  unroll_indent(-1);
  if (!remove_simple_key()) return false;
  simple_key_allowed_ = false;
  add(kind);
  for (int i = 0; i < 3; ++i) advance();
  return true;
}

bool YamlScanner::fetch_flow_start(Kind kind) {
  if (!save_simple_key()) return false;
  simple_keys_.push_back({});
  ++flow_level_;
  simple_key_allowed_ = true;
  add(kind);
  advance();
  return true;
}

bool YamlScanner::fetch_flow_end(Kind kind) {
  if (!remove_simple_key()) return false;
  if (flow_level_ > 0) {
    --flow_level_;
    simple_keys_.pop_back();
  }
  simple_key_allowed_ = false;
  add(kind);
  advance();
  return true;
}

bool YamlScanner::fetch_block_entry() {
  if (flow_level_ == 0) {
    if (!simple_key_allowed_) return refuse("block sequence entries are not allowed in this context");
    roll_indent(static_cast<int>(column_), std::nullopt, Kind::kBlockSequenceStart, line_);
  }
  if (!remove_simple_key()) return false;
  simple_key_allowed_ = true;
  add(Kind::kBlockEntry);
  advance();
  return true;
}

bool YamlScanner::fetch_key() {
  if (flow_level_ == 0) {
    if (!simple_key_allowed_) return refuse("mapping keys are not allowed in this context");
    roll_indent(static_cast<int>(column_), std::nullopt, Kind::kBlockMappingStart, line_);
  }
  if (!remove_simple_key()) return false;
  simple_key_allowed_ = flow_level_ == 0;
  add(Kind::kKey);
  advance();
  return true;
}

bool YamlScanner::fetch_value() {
  SimpleKey& key = simple_keys_.back();
  if (is_valid(key)) {
    insert(Kind::kKey, key.token, key.line);
    roll_indent(static_cast<int>(key.column), key.token, Kind::kBlockMappingStart, key.line);
    key.possible = false;
    simple_key_allowed_ = false;
  } else {
    if (complaint_) return false;
    if (flow_level_ == 0) {
      if (!simple_key_allowed_) return refuse("mapping values are not allowed in this context");
      roll_indent(static_cast<int>(column_), std::nullopt, Kind::kBlockMappingStart, line_);
    }
    simple_key_allowed_ = flow_level_ == 0;
  }
  add(Kind::kValue);
  advance();
  return true;
}

bool YamlScanner::skip_comment_to_line_end() {
  while (is_blank()) advance();
  if (at() == '#')
    while (!is_break_or_end()) advance();
  if (!is_break_or_end()) return refuse("did not find expected comment or line break");
  if (!is_end()) advance_line();
  return true;
}

bool YamlScanner::fetch_directive() {
  unroll_indent(-1);
  if (!remove_simple_key()) return false;
  simple_key_allowed_ = false;
  advance();
  const size_t begin = at_;
  while (is_word(at())) advance();
  const std::string_view name = text_.substr(begin, at_ - begin);
  if (name.empty()) return refuse("could not find expected directive name");
  if (!is_blank_or_end()) return refuse("found unexpected non-alphabetical character");
  while (is_blank()) advance();
  const size_t argument = at_;
  if (name == "YAML") {
    while (at() >= '0' && at() <= '9') advance();
    if (at_ == argument) return refuse("did not find expected version number");
    if (at() != '.') return refuse("did not find expected digit or '.' character");
    add(Kind::kVersionDirective, text_.substr(argument, at_ - argument));
    advance();
    if (at() < '0' || at() > '9') return refuse("did not find expected version number");
    while (at() >= '0' && at() <= '9') advance();
  } else if (name == "TAG") {
    while (!is_blank_or_end()) advance();
    add(Kind::kTagDirective, text_.substr(argument, at_ - argument));
    while (!is_break_or_end() && at() != '#') advance();
  } else {
    return refuse("found unknown directive name");
  }
  return skip_comment_to_line_end();
}

bool YamlScanner::fetch_anchor(Kind kind) {
  if (!save_simple_key()) return false;
  simple_key_allowed_ = false;
  add(kind);
  advance();
  const size_t begin = at_;
  while (is_word(at())) advance();
  if (at_ == begin || (!is_blank_or_end() && !is_in(at(), "?:,]}%@`"))) {
    return refuse("did not find expected alphabetic or numeric character");
  }
  return true;
}

bool YamlScanner::fetch_tag() {
  if (!save_simple_key()) return false;
  simple_key_allowed_ = false;
  const size_t line = line_;
  std::string_view handle = "!";
  const auto skip_uri = [&] {
    while (!is_end() && (is_word(at()) || is_in(at(), ";/?:@&=+$,.!~*'()[]%"))) advance();
  };
  if (at(1) == '<') {
    advance();
    advance();
    skip_uri();
    if (at() != '>') return refuse("did not find the expected '>'");
    advance();
  } else {
    const size_t begin = at_;
    advance();
    while (is_word(at())) advance();
    if (at() == '!') {
      advance();
      handle = text_.substr(begin, at_ - begin);
    }
    skip_uri();
  }
  if (!is_blank_or_end()) return refuse("did not find expected whitespace or line break");
  tokens_.push_back({Kind::kTag, line, handle});
  return true;
}

bool YamlScanner::skip_block_breaks(size_t& indent) {
  size_t deepest = 0;
  while (true) {
    while ((indent == 0 || column_ < indent) && at() == ' ') advance();
    deepest = std::max(deepest, column_);
    if ((indent == 0 || column_ < indent) && at() == '\t') {
      return refuse("found a tab character where an indentation space is expected");
    }
    if (is_end() || !is_break()) break;
    advance_line();
  }
  if (indent == 0) indent = std::max({deepest, first_inner_column(), size_t{1}});
  return true;
}

bool YamlScanner::fetch_block_scalar() {
  if (!remove_simple_key()) return false;
  simple_key_allowed_ = true;
  add(Kind::kScalar);
  advance();
  size_t indent = 0;
  const auto is_chomp = [&] { return at() == '+' || at() == '-'; };
  if (is_chomp()) advance();
  if (at() >= '0' && at() <= '9') {
    if (at() == '0') return refuse("found an indentation indicator equal to 0");
    indent = static_cast<size_t>(at() - '0') + static_cast<size_t>(std::max(indent_, 0));
    advance();
    if (is_chomp()) advance();
  }
  if (!skip_comment_to_line_end() || !skip_block_breaks(indent)) return false;
  while (column_ == indent && !is_end()) {
    while (!is_break_or_end()) advance();
    if (!is_end()) advance_line();
    if (!skip_block_breaks(indent)) return false;
  }
  return true;
}

bool YamlScanner::skip_escape() {
  const char code = at(1);
  size_t digits = 0;
  if (code == 'x') digits = 2;
  else if (code == 'u') digits = 4;
  else if (code == 'U') digits = 8;
  else if (code == '\0' || !is_in(code, "0abt\tnvfre \"'\\N_LP")) return refuse("found unknown escape character");
  advance();
  advance();
  char32_t value = 0;
  for (size_t i = 0; i < digits; ++i) {
    if (!is_hex(at(i))) return refuse("did not find expected hexdecimal number");
    value = value << 4 | static_cast<char32_t>(at(i) <= '9' ? at(i) - '0' : (at(i) | 0x20) - 'a' + 10);
  }
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    return refuse("found invalid Unicode character escape code");
  }
  for (size_t i = 0; i < digits; ++i) advance();
  return true;
}

bool YamlScanner::fetch_quoted() {
  if (!save_simple_key()) return false;
  simple_key_allowed_ = false;
  add(Kind::kScalar);
  const char quote = at();
  advance();
  while (true) {
    if (at_document_indicator()) return refuse("found unexpected document indicator");
    if (is_end()) return refuse("found unexpected end of stream");
    while (!is_blank_or_end()) {
      if (at() == quote) {
        if (quote == '"' || at(1) != '\'') break;
        advance();
        advance();
      } else if (quote == '"' && at() == '\\') {
        if (!is_end(1) && is_break(1)) {
          advance();
          break;
        }
        if (!skip_escape()) return false;
      } else {
        advance();
      }
    }
    if (at() == quote) break;
    while (is_blank() || (!is_end() && is_break())) {
      if (is_blank()) advance();
      else advance_line();
    }
  }
  advance();
  return true;
}

bool YamlScanner::fetch_plain() {
  if (!save_simple_key()) return false;
  simple_key_allowed_ = false;
  add(Kind::kScalar);
  const size_t indent = first_inner_column();
  bool fresh_line = false;  // only blanks since the last line break
  while (!at_document_indicator() && at() != '#') {
    while (!is_blank_or_end()) {
      if (at() == ':' && is_blank_or_end(1)) break;
      if (flow_level_ > 0 && is_in(at(), ",?[]{}")) break;
      fresh_line = false;
      advance();
    }
    if (is_end() || (!is_blank() && !is_break())) break;
    while (is_blank() || (!is_end() && is_break())) {
      if (!is_blank()) {
        advance_line();
        fresh_line = true;
      } else if (fresh_line && column_ < indent && at() == '\t') {
        return refuse("found a tab character that violates indentation");
      } else {
        advance();
      }
    }
    if (flow_level_ == 0 && column_ < indent) break;
  }
  if (fresh_line) simple_key_allowed_ = true;
  return true;
}

}  // namespace skiff
