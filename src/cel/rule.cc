#include "cel/rule.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/base64.h"
#include "cel/cost.h"
#include "cel/functions.h"
#include "cel/syntax.h"
#include "cel/tagged.h"

namespace skiff::cel {

struct Rule::Program {
  NodeRef root;
  Scope scope;
};

namespace {

// What a text stands for where the schema gives it a format; as it is, if it does not keep to that.
Value typed_text(const Value& value, Type::Kind kind) {
  const std::string_view text = value.as_string();
  switch (kind) {
    case Type::Kind::kTimestamp: {
      const auto time = parse_rfc3339(text);
      return time ? timestamp_value(*time) : value;
    }
    case Type::Kind::kDate: {
      const auto time = parse_rfc3339(std::string(text) + "T00:00:00Z");
      return time ? timestamp_value(*time) : value;
    }
    case Type::Kind::kDuration: {
      const auto duration = parse_duration(text);
      return duration ? duration_value(*duration) : value;
    }
    case Type::Kind::kBytes: {
      const auto bytes = base64_decode(text);
      return bytes ? tagged(kBytesTag, std::string_view(*bytes)) : value;
    }
    default:
      return value;
  }
}

// Numbers of a schema are doubles, whatever they look like; names are as rules spell them.
Value typed(const Value& value, const Type& type) {
  if (value.is_string()) return typed_text(value, type.kind);
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

Failure cancelled() { return {"operation cancelled: actual cost limit exceeded"}; }

bool is_true(const Outcome& outcome) {
  return std::holds_alternative<Value>(outcome) && std::get<Value>(outcome).as_bool();
}
bool is_false(const Outcome& outcome) {
  const Value* value = std::get_if<Value>(&outcome);
  return value != nullptr && value->is_bool() && !value->as_bool();
}

// What it costs to look at all of a value, in steps.
int64_t weight(const Value& value) {
  if (value.is_string()) return static_cast<int64_t>(value.as_string().size()) / 10;
  int64_t sum = 1;
  for (const Value& element : value.elements()) sum += weight(element);
  for (const Member& member : value.members()) sum += weight(member.value);
  return sum;
}

// Functions that hold each element against each.
constexpr std::string_view kQuadratic[] = {"distinct", "sets.contains", "sets.equivalent", "sets.intersects"};

int64_t cost_of_call(std::string_view name, Arguments arguments) {
  int64_t sum = 1;
  for (const Value& argument : arguments) sum += weight(argument);
  const bool quadratic = std::find(std::begin(kQuadratic), std::end(kQuadratic), name) != std::end(kQuadratic);
  return quadratic ? sum * sum : sum;
}

class Evaluator {
 public:
  Evaluator(Value self, Value old_self, Overloads host)
      : host_(host), names_{{"self", std::move(self)}, {"oldSelf", std::move(old_self)}} {}

  int64_t cost() const { return cost_; }

  Outcome value_of(const Node& node) {
    if (++cost_ > Rule::kCallCostMax) return cancelled();
    switch (node.kind) {
      case Node::Kind::kLiteral:
        return node.literal;
      case Node::Kind::kName:
        return name(node);
      case Node::Kind::kSelect:
        return select(node);
      case Node::Kind::kOptionalSelect:
        return optional_select(node);
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
    if (const std::string name = dotted_name(node); name.starts_with("google.protobuf.")) return type_value(name);
    Outcome operand = value_of(*node.children[0]);
    const Value* object = std::get_if<Value>(&operand);
    if (object == nullptr) return operand;
    if (untagged(*object, kOptionTag) != nullptr) return field_if_there(*object, node.text);
    if (!object->is_object()) return Failure{"no such overload"};
    const Value* found = object->find(node.text);
    if (found == nullptr) return Failure{"no such key: " + node.text};
    return *found;
  }

  // Of an option too: of what is in it.
  static Outcome field_if_there(const Value& operand, std::string_view name) {
    const Value* object = untagged(operand, kOptionTag) != nullptr ? inside_option(operand) : &operand;
    const Value* field = object != nullptr ? object->find(name) : nullptr;
    return field != nullptr ? option_of(*field) : no_option();
  }

  Outcome optional_select(const Node& node) {
    Outcome operand = value_of(*node.children[0]);
    const Value* object = std::get_if<Value>(&operand);
    return object != nullptr ? field_if_there(*object, node.text) : operand;
  }

  Outcome has(const Node& node) {
    Outcome operand = value_of(*node.children[0]);
    const Value* object = std::get_if<Value>(&operand);
    if (object == nullptr) return operand;
    if (untagged(*object, kOptionTag) != nullptr) object = inside_option(*object);
    return Value(object != nullptr && object->contains(node.text));
  }

  // An element or entry if there is one: an index that is out of bounds is no failure.
  Outcome optional_index(const Node& node) {
    auto values = values_of(node);
    if (Failure* failure = std::get_if<Failure>(&values)) return std::move(*failure);
    Elements& both = std::get<0>(values);
    if (untagged(both[0], kOptionTag) != nullptr) {
      const Value* inside = inside_option(both[0]);
      if (inside == nullptr) return no_option();
      const Value container = *inside;
      both[0] = container;
    }
    const Outcome found = call_function("_[_]", Style::kFunction, both, host_);
    const Value* element = std::get_if<Value>(&found);
    return element != nullptr ? option_of(*element) : no_option();
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
    if (node.text == "_[?_]") return optional_index(node);
    if (node.text == "_[_]") return index(node);
    if (node.text != "_?_:_") return apply(node, Style::kFunction);
    Outcome condition = value_of(*node.children[0]);
    if (std::holds_alternative<Failure>(condition)) return condition;
    if (!std::get<Value>(condition).is_bool()) return Failure{"no such overload"};
    return value_of(*node.children[is_true(condition) ? 1 : 2]);
  }

  // The children's values, or the first failure among them.
  std::variant<Elements, Failure> values_of(const Node& node) {
    Elements values;
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
    cost_ += cost_of_call(node.text, std::get<0>(values));
    if (cost_ > Rule::kCallCostMax) return cancelled();
    return call_function(node.text, style, std::get<0>(values), host_);
  }

  Outcome index(const Node& node) {
    auto values = values_of(node);
    if (Failure* failure = std::get_if<Failure>(&values)) return std::move(*failure);
    if (untagged(std::get<0>(values)[0], kOptionTag) != nullptr) return optional_index(node);
    return call_function(node.text, Style::kFunction, std::get<0>(values), host_);
  }

  // Elements and entries behind a question mark are there only if something is in them.
  Outcome collection(const Node& node) {
    const bool is_list = node.kind == Node::Kind::kList;
    Value out = is_list ? Value::array() : Value::object();
    for (size_t i = 0; i < node.children.size(); i += is_list ? 1 : 2) {
      const Node& part = *node.children[is_list ? i : i + 1];
      const bool optional = part.kind == Node::Kind::kCall && part.text == "?_";
      Outcome key = is_list ? Outcome(Value()) : value_of(*node.children[i]);
      if (std::holds_alternative<Failure>(key)) return key;
      Outcome made = value_of(optional ? *part.children[0] : part);
      if (std::holds_alternative<Failure>(made)) return made;
      const Value* value = optional ? inside_option(std::get<Value>(made)) : &std::get<Value>(made);
      if (value == nullptr) continue;
      if (is_list) out.push_back(*value);
      else out.set(std::get<Value>(key).as_string(), *value);
    }
    return out;
  }

  // What the variables of a macro stand for, by turns.
  struct Round {
    Value first;
    Value second;
  };

  Outcome in_round(const Node& node, const Round& round, size_t body) {
    names_.emplace_back(node.variable, round.first);
    if (!node.second.empty()) names_.emplace_back(node.second, round.second);
    Outcome outcome = value_of(*node.children[body]);
    names_.resize(names_.size() - (node.second.empty() ? 1 : 2));
    return outcome;
  }

  static std::vector<Round> rounds_of(const Node& node, const Value& range) {
    std::vector<Round> out;
    const bool both = !node.second.empty();
    for (size_t i = 0; i < range.elements().size(); ++i)
      out.push_back(both ? Round{Value(static_cast<int64_t>(i)), range[i]} : Round{range[i], Value()});
    for (const Member& member : range.members()) out.push_back({member.name(), member.value});
    return out;
  }

  Outcome macro(const Node& node) {
    Outcome range = value_of(*node.children[0]);
    if (std::holds_alternative<Failure>(range)) return range;
    const Value& given = std::get<Value>(range);
    if (node.text == "optMap" || node.text == "optFlatMap") return option_macro(node, given);
    if (!given.is_array() && (!given.is_object() || !tag_name(given).empty())) return no_overload();
    const std::vector<Round> rounds = rounds_of(node, given);
    if (node.text == "all" || node.text == "exists") return any_or_all(node, rounds);
    if (node.text == "exists_one" || node.text == "existsOne") return exactly_one(node, rounds);
    return chosen(node, rounds);
  }

  Outcome option_macro(const Node& node, const Value& option) {
    const Value* inside = inside_option(option);
    if (inside == nullptr) return no_option();
    Outcome made = in_round(node, {*inside, Value()}, 1);
    if (std::holds_alternative<Failure>(made) || node.text == "optFlatMap") return made;
    return option_of(std::move(std::get<Value>(made)));
  }

  // As && and || over all elements: one that decides makes up for failures.
  Outcome any_or_all(const Node& node, const std::vector<Round>& rounds) {
    const bool decisive = node.text == "exists";
    std::optional<Failure> failure;
    for (const Round& round : rounds) {
      Outcome outcome = in_round(node, round, 1);
      if (decisive ? is_true(outcome) : is_false(outcome)) return Value(decisive);
      if (Failure* problem = std::get_if<Failure>(&outcome); problem != nullptr && !failure)
        failure = std::move(*problem);
    }
    if (failure) return *failure;
    return Value(!decisive);
  }

  Outcome exactly_one(const Node& node, const std::vector<Round>& rounds) {
    int64_t found = 0;
    for (const Round& round : rounds) {
      Outcome outcome = in_round(node, round, 1);
      if (std::holds_alternative<Failure>(outcome)) return outcome;
      found += is_true(outcome) ? 1 : 0;
    }
    return Value(found == 1);
  }

  // filter(x, test), map(x, what), map(x, test, what); transformList, transformMap and transformMapEntry likewise.
  Outcome chosen(const Node& node, const std::vector<Round>& rounds) {
    const bool filters = node.text == "filter";
    const bool tests = filters || node.children.size() == 3;
    const bool makes_map = node.text.starts_with("transformMap");
    Value out = makes_map ? Value::object() : Value::array();
    for (const Round& round : rounds) {
      if (tests) {
        Outcome test = in_round(node, round, 1);
        if (std::holds_alternative<Failure>(test)) return test;
        if (!is_true(test)) continue;
      }
      Outcome made = filters ? Outcome(round.first) : in_round(node, round, node.children.size() - 1);
      if (std::holds_alternative<Failure>(made)) return made;
      const Value& value = std::get<Value>(made);
      if (node.text == "transformMapEntry")
        for (const Member& entry : value.members()) out.set(entry.name(), entry.value);
      else if (makes_map) out.set(round.first.is_string() ? round.first.str() : to_key(round.first), value);
      else out.push_back(value);
    }
    return out;
  }

  static std::string to_key(const Value& place) { return std::to_string(place.as_int()); }

  Overloads host_;
  std::vector<std::pair<std::string, Value>> names_;
  int64_t cost_ = 0;
};

}  // namespace

std::variant<Rule, std::string> Rule::compile(std::string_view text, const Scope& scope, Type::Kind wanted) {
  auto parsed = parse(text, [&](std::string_view name) { return is_function(name, Style::kFunction, scope.host); });
  if (const Problem* problem = std::get_if<Problem>(&parsed))
    return "compilation failed: " + show_problem(text, *problem);
  auto program = std::make_shared<Program>(Program{std::move(std::get<NodeRef>(parsed)), scope});
  Checked checked = check(*program->root, scope);
  Rule rule;
  rule.uses_old_self_ = checked.uses_old_self;
  if (!checked.problems.empty()) {
    std::sort(checked.problems.begin(), checked.problems.end(),
              [](const auto& a, const auto& b) { return a.at < b.at; });
    std::string all;
    for (const Problem& problem : checked.problems) all += (all.empty() ? "" : "\n") + show_problem(text, problem);
    return "compilation failed: " + all;
  }
  if (checked.type->kind != wanted)
    return std::string(wanted == Type::Kind::kBool ? "cel expression must evaluate to a bool"
                                                   : "messageExpression must evaluate to a string");
  rule.program_ = std::move(program);
  return rule;
}

Rule::Evaluation Rule::evaluate(const Value& self, const Value* old_self) const {
  const Scope& scope = program_->scope;
  const Type& old_type = *scope.old_self;
  const bool is_option = old_type.kind == Type::Kind::kOptional;
  Value before;
  if (is_option) before = old_self != nullptr ? option_of(typed(*old_self, *old_type.element)) : no_option();
  else if (old_self != nullptr) before = typed(*old_self, old_type);
  Evaluator evaluator(typed(self, *scope.self), std::move(before), scope.host);
  Outcome outcome = evaluator.value_of(*program_->root);
  if (evaluator.cost() > Rule::kCallCostMax) return {cancelled(), evaluator.cost()};
  return {std::move(outcome), evaluator.cost()};
}

uint64_t Rule::cost_max() const { return estimated_cost(*program_->root, program_->scope).max; }

}  // namespace skiff::cel
