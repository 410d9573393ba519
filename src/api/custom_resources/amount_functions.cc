// Quantities and semantic versions. Mirrors apiserver/pkg/cel/library/{quantity,semverlib}.go.
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "api/custom_resources/rule_functions.h"
#include "api/quantity.h"
#include "base/strings.h"
#include "cel/tagged.h"

namespace skiff {
namespace {

using cel::Arguments;
using cel::Failure;
using cel::Outcome;
using cel::Style;

Quantity quantity_in(const Value& value) {
  if (value.is_int()) return Quantity::whole(value.as_int());
  const auto quantity = Quantity::parse(cel::host_inner(value, 'Q').as_string());
  return quantity ? *quantity : Quantity();
}

Value quantity_value(const Quantity& quantity) { return cel::host_value('Q', quantity.text()); }

Outcome is_quantity(Arguments a) { return Value(bool{Quantity::parse(a[0].as_string())}); }

Outcome to_quantity(Arguments a) {
  const auto quantity = Quantity::parse(a[0].as_string());
  if (!quantity) return Failure{quantity.error().message};
  return quantity_value(*quantity);
}

Outcome is_integer(Arguments a) { return Value(quantity_in(a[0]).is_whole()); }

Outcome as_integer(Arguments a) {
  const Quantity quantity = quantity_in(a[0]);
  if (!quantity.is_whole()) return Failure{"cannot convert value to integer"};
  return Value(quantity.value());
}

Outcome as_float(Arguments a) { return Value(static_cast<double>(quantity_in(a[0]).milli_value()) / 1000); }

Outcome sign(Arguments a) {
  const Quantity quantity = quantity_in(a[0]);
  return Value(quantity.is_negative() ? -1 : quantity.is_zero() ? 0 : 1);
}

Outcome plus(Arguments a) {
  Quantity sum = quantity_in(a[0]);
  sum.add(quantity_in(a[1]));
  return quantity_value(sum);
}

Outcome minus(Arguments a) {
  Quantity difference = quantity_in(a[0]);
  difference.subtract(quantity_in(a[1]));
  return quantity_value(difference);
}

int order_of(const Quantity& a, const Quantity& b) { return a < b ? -1 : b < a ? 1 : 0; }

Outcome quantity_less(Arguments a) { return Value(quantity_in(a[0]) < quantity_in(a[1])); }
Outcome quantity_greater(Arguments a) { return Value(quantity_in(a[0]) > quantity_in(a[1])); }
Outcome quantity_order(Arguments a) { return Value(order_of(quantity_in(a[0]), quantity_in(a[1]))); }
Outcome same_quantity(Arguments a) { return Value(quantity_in(a[0]) == quantity_in(a[1])); }
Outcome other_quantity(Arguments a) { return Value(!(quantity_in(a[0]) == quantity_in(a[1]))); }

// semver.org: three numbers, then words that come before the release.
struct SemanticVersion {
  std::array<int64_t, 3> numbers = {};
  std::vector<std::string> before;
};

bool is_number_word(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<int64_t> semantic_number(std::string_view word) {
  int64_t number = 0;
  if (!is_number_word(word) || (word.size() > 1 && word[0] == '0')) return std::nullopt;
  const auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (failure != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return number;
}

std::optional<SemanticVersion> parse_semantic_version(std::string_view text) {
  SemanticVersion out;
  text = text.substr(0, text.find('+'));
  const size_t dash = text.find('-');
  const auto numbers = split(text.substr(0, dash), '.');
  if (numbers.size() != 3) return std::nullopt;
  for (size_t i = 0; i < 3; ++i) {
    const auto number = semantic_number(numbers[i]);
    if (!number) return std::nullopt;
    out.numbers[i] = *number;
  }
  if (dash == std::string_view::npos) return out;
  for (const std::string_view word : split(text.substr(dash + 1), '.')) {
    if (word.empty() || (is_number_word(word) && !semantic_number(word))) return std::nullopt;
    out.before.emplace_back(word);
  }
  return out;
}

// Numbers come before words, and by what they are worth.
int word_order(std::string_view a, std::string_view b) {
  const auto x = semantic_number(a);
  const auto y = semantic_number(b);
  if (x && y) return *x < *y ? -1 : *y < *x ? 1 : 0;
  if (x || y) return x ? -1 : 1;
  return a < b ? -1 : b < a ? 1 : 0;
}

int version_order(const SemanticVersion& a, const SemanticVersion& b) {
  if (a.numbers != b.numbers) return a.numbers < b.numbers ? -1 : 1;
  if (a.before.empty() || b.before.empty())
    return static_cast<int>(a.before.empty()) - static_cast<int>(b.before.empty());
  for (size_t i = 0; i < a.before.size() && i < b.before.size(); ++i)
    if (const int order = word_order(a.before[i], b.before[i]); order != 0) return order;
  return a.before.size() < b.before.size() ? -1 : a.before.size() > b.before.size() ? 1 : 0;
}

SemanticVersion version_in(const Value& value) {
  auto version = parse_semantic_version(cel::host_inner(value, 'V').as_string());
  return version ? *std::move(version) : SemanticVersion();
}

Outcome is_semantic_version(Arguments a) { return Value(parse_semantic_version(a[0].as_string()).has_value()); }
Outcome to_semantic_version(Arguments a) {
  if (!parse_semantic_version(a[0].as_string())) return Failure{"No Major.Minor.Patch elements found"};
  return cel::host_value('V', a[0]);
}
template <size_t part>
Outcome version_part(Arguments a) {
  return Value(version_in(a[0]).numbers[part]);
}
Outcome compare_versions(Arguments a) { return Value(version_order(version_in(a[0]), version_in(a[1]))); }
Outcome version_less(Arguments a) { return Value(version_order(version_in(a[0]), version_in(a[1])) < 0); }
Outcome version_greater(Arguments a) { return Value(version_order(version_in(a[0]), version_in(a[1])) > 0); }

constexpr cel::Overload kAmountFunctions[] = {
    {"isQuantity", Style::kFunction, "sb", is_quantity},
    {"quantity", Style::kFunction, "sQ", to_quantity},
    {"isInteger", Style::kMember, "Qb", is_integer},
    {"asInteger", Style::kMember, "Qi", as_integer},
    {"asApproximateFloat", Style::kMember, "Qd", as_float},
    {"sign", Style::kFunction, "Qi", sign},  // no member, whatever the documentation says
    {"add", Style::kMember, "QQQ", plus},
    {"add", Style::kMember, "QiQ", plus},
    {"sub", Style::kMember, "QQQ", minus},
    {"sub", Style::kMember, "QiQ", minus},
    {"isLessThan", Style::kMember, "QQb", quantity_less},
    {"isGreaterThan", Style::kMember, "QQb", quantity_greater},
    {"compareTo", Style::kMember, "QQi", quantity_order},
    {"_==_", Style::kFunction, "QQb", same_quantity},
    {"_!=_", Style::kFunction, "QQb", other_quantity},
    {"isSemver", Style::kFunction, "sb", is_semantic_version},
    {"semver", Style::kFunction, "sV", to_semantic_version},
    {"major", Style::kMember, "Vi", version_part<0>},
    {"minor", Style::kMember, "Vi", version_part<1>},
    {"patch", Style::kMember, "Vi", version_part<2>},
    {"isLessThan", Style::kMember, "VVb", version_less},
    {"isGreaterThan", Style::kMember, "VVb", version_greater},
    {"compareTo", Style::kMember, "VVi", compare_versions},
};

}  // namespace

cel::Overloads amount_functions() { return kAmountFunctions; }

}  // namespace skiff
