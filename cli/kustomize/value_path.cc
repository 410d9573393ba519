#include "cli/kustomize/value_path.h"

#include <algorithm>
#include <optional>

#include "base/json.h"
#include "base/regular_expression.h"

namespace skiff::cli {
namespace {

enum class Making { kNo, kYes };

std::string scalar(const Value& value) { return value.is_string() ? value.str() : to_json(value); }

// "[name=web]" in its parts; a list of plain values is searched with "[=web]".
struct Condition {
  std::string key;
  std::string value;
};

std::optional<Condition> condition_in(const std::string& step) {
  if (step.size() < 3 || step.front() != '[' || step.back() != ']') return std::nullopt;
  const std::string inner = step.substr(1, step.size() - 2);
  const size_t equals = inner.find('=');
  if (equals == std::string::npos) return std::nullopt;
  return Condition{inner.substr(0, equals), inner.substr(equals + 1)};
}

bool holds(const Condition& condition, const Value& element) {
  const Value& value = condition.key.empty() ? element : element[condition.key];
  if (value.is_null() || value.is_object() || value.is_array()) return false;
  const auto pattern = RegularExpression::parse("^(?:" + condition.value + ")$");
  return pattern ? pattern->matches(scalar(value)) : scalar(value) == condition.value;
}

std::optional<size_t> index_of(const std::string& step) {
  if (step.empty() || step.size() > 9) return std::nullopt;
  if (!std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  return static_cast<size_t>(std::stoul(step));
}

bool steps_into_list(const std::string& step) {
  return step == "*" || condition_in(step).has_value() || index_of(step).has_value();
}

class PathWalk {
 public:
  PathWalk(const std::vector<std::string>& steps, Making making) : steps_(steps), making_(making) {}

  void walk(Value& place, size_t at) {
    if (at == steps_.size()) {
      found.push_back(&place);
      return;
    }
    const std::string& step = steps_[at];
    const bool fresh = std::as_const(place).is_null() && making_ == Making::kYes;
    if (std::as_const(place).is_array() || (fresh && steps_into_list(step) && step != "*")) return walk_list(place, at);
    if (step == "*" && std::as_const(place).is_object()) {
      for (Member& member : place.edit_members()) walk(member.value, at + 1);
      return;
    }
    if (!std::as_const(place).is_object() && !fresh) return;
    if (!std::as_const(place).contains(step) && making_ == Making::kNo) return;
    walk(place[step], at + 1);
  }

  std::vector<Value*> found;

 private:
  void walk_list(Value& place, size_t at) {
    const std::string& step = steps_[at];
    Elements& elements = place.edit_elements();
    if (step == "*") {
      for (Value& element : elements) walk(element, at + 1);
      return;
    }
    if (const auto index = index_of(step)) {
      if (*index == elements.size() && making_ == Making::kYes) elements.emplace_back();
      if (*index < elements.size()) walk(elements[*index], at + 1);
      return;
    }
    const auto condition = condition_in(step);
    if (!condition) return;
    const size_t before = found.size();
    for (Value& element : elements)
      if (holds(*condition, std::as_const(element))) walk(element, at + 1);
    if (found.size() != before || making_ == Making::kNo) return;
    elements.emplace_back(condition->key.empty() ? Value(condition->value)
                                                 : Value{{condition->key, Value(condition->value)}});
    walk(elements.back(), at + 1);
  }

  const std::vector<std::string>& steps_;
  Making making_;
};

}  // namespace

ValuePath ValuePath::parse(std::string_view text) {
  ValuePath path;
  std::string step;
  bool bracket = false;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] == '.') {
      step += text[++at];
      continue;
    }
    if (text[at] == '[') bracket = true;
    if (text[at] == ']') bracket = false;
    if (text[at] == '.' && !bracket) {
      path.steps_.push_back(std::move(step));
      step.clear();
    } else {
      step += text[at];
    }
  }
  path.steps_.push_back(std::move(step));
  return path;
}

std::vector<Value*> ValuePath::find(Value& object) const {
  PathWalk walk(steps_, Making::kNo);
  walk.walk(object, 0);
  return walk.found;
}

std::vector<Value*> ValuePath::find_or_create(Value& object) const {
  PathWalk walk(steps_, Making::kYes);
  walk.walk(object, 0);
  return walk.found;
}

std::vector<std::string> split_by(std::string_view text, std::string_view delimiter) {
  std::vector<std::string> out;
  for (;;) {
    const size_t at = text.find(delimiter);
    out.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + delimiter.size());
  }
}

}  // namespace skiff::cli
