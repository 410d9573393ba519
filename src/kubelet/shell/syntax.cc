#include "kubelet/shell/syntax.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "kubelet/shell/word_reader.h"

namespace skiff::shell {
namespace {

constexpr std::array<std::string_view, 11> kReserved = {"then", "else", "elif", "fi",       "do",    "done",
                                                        "in",   "}",    "esac", "function", "select"};

// Recursive descent. A script that it cannot read makes it fail for good.
class Parser : public WordReader {
 public:
  using WordReader::WordReader;

  std::optional<NodePtr> script() {
    NodePtr list = sequence({});
    skip_space();
    if (!pending_.empty()) fail_for_more();
    if (failed_ || at_ != text_.size()) return std::nullopt;
    return list;
  }

 private:
  void skip_blanks() {
    for (;;) {
      while (is_blank(peek())) ++at_;
      if (looking_at("\\\n")) at_ += 2;
      else if (peek() == '#' && (at_ == 0 || ends_word(text_[at_ - 1])))
        while (at_ < text_.size() && peek() != '\n') ++at_;
      else return;
    }
  }
  void skip_space() {
    for (skip_blanks(); peek() == '\n'; skip_blanks()) end_line();
  }

  // The here-documents of a line begin behind it.
  void end_line() {
    ++at_;
    for (HereDocument& one : std::exchange(pending_, {})) read_here_document(one);
  }

  struct HereDocument {
    std::shared_ptr<Node> node;
    size_t redirection = 0;
    std::string end;
    bool literal = false, strips_tabs = false;
  };

  void read_here_document(HereDocument& document) {
    std::string text;
    for (;;) {
      if (at_ >= text_.size()) return fail_for_more();
      const size_t end = std::min(text_.find('\n', at_), text_.size());
      std::string_view line = text_.substr(at_, end - at_);
      while (document.strips_tabs && line.starts_with('\t')) line.remove_prefix(1);
      at_ = std::min(end + 1, text_.size());
      if (line == document.end) break;
      text += line;
      text += '\n';
    }
    Word& target = document.node->redirections[document.redirection].target;
    if (document.literal) {
      target.push_back({.text = std::move(text), .quoted = true});
      return;
    }
    if (!WordReader(text).here_document_text(target)) fail();
  }

  // The plain word that comes next, without taking it; empty if it is quoted or none.
  std::string_view next_word() {
    skip_blanks();
    size_t end = at_;
    while (end < text_.size() && !ends_word(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }
  bool take_word(std::string_view word) {
    if (next_word() != word) return false;
    at_ += word.size();
    return true;
  }

  static bool is_reserved(std::string_view word) {
    return std::find(kReserved.begin(), kReserved.end(), word) != kReserved.end();
  }

  NodePtr node(Node::Kind kind) {
    auto out = std::make_shared<Node>();
    out->kind = kind;
    return out;
  }

  // Commands up to one of the reserved words that close them, or the end.
  NodePtr sequence(std::initializer_list<std::string_view> closers) {
    NodePtr list = node(Node::Kind::kSequence);
    for (skip_space(); !done() && peek() != ')' && !looking_at(";;"); skip_space()) {
      const std::string_view word = next_word();
      if (std::find(closers.begin(), closers.end(), word) != closers.end()) break;
      if (is_reserved(word)) return fail(), list;
      NodePtr command = and_or();
      skip_blanks();
      if (looking_at("&") && !looking_at("&&")) {
        ++at_;
        NodePtr background = node(Node::Kind::kBackground);
        background->children.push_back(std::move(command));
        command = std::move(background);
      } else if (peek() == '\n') {
        end_line();
      } else if (peek() == ';' && !looking_at(";;")) {
        ++at_;
      }
      list->children.push_back(std::move(command));
    }
    return list;
  }

  NodePtr and_or() {
    NodePtr left = pipeline();
    for (;;) {
      skip_blanks();
      const bool both = looking_at("&&");
      if (done() || (!both && !looking_at("||"))) return left;
      at_ += 2;
      skip_space();
      NodePtr joined = node(both ? Node::Kind::kAnd : Node::Kind::kOr);
      joined->children.push_back(std::move(left));
      joined->children.push_back(pipeline());
      left = std::move(joined);
    }
  }

  NodePtr pipeline() {
    if (take_word("!")) {
      NodePtr negated = node(Node::Kind::kNot);
      negated->children.push_back(pipeline());
      return negated;
    }
    NodePtr first = command();
    skip_blanks();
    if (done() || peek() != '|' || looking_at("||")) return first;
    NodePtr pipe = node(Node::Kind::kPipe);
    pipe->children.push_back(std::move(first));
    while (!done() && peek() == '|' && !looking_at("||")) {
      ++at_;
      skip_space();
      pipe->children.push_back(command());
      skip_blanks();
    }
    return pipe;
  }

  NodePtr command() {
    skip_blanks();
    if (take("(")) {
      NodePtr subshell = node(Node::Kind::kSubshell);
      subshell->children.push_back(sequence({}));
      if (!take(")")) fail();
      redirections(subshell);
      return subshell;
    }
    if (take_word("{")) {
      NodePtr group = node(Node::Kind::kGroup);
      group->children.push_back(sequence({"}"}));
      if (!take_word("}")) fail();
      redirections(group);
      return group;
    }
    for (const auto& [word, parse] : {std::pair{"if", &Parser::if_command},
                                      {"while", &Parser::while_command},
                                      {"until", &Parser::until_command},
                                      {"for", &Parser::for_command},
                                      {"case", &Parser::case_command},
                                      {"[[", &Parser::test_command}}) {
      if (!take_word(word)) continue;
      NodePtr out = (this->*parse)();
      redirections(out);
      return out;
    }
    if (NodePtr function = function_definition()) return function;
    return simple_command();
  }

  // NAME() { …; }
  NodePtr function_definition() {
    const size_t before = at_;
    const std::string name(next_word());
    const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), is_name_char);
    at_ += name.size();
    if (!plain || !take("()")) {
      at_ = before;
      return nullptr;
    }
    skip_space();
    NodePtr out = node(Node::Kind::kFunction);
    out->variable = name;
    out->children.push_back(command());
    return out;
  }

  NodePtr while_command() { return loop(Node::Kind::kWhile); }
  NodePtr until_command() { return loop(Node::Kind::kUntil); }

  NodePtr case_command() {
    NodePtr out = node(Node::Kind::kCase);
    skip_blanks();
    out->words.push_back(word());
    skip_space();
    if (!take_word("in")) return fail(), out;
    for (skip_space(); !done() && !take_word("esac"); skip_space()) {
      take("(");
      out->choices.emplace_back();
      do {
        skip_blanks();
        out->choices.back().push_back(word());
        skip_blanks();
      } while (!done() && take("|"));
      if (!take(")")) return fail(), out;
      out->children.push_back(sequence({"esac"}));
      if (!take(";;") && next_word() != "esac") return fail(), out;
    }
    if (at_ >= text_.size() && !text_.substr(0, at_).ends_with("esac")) fail();
    return out;
  }

  NodePtr test_command() {
    NodePtr out = node(Node::Kind::kTest);
    for (skip_space(); !done(); skip_space()) {
      if (take_word("]]")) return out;
      out->words.push_back(test_word());
    }
    fail();
    return out;
  }

  NodePtr if_command() {
    NodePtr out = node(Node::Kind::kIf);
    do {
      out->children.push_back(sequence({"then"}));
      if (!take_word("then")) return fail(), out;
      out->children.push_back(sequence({"elif", "else", "fi"}));
    } while (take_word("elif"));
    if (take_word("else")) out->children.push_back(sequence({"fi"}));
    if (!take_word("fi")) fail();
    return out;
  }

  NodePtr loop(Node::Kind kind) {
    NodePtr out = node(kind);
    out->children.push_back(sequence({"do"}));
    body(*out);
    return out;
  }

  NodePtr for_command() {
    NodePtr out = node(Node::Kind::kFor);
    out->variable = next_word();
    at_ += out->variable.size();
    if (out->variable.empty() || !take_word("in")) return fail(), out;
    for (skip_blanks(); !done() && peek() != ';' && peek() != '\n'; skip_blanks()) out->words.push_back(word());
    if (peek() == '\n') end_line();
    else if (!done()) ++at_;
    skip_space();
    body(*out);
    return out;
  }

  void body(Node& loop) {
    if (!take_word("do")) return fail();
    loop.children.push_back(sequence({"done"}));
    if (!take_word("done")) fail();
  }

  void redirections(const NodePtr& out) {
    for (skip_blanks(); !done() && redirection(out); skip_blanks()) {
    }
  }

  // <<END, <<-END, <<'END': the text comes behind the line.
  bool here_document(const NodePtr& out) {
    if (!looking_at("<<") || looking_at("<<<")) return false;
    at_ += 2;
    HereDocument document{.node = out, .redirection = out->redirections.size(), .end = {}};
    document.strips_tabs = take("-");
    skip_blanks();
    for (const WordPart& part : word()) {
      document.end += part.text;
      document.literal = document.literal || part.quoted;
      if (part.kind != WordPart::Kind::kText) fail();
    }
    out->redirections.push_back({.descriptor = 0, .kind = Redirection::Kind::kText, .target = {}});
    pending_.push_back(std::move(document));
    return true;
  }

  bool redirection(const NodePtr& out) {
    if (here_document(out)) return true;
    size_t at = at_;
    Redirection found;
    if (std::isdigit(static_cast<unsigned char>(peek())) != 0 && at + 1 < text_.size() &&
        (text_[at + 1] == '>' || text_[at + 1] == '<')) {
      found.descriptor = peek() - '0';
      ++at;
    }
    const std::string_view rest = text_.substr(at);
    if (rest.starts_with("<<") || rest.starts_with("<(") || rest.starts_with(">(")) return fail(), false;
    if (rest.starts_with(">&")) found.kind = Redirection::Kind::kDuplicate, at += 2;
    else if (rest.starts_with(">>")) found.kind = Redirection::Kind::kAppend, at += 2;
    else if (rest.starts_with(">")) at += 1;
    else if (rest.starts_with("<")) found.kind = Redirection::Kind::kRead, found.descriptor = 0, at += 1;
    else return false;
    at_ = at;
    skip_blanks();
    found.target = word();
    out->redirections.push_back(std::move(found));
    return true;
  }

  NodePtr simple_command() {
    NodePtr out = node(Node::Kind::kSimple);
    for (skip_blanks(); !done(); skip_blanks()) {
      if (redirection(out)) continue;
      if (failed_ || ends_word(peek())) break;
      if (out->words.empty() && assignment(*out)) continue;
      out->words.push_back(word());
    }
    if (out->words.empty() && out->assignments.empty() && out->redirections.empty()) fail();
    return out;
  }

  bool assignment(Node& out) {
    size_t end = at_;
    while (end < text_.size() && is_name_char(text_[end])) ++end;
    if (end == at_ || end >= text_.size() || text_[end] != '=' || std::isdigit(static_cast<unsigned char>(peek())) != 0)
      return false;
    Assignment made{.name = std::string(text_.substr(at_, end - at_)), .value = {}};
    at_ = end + 1;
    if (take("(")) {
      made.is_array = true;
      for (skip_space(); !done() && peek() != ')'; skip_space()) made.elements.push_back(word());
      if (!take(")")) fail();
    } else if (!done() && !ends_word(peek())) {
      made.value = word();
    }
    out.assignments.push_back(std::move(made));
    return true;
  }

  std::vector<HereDocument> pending_;  // of the line that is being read
};

}  // namespace

std::optional<NodePtr> parse_script(std::string_view script) { return Parser(script).script(); }

bool is_incomplete(std::string_view script) {
  Parser parser(script);
  return !parser.script() && parser.wants_more();
}

}  // namespace skiff::shell
