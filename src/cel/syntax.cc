#include "cel/syntax.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "cel/lexer.h"

namespace skiff::cel {
namespace {

NodeRef make(Node::Kind kind, size_t at, std::string text = {}) {
  auto node = std::make_unique<Node>();
  node->kind = kind;
  node->at = at;
  node->text = std::move(text);
  return node;
}

// How many arguments a macro takes, and how many of them are variables.
struct MacroForm {
  std::string_view name;
  size_t arguments;
  size_t variables;
};
constexpr MacroForm kMacros[] = {
    {"all", 2, 1},
    {"exists", 2, 1},
    {"exists_one", 2, 1},
    {"existsOne", 2, 1},
    {"filter", 2, 1},
    {"map", 2, 1},
    {"map", 3, 1},
    {"optMap", 2, 1},
    {"optFlatMap", 2, 1},
    {"all", 3, 2},
    {"exists", 3, 2},
    {"existsOne", 3, 2},
    {"transformList", 3, 2},
    {"transformList", 4, 2},
    {"transformMap", 3, 2},
    {"transformMap", 4, 2},
    {"transformMapEntry", 3, 2},
    {"transformMapEntry", 4, 2},
};

const MacroForm* find_macro(std::string_view name, size_t arguments) {
  const auto found = std::find_if(std::begin(kMacros), std::end(kMacros), [&](const MacroForm& form) {
    return form.name == name && form.arguments == arguments;
  });
  return found == std::end(kMacros) ? nullptr : found;
}

constexpr size_t kDepthMax = 250;

// One function for each level of precedence; the first problem ends it all.
class Parser {
 public:
  Parser(std::string_view text, const IsNamespaced& is_namespaced) : lexer_(text), is_namespaced_(is_namespaced) {
    advance();
  }

  std::variant<NodeRef, Problem> whole() {
    NodeRef root = expression();
    if (!problem_ && token_.kind != Token::Kind::kEnd)
      refuse("Syntax error: extraneous input '" + token_.text + "' expecting <EOF>");
    if (problem_) return *problem_;
    return root;
  }

 private:
  void advance() {
    auto next = lexer_.next();
    if (Problem* problem = std::get_if<Problem>(&next)) {
      if (!problem_) problem_ = *problem;
      token_ = Token{};
    } else {
      token_ = std::move(std::get<Token>(next));
    }
  }

  NodeRef refuse(std::string message) {
    if (!problem_) problem_ = Problem{token_.at, std::move(message)};
    token_ = Token{};
    return make(Node::Kind::kLiteral, 0);
  }

  NodeRef unexpected() {
    return refuse(token_.kind == Token::Kind::kEnd ? "Syntax error: mismatched input '<EOF>'"
                                                   : "Syntax error: mismatched input '" + token_.text + "'");
  }

  bool is(std::string_view sign) const { return token_.kind == Token::Kind::kSign && token_.text == sign; }
  bool accept(std::string_view sign) {
    if (!is(sign)) return false;
    advance();
    return true;
  }
  void expect(std::string_view sign) {
    if (!accept(sign)) unexpected();
  }

  NodeRef call(size_t at, std::string name, NodeRef a, NodeRef b = nullptr, NodeRef c = nullptr) {
    NodeRef node = make(Node::Kind::kCall, at, std::move(name));
    for (NodeRef* child : {&a, &b, &c})
      if (*child != nullptr) node->adopt(std::move(*child));
    return node;
  }

  // A chain (1 + 1 + 1, a.b.c) is a deep tree, too: cel-go counts each link as it counts a parenthesis.
  NodeRef too_deep() { return refuse("expression recursion limit exceeded: " + std::to_string(kDepthMax)); }

  NodeRef expression() {
    if (++depth_ > kDepthMax) return too_deep();
    NodeRef condition = logical(0);
    if (is("?")) {
      const size_t at = token_.at;
      advance();
      NodeRef yes = logical(0);
      expect(":");
      NodeRef no = expression();
      condition = call(at, "_?_:_", std::move(condition), std::move(yes), std::move(no));
    }
    --depth_;
    return condition;
  }

  // || binds less than &&. Any number of either may stand in a row: which side of them is looked at first is no matter,
  // so the tree is made balanced. Upstream: cel-go's balancer.
  NodeRef logical(size_t level) {
    static constexpr std::string_view kSigns[] = {"||", "&&"};
    if (level == std::size(kSigns)) return binary(0);
    std::vector<NodeRef> operands;
    std::vector<size_t> signs;
    operands.push_back(logical(level + 1));
    while (is(kSigns[level])) {
      signs.push_back(token_.at);
      advance();
      operands.push_back(logical(level + 1));
    }
    return balanced("_" + std::string(kSigns[level]) + "_", operands, signs);
  }

  // REQUIRES: one sign less than operands.
  NodeRef balanced(const std::string& name, std::span<NodeRef> operands, std::span<const size_t> signs) {
    if (operands.size() == 1) return std::move(operands[0]);
    const size_t middle = signs.size() / 2;
    NodeRef left = balanced(name, operands.first(middle + 1), signs.first(middle));
    NodeRef right = balanced(name, operands.subspan(middle + 1), signs.subspan(middle + 1));
    return call(signs[middle], name, std::move(left), std::move(right));
  }

  // Weakest first.
  static constexpr std::array<std::array<std::string_view, 7>, 3> kLevels = {
      {{"<", "<=", ">", ">=", "==", "!=", "in"}, {"+", "-"}, {"*", "/", "%"}}};

  bool is_operator(size_t level) const {
    if (token_.kind != Token::Kind::kSign && !(token_.kind == Token::Kind::kName && token_.text == "in")) return false;
    const auto& signs = kLevels[level];
    return std::find(signs.begin(), signs.end(), token_.text) != signs.end();
  }

  NodeRef binary(size_t level) {
    if (level == kLevels.size()) return unary();
    NodeRef left = binary(level + 1);
    while (is_operator(level)) {
      if (left->height > kDepthMax) return too_deep();
      const Token sign = token_;
      advance();
      left = call(sign.at, sign.text == "in" ? "@in" : "_" + sign.text + "_", std::move(left), binary(level + 1));
    }
    return left;
  }

  NodeRef unary() {
    if (!is("!") && !is("-")) return member();
    if (++depth_ > kDepthMax) return too_deep();
    const Token sign = token_;
    advance();
    NodeRef operand = unary();
    --depth_;
    if (sign.text == "-" && operand->kind == Node::Kind::kLiteral && operand->literal.is_number()) {
      operand->literal =
          operand->literal.is_int() ? Value(-operand->literal.as_int()) : Value(-operand->literal.as_double());
      return operand;
    }
    return call(sign.at, sign.text + "_", std::move(operand));
  }

  NodeRef member() {
    NodeRef node = primary();
    for (;;) {
      if (node->height > kDepthMax && (is(".") || is("["))) return too_deep();
      const size_t at = token_.at;
      if (accept(".")) {
        const bool optional = accept("?");
        if (token_.kind != Token::Kind::kName) return unexpected();
        std::string name = token_.text;
        advance();
        node = !optional && is("(") ? method(std::move(node), std::move(name))
                                    : select(std::move(node), at, std::move(name));
        if (optional) node->kind = Node::Kind::kOptionalSelect;
      } else if (accept("[")) {
        const char* const name = accept("?") ? "_[?_]" : "_[_]";
        NodeRef index = expression();
        expect("]");
        node = call(at, name, std::move(node), std::move(index));
      } else {
        return node;
      }
      if (problem_) return node;
    }
  }

  static NodeRef select(NodeRef operand, size_t at, std::string name) {
    NodeRef node = make(Node::Kind::kSelect, at, std::move(name));
    node->adopt(std::move(operand));
    return node;
  }

  NodeRef method(NodeRef target, std::string name) {
    const size_t at = token_.at;
    std::vector<NodeRef> given = arguments("(", ")");
    if (problem_) return target;
    const std::string qualified = target->kind == Node::Kind::kName ? target->text + "." + name : std::string();
    if (!qualified.empty() && is_namespaced_(qualified)) {
      NodeRef node = make(Node::Kind::kCall, at, qualified);
      for (NodeRef& one : given) node->adopt(std::move(one));
      return node;
    }
    const MacroForm* macro = find_macro(name, given.size());
    NodeRef node = make(macro != nullptr ? Node::Kind::kMacro : Node::Kind::kMember, at, std::move(name));
    node->adopt(std::move(target));
    if (macro != nullptr && !take_variables(*macro, given, *node)) return node;
    for (NodeRef& one : given) node->adopt(std::move(one));
    return node;
  }

  // The names before what a macro works out.
  bool take_variables(const MacroForm& macro, std::vector<NodeRef>& given, Node& node) {
    for (size_t i = 0; i < macro.variables; ++i)
      if (given[i]->kind != Node::Kind::kName) {
        problem_ = Problem{given[i]->at, "argument must be a simple name"};
        return false;
      }
    node.variable = given[0]->text;
    if (macro.variables > 1) node.second = given[1]->text;
    given.erase(given.begin(), given.begin() + static_cast<std::ptrdiff_t>(macro.variables));
    return true;
  }

  std::vector<NodeRef> arguments(std::string_view open, std::string_view close) {
    std::vector<NodeRef> out;
    expect(open);
    while (!problem_ && !is(close)) {
      out.push_back(expression());
      if (!accept(",")) break;
    }
    expect(close);
    return out;
  }

  NodeRef primary() {
    const Token token = token_;
    if (accept("(")) {
      NodeRef inside = expression();
      expect(")");
      return inside;
    }
    if (accept("[")) return list_literal(token.at);
    if (accept("{")) return map_literal(token.at);
    if (token.kind == Token::Kind::kEnd || token.kind == Token::Kind::kSign) return unexpected();
    advance();
    if (token.kind == Token::Kind::kBytes) return call(token.at, "bytes", literal(token.at, token.value));
    if (token.kind == Token::Kind::kUint) return call(token.at, "uint", literal(token.at, token.value));
    if (token.kind != Token::Kind::kName) return literal(token.at, token.value);
    if (token.text == "true" || token.text == "false") return literal(token.at, token.text == "true");
    if (token.text == "null") return literal(token.at, nullptr);
    if (!is("(")) return make(Node::Kind::kName, token.at, token.text);
    return function(token);
  }

  static NodeRef literal(size_t at, Value value) {
    NodeRef node = make(Node::Kind::kLiteral, at);
    node->literal = std::move(value);
    return node;
  }

  NodeRef function(const Token& name) {
    NodeRef node = make(Node::Kind::kCall, token_.at, name.text);
    for (NodeRef& one : arguments("(", ")")) node->adopt(std::move(one));
    if (problem_ || name.text != "has") return node;
    if (node->children.size() != 1 || node->children[0]->kind != Node::Kind::kSelect) {
      problem_ = Problem{node->at, "invalid argument to has() macro"};
      return node;
    }
    NodeRef selected = std::move(node->children[0]);
    selected->kind = Node::Kind::kHas;
    return selected;
  }

  // What follows a question mark is an option, and is there only if something is in it.
  NodeRef part(bool optional) {
    NodeRef value = expression();
    const size_t at = value->at;
    return optional ? call(at, "?_", std::move(value)) : std::move(value);
  }

  NodeRef list_literal(size_t at) {
    NodeRef list = make(Node::Kind::kList, at);
    while (!problem_ && !is("]")) {
      list->adopt(part(accept("?")));
      if (!accept(",")) break;
    }
    expect("]");
    return list;
  }

  NodeRef map_literal(size_t at) {
    NodeRef map = make(Node::Kind::kMap, at);
    while (!problem_ && !is("}")) {
      const bool optional = accept("?");
      map->adopt(expression());
      expect(":");
      map->adopt(part(optional));
      if (!accept(",")) break;
    }
    expect("}");
    return map;
  }

  Lexer lexer_;
  const IsNamespaced& is_namespaced_;
  Token token_;
  std::optional<Problem> problem_;
  size_t depth_ = 0;
};

}  // namespace

void Node::adopt(NodeRef child) {
  height = std::max(height, child->height + 1);
  children.push_back(std::move(child));
}

std::string dotted_name(const Node& node) {
  if (node.kind == Node::Kind::kName) return node.text;
  if (node.kind != Node::Kind::kSelect) return {};
  const std::string before = dotted_name(*node.children[0]);
  return before.empty() ? before : before + "." + node.text;
}

std::variant<NodeRef, Problem> parse(std::string_view text, const IsNamespaced& is_namespaced) {
  return Parser(text, is_namespaced).whole();
}

std::string show_problem(std::string_view text, const Problem& problem) {
  const size_t at = std::min(problem.at, text.size());
  const size_t newline = text.substr(0, at).rfind('\n');
  const size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  const auto number = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  return "ERROR: <input>:" + std::to_string(number) + ":" + std::to_string(at - begin + 1) + ": " + problem.message +
         "\n | " + std::string(line) + "\n | " + std::string(at - begin, '.') + "^";
}

}  // namespace skiff::cel
