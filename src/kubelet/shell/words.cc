// What the words of a script come to: variables, arithmetic and commands replaced by their values.
#include <utility>

#include "base/strings.h"
#include "kubelet/behavior.h"
#include "kubelet/shell/arithmetic.h"
#include "kubelet/shell/interpreter.h"

namespace skiff::shell {
namespace {

std::string edited(const WordPart& part, std::string value) {
  using Edit = WordPart::Edit;
  const bool shortest = part.edit == Edit::kCutPrefix || part.edit == Edit::kCutSuffix;
  switch (part.edit) {
    case Edit::kNone:
      return value;
    case Edit::kDefault:
      return value.empty() ? part.fallback : value;
    case Edit::kLength:
      return std::to_string(value.size());
    case Edit::kCutPrefix:
    case Edit::kCutLongestPrefix:
      for (size_t i = 0; i <= value.size(); ++i) {
        const size_t length = shortest ? i : value.size() - i;
        if (glob_matches(part.fallback, std::string_view(value).substr(0, length))) return value.substr(length);
      }
      return value;
    case Edit::kCutSuffix:
    case Edit::kCutLongestSuffix:
      for (size_t i = 0; i <= value.size(); ++i) {
        const size_t begin = shortest ? value.size() - i : i;
        if (glob_matches(part.fallback, std::string_view(value).substr(begin))) return value.substr(0, begin);
      }
      return value;
  }
  return value;
}

}  // namespace

void Interpreter::expand(const Word& word, std::vector<std::string>& out) {
  if (is_path_pattern(word)) {
    const std::string pattern = expand_whole(word);
    const std::vector<std::string> found = pathnames(pattern);
    if (found.empty()) out.push_back(pattern);
    out.insert(out.end(), found.begin(), found.end());
    return;
  }
  std::string current;
  bool any = false;
  for (const WordPart& part : word) {
    const std::string value = value_of(part);
    if (part.kind == WordPart::Kind::kText || part.quoted) {
      current += value;
      any = true;
      continue;
    }
    for (const char c : value) {
      if (c != ' ' && c != '\t' && c != '\n') {
        current += c;
        any = true;
      } else if (any) {
        out.push_back(std::exchange(current, {}));
        any = false;
      }
    }
  }
  if (any) out.push_back(std::move(current));
}

std::string Interpreter::expand_whole(const Word& word) {
  std::string out;
  for (const WordPart& part : word) out += value_of(part);
  return out;
}

std::string Interpreter::value_of(const WordPart& part) {
  switch (part.kind) {
    case WordPart::Kind::kText:
      return part.text;
    case WordPart::Kind::kVariable:
      return variable(part);
    case WordPart::Kind::kArithmetic:
      return std::to_string(evaluate(part.text).value_or(0));
    case WordPart::Kind::kCommand:
      return substitute(part.text);
  }
  return {};
}

std::string Interpreter::variable(const WordPart& part) {
  const std::string& name = part.text;
  if (name == "?") return std::to_string(status_);
  if (name == "#") return std::to_string(arguments_.empty() ? 0 : arguments_.size() - 1);
  if (name == "$") return "1";
  if (name == "@") return join({arguments_.begin() + (arguments_.empty() ? 0 : 1), arguments_.end()}, " ");
  if (name.size() == 1 && name[0] >= '0' && name[0] <= '9') {
    const auto index = static_cast<size_t>(name[0] - '0');
    return index < arguments_.size() ? arguments_[index] : "";
  }
  return edited(part, part.index.empty() ? named(name) : element(part));
}

std::string Interpreter::named(std::string_view name) {
  const auto found = variables_.find(std::string(name));
  if (found != variables_.end()) return found->second;
  environment_.missed_variable();
  return {};
}

std::string Interpreter::element(const WordPart& part) {
  const auto found = arrays_.find(part.text);
  if (found == arrays_.end()) return {};
  if (part.index == "@" || part.index == "*") return join(found->second, " ");
  const auto index = evaluate(part.index);
  if (!index || *index < 0 || static_cast<size_t>(*index) >= found->second.size()) return {};
  return found->second[static_cast<size_t>(*index)];
}

std::optional<int64_t> Interpreter::evaluate(std::string_view expression) {
  const auto result = shell::evaluate(expression, [this](std::string_view name) { return named(name); });
  if (!result) give_up("((");
  return result;
}

std::string Interpreter::substitute(const std::string& script) {
  const auto tree = parse_script(script);
  if (!tree) return give_up({}), std::string();
  std::string kept = std::exchange(outcome_.out, {});
  ++captured_;
  subshell(**tree);
  --captured_;
  std::string text = std::exchange(outcome_.out, std::move(kept));
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace skiff::shell
