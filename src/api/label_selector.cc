#include "api/label_selector.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace skiff {
namespace {

using Operator = LabelRequirement::Operator;

Operator parse_operator(std::string_view name) {
  if (name == "In") return Operator::kIn;
  if (name == "NotIn") return Operator::kNotIn;
  if (name == "DoesNotExist") return Operator::kDoesNotExist;
  if (name == "Gt") return Operator::kGreaterThan;
  if (name == "Lt") return Operator::kLessThan;
  return Operator::kExists;
}

std::optional<int64_t> parse_int(std::string_view text) {
  int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// A label or a bound that is no integer never matches (labels.Requirement.Matches).
bool beyond(std::string_view label, const LabelRequirement& requirement) {
  if (requirement.values.size() != 1) return false;
  const auto actual = parse_int(label);
  const auto bound = parse_int(requirement.values[0]);
  if (!actual || !bound) return false;
  return requirement.op == Operator::kGreaterThan ? *actual > *bound : *actual < *bound;
}

}  // namespace

bool LabelRequirement::matches(const Value& labels) const {
  const Value* label = labels.find(key);
  const auto is_listed = [&] { return std::find(values.begin(), values.end(), label->as_string()) != values.end(); };
  switch (op) {
    case Operator::kIn:
    case Operator::kEquals:
    case Operator::kDoubleEquals:
      return label != nullptr && is_listed();
    case Operator::kNotIn:
    case Operator::kNotEquals:
      return label == nullptr || !is_listed();
    case Operator::kExists:
      return label != nullptr;
    case Operator::kDoesNotExist:
      return label == nullptr;
    case Operator::kGreaterThan:
    case Operator::kLessThan:
      return label != nullptr && beyond(label->as_string(), *this);
  }
  return false;
}

LabelSelector LabelSelector::of(const Value& selector) {
  LabelSelector result;
  result.nothing_ = selector.is_null();
  for (const Member& label : selector["matchLabels"].members())
    result.requirements_.push_back({std::string(label.name()), Operator::kEquals, {label.value.str()}});
  for (const Value& expression : selector["matchExpressions"].elements()) {
    LabelRequirement requirement{expression["key"].str(), parse_operator(expression["operator"].as_string()), {}};
    for (const Value& value : expression["values"].elements()) requirement.values.push_back(value.str());
    result.requirements_.push_back(std::move(requirement));
  }
  return result;
}

LabelSelector LabelSelector::of_map(const Value& labels) {
  LabelSelector result;
  result.nothing_ = labels.empty();
  for (const Member& label : labels.members())
    result.requirements_.push_back({std::string(label.name()), Operator::kEquals, {label.value.str()}});
  return result;
}

LabelSelector LabelSelector::of_requirements(std::vector<LabelRequirement> requirements) {
  LabelSelector result;
  result.requirements_ = std::move(requirements);
  return result;
}

bool LabelSelector::matches(const Value& labels) const {
  if (nothing_) return false;
  return std::all_of(requirements_.begin(), requirements_.end(),
                     [&](const LabelRequirement& requirement) { return requirement.matches(labels); });
}

}  // namespace skiff
