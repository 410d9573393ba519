// The parsed form of a Go template, between its parser and its execution.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "cli/printers/go_template_functions.h"

namespace skiff::cli {

struct TemplatePipe;

// One operand of a command.
struct TemplateOperand {
  enum class Kind { kDot, kNil, kConstant, kVariable, kField, kFunction, kPipe };
  Kind kind = Kind::kDot;
  size_t position = 0;
  std::string text;                 // as errors show it: ".a.b", "(len .x).y"
  TemplateValue constant;           // kConstant
  std::string name;                 // kVariable ("$x"), kFunction
  std::vector<std::string> fields;  // of kField; what is taken of a kVariable or kPipe
  std::shared_ptr<TemplatePipe> pipe;
};

struct TemplateCommand {
  std::vector<TemplateOperand> operands;
  std::string text() const;
};

struct TemplatePipe {
  size_t position = 0;
  std::vector<std::string> variables;  // declared or assigned
  bool assigns = false;                // = instead of :=
  std::vector<TemplateCommand> commands;
  std::string text() const;
};

struct TemplateNode {
  enum class Kind { kText, kAction, kIf, kRange, kWith, kCall, kBreak, kContinue };
  Kind kind = Kind::kText;
  size_t position = 0;
  std::string text;  // kText; kCall: the template's name
  TemplatePipe pipe;
  std::vector<TemplateNode> body;
  std::vector<TemplateNode> otherwise;
};

struct TemplateSet {
  std::string source;
  std::map<std::string, std::vector<TemplateNode>> templates;  // "output" is the main one
};

inline constexpr std::string_view kMainTemplate = "output";

Result<TemplateSet> parse_go_template(std::string_view text);

}  // namespace skiff::cli
