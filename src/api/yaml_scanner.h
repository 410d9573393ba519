// Tokens of a YAML text by the rules that go-yaml scans by (libyaml's: simple keys, rolled indentation, where tabs may
// stand), without their content. yaml-cpp, which supplies the content, lets more pass: a quote that never ends, a key
// without a colon. Kubernetes refuses those, and in its own words.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skiff {

struct YamlToken {
  enum class Kind : uint8_t {
    kStreamEnd,
    kVersionDirective,
    kTagDirective,
    kDocumentStart,
    kDocumentEnd,
    kBlockSequenceStart,
    kBlockMappingStart,
    kBlockEnd,
    kFlowSequenceStart,
    kFlowSequenceEnd,
    kFlowMappingStart,
    kFlowMappingEnd,
    kBlockEntry,
    kFlowEntry,
    kKey,
    kValue,
    kAlias,
    kAnchor,
    kTag,
    kScalar
  };
  Kind kind;
  size_t line;            // from 0
  std::string_view text;  // a tag's handle; a version's major number
};

class YamlScanner {
 public:
  explicit YamlScanner(std::string_view text) : text_(text) { simple_keys_.push_back({}); }

  // The next token, null once the text is refused: then `complaint` says why.
  const YamlToken* peek();
  void skip();
  const std::optional<std::string>& complaint() const { return complaint_; }

 private:
  struct SimpleKey {
    bool possible = false;
    bool required = false;
    size_t token = 0;
    size_t at = 0, line = 0, column = 0;
  };
  using Kind = YamlToken::Kind;

  char at(size_t offset = 0) const { return at_ + offset < text_.size() ? text_[at_ + offset] : '\0'; }
  bool is_end(size_t offset = 0) const { return at_ + offset >= text_.size(); }
  bool is_break(size_t offset = 0) const;
  bool is_blank(size_t offset = 0) const { return at(offset) == ' ' || at(offset) == '\t'; }
  bool is_break_or_end(size_t offset = 0) const { return is_end(offset) || is_break(offset); }
  bool is_blank_or_end(size_t offset = 0) const { return is_blank(offset) || is_break_or_end(offset); }
  bool at_document_indicator() const;
  bool may_start_plain() const;

  void advance();
  void advance_line();
  bool refuse(std::string problem);

  void add(Kind kind, std::string_view text = {}) { tokens_.push_back({kind, line_, text}); }
  void insert(Kind kind, size_t token, size_t line);
  bool fetch();
  bool fetch_flow_start(Kind kind);
  bool fetch_flow_end(Kind kind);
  bool fetch_block_entry();
  bool fetch_key();
  bool fetch_value();
  bool fetch_stream_end();
  bool fetch_document_indicator(Kind kind);
  bool fetch_directive();
  bool fetch_anchor(Kind kind);
  bool fetch_tag();
  bool fetch_block_scalar();
  bool fetch_quoted();
  bool fetch_plain();
  void to_next_token();
  bool skip_escape();
  size_t first_inner_column() const { return indent_ < 0 ? 0 : static_cast<size_t>(indent_) + 1; }
  bool skip_block_breaks(size_t& indent);
  bool skip_comment_to_line_end();

  bool is_valid(SimpleKey& key);  // false with a complaint if a required key has gone stale
  bool save_simple_key();
  bool remove_simple_key();
  void roll_indent(int column, std::optional<size_t> token, Kind kind, size_t line);
  void unroll_indent(int column);

  std::string_view text_;
  size_t at_ = 0, line_ = 0, column_ = 0;
  int flow_level_ = 0;
  int indent_ = -1;
  std::vector<int> indents_;
  bool simple_key_allowed_ = true;
  std::vector<SimpleKey> simple_keys_;
  std::deque<YamlToken> tokens_;
  size_t tokens_taken_ = 0;
  bool ended_ = false;
  std::optional<std::string> complaint_;
};

}  // namespace skiff
