#include <algorithm>

#include "base/go_format.h"
#include "base/strings.h"
#include "cli/printers/go_template_functions.h"
#include "cli/printers/go_template_lexer.h"
#include "cli/printers/go_template_node.h"
#include "cli/printers/go_template_number.h"

namespace skiff::cli {
namespace {

using Token = TemplateToken;
using Kind = TemplateToken::Kind;
using Node = TemplateNode;
using Operand = TemplateOperand;

// How a list of nodes ended: with {{end}}, {{else …}} or the text.
enum class Ending { kEnd, kElse, kText };

// How deep statements and parentheses may stand in each other.
constexpr int kNestingMost = 400;

class Nesting {
 public:
  explicit Nesting(int& depth) : depth_(depth) { ++depth_; }
  ~Nesting() { --depth_; }
  bool too_deep() const { return depth_ > kNestingMost; }

 private:
  int& depth_;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), tokens_(scan_go_template(text)) {}

  Result<TemplateSet> run() {
    set_.source = text_;
    std::vector<Node> main;
    Ending ending{};
    if (auto done = list(main, ending); !done) return done.error();
    if (ending != Ending::kText) return refuse(ending == Ending::kEnd ? "unexpected {{end}}" : "unexpected {{else}}");
    if (auto added = add(std::string(kMainTemplate), std::move(main)); !added) return added.error();
    return std::move(set_);
  }

 private:
  const Token& peek() const { return tokens_[at_]; }
  const Token& next() { return at_ + 1 < tokens_.size() ? tokens_[at_++] : tokens_.back(); }
  void skip_space() {
    while (peek().kind == Kind::kSpace) ++at_;
  }
  const Token& peek_past_space() {
    skip_space();
    return peek();
  }

  Error refuse(const std::string& why) const {
    const size_t position = std::min(peek().position, text_.size());
    const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(position), '\n');
    return client_error("template: " + std::string(kMainTemplate) + ":" + std::to_string(line) + ": " + why);
  }

  Error unexpected(const Token& token, std::string_view context) const {
    if (token.kind == Kind::kError) return refuse(token.text);
    return refuse("unexpected " + token.shown() + " in " + std::string(context));
  }

  // Nodes up to what closes them; the closing action's keyword is taken, what follows it in an else is not.
  Result<void> list(std::vector<Node>& out, Ending& ending) {
    const Nesting nesting(depth_);
    if (nesting.too_deep()) return refuse("max expression depth exceeded");
    while (true) {
      const Token token = peek();
      if (token.kind == Kind::kEnd) {
        ending = Ending::kText;
        return {};
      }
      if (token.kind == Kind::kError) return refuse(token.text);
      next();
      if (token.kind == Kind::kText) {
        Node node;
        node.text = token.text;
        out.push_back(std::move(node));
        continue;
      }
      if (peek_past_space().kind == Kind::kKeyword && peek().text == "end") {
        next();
        ending = Ending::kEnd;
        return expect_right("end");
      }
      if (peek().kind == Kind::kKeyword && peek().text == "else") {
        next();
        ending = Ending::kElse;
        return {};
      }
      if (auto done = action(out); !done) return done;
    }
  }

  Result<void> expect_right(std::string_view context) {
    if (peek_past_space().kind != Kind::kRight) return unexpected(peek(), context);
    next();
    return {};
  }

  Result<void> action(std::vector<Node>& out) {
    Node node;
    node.position = peek().position;
    if (peek().kind != Kind::kKeyword) {
      node.kind = Node::Kind::kAction;
      if (auto done = pipeline(node.pipe, "command", Kind::kRight); !done) return done;
      out.push_back(std::move(node));
      return {};
    }
    const std::string word = next().text;
    if (word == "if") return control(out, node, Node::Kind::kIf, word);
    if (word == "range") return control(out, node, Node::Kind::kRange, word);
    if (word == "with") return control(out, node, Node::Kind::kWith, word);
    if (word == "define") return definition(nullptr);
    if (word == "block") return definition(&out);
    if (word == "template") return call(out, node);
    if (auto done = expect_right("{{" + word + "}}"); !done) return done;
    if (ranges_ == 0) return refuse("{{" + word + "}} outside {{range}}");
    node.kind = word == "break" ? Node::Kind::kBreak : Node::Kind::kContinue;
    out.push_back(std::move(node));
    return {};
  }

  Result<void> control(std::vector<Node>& out, Node& node, Node::Kind kind, const std::string& word) {
    node.kind = kind;
    const size_t variables = variables_.size();
    if (auto done = pipeline(node.pipe, word, Kind::kRight); !done) return done;
    Ending ending{};
    if (kind == Node::Kind::kRange) ++ranges_;
    auto done = list(node.body, ending);
    if (kind == Node::Kind::kRange) --ranges_;
    if (!done) return done;
    if (ending == Ending::kElse) {
      if (auto other = otherwise(node, kind, word); !other) return other;
    } else if (ending == Ending::kText) {
      return refuse("unexpected EOF");
    }
    variables_.resize(variables);
    out.push_back(std::move(node));
    return {};
  }

  // {{else}} and what stands for a nested statement: {{else if x}}, {{else with x}}.
  Result<void> otherwise(Node& node, Node::Kind kind, const std::string& word) {
    const Token& after = peek_past_space();
    if (after.kind == Kind::kKeyword && (after.text == "if" || after.text == "with")) {
      if (after.text != word) return unexpected(after, "input");
      Node inner;
      inner.position = next().position;
      return control(node.otherwise, inner, kind, word);
    }
    if (auto done = expect_right("else"); !done) return done;
    Ending ending{};
    if (auto done = list(node.otherwise, ending); !done) return done;
    if (ending == Ending::kElse) return refuse("expected end; found {{else}}");
    if (ending == Ending::kText) return refuse("unexpected EOF");
    return {};
  }

  Result<void> definition(std::vector<Node>* use) {
    const std::string_view context = use != nullptr ? "block clause" : "define clause";
    const Token name = peek_past_space();
    const auto text = name.kind == Kind::kString ? go_unquote(name.text) : std::nullopt;
    if (!text) return unexpected(name, context);
    next();
    Node node;
    if (use != nullptr) {
      node.kind = Node::Kind::kCall;
      node.position = name.position;
      node.text = *text;
      if (auto done = pipeline(node.pipe, "block clause", Kind::kRight); !done) return done;
      use->push_back(std::move(node));
    } else if (auto done = expect_right("define clause"); !done) {
      return done;
    }
    std::vector<std::string> outer = {"$"};
    outer.swap(variables_);
    std::vector<Node> body;
    Ending ending{};
    auto done = list(body, ending);
    outer.swap(variables_);
    if (!done) return done;
    if (ending == Ending::kElse) return refuse("unexpected {{else}} in " + std::string(context));
    if (ending == Ending::kText) return refuse("unexpected EOF");
    return add(*text, std::move(body));
  }

  // Only what is empty may be defined again. Upstream: Tree.add, IsEmptyTree
  Result<void> add(const std::string& name, std::vector<Node> body) {
    const auto is_empty = [](const std::vector<Node>& nodes) {
      return std::all_of(nodes.begin(), nodes.end(), [](const Node& node) {
        return node.kind == Node::Kind::kText && trim_space(node.text).empty();
      });
    };
    const auto there = set_.templates.find(name);
    if (there == set_.templates.end() || is_empty(there->second)) set_.templates[name] = std::move(body);
    else if (!is_empty(body)) return refuse("template: multiple definition of template " + go_quote(name));
    return {};
  }

  Result<void> call(std::vector<Node>& out, Node& node) {
    const Token name = peek_past_space();
    const auto text = name.kind == Kind::kString ? go_unquote(name.text) : std::nullopt;
    if (!text) return unexpected(name, "template clause");
    next();
    node.kind = Node::Kind::kCall;
    node.position = name.position;
    node.text = *text;
    if (peek_past_space().kind == Kind::kRight) next();
    else if (auto done = pipeline(node.pipe, "template clause", Kind::kRight); !done) return done;
    out.push_back(std::move(node));
    return {};
  }

  Result<void> declarations(TemplatePipe& pipe, std::string_view context) {
    while (peek_past_space().kind == Kind::kVariable) {
      const size_t begin = at_;
      const std::string name = next().text;
      const Token& after = peek_past_space();
      const bool comma = after.kind == Kind::kChar && after.text == ",";
      if (after.kind != Kind::kAssign && after.kind != Kind::kDeclare && !comma) {
        at_ = begin;
        return {};
      }
      pipe.variables.push_back(name);
      if (!comma) {
        pipe.assigns = after.kind == Kind::kAssign;
        next();
        for (const std::string& variable : pipe.variables) {
          // Who assigns to a variable that nobody declared learns so when it happens.
          if (!pipe.assigns || !is_known(variable)) variables_.push_back(variable);
        }
        return {};
      }
      if (context != "range" || pipe.variables.size() > 1) {
        return refuse("too many declarations in " + std::string(context));
      }
      next();
      if (peek_past_space().kind != Kind::kVariable) return refuse("range can only initialize variables");
    }
    return {};
  }

  bool is_known(const std::string& variable) const {
    return std::find(variables_.begin(), variables_.end(), variable) != variables_.end();
  }

  Result<void> pipeline(TemplatePipe& pipe, std::string_view context, Kind end) {
    const Nesting nesting(depth_);
    if (nesting.too_deep()) return refuse("max expression depth exceeded");
    pipe.position = peek_past_space().position;
    if (auto done = declarations(pipe, context); !done) return done;
    while (peek_past_space().kind != end) {
      const Kind kind = peek().kind;
      const bool starts = kind == Kind::kBool || kind == Kind::kCharConstant || kind == Kind::kDot ||
                          kind == Kind::kField || kind == Kind::kIdentifier || kind == Kind::kNumber ||
                          kind == Kind::kComplex || kind == Kind::kNil || kind == Kind::kString ||
                          kind == Kind::kVariable || kind == Kind::kOpen;
      if (!starts) return unexpected(peek(), context);
      if (auto done = command(pipe); !done) return done;
    }
    if (pipe.commands.empty()) return refuse("missing value for " + std::string(context));
    for (size_t i = 1; i < pipe.commands.size(); ++i) {
      const auto first = pipe.commands[i].operands[0].kind;
      if (first == Operand::Kind::kConstant || first == Operand::Kind::kDot || first == Operand::Kind::kNil) {
        return refuse("non executable command in pipeline stage " + std::to_string(i + 1));
      }
    }
    next();
    return {};
  }

  Result<void> command(TemplatePipe& pipe) {
    TemplateCommand out;
    while (true) {
      skip_space();
      auto operand = this->operand();
      if (!operand) return operand.error();
      if (*operand) out.operands.push_back(*std::move(*operand));
      const Kind kind = peek().kind;
      if (kind == Kind::kSpace) continue;
      if (kind == Kind::kPipe) next();
      else if (kind != Kind::kRight && kind != Kind::kClose) return unexpected(peek(), "operand");
      break;
    }
    if (out.operands.empty()) return refuse("empty command");
    pipe.commands.push_back(std::move(out));
    return {};
  }

  // A term and the fields taken of it; nullopt if none begins here.
  Result<std::optional<Operand>> operand() {
    auto term = this->term();
    if (!term) return term.error();
    if (!*term) return std::optional<Operand>();
    Operand& out = **term;
    if (peek().kind != Kind::kField) return std::move(*term);
    if (out.kind == Operand::Kind::kConstant || out.kind == Operand::Kind::kDot || out.kind == Operand::Kind::kNil) {
      return refuse("unexpected . after term " + go_quote(out.text));
    }
    out.position = peek().position;
    while (peek().kind == Kind::kField) {
      out.text += peek().text;
      out.fields.push_back(next().text.substr(1));
    }
    return std::move(*term);
  }

  Result<std::optional<Operand>> term() {
    const Token token = peek();
    Operand out;
    out.position = token.position;
    out.text = token.text;
    switch (token.kind) {
      case Kind::kIdentifier:
        if (find_template_function(token.text) == nullptr) {
          return refuse("function " + go_quote(token.text) + " not defined");
        }
        out.kind = Operand::Kind::kFunction;
        out.name = token.text;
        break;
      case Kind::kDot:
        out.kind = Operand::Kind::kDot;
        break;
      case Kind::kNil:
        out.kind = Operand::Kind::kNil;
        break;
      case Kind::kVariable:
        if (!is_known(token.text)) return refuse("undefined variable " + go_quote(token.text));
        out.kind = Operand::Kind::kVariable;
        out.name = token.text;
        break;
      case Kind::kField:
        out.kind = Operand::Kind::kField;
        out.fields = {token.text.substr(1)};
        break;
      case Kind::kOpen:
        next();
        out.kind = Operand::Kind::kPipe;
        out.pipe = std::make_shared<TemplatePipe>();
        if (auto done = pipeline(*out.pipe, "parenthesized pipeline", Kind::kClose); !done) return done.error();
        out.text = "(" + out.pipe->text() + ")";
        return std::optional(std::move(out));
      case Kind::kBool:
      case Kind::kNumber:
      case Kind::kComplex:
      case Kind::kCharConstant:
      case Kind::kString: {
        auto value = constant(token);
        if (!value) return value.error();
        out.kind = Operand::Kind::kConstant;
        out.constant = *std::move(value);
        break;
      }
      default:
        return std::optional<Operand>();
    }
    next();
    return std::optional(std::move(out));
  }

  Result<TemplateValue> constant(const Token& token) const {
    if (token.kind == Kind::kBool) return TemplateValue{Value(token.text == "true"), true};
    if (token.kind == Kind::kNumber || token.kind == Kind::kComplex) {
      auto number = parse_template_number(token.text, token.kind == Kind::kComplex);
      if (!number) return refuse(number.error().message);
      return number;
    }
    const auto text = go_unquote(token.text);
    if (!text || (token.kind == Kind::kCharConstant && text->empty())) return refuse("invalid syntax");
    if (token.kind == Kind::kString) return TemplateValue{Value(*text), true};
    const Rune rune = decode_rune(*text, 0);
    if (rune.width != text->size()) return refuse("malformed character constant: " + token.text);
    return TemplateValue{Value(static_cast<int64_t>(rune.code)), true};
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  int ranges_ = 0;
  int depth_ = 0;
  std::vector<std::string> variables_ = {"$"};
  TemplateSet set_;
};

}  // namespace

std::string TemplateCommand::text() const {
  std::string out;
  for (const TemplateOperand& operand : operands) out.append(out.empty() ? "" : " ").append(operand.text);
  return out;
}

std::string TemplatePipe::text() const {
  std::string out;
  for (const TemplateCommand& command : commands) out.append(out.empty() ? "" : " | ").append(command.text());
  if (variables.empty()) return out;
  std::string names = variables[0];
  for (size_t i = 1; i < variables.size(); ++i) names += ", " + variables[i];
  return names + (assigns ? " = " : " := ") + out;
}

Result<TemplateSet> parse_go_template(std::string_view text) { return Parser(text).run(); }

}  // namespace skiff::cli
