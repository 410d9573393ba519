// Regular expressions: the standard `matches`, and Kubernetes' find and findAll (apiserver/pkg/cel/library/regex.go).
#include "base/regular_expression.h"
#include "base/strings.h"
#include "cel/overloads.h"

namespace skiff::cel {
namespace {

// Of all parts of a text together: a pattern that has to look far ahead again and again ends there.
constexpr size_t kReadMax = 50'000'000;

Outcome matches(Arguments a) {
  const auto expression = RegularExpression::parse(a[1].as_string());
  if (!expression) return Failure{RegularExpression::problem_of(a[1].as_string())};
  return Value(expression->matches(a[0].as_string()));
}

Failure illegal(std::string_view pattern) { return {"Illegal regex: " + RegularExpression::problem_of(pattern)}; }

Outcome find_first(Arguments a) {
  const auto expression = RegularExpression::parse(a[1].as_string());
  if (!expression) return illegal(a[1].as_string());
  const std::string_view text = a[0].as_string();
  const auto found = expression->find(text);
  return Value(found ? text.substr(found->begin, found->end - found->begin) : std::string_view());
}

// All of them, or the first few. An empty part that touches the one before it is none: regexp.FindAllString.
Outcome find_every(Arguments a) {
  const auto expression = RegularExpression::parse(a[1].as_string());
  if (!expression) return illegal(a[1].as_string());
  const std::string_view text = a[0].as_string();
  const int64_t most = a.size() > 2 ? a[2].as_int() : -1;
  Value out = Value::array();
  size_t read = 0;
  std::optional<size_t> last_end;
  for (size_t from = 0; from <= text.size() && (most < 0 || static_cast<int64_t>(out.size()) < most);) {
    const auto found = expression->find(text, from);
    if (!found) break;
    read += found->looked_to - from;
    if (read > kReadMax) return Failure{"operation cancelled: actual cost limit exceeded"};
    const bool is_empty = found->end == found->begin;
    if (!is_empty || found->end != last_end) out.push_back(text.substr(found->begin, found->end - found->begin));
    last_end = found->end;
    from = found->end;
    if (is_empty) from += from < text.size() ? decode_rune(text, from).width : 1;
  }
  return out;
}

constexpr Overload kRegexFunctions[] = {
    {"matches", Style::kMember, "ssb", matches},     {"matches", Style::kFunction, "ssb", matches},
    {"find", Style::kMember, "sss", find_first},     {"findAll", Style::kMember, "ssS", find_every},
    {"findAll", Style::kMember, "ssiS", find_every},
};

}  // namespace

Overloads regex_functions() { return kRegexFunctions; }

}  // namespace skiff::cel
