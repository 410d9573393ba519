#include "cli/printers/go_template.h"

#include <algorithm>

#include "base/go_format.h"
#include "base/strings.h"
#include "cli/printers/go_template_functions.h"
#include "cli/printers/go_template_node.h"

namespace skiff::cli {
namespace {

using Node = TemplateNode;
using Operand = TemplateOperand;
using Outcome = Result<TemplateValue>;

// Go's stacks grow, so text/template goes 100000 deep; whoever is beyond a thousand goes on for ever.
constexpr int kDepthMost = 1000;
constexpr std::string_view kTooDeep = "exceeded maximum template depth (100000)";
const TemplateValue kMissing{Value(), false, true};

enum class Flow { kOn, kBreak, kContinue };

class Executor {
 public:
  Executor(const TemplateSet& set, MissingKeys missing, std::string& out) : set_(set), missing_(missing), out_(out) {}

  Result<void> run(const std::string& name, const TemplateValue& data) {
    std::vector<std::pair<std::string, TemplateValue>> outer = {{"$", data}};
    outer.swap(variables_);
    std::string caller = name;
    caller.swap(name_);
    const auto flow = list(set_.templates.at(name), data);
    caller.swap(name_);
    outer.swap(variables_);
    if (!flow) return flow.error();
    return {};
  }

 private:
  // What is being looked at, for errors. Upstream: state.at
  void at(size_t position, std::string_view context) {
    position_ = position;
    context_ = context;
  }

  Error refuse(std::string_view why) const {
    const std::string_view before = std::string_view(set_.source).substr(0, position_);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const size_t newline = before.rfind('\n');
    const size_t column = newline == std::string_view::npos ? position_ : position_ - newline - 1;
    return client_error("template: output:" + std::to_string(line) + ":" + std::to_string(column) + ": executing " +
                        go_quote(name_) + " at <" + context_ + ">: " + std::string(why));
  }

  Result<Flow> list(const std::vector<Node>& nodes, const TemplateValue& dot) {
    for (const Node& node : nodes) {
      auto flow = walk(node, dot);
      if (!flow || *flow != Flow::kOn) return flow;
    }
    return Flow::kOn;
  }

  Result<Flow> walk(const Node& node, const TemplateValue& dot) {
    const size_t variables = variables_.size();
    switch (node.kind) {
      case Node::Kind::kText:
        out_ += node.text;
        return Flow::kOn;
      case Node::Kind::kBreak:
        return Flow::kBreak;
      case Node::Kind::kContinue:
        return Flow::kContinue;
      case Node::Kind::kCall:
        return call(node, dot);
      case Node::Kind::kAction: {
        auto value = pipeline(node.pipe, dot);
        if (!value) return value.error();
        if (node.pipe.variables.empty()) out_ += value->value.is_null() ? "<no value>" : go_value(value->value);
        return Flow::kOn;
      }
      default:
        break;
    }
    auto flow = node.kind == Node::Kind::kRange ? range(node, dot) : condition(node, dot);
    variables_.resize(variables);
    return flow;
  }

  Result<Flow> call(const Node& node, const TemplateValue& dot) {
    const std::string shown =
        "{{template " + go_quote(node.text) + (node.pipe.commands.empty() ? "" : " " + node.pipe.text()) + "}}";
    at(node.position, shown);
    if (!set_.templates.contains(node.text)) return refuse("template " + go_quote(node.text) + " not defined");
    if (depth_ == kDepthMost) return refuse(kTooDeep);
    TemplateValue data = kMissing;
    if (!node.pipe.commands.empty()) {
      auto value = pipeline(node.pipe, dot);
      if (!value) return value.error();
      data = *std::move(value);
    }
    ++depth_;
    auto done = run(node.text, data);
    --depth_;
    if (!done) return done.error();
    return Flow::kOn;
  }

  Result<Flow> condition(const Node& node, const TemplateValue& dot) {
    auto value = pipeline(node.pipe, dot);
    if (!value) return value.error();
    if (!is_true(*value)) return list(node.otherwise, dot);
    return list(node.body, node.kind == Node::Kind::kWith ? *value : dot);
  }

  using Rounds = std::vector<std::pair<TemplateValue, TemplateValue>>;  // keys and elements

  Result<Rounds> rounds_over(const TemplateValue& over, size_t variables) const {
    const Value& value = over.value;
    Rounds rounds;
    if (value.is_array()) {
      for (size_t i = 0; i < value.size(); ++i) rounds.push_back({{Value(i), true}, boxed(value[i])});
    } else if (value.is_object()) {
      for (const Member& member : value.members()) rounds.push_back({{Value(member.name())}, boxed(member.value)});
    } else if (value.is_int()) {
      if (variables > 1) return refuse("can't use " + go_value(value) + " to iterate over more than one variable");
      for (int64_t i = 0; i < value.as_int(); ++i)
        rounds.push_back({{Value(i), over.constant}, {Value(i), over.constant}});
    } else if (!value.is_null()) {
      return refuse("range can't iterate over " + go_value(value));
    }
    return rounds;
  }

  Result<Flow> range(const Node& node, const TemplateValue& dot) {
    const size_t variables = variables_.size();
    auto over = pipeline(node.pipe, dot);
    if (!over) return over.error();
    auto rounds = rounds_over(*over, node.pipe.variables.size());
    if (!rounds) return rounds.error();
    if (rounds->empty()) return list(node.otherwise, dot);
    for (const auto& [key, element] : *rounds) {
      bind(node.pipe, key, element);
      const size_t inner = variables_.size();
      auto flow = list(node.body, element);
      variables_.resize(inner);
      if (!flow) return flow;
      if (*flow == Flow::kBreak) break;
    }
    variables_.resize(std::max(variables, size_t{1}));
    return Flow::kOn;
  }

  // The variables of a range: one takes the element, two take key and element.
  void bind(const TemplatePipe& pipe, const TemplateValue& key, const TemplateValue& element) {
    if (pipe.variables.size() == 1) set(pipe.variables[0], element);
    if (pipe.variables.size() == 2) {
      set(pipe.variables[0], key);
      set(pipe.variables[1], element);
    }
  }

  bool set(const std::string& name, const TemplateValue& value) {
    const auto variable =
        std::find_if(variables_.rbegin(), variables_.rend(), [&](const auto& known) { return known.first == name; });
    if (variable == variables_.rend()) return false;
    variable->second = value;
    return true;
  }

  Outcome pipeline(const TemplatePipe& pipe, const TemplateValue& dot) {
    at(pipe.position, pipe.text());
    TemplateValue value = kMissing;
    bool first = true;
    for (const TemplateCommand& command : pipe.commands) {
      auto next = run_command(command, dot, first ? nullptr : &value);
      if (!next) return next.error();
      value = *std::move(next);
      if (value.value.is_null()) value.missing = true;
      value.boxed = false;
      first = false;
    }
    for (const std::string& name : pipe.variables) {
      if (!pipe.assigns) variables_.emplace_back(name, value);
      else if (!set(name, value)) return refuse("undefined variable: " + name);
    }
    return value;
  }

  Outcome run_command(const TemplateCommand& command, const TemplateValue& dot, const TemplateValue* last) {
    const Operand& first = command.operands[0];
    if (first.kind == Operand::Kind::kFunction && first.fields.empty()) return function(command, dot, last);
    const Taken taken = command.operands.size() > 1 || last != nullptr ? Taken::kWithArguments : Taken::kAlone;
    at(first.position, first.text);
    if (first.kind == Operand::Kind::kNil) return refuse("nil is not a command");
    if (taken == Taken::kWithArguments && first.fields.empty())
      return refuse("can't give argument to non-function " + first.text);
    return evaluate(first, dot, taken);
  }

  // Constants that are no text, and nil, are refused by their looks; anything else by its value.
  // Upstream: state.evalArg, evalString, validateType
  Outcome text_argument(const Operand& operand, const TemplateValue& dot) {
    if (operand.kind == Operand::Kind::kNil || operand.kind == Operand::Kind::kConstant) {
      at(operand.position, operand.text);
      if (operand.kind == Operand::Kind::kNil) return refuse("cannot assign nil to string");
      if (!operand.constant.is_text()) return refuse("expected string; found " + operand.text);
    }
    auto argument = evaluate(operand, dot);
    if (!argument) return argument;
    return checked_text(*argument);
  }

  Outcome checked_text(const TemplateValue& argument) const {
    if (argument.is_text()) return argument;
    if (argument.missing) return refuse("invalid value; expected string");
    const std::string_view type = argument.value.is_null() ? "interface {}" : argument.type();
    return refuse("wrong type for value; expected string; got " + std::string(type));
  }

  Outcome function(const TemplateCommand& command, const TemplateValue& dot, const TemplateValue* last) {
    const Operand& name = command.operands[0];
    at(name.position, name.text);
    const TemplateFunction& function = *find_template_function(name.name);
    const size_t count = command.operands.size() - 1 + (last != nullptr ? 1 : 0);
    if (count < function.least || (count > function.least && !function.more)) {
      return refuse("wrong number of args for " + name.name + ": want " + (function.more ? "at least " : "") +
                    std::to_string(function.least) + " got " + std::to_string(count));
    }
    TemplateValues arguments;
    for (size_t i = 1; i < command.operands.size(); ++i) {
      const bool text = i == 1 && function.takes_text;
      auto argument = text ? text_argument(command.operands[i], dot) : evaluate(command.operands[i], dot);
      if (!argument) return argument.error();
      arguments.push_back(*std::move(argument));
      // `and` and `or` look no further than they must.
      if ((name.name == "and" || name.name == "or") && is_true(arguments.back()) == (name.name == "or"))
        return arguments.back();
    }
    if (last != nullptr) {
      auto argument = arguments.empty() && function.takes_text ? checked_text(*last) : *last;
      if (!argument) return argument.error();
      arguments.push_back(*std::move(argument));
    }
    auto result = function.call(arguments);
    if (result) return result;
    std::string why = result.error().message;
    if (name.name == "call" && why.starts_with("non-function"))
      why.insert(12, " " + (command.operands.size() > 1 ? command.operands[1].text : go_value(last->value)));
    at(name.position, command.text());
    return refuse("error calling " + name.name + ": " + why);
  }

  static TemplateValue boxed(const Value& value) {
    TemplateValue out{value};
    out.boxed = true;
    return out;
  }

  enum class Taken { kAlone, kWithArguments };

  Outcome evaluate(const Operand& operand, const TemplateValue& dot, Taken taken = Taken::kAlone) {
    at(operand.position, operand.text);
    switch (operand.kind) {
      case Operand::Kind::kDot:
        return dot;
      case Operand::Kind::kNil:
        return kMissing;
      case Operand::Kind::kConstant:
        return operand.constant;
      case Operand::Kind::kField:
        return fields(operand, dot, taken);
      case Operand::Kind::kVariable:
        for (auto variable = variables_.rbegin(); variable != variables_.rend(); ++variable)
          if (variable->first == operand.name) return fields(operand, variable->second, taken);
        return refuse("undefined variable: " + operand.name);
      case Operand::Kind::kPipe: {
        auto value = pipeline(*operand.pipe, dot);
        if (!value) return value;
        return fields(operand, *value, taken);
      }
      case Operand::Kind::kFunction:
        break;
    }
    TemplateCommand alone;
    alone.operands.push_back(operand);
    alone.operands[0].fields.clear();
    auto value = function(alone, dot, nullptr);
    if (!value) return value;
    return fields(operand, *value, taken);
  }

  // Upstream: state.evalField
  Outcome fields(const Operand& operand, TemplateValue value, Taken taken) const {
    for (size_t i = 0; i < operand.fields.size(); ++i) {
      const std::string& field = operand.fields[i];
      if (value.missing) {
        if (missing_ == MissingKeys::kAllow) return kMissing;
        return refuse("nil data; no entry for key " + go_quote(field));
      }
      if (value.value.is_null()) return refuse("nil pointer evaluating interface {}." + field);
      if (!value.value.is_object()) {
        const std::string_view type = value.boxed ? "interface {}" : value.type();
        return refuse("can't evaluate field " + field + " in type " + std::string(type));
      }
      if (taken == Taken::kWithArguments && i + 1 == operand.fields.size())
        return refuse(field + " is not a method but has arguments");
      const Value* member = value.value.find(field);
      if (member == nullptr && missing_ == MissingKeys::kRefuse)
        return refuse("map has no entry for key " + go_quote(field));
      value = member != nullptr ? boxed(*member) : kMissing;
    }
    return value;
  }

  const TemplateSet& set_;
  MissingKeys missing_;
  std::string& out_;
  std::vector<std::pair<std::string, TemplateValue>> variables_;
  std::string name_;  // of the template being executed
  size_t position_ = 0;
  std::string context_;
  int depth_ = 0;
};

}  // namespace

Result<GoTemplate> GoTemplate::parse(std::string_view text) {
  auto set = parse_go_template(text);
  if (!set) return set.error();
  GoTemplate out;
  out.set_ = std::make_shared<const TemplateSet>(*std::move(set));
  return out;
}

Result<void> GoTemplate::execute(const Value& data, MissingKeys missing, std::string& out) const {
  return Executor(*set_, missing, out).run(std::string(kMainTemplate), {data});
}

}  // namespace skiff::cli
