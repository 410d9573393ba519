#include "cel/rule.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "cel/checker.h"
#include "cel/syntax.h"

namespace skiff::cel {

struct Rule::Program {
  NodeRef root;
  TypeRef self;
};

namespace {

// Numbers of a schema are doubles, whatever they look like; names are as rules spell them.
Value typed(const Value& value, const Type& type) {
  if (type.kind == Type::Kind::kDouble && value.is_int()) return Value(static_cast<double>(value.as_int()));
  if (type.kind == Type::Kind::kList && value.is_array()) {
    Value out = Value::array();
    for (const Value& element : value.elements()) out.push_back(typed(element, *type.element));
    return out;
  }
  if (type.kind == Type::Kind::kMap && value.is_object()) {
    Value out = Value::object();
    for (const Member& member : value.members()) out.set(member.name(), typed(member.value, *type.element));
    return out;
  }
  if (type.kind != Type::Kind::kObject || !value.is_object()) return value;
  Value out = Value::object();
  for (const Member& member : value.members()) {
    const std::string name = escaped_name(member.name());
    const auto field = type.fields.find(name);
    if (field != type.fields.end() && !member.value.is_null()) out.set(name, typed(member.value, *field->second));
  }
  return out;
}

bool is_true(const Outcome& outcome) {
  return std::holds_alternative<Value>(outcome) && std::get<Value>(outcome).as_bool();
}
bool is_false(const Outcome& outcome) {
  const Value* value = std::get_if<Value>(&outcome);
  return value != nullptr && value->is_bool() && !value->as_bool();
}

class Evaluator {
 public:
  Evaluator(Value self, Value old_self) : names_{{"self", std::move(self)}, {"oldSelf", std::move(old_self)}} {}

  Outcome value_of(const Node& node) {
    switch (node.kind) {
      case Node::Kind::kLiteral:
        return node.literal;
      case Node::Kind::kName:
        return name(node);
      case Node::Kind::kSelect:
        return select(node);
      case Node::Kind::kHas:
        return has(node);
      case Node::Kind::kCall:
        return call(node);
      case Node::Kind::kMember:
        return apply(node, Style::kMember);
      case Node::Kind::kList:
      case Node::Kind::kMap:
        return collection(node);
      case Node::Kind::kMacro:
        return macro(node);
    }
    return Failure{"no such overload"};
  }

 private:
  Outcome name(const Node& node) {
    for (auto scope = names_.rbegin(); scope != names_.rend(); ++scope)
      if (scope->first == node.text) return scope->second;
    return type_value(node.text);
  }

  Outcome select(const Node& node) {
    Outcome operand = value_of(*node.children[0]);
    const Value* object = std::get_if<Value>(&operand);
    if (object == nullptr) return operand;
    if (!object->is_object()) return Failure{"no such overload"};
    const Value* found = object->find(node.text);
    if (found == nullptr) return Failure{"no such key: " + node.text};
    return *found;
  }

  Outcome has(const Node& node) {
    Outcome operand = value_of(*node.children[0]);
    const Value* object = std::get_if<Value>(&operand);
    if (object == nullptr) return operand;
    return Value(object->contains(node.text));
  }

  // One side can decide whatever becomes of the other.
  Outcome either(const Node& node, bool decisive) {
    const auto decides = [&](const Outcome& outcome) { return decisive ? is_true(outcome) : is_false(outcome); };
    Outcome left = value_of(*node.children[0]);
    if (decides(left)) return Value(decisive);
    Outcome right = value_of(*node.children[1]);
    if (decides(right)) return Value(decisive);
    for (Outcome* side : {&left, &right}) {
      const Value* value = std::get_if<Value>(side);
      if (value == nullptr) return *side;
      if (!value->is_bool()) return Failure{"no such overload"};
    }
    return Value(!decisive);
  }

  Outcome call(const Node& node) {
    if (node.text == "_&&_") return either(node, false);
    if (node.text == "_||_") return either(node, true);
    if (node.text != "_?_:_") return apply(node, Style::kFunction);
    Outcome condition = value_of(*node.children[0]);
    if (std::holds_alternative<Failure>(condition)) return condition;
    if (!std::get<Value>(condition).is_bool()) return Failure{"no such overload"};
    return value_of(*node.children[is_true(condition) ? 1 : 2]);
  }

  // The children's values, or the first failure among them.
  std::variant<std::vector<Value>, Failure> values_of(const Node& node) {
    std::vector<Value> values;
    for (const NodeRef& child : node.children) {
      Outcome outcome = value_of(*child);
      if (Failure* failure = std::get_if<Failure>(&outcome)) return std::move(*failure);
      values.push_back(std::move(std::get<Value>(outcome)));
    }
    return values;
  }

  Outcome apply(const Node& node, Style style) {
    auto values = values_of(node);
    if (Failure* failure = std::get_if<Failure>(&values)) return std::move(*failure);
    return call_function(node.text, style, std::get<0>(values));
  }

  Outcome collection(const Node& node) {
    auto values = values_of(node);
    if (Failure* failure = std::get_if<Failure>(&values)) return std::move(*failure);
    std::vector<Value>& all = std::get<0>(values);
    if (node.kind == Node::Kind::kList) return Value::array(std::move(all));
    Value map = Value::object();
    for (size_t i = 0; i + 1 < all.size(); i += 2) map.set(all[i].as_string(), all[i + 1]);
    return map;
  }

  Outcome with_variable(const Node& node, const Value& element, size_t body) {
    names_.emplace_back(node.variable, element);
    Outcome outcome = value_of(*node.children[body]);
    names_.pop_back();
    return outcome;
  }

  Outcome macro(const Node& node) {
    Outcome range = value_of(*node.children[0]);
    if (std::holds_alternative<Failure>(range)) return range;
    const Value& given = std::get<Value>(range);
    Value elements = Value::array();
    if (given.is_array()) elements = given;
    else if (!given.is_object()) return Failure{"no such overload"};
    for (const Member& member : given.members()) elements.push_back(member.name());
    if (node.text == "all" || node.text == "exists") return any_or_all(node, elements);
    if (node.text == "exists_one") return exactly_one(node, elements);
    return chosen(node, elements);
  }

  // As && and || over all elements: one that decides makes up for failures.
  Outcome any_or_all(const Node& node, const Value& elements) {
    const bool decisive = node.text == "exists";
    std::optional<Failure> failure;
    for (const Value& element : elements.elements()) {
      Outcome outcome = with_variable(node, element, 1);
      if (decisive ? is_true(outcome) : is_false(outcome)) return Value(decisive);
      if (Failure* problem = std::get_if<Failure>(&outcome); problem != nullptr && !failure)
        failure = std::move(*problem);
    }
    if (failure) return *failure;
    return Value(!decisive);
  }

  Outcome exactly_one(const Node& node, const Value& elements) {
    int64_t found = 0;
    for (const Value& element : elements.elements()) {
      Outcome outcome = with_variable(node, element, 1);
      if (std::holds_alternative<Failure>(outcome)) return outcome;
      found += is_true(outcome) ? 1 : 0;
    }
    return Value(found == 1);
  }

  // filter(x, test), map(x, what), map(x, test, what).
  Outcome chosen(const Node& node, const Value& elements) {
    const bool filters = node.text == "filter";
    const bool tests = filters || node.children.size() == 3;
    Value out = Value::array();
    for (const Value& element : elements.elements()) {
      if (tests) {
        Outcome test = with_variable(node, element, 1);
        if (std::holds_alternative<Failure>(test)) return test;
        if (!is_true(test)) continue;
      }
      Outcome made = filters ? Outcome(element) : with_variable(node, element, node.children.size() - 1);
      if (std::holds_alternative<Failure>(made)) return made;
      out.push_back(std::move(std::get<Value>(made)));
    }
    return out;
  }

  std::vector<std::pair<std::string, Value>> names_;
};

}  // namespace

std::variant<Rule, std::string> Rule::compile(std::string_view text, const TypeRef& self, Type::Kind wanted) {
  auto parsed = parse(text);
  if (const Problem* problem = std::get_if<Problem>(&parsed))
    return "compilation failed: " + show_problem(text, *problem);
  auto program = std::make_shared<Program>(Program{std::move(std::get<NodeRef>(parsed)), self});
  Checked checked = check(*program->root, self);
  Rule rule;
  rule.uses_old_self_ = checked.uses_old_self;
  rule.is_beyond_ = checked.is_beyond;
  if (!checked.problems.empty() && !rule.is_beyond_) {
    std::sort(checked.problems.begin(), checked.problems.end(),
              [](const auto& a, const auto& b) { return a.at < b.at; });
    std::string all;
    for (const Problem& problem : checked.problems) all += (all.empty() ? "" : "\n") + show_problem(text, problem);
    return "compilation failed: " + all;
  }
  if (!rule.is_beyond_ && checked.type->kind != wanted)
    return std::string(wanted == Type::Kind::kBool ? "cel expression must evaluate to a bool"
                                                   : "messageExpression must evaluate to a string");
  rule.program_ = std::move(program);
  return rule;
}

Outcome Rule::evaluate(const Value& self, const Value* old_self) const {
  const Type& type = *program_->self;
  Evaluator evaluator(typed(self, type), old_self != nullptr ? typed(*old_self, type) : Value());
  return evaluator.value_of(*program_->root);
}

}  // namespace skiff::cel
