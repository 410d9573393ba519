#include "cli/selector_args.h"

#include <fmt/format.h>

namespace skiff::cli {
namespace {

bool is_equality(LabelRequirement::Operator op) {
  return op == LabelRequirement::Operator::kEquals || op == LabelRequirement::Operator::kDoubleEquals;
}

std::string_view unnamed_operator(LabelRequirement::Operator op) {
  if (op == LabelRequirement::Operator::kNotEquals) return "!=";
  return op == LabelRequirement::Operator::kGreaterThan ? "gt" : "lt";
}

}  // namespace

std::string_view selector_operator(LabelRequirement::Operator op) {
  switch (op) {
    case LabelRequirement::Operator::kIn:
      return "In";
    case LabelRequirement::Operator::kNotIn:
      return "NotIn";
    case LabelRequirement::Operator::kExists:
      return "Exists";
    case LabelRequirement::Operator::kDoesNotExist:
      return "DoesNotExist";
    default:
      return "";
  }
}

Result<LabelSelector> parse_selector_argument(const std::string& text) {
  auto parsed = LabelSelector::parse(text);
  if (!parsed)
    return client_error(fmt::format("couldn't parse the selector string \"{}\": {}", text, parsed.error().message));
  for (const LabelRequirement& requirement : parsed->requirements())
    if (!is_equality(requirement.op) && selector_operator(requirement.op).empty())
      return client_error(
          fmt::format("\"{}\" is not a valid label selector operator", unnamed_operator(requirement.op)));
  return parsed;
}

}  // namespace skiff::cli
