#include "cel/checker.h"

#include <algorithm>

#include "base/regular_expression.h"
#include "base/time.h"
#include "cel/functions.h"

namespace skiff::cel {
namespace {

using Kind = Type::Kind;

constexpr std::string_view kTypeNames[] = {"bool", "bytes",     "double", "int",  "list",
                                           "map",  "null_type", "string", "type", "uint"};
// Types that are named with a dot: google.protobuf.Duration.
constexpr std::string_view kDottedTypes[] = {"google.protobuf.Timestamp", "google.protobuf.Duration"};

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
  explicit Checker(const Scope& scope) : host_(scope.host), names_{{"self", scope.self}, {"oldSelf", scope.old_self}} {}

  TypeRef type_of(const Node& node) { return result_.types[&node] = found_type(node); }

  // What is of the right type and cannot be meant counts only where all types are right. Upstream: cel-go's
  // validators of literals.
  Checked finish(TypeRef type) {
    result_.type = type != nullptr ? std::move(type) : dyn();
    if (result_.problems.empty()) result_.problems = std::move(doubts_);
    return std::move(result_);
  }

 private:
  TypeRef found_type(const Node& node) {
    switch (node.kind) {
      case Node::Kind::kLiteral:
        return type_of_literal(node.literal);
      case Node::Kind::kName:
        return name(node);
      case Node::Kind::kSelect:
        return select(node);
      case Node::Kind::kOptionalSelect:
        return optional_select(node);
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

  TypeRef refuse(size_t at, std::string message) {
    result_.problems.push_back({at, std::move(message)});
    return nullptr;
  }

  // A part that is wrong is told of once: what stands around it takes it for anything.
  TypeRef known(const Node& node) {
    TypeRef type = type_of(node);
    return type != nullptr ? type : dyn();
  }

  TypeRef name(const Node& node) {
    for (auto scope = names_.rbegin(); scope != names_.rend(); ++scope)
      if (scope->first == node.text) {
        if (node.text == "oldSelf") result_.uses_old_self = true;
        return scope->second;
      }
    if (std::find(std::begin(kTypeNames), std::end(kTypeNames), node.text) != std::end(kTypeNames))
      return simple_type(Kind::kType);
    return refuse(node.at, "undeclared reference to '" + node.text + "' (in container '')");
  }

  TypeRef select(const Node& node) {
    const std::string name = dotted_name(node);
    if (std::find(std::begin(kDottedTypes), std::end(kDottedTypes), name) != std::end(kDottedTypes))
      return simple_type(Kind::kType);
    const TypeRef operand = known(*node.children[0]);
    if (operand->kind != Kind::kOptional) return field_of(node, operand);
    const TypeRef field = field_of(node, operand->element);
    return field != nullptr ? optional_of(field) : nullptr;
  }

  TypeRef optional_select(const Node& node) {
    const TypeRef operand = known(*node.children[0]);
    const TypeRef field = field_of(node, operand->kind == Kind::kOptional ? operand->element : operand);
    return field != nullptr ? optional_of(field) : nullptr;
  }

  TypeRef field_of(const Node& node, const TypeRef& operand) {
    if (operand->kind == Kind::kDyn) return operand;
    if (operand->kind == Kind::kMap) return operand->element;
    if (operand->kind != Kind::kObject)
      return refuse(node.at, "type '" + operand->text() + "' does not support field selection");
    const auto field = operand->fields.find(node.text);
    if (field == operand->fields.end()) return refuse(node.at, "undefined field '" + node.text + "'");
    return field->second;
  }

  TypeRef call(const Node& node, Style style) {
    std::vector<TypeRef> types;
    const bool formats = style == Style::kMember && node.text == "format";
    formats_ += formats ? 1 : 0;
    for (const NodeRef& child : node.children) types.push_back(known(*child));
    formats_ -= formats ? 1 : 0;
    check_literal(node, style);
    if (node.text == "_&&_" || node.text == "_||_") return logical(node, types);
    if (node.text == "_?_:_") return conditional(node, types);
    if (node.text == "_[_]" && types[0]->kind == Kind::kOptional) return optional_index(node, types);
    if (node.text == "_[?_]") return optional_index(node, types);
    if (!is_function(node.text, Style::kFunction, host_) && !is_function(node.text, Style::kMember, host_))
      return refuse(node.at, "undeclared reference to '" + node.text + "' (in container '')");
    TypeRef type = result_type(node.text, style, types, host_);
    return type != nullptr ? type : no_overload(node, style, types);
  }

  void check_literal(const Node& node, Style style) {
    const size_t first = style == Style::kMember ? 1 : 0;
    if (node.children.size() <= first) return;
    const Node& literal = *node.children[first];
    if (literal.kind != Node::Kind::kLiteral || !literal.literal.is_string()) return;
    const std::string_view text = literal.literal.as_string();
    const bool wrong = (node.text == "duration" && !parse_duration(text)) ||
                       (node.text == "timestamp" && !parse_rfc3339(text)) ||
                       (node.text == "matches" && !RegularExpression::problem_of(text).empty());
    if (wrong) doubts_.push_back({literal.at, "invalid " + node.text + " argument"});
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

  TypeRef optional_index(const Node& node, std::vector<TypeRef> types) {
    if (types[0]->kind == Kind::kOptional) types[0] = types[0]->element;
    const TypeRef element = result_type("_[_]", Style::kFunction, types, host_);
    return element != nullptr ? optional_of(element) : no_overload(node, Style::kFunction, types);
  }

  // The type of an element or entry; of one that may be left out, what the option is of.
  TypeRef part(const Node& node) {
    if (node.kind != Node::Kind::kCall || node.text != "?_") return known(node);
    const TypeRef option = known(*node.children[0]);
    if (option->kind == Kind::kOptional) return option->element;
    if (option->kind != Kind::kDyn)
      refuse(node.at, "expected type 'optional_type(" + option->text() + ")' but found '" + option->text() + "'");
    return dyn();
  }

  // Lists and maps that are written down are of one sort of things, but for what a text is formatted with.
  struct Parts {
    TypeRef type = nullptr;
    bool differ = false;
  };
  void add(const Node& node, const TypeRef& type, Parts& parts) {
    if (parts.type == nullptr) {
      parts.type = type;
    } else if (!is_assignable(*type, *parts.type)) {
      parts.differ = true;
      if (formats_ == 0)
        doubts_.push_back({node.at, "expected type '" + parts.type->text() + "' but found '" + type->text() + "'"});
    }
  }
  static TypeRef common(const Parts& parts) { return parts.type == nullptr || parts.differ ? dyn() : parts.type; }

  TypeRef list(const Node& node) {
    Parts parts;
    for (const NodeRef& child : node.children) add(*child, part(*child), parts);
    return list_of(common(parts));
  }

  TypeRef map(const Node& node) {
    Parts keys;
    Parts values;
    for (size_t i = 0; i < node.children.size(); ++i)
      add(*node.children[i], part(*node.children[i]), i % 2 == 0 ? keys : values);
    return map_of(common(values));
  }

  // What the variables of a macro stand for: a list's elements, a map's keys; of two, place or key, and value.
  struct Variables {
    TypeRef first;
    TypeRef second;
  };

  Variables variables_of(const Node& node, const TypeRef& range) {
    const TypeRef element = range->element != nullptr ? range->element : dyn();
    const bool is_list = range->kind == Kind::kList;
    const TypeRef key = range->kind == Kind::kMap ? simple_type(Kind::kString) : dyn();
    if (node.second.empty()) return {is_list ? element : key, nullptr};
    return {is_list ? simple_type(Kind::kInt) : key, element};
  }

  TypeRef macro(const Node& node) {
    const TypeRef range = known(*node.children[0]);
    if (node.text == "optMap" || node.text == "optFlatMap") return option_macro(node, range);
    if (range->kind != Kind::kList && range->kind != Kind::kMap && range->kind != Kind::kDyn)
      return refuse(node.children[0]->at, "expression of type '" + range->text() +
                                              "' cannot be range of a comprehension (must be list, map, or dynamic)");
    const Variables variables = variables_of(node, range);
    names_.emplace_back(node.variable, variables.first);
    if (!node.second.empty()) names_.emplace_back(node.second, variables.second);
    std::vector<TypeRef> bodies;
    for (size_t i = 1; i < node.children.size(); ++i) bodies.push_back(known(*node.children[i]));
    names_.resize(names_.size() - (node.second.empty() ? 1 : 2));
    const bool makes = node.text == "map" || node.text.starts_with("transform");
    const bool tests = !makes || bodies.size() == 2;
    if (tests && !is_assignable(*bodies[0], *simple_type(Kind::kBool)))
      return refuse(node.children[1]->at, "expected type 'bool' but found '" + bodies[0]->text() + "'");
    if (node.text == "transformMap") return map_of(bodies.back());
    if (node.text == "transformMapEntry") return bodies.back()->kind == Kind::kMap ? bodies.back() : map_of(dyn());
    if (makes) return list_of(bodies.back());
    if (node.text == "filter") return list_of(variables.first);
    return simple_type(Kind::kBool);
  }

  TypeRef option_macro(const Node& node, const TypeRef& range) {
    if (range->kind != Kind::kOptional && range->kind != Kind::kDyn) return no_overload(node, Style::kMember, {range});
    names_.emplace_back(node.variable, range->element != nullptr ? range->element : dyn());
    const TypeRef body = known(*node.children[1]);
    names_.pop_back();
    if (node.text == "optMap") return optional_of(body);
    if (body->kind == Kind::kOptional || body->kind == Kind::kDyn) return body;
    return refuse(node.children[1]->at, "expected type 'optional_type(dyn)' but found '" + body->text() + "'");
  }

  Checked result_;
  std::vector<Problem> doubts_;
  int formats_ = 0;  // how many calls of format() stand around
  Overloads host_;
  std::vector<std::pair<std::string, TypeRef>> names_;
};

}  // namespace

Checked check(const Node& root, const Scope& scope) {
  Checker checker(scope);
  return checker.finish(checker.type_of(root));
}

}  // namespace skiff::cel
