#include "api/yaml_syntax.h"

#include <initializer_list>
#include <set>

#include "api/yaml_scanner.h"
#include "base/strings.h"

namespace skiff {
namespace {

using TokenKind = YamlToken::Kind;

// As deep as yaml-cpp goes. (go-yaml goes to 10000; nothing that Kubernetes stores comes near.)
constexpr int kDepthMost = 490;
// A document of so many values needs about 200 MB on the way. A List of 10,000 pods has half as many.
constexpr size_t kValuesMost = 1'000'000;

// yaml_parser_update_buffer: what may stand in a YAML stream at all.
bool has_control_characters(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const Rune rune = decode_rune(text, i);
    const char32_t c = rune.code;
    const bool allowed = c == 0x09 || c == 0x0a || c == 0x0d || (c >= 0x20 && c <= 0x7e) || c == 0x85 ||
                         (c >= 0xa0 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
    if (!allowed) return true;
    i += rune.width;
  }
  return false;
}

// The grammar over the tokens, by recursive descent; every function is false once something is refused.
class Grammar {
 public:
  explicit Grammar(std::string_view text) : scanner_(text) {}

  std::optional<std::string> run() {
    document();
    return scanner_.complaint() ? scanner_.complaint() : complaint_;
  }

 private:
  enum class Context { kBlock, kBlockOrIndentless, kFlow };

  bool refuse(std::string problem) {
    const YamlToken* token = scanner_.peek();
    if (token == nullptr || complaint_) return false;
    complaint_ = token->line == 0 ? std::move(problem) : "line " + std::to_string(token->line) + ": " + problem;
    return false;
  }

  // The parser's lines count from 0 upstream, and line 0 is not told; limits are ours, and so is their line.
  bool refuse_size(const std::string& problem) {
    const YamlToken* token = scanner_.peek();
    if (token != nullptr && !complaint_) complaint_ = "line " + std::to_string(token->line + 1) + ": " + problem;
    return false;
  }

  bool is(TokenKind kind) {
    const YamlToken* token = scanner_.peek();
    return token != nullptr && token->kind == kind;
  }

  bool is_one_of(std::initializer_list<TokenKind> kinds) {
    for (const TokenKind kind : kinds)
      if (is(kind)) return true;
    return false;
  }

  bool accept(TokenKind kind) {
    if (!is(kind)) return false;
    scanner_.skip();
    return true;
  }

  bool document() {
    bool directives = false;
    while (is_one_of({TokenKind::kVersionDirective, TokenKind::kTagDirective})) {
      directives = true;
      const YamlToken& token = *scanner_.peek();
      if (token.kind == TokenKind::kVersionDirective && token.text != "1")
        return refuse("found incompatible YAML document");
      if (token.kind == TokenKind::kTagDirective) handles_.insert(std::string(token.text));
      scanner_.skip();
    }
    if (!accept(TokenKind::kDocumentStart) && directives) return refuse("did not find expected <document start>");
    if (is_one_of({TokenKind::kStreamEnd, TokenKind::kDocumentStart, TokenKind::kDocumentEnd})) return true;
    return node(Context::kBlock) && scanner_.peek() != nullptr;
  }

  // One more value, whether it is written or left out.
  bool count() {
    return ++values_ <= kValuesMost || refuse_size("more than " + std::to_string(kValuesMost) + " values");
  }

  bool node(Context context) {
    ++depth_;
    if (depth_ > kDepthMost) return refuse_size("exceeded max depth of " + std::to_string(kDepthMost));
    const bool good = node_here(context);
    --depth_;
    return good;
  }

  bool node_here(Context context) {
    if (accept(TokenKind::kAlias)) return true;
    bool anchor = false;
    bool tag = false;
    while ((!anchor && is(TokenKind::kAnchor)) || (!tag && is(TokenKind::kTag))) {
      anchor = anchor || is(TokenKind::kAnchor);
      tag = tag || is(TokenKind::kTag);
      const YamlToken& token = *scanner_.peek();
      if (token.kind == TokenKind::kTag && !handles_.contains(token.text)) return refuse("found undefined tag handle");
      scanner_.skip();
    }
    if (context == Context::kBlockOrIndentless && is(TokenKind::kBlockEntry)) return indentless_sequence();
    if (accept(TokenKind::kScalar)) return true;
    if (accept(TokenKind::kFlowSequenceStart)) return flow_sequence();
    if (accept(TokenKind::kFlowMappingStart)) return flow_mapping();
    if (context != Context::kFlow && accept(TokenKind::kBlockSequenceStart)) return block_sequence();
    if (context != Context::kFlow && accept(TokenKind::kBlockMappingStart)) return block_mapping();
    if ((anchor || tag) && scanner_.peek() != nullptr) return true;
    return refuse("did not find expected node content");
  }

  bool block_sequence() {
    while (accept(TokenKind::kBlockEntry)) {
      if (!count()) return false;
      if (is_one_of({TokenKind::kBlockEntry, TokenKind::kBlockEnd})) continue;
      if (!node(Context::kBlock)) return false;
    }
    return accept(TokenKind::kBlockEnd) || refuse("did not find expected '-' indicator");
  }

  // A sequence under a key that is no deeper than the key.
  bool indentless_sequence() {
    while (accept(TokenKind::kBlockEntry)) {
      if (!count()) return false;
      if (is_one_of({TokenKind::kBlockEntry, TokenKind::kKey, TokenKind::kValue, TokenKind::kBlockEnd})) continue;
      if (!node(Context::kBlock)) return false;
    }
    return scanner_.peek() != nullptr;
  }

  bool block_mapping() {
    const auto part = [&] {
      return is_one_of({TokenKind::kKey, TokenKind::kValue, TokenKind::kBlockEnd}) || node(Context::kBlockOrIndentless);
    };
    while (accept(TokenKind::kKey)) {
      if (!count() || !count()) return false;
      if (!part()) return false;
      if (accept(TokenKind::kValue) && !part()) return false;
    }
    return accept(TokenKind::kBlockEnd) || refuse("did not find expected key");
  }

  bool flow_sequence() {
    for (bool first = true; !accept(TokenKind::kFlowSequenceEnd); first = false) {
      if (!first && !accept(TokenKind::kFlowEntry)) return refuse("did not find expected ',' or ']'");
      if (!count()) return false;
      if (accept(TokenKind::kKey)) {
        if (!flow_pair(TokenKind::kFlowSequenceEnd)) return false;
      } else if (!is(TokenKind::kFlowSequenceEnd) && !node(Context::kFlow)) {
        return false;
      }
    }
    return true;
  }

  bool flow_mapping() {
    for (bool first = true; !accept(TokenKind::kFlowMappingEnd); first = false) {
      if (!first && !accept(TokenKind::kFlowEntry)) return refuse("did not find expected ',' or '}'");
      if (!count() || !count()) return false;
      if (accept(TokenKind::kKey)) {
        if (!flow_pair(TokenKind::kFlowMappingEnd)) return false;
      } else if (!is(TokenKind::kFlowMappingEnd) && !node(Context::kFlow)) {
        return false;
      }
    }
    return true;
  }

  bool flow_pair(TokenKind end) {
    if (!is_one_of({TokenKind::kValue, TokenKind::kFlowEntry, end}) && !node(Context::kFlow)) return false;
    if (!accept(TokenKind::kValue)) return scanner_.peek() != nullptr;
    return is_one_of({TokenKind::kFlowEntry, end}) || node(Context::kFlow);
  }

  YamlScanner scanner_;
  std::set<std::string, std::less<>> handles_ = {"!", "!!"};
  std::optional<std::string> complaint_;
  int depth_ = 0;
  size_t values_ = 0;
};

}  // namespace

std::optional<std::string> yaml_complaint(std::string_view text) {
  if (has_control_characters(text)) return "control characters are not allowed";
  return Grammar(text).run();
}

}  // namespace skiff
