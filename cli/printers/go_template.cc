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

constexpr int kDepthMost = 1000;
const TemplateValue kMissing{Value(), false, true};

enum class Flow { kOn, kBreak, kContinue };

class Executor {
 public:
  Executor(const TemplateSet& set, MissingKeys missing, std::string& out) : set_(set), missing_(missing), out_(out) {}

  Result<void> run(const std::string& name, const TemplateValue& data) {
    std::vector<std::pair<std::string, TemplateValue>> outer = {{"$", data}};
    outer.swap(variables_);
    const auto flow = list(set_.templates.at(name), data);
    outer.swap(variables_);
    if (!flow) return flow.error();
    return {};
  }

 private:
  Error refuse(size_t position, std::string_view context, std::string_view why) const {
    const std::string_view before = std::string_view(set_.source).substr(0, position);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const size_t newline = before.rfind('\n');
    const size_t column = newline == std::string_view::npos ? position : position - newline - 1;
    return client_error("template: output:" + std::to_string(line) + ":" + std::to_string(column) +
                        ": executing \"output\" at <" + std::string(context) + ">: " + std::string(why));
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
    if (!set_.templates.contains(node.text)) {
      const std::string shown =
          "{{template " + go_quote(node.text) + (node.pipe.commands.empty() ? "" : " " + node.pipe.text()) + "}}";
      return refuse(node.position, shown, "template " + go_quote(node.text) + " not defined");
    }
    TemplateValue data = kMissing;
    if (!node.pipe.commands.empty()) {
      auto value = pipeline(node.pipe, dot);
      if (!value) return value.error();
      data = *std::move(value);
    }
    if (++depth_ > kDepthMost) {
      return refuse(node.position, node.text, "exceeded maximum template depth (" + std::to_string(kDepthMost) + ")");
    }
    auto done = run(node.text, data);
    --depth_;
    if (!done) return done.error();
    return Flow::kOn;
  }

  Result<Flow> condition(const Node& node, const TemplateValue& dot) {
    auto value = pipeline(node.pipe, dot);
    if (!value) return value.error();
    if (!is_true(value->value)) return list(node.otherwise, dot);
    return list(node.body, node.kind == Node::Kind::kWith ? *value : dot);
  }

  Result<Flow> range(const Node& node, const TemplateValue& dot) {
    const size_t variables = variables_.size();
    auto over = pipeline(node.pipe, dot);
    if (!over) return over.error();
    const Value& value = over->value;
    std::vector<std::pair<TemplateValue, TemplateValue>> rounds;
    if (value.is_array()) {
      for (size_t i = 0; i < value.size(); ++i) rounds.push_back({{Value(i), true}, {value[i]}});
    } else if (value.is_object()) {
      for (const Member& member : value.members()) rounds.push_back({{Value(member.name())}, {member.value}});
    } else if (value.is_int()) {
      for (int64_t i = 0; i < value.as_int(); ++i) rounds.push_back({{Value(i)}, {Value(i)}});
    } else if (!value.is_null()) {
      return refuse(node.pipe.position, node.pipe.text(), "range can't iterate over " + go_value(value));
    }
    if (rounds.empty()) return list(node.otherwise, dot);
    for (const auto& [key, element] : rounds) {
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

  void set(const std::string& name, const TemplateValue& value) {
    for (auto variable = variables_.rbegin(); variable != variables_.rend(); ++variable) {
      if (variable->first != name) continue;
      variable->second = value;
      return;
    }
  }

  Outcome pipeline(const TemplatePipe& pipe, const TemplateValue& dot) {
    TemplateValue value = kMissing;
    bool first = true;
    for (const TemplateCommand& command : pipe.commands) {
      auto next = run_command(command, dot, first ? nullptr : &value);
      if (!next) return next.error();
      value = *std::move(next);
      if (value.value.is_null()) value.missing = true;
      first = false;
    }
    for (const std::string& name : pipe.variables) {
      if (pipe.assigns) set(name, value);
      else variables_.emplace_back(name, value);
    }
    return value;
  }

  Outcome run_command(const TemplateCommand& command, const TemplateValue& dot, const TemplateValue* last) {
    const Operand& first = command.operands[0];
    if (first.kind == Operand::Kind::kFunction && first.fields.empty()) return function(command, dot, last);
    const bool given = command.operands.size() > 1 || last != nullptr;
    if (first.kind == Operand::Kind::kNil) return refuse(first.position, first.text, "nil is not a command");
    if (given && !first.fields.empty()) {
      return refuse(first.position, first.text, first.fields.back() + " is not a method but has arguments");
    }
    if (given) return refuse(first.position, first.text, "can't give argument to non-function " + first.text);
    return evaluate(first, dot);
  }

  Outcome function(const TemplateCommand& command, const TemplateValue& dot, const TemplateValue* last) {
    const Operand& name = command.operands[0];
    const TemplateFunction& function = *find_template_function(name.name);
    const size_t count = command.operands.size() - 1 + (last != nullptr ? 1 : 0);
    if (count < function.least || (count > function.least && !function.more)) {
      return refuse(name.position, name.text,
                    "wrong number of args for " + name.name + ": want " + (function.more ? "at least " : "") +
                        std::to_string(function.least) + " got " + std::to_string(count));
    }
    TemplateValues arguments;
    for (size_t i = 1; i < command.operands.size(); ++i) {
      auto argument = evaluate(command.operands[i], dot);
      if (!argument) return argument.error();
      arguments.push_back(*std::move(argument));
      // `and` and `or` look no further than they must.
      if ((name.name == "and" || name.name == "or") && is_true(arguments.back().value) == (name.name == "or")) {
        return arguments.back();
      }
    }
    if (last != nullptr) arguments.push_back(*last);
    auto result = function.call(arguments);
    if (result) return result;
    std::string why = result.error().message;
    if (name.name == "call" && why.starts_with("non-function")) why.insert(12, " " + command.operands.back().text);
    return refuse(name.position, command.text(), "error calling " + name.name + ": " + why);
  }

  Outcome evaluate(const Operand& operand, const TemplateValue& dot) {
    switch (operand.kind) {
      case Operand::Kind::kDot:
        return dot;
      case Operand::Kind::kNil:
        return kMissing;
      case Operand::Kind::kConstant:
        return TemplateValue{operand.constant, true};
      case Operand::Kind::kField:
        return fields(operand, dot);
      case Operand::Kind::kVariable:
        for (auto variable = variables_.rbegin(); variable != variables_.rend(); ++variable)
          if (variable->first == operand.name) return fields(operand, variable->second);
        return kMissing;
      case Operand::Kind::kPipe: {
        auto value = pipeline(*operand.pipe, dot);
        if (!value) return value;
        return fields(operand, *value);
      }
      case Operand::Kind::kFunction:
        break;
    }
    TemplateCommand alone;
    alone.operands.push_back(operand);
    alone.operands[0].fields.clear();
    auto value = function(alone, dot, nullptr);
    if (!value) return value;
    return fields(operand, *value);
  }

  Outcome fields(const Operand& operand, TemplateValue value) const {
    for (const std::string& field : operand.fields) {
      if (value.missing) {
        if (missing_ == MissingKeys::kAllow) return kMissing;
        return refuse(operand.position, operand.text, "nil data; no entry for key " + go_quote(field));
      }
      if (value.value.is_null()) {
        return refuse(operand.position, operand.text, "nil pointer evaluating interface {}." + field);
      }
      if (!value.value.is_object()) {
        return refuse(operand.position, operand.text, "can't evaluate field " + field + " in type interface {}");
      }
      const Value* member = value.value.find(field);
      if (member == nullptr && missing_ == MissingKeys::kRefuse) {
        return refuse(operand.position, operand.text, "map has no entry for key " + go_quote(field));
      }
      value = member != nullptr ? TemplateValue{*member} : kMissing;
    }
    return value;
  }

  const TemplateSet& set_;
  MissingKeys missing_;
  std::string& out_;
  std::vector<std::pair<std::string, TemplateValue>> variables_;
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
