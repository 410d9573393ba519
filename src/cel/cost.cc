#include "cel/cost.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/strings.h"
#include "cel/call_cost.h"

namespace skiff::cel {
namespace {

using Kind = Type::Kind;

constexpr Estimate kFree = Estimate::exactly(0);

bool is_scalar(const Type& type) {
  switch (type.kind) {
    case Kind::kBool:
    case Kind::kDouble:
    case Kind::kDuration:
    case Kind::kInt:
    case Kind::kTimestamp:
    case Kind::kDate:
    case Kind::kUint:
      return true;
    case Kind::kOptional:
      return is_scalar(*type.element);
    default:
      return false;
  }
}

uint64_t literal_size(const Value& value) { return value.is_string() ? rune_count(value.as_string()) : 1; }

// b'x' and 1u: the lexer's literals, which the parser takes for conversions that stand where they do.
bool is_typed_literal(const Node& node) {
  return node.kind == Node::Kind::kCall && (node.text == "bytes" || node.text == "uint") && node.children.size() == 1 &&
         node.children[0]->kind == Node::Kind::kLiteral && node.children[0]->at == node.at;
}

// An element or entry behind a question mark.
const Node& unwrapped(const Node& node) {
  return node.kind == Node::Kind::kCall && node.text == "?_" ? *node.children[0] : node;
}

class Estimator {
 public:
  Estimator(const Scope& scope, const Types& types) : self_(*scope.self), host_(scope.host_costs), types_(types) {}

  Prospect reckon(const Node& node) {
    if (is_typed_literal(node)) return typed_literal(node);
    switch (node.kind) {
      case Node::Kind::kLiteral:
        return {.type = type_of(node),
                .cost = kFree,
                .size = Estimate::exactly(literal_size(node.literal)),
                .literal = &node.literal};
      case Node::Kind::kName:
        return name(node);
      case Node::Kind::kSelect:
        return select(node);
      case Node::Kind::kHas:
        // Asking whether it is there is free (PresenceTestHasCost(false)).
        return sized({.type = type_of(node), .cost = reckon(*node.children[0]).cost});
      case Node::Kind::kOptionalSelect:
        return sized({.type = type_of(node), .cost = reckon(*node.children[0]).cost + kOne});
      case Node::Kind::kCall:
        return call(node);
      case Node::Kind::kMember:
        return member(node);
      case Node::Kind::kList:
        return list(node);
      case Node::Kind::kMap:
        return map(node);
      case Node::Kind::kMacro:
        return macro(node);
    }
    return {.type = type_of(node), .cost = kFree};
  }

 private:
  struct Variable {
    std::string name;
    SchemaPath path;
    std::optional<Estimate> size;
    std::optional<EntrySizes> entries;
  };

  TypeRef type_of(const Node& node) const {
    const auto found = types_.find(&node);
    return found != types_.end() && found->second != nullptr ? found->second : simple_type(Kind::kDyn);
  }

  // With the size that the schema says, or the type.
  Prospect sized(Prospect prospect) const {
    if (!prospect.size) prospect.size = declared_size(self_, prospect.path);
    if (!prospect.size && is_scalar(*prospect.type)) prospect.size = kOne;
    return prospect;
  }

  Prospect typed_literal(const Node& node) const {
    const Value& literal = node.children[0]->literal;
    return {.type = type_of(node),
            .cost = kFree,
            .size = Estimate::exactly(literal.is_string() ? literal.as_string().size() : 1)};
  }

  Prospect name(const Node& node) const {
    Prospect out = {.type = type_of(node), .cost = kOne};
    const auto found = std::find_if(variables_.rbegin(), variables_.rend(),
                                    [&](const Variable& variable) { return variable.name == node.text; });
    if (found == variables_.rend()) {
      out.path = {node.text};
      return sized(std::move(out));
    }
    out.path = found->path;
    out.entries = found->entries;
    out = sized(std::move(out));
    if (!out.size) out.size = found->size;
    return out;
  }

  Prospect select(const Node& node) {
    if (dotted_name(node).starts_with("google.protobuf."))
      return sized({.type = type_of(node), .cost = kOne, .path = {dotted_name(node)}});
    Prospect operand = reckon(*node.children[0]);
    const bool looks_up = operand.type->kind == Kind::kMap || operand.type->kind == Kind::kObject;
    operand.path.push_back(node.text);
    return sized({.type = type_of(node),
                  .cost = looks_up ? operand.cost + kOne : operand.cost,
                  .path = std::move(operand.path)});
  }

  Prospect call(const Node& node) {
    std::vector<Prospect> arguments;
    for (const NodeRef& child : node.children) arguments.push_back(reckon(*child));
    if (node.text == "_&&_" || node.text == "_||_") return logical(node, arguments);
    if (node.text == "_?_:_") return conditional(node, arguments);
    if (node.text == "_[_]") return index(node, arguments);
    if (node.text == "dyn") {
      // It hides the type, not the size.
      return {.type = type_of(node),
              .cost = arguments[0].cost + kOne,
              .size = arguments[0].size,
              .entries = arguments[0].entries};
    }
    Prospect out = applied(node, nullptr, arguments);
    if (node.text == "_+_") out.entries = both_entries(arguments[0], arguments[1]);
    return out;
  }

  Prospect member(const Node& node) {
    const Prospect target = reckon(*node.children[0]);
    std::vector<Prospect> arguments;
    for (size_t i = 1; i < node.children.size(); ++i) arguments.push_back(reckon(*node.children[i]));
    Prospect out = applied(node, &target, arguments);
    out.cost = out.cost + target.cost;
    return out;
  }

  Prospect applied(const Node& node, const Prospect* target, const std::vector<Prospect>& arguments) const {
    CallCost made = cost_of_call({node.text, target, arguments, self_}, host_);
    for (const Prospect& argument : arguments) made.cost = made.cost + argument.cost;
    return sized({.type = type_of(node), .cost = made.cost, .size = made.size});
  }

  // One side can be enough.
  Prospect logical(const Node& node, const std::vector<Prospect>& arguments) const {
    const Estimate both = arguments[0].cost + arguments[1].cost;
    return sized({.type = type_of(node), .cost = {arguments[0].cost.min, both.max}});
  }

  Prospect conditional(const Node& node, const std::vector<Prospect>& arguments) const {
    return {.type = type_of(node),
            .cost = arguments[0].cost + either(arguments[1].cost, arguments[2].cost),
            .size = either(arguments[1].size_or_unknown(), arguments[2].size_or_unknown()),
            .entries = both_entries(arguments[1], arguments[2])};
  }

  static std::optional<EntrySizes> both_entries(const Prospect& a, const Prospect& b) {
    if (!a.entries || !b.entries) return std::nullopt;
    return EntrySizes{a.entries->of_list, either(a.entries->key, b.entries->key),
                      either(a.entries->value, b.entries->value)};
  }

  Prospect index(const Node& node, const std::vector<Prospect>& arguments) const {
    const Prospect& container = arguments[0];
    Prospect out = {.type = type_of(node), .cost = container.cost + arguments[1].cost + kOne};
    if (container.type->kind != Kind::kOptional) {
      out.path = container.path;
      out.path.emplace_back(container.type->kind == Kind::kList ? "@items" : "@values");
    }
    if (container.entries) out.size = container.entries->value;
    return sized(std::move(out));
  }

  // Of things that are written down one after the other.
  class Common {
   public:
    void add(const Prospect& one) { size_ = size_ ? either(*size_, one.size_or_unknown()) : one.size_or_unknown(); }
    Estimate size() const { return size_.value_or(kFree); }

   private:
    std::optional<Estimate> size_;
  };

  Prospect list(const Node& node) {
    Prospect out = {.type = type_of(node), .cost = kListCost, .size = Estimate::exactly(node.children.size())};
    Common elements;
    for (const NodeRef& child : node.children) {
      const Prospect element = reckon(unwrapped(*child));
      out.cost = out.cost + element.cost;
      elements.add(element);
    }
    out.entries = EntrySizes{true, kOne, elements.size()};
    return out;
  }

  Prospect map(const Node& node) {
    Prospect out = {.type = type_of(node), .cost = kMapCost, .size = Estimate::exactly(node.children.size() / 2)};
    Common keys;
    Common values;
    for (size_t i = 0; i < node.children.size(); ++i) {
      const Prospect part = reckon(unwrapped(*node.children[i]));
      out.cost = out.cost + part.cost;
      (i % 2 == 0 ? keys : values).add(part);
    }
    out.entries = EntrySizes{false, keys.size(), values.size()};
    return out;
  }

  // ---- macros

  Prospect macro(const Node& node) {
    const Prospect range = reckon(*node.children[0]);
    if (node.text == "optMap" || node.text == "optFlatMap") return option_macro(node, range);
    push_variables(node, range);
    std::vector<Prospect> bodies;
    for (size_t i = 1; i < node.children.size(); ++i) bodies.push_back(reckon(*node.children[i]));
    // [x], in filter(x, …).
    const Prospect taken = node.text == "filter" ? first_variable(node, range) : bodies.back();
    variables_.resize(variables_.size() - (node.second.empty() ? 1 : 2));
    const Loop loop = loop_of(node, bodies);
    Prospect out = {.type = type_of(node)};
    out.cost = range.cost + loop.before + range.size_or_unknown() * loop.each + loop.after;
    out.size = loop.is_collecting ? range.size_or_unknown() : kOne;
    if (loop.is_list) out.entries = EntrySizes{true, kOne, Estimate{0, taken.size_or_unknown().max}};
    return out;
  }

  Prospect first_variable(const Node& node, const Prospect& range) const {
    const bool is_list = range.type->kind == Kind::kList;
    const Variable& variable = variables_[variables_.size() - (node.second.empty() ? 1 : 2)];
    Prospect out = sized({.type = is_list ? range.type->element : simple_type(Kind::kDyn), .path = variable.path});
    if (!out.size) out.size = variable.size;
    return out;
  }

  void push_variables(const Node& node, const Prospect& range) {
    const bool is_list = range.entries ? range.entries->of_list : range.type->kind == Kind::kList;
    const auto push = [&](const std::string& name, const char* step, bool is_value) {
      Variable variable = {name, range.path, std::nullopt, std::nullopt};
      variable.path.emplace_back(step);
      if (range.entries) variable.size = is_value ? range.entries->value : range.entries->key;
      variables_.push_back(std::move(variable));
    };
    if (node.second.empty()) return push(node.variable, is_list ? "@items" : "@keys", is_list);
    push(node.variable, is_list ? "@indices" : "@keys", false);
    push(node.second, is_list ? "@items" : "@values", true);
  }

  // What stands around the bodies of a macro: the loop that it is made into has a result of its own, which is asked or
  // added to in each round.
  struct Loop {
    Estimate before;  // the first result
    Estimate each;
    Estimate after;  // the last result
    bool is_collecting = false;
    bool is_list = false;
  };

  static Loop loop_of(const Node& node, const std::vector<Prospect>& bodies) {
    const Estimate last = bodies.back().cost;
    // result && body, result || body, as long as the result is not decided.
    const Estimate decided = {1, bounded_sum(1, last.max)};
    if (node.text == "all") return {kFree, Estimate::exactly(2) + decided, kOne};
    if (node.text == "exists") return {kFree, Estimate::exactly(3) + decided, kOne};
    // body ? result + 1 : result; result == 1.
    if (node.text == "exists_one" || node.text == "existsOne")
      return {kFree, last + Estimate{1, 2}, Estimate::exactly(2)};
    const bool makes_map = node.text.starts_with("transformMap");
    const Estimate added = node.text == "filter"              ? Estimate::exactly(13)        // result + [x]
                           : node.text == "transformMap"      ? last + Estimate::exactly(3)  // insert(result, k, body)
                           : node.text == "transformMapEntry" ? last + Estimate::exactly(2)  // insert(result, body)
                                                              : last + Estimate::exactly(12);  // result + [body]
    // test ? added : result.
    const bool tests = node.text == "filter" || bodies.size() == 2;
    const Estimate each = tests ? bodies[0].cost + either(added, kOne) : added;
    return {makes_map ? kMapCost : kListCost, each, kOne, true, !makes_map};
  }

  // target.hasValue() ? optional.of(with variable = target.value(): body) : optional.none()
  Prospect option_macro(const Node& node, const Prospect& target) {
    Prospect value = sized({.type = target.type->element != nullptr ? target.type->element : simple_type(Kind::kDyn)});
    variables_.push_back({node.variable, {}, value.size, std::nullopt});
    const Prospect body = reckon(*node.children[1]);
    variables_.pop_back();
    const Estimate bound = kListCost + target.cost + kOne + body.cost;
    const Estimate some = node.text == "optMap" ? bound + kOne : bound;
    Prospect out = sized({.type = type_of(node), .cost = target.cost + kOne + either(some, kOne)});
    if (!out.size) out.size = Estimate::unknown();
    return out;
  }

  const Type& self_;
  HostCosts host_;
  const Types& types_;
  std::vector<Variable> variables_;
};

}  // namespace

Estimate estimated_cost(const Node& root, const Scope& scope) {
  const Checked checked = check(root, scope);
  return Estimator(scope, checked.types).reckon(root).cost;
}

}  // namespace skiff::cel
