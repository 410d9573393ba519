#include "cel/checker.h"

#include <algorithm>

#include "cel/functions.h"

namespace skiff::cel {
namespace {

using Kind = Type::Kind;

constexpr std::string_view kTypeNames[] = {"bool", "bytes",     "double", "int",  "list",
                                           "map",  "null_type", "string", "type", "uint"};

TypeRef dyn() { return simple_type(Kind::kDyn); }

TypeRef type_of_literal(const Value& value) {
  switch (value.type()) {
    case Value::Type::kBool:
      return simple_type(Kind::kBool);
    case Value::Type::kInt:
      return simple_type(Kind::kInt);
    case Value::Type::kDouble:
      return simple_type(Kind::kDouble);
    case Value::Type::kString:
      return simple_type(Kind::kString);
    default:
      return simple_type(Kind::kNull);
  }
}

class Checker {
 public:
  explicit Checker(const TypeRef& self) : names_{{"self", self}, {"oldSelf", self}} {}

  TypeRef type_of(const Node& node) {
    switch (node.kind) {
      case Node::Kind::kLiteral:
        return type_of_literal(node.literal);
      case Node::Kind::kName:
        return name(node);
      case Node::Kind::kSelect:
        return select(node);
      case Node::Kind::kHas:
        select(node);
        return simple_type(Kind::kBool);
      case Node::Kind::kCall:
        return call(node, Style::kFunction);
      case Node::Kind::kMember:
        return call(node, Style::kMember);
      case Node::Kind::kList:
        return list(node);
      case Node::Kind::kMap:
        return map(node);
      case Node::Kind::kMacro:
        return macro(node);
    }
    return dyn();
  }

  Checked result;

 private:
  TypeRef refuse(size_t at, std::string message) {
    result.problems.push_back({at, std::move(message)});
    return nullptr;
  }

  // A part that is wrong is told of once: what stands around it takes it for anything.
  TypeRef known(const Node& node) {
    TypeRef type = type_of(node);
    if (type == nullptr) return dyn();
    if (type->kind == Kind::kBeyond) result.is_beyond = true;
    return type;
  }

  TypeRef name(const Node& node) {
    for (auto scope = names_.rbegin(); scope != names_.rend(); ++scope)
      if (scope->first == node.text) {
        if (node.text == "oldSelf") result.uses_old_self = true;
        return scope->second;
      }
    if (std::find(std::begin(kTypeNames), std::end(kTypeNames), node.text) != std::end(kTypeNames))
      return simple_type(Kind::kType);
    return refuse(node.at, "undeclared reference to '" + node.text + "' (in container '')");
  }

  TypeRef select(const Node& node) {
    TypeRef operand = known(*node.children[0]);
    if (operand->kind == Kind::kDyn || operand->kind == Kind::kBeyond) return operand;
    if (operand->kind == Kind::kMap) return operand->element;
    if (operand->kind != Kind::kObject)
      return refuse(node.at, "type '" + operand->text() + "' does not support field selection");
    const auto field = operand->fields.find(node.text);
    if (field == operand->fields.end()) return refuse(node.at, "undefined field '" + node.text + "'");
    return field->second;
  }

  TypeRef call(const Node& node, Style style) {
    std::vector<TypeRef> types;
    for (const NodeRef& child : node.children) types.push_back(known(*child));
    if (node.text == "_&&_" || node.text == "_||_") return logical(node, types);
    if (node.text == "_?_:_") return conditional(node, types);
    if (is_beyond(node.text)) {
      result.is_beyond = true;
      return dyn();
    }
    if (!is_function(node.text, style))
      return refuse(node.at, "undeclared reference to '" + node.text + "' (in container '')");
    TypeRef type = result_type(node.text, style, types);
    return type != nullptr ? type : no_overload(node, style, types);
  }

  TypeRef no_overload(const Node& node, Style style, const std::vector<TypeRef>& types) {
    std::string applied;
    for (size_t i = style == Style::kMember ? 1 : 0; i < types.size(); ++i)
      applied += (applied.empty() ? "" : ", ") + types[i]->text();
    const std::string target = style == Style::kMember ? types[0]->text() + "." : "";
    return refuse(node.at,
                  "found no matching overload for '" + node.text + "' applied to '" + target + "(" + applied + ")'");
  }

  TypeRef logical(const Node& node, const std::vector<TypeRef>& types) {
    for (const TypeRef& type : types)
      if (!is_assignable(*type, *simple_type(Kind::kBool))) return no_overload(node, Style::kFunction, types);
    return simple_type(Kind::kBool);
  }

  TypeRef conditional(const Node& node, const std::vector<TypeRef>& types) {
    if (!is_assignable(*types[0], *simple_type(Kind::kBool)) || !is_assignable(*types[1], *types[2]))
      return no_overload(node, Style::kFunction, types);
    return types[1]->kind == Kind::kNull || types[1]->kind == Kind::kDyn ? types[2] : types[1];
  }

  // A list of one sort of things, or of anything.
  TypeRef common(const std::vector<TypeRef>& types) {
    if (types.empty()) return dyn();
    for (const TypeRef& type : types)
      if (!is_assignable(*type, *types[0])) return dyn();
    return types[0];
  }

  TypeRef list(const Node& node) {
    std::vector<TypeRef> types;
    for (const NodeRef& child : node.children) types.push_back(known(*child));
    return list_of(common(types));
  }

  TypeRef map(const Node& node) {
    std::vector<TypeRef> types;
    for (size_t i = 0; i < node.children.size(); ++i) {
      const TypeRef type = known(*node.children[i]);
      if (i % 2 == 1) types.push_back(type);
    }
    return map_of(common(types));
  }

  TypeRef macro(const Node& node) {
    const TypeRef range = known(*node.children[0]);
    TypeRef element = dyn();
    if (range->kind == Kind::kList) element = range->element;
    else if (range->kind == Kind::kMap) element = simple_type(Kind::kString);
    else if (range->kind != Kind::kDyn && range->kind != Kind::kBeyond)
      return refuse(node.children[0]->at, "expression of type '" + range->text() +
                                              "' cannot be range of a comprehension (must be list, map, or dynamic)");
    names_.emplace_back(node.variable, element);
    std::vector<TypeRef> bodies;
    for (size_t i = 1; i < node.children.size(); ++i) bodies.push_back(known(*node.children[i]));
    names_.pop_back();
    const bool mapped = node.text == "map";
    const bool tests = !mapped || bodies.size() == 2;
    if (tests && !is_assignable(*bodies[0], *simple_type(Kind::kBool)))
      return refuse(node.children[1]->at, "expected type 'bool' but found '" + bodies[0]->text() + "'");
    if (mapped) return list_of(bodies.back());
    if (node.text == "filter") return list_of(element);
    return simple_type(Kind::kBool);
  }

  std::vector<std::pair<std::string, TypeRef>> names_;
};

}  // namespace

Checked check(const Node& root, const TypeRef& self) {
  Checker checker(self);
  TypeRef type = checker.type_of(root);
  if (type != nullptr && type->kind == Kind::kBeyond) checker.result.is_beyond = true;
  checker.result.type = type != nullptr ? std::move(type) : dyn();
  return std::move(checker.result);
}

}  // namespace skiff::cel
