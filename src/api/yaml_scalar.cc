#include "api/yaml_scalar.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "base/base64.h"
#include "base/strings.h"

namespace skiff {
namespace {

using ScalarKind = YamlScalar::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <size_t N>
bool is_one_of(std::string_view text, const std::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), text) != std::end(words);
}

constexpr std::string_view kTrue[] = {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
constexpr std::string_view kFalse[] = {"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};
constexpr std::string_view kNull[] = {"", "~", "null", "Null", "NULL"};
constexpr std::string_view kNan[] = {".nan", ".NaN", ".NAN"};
constexpr std::string_view kInfinity[] = {".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"};
constexpr std::string_view kMinusInfinity[] = {"-.inf", "-.Inf", "-.INF"};

// strconv.ParseInt(text, 0, 64), and ParseUint for what is beyond, which becomes a float as JSON makes it one.
std::optional<YamlScalar> parse_integer(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  int base = 10;
  if (text.size() > 1 && text[0] == '0') {
    const char letter = text[1];
    base = letter == 'x' || letter == 'X' ? 16 : letter == 'b' || letter == 'B' ? 2 : 8;
    text.remove_prefix(base != 8 || letter == 'o' || letter == 'O' ? 2 : 1);
  }
  uint64_t magnitude = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), magnitude, base);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  constexpr uint64_t kMost = std::numeric_limits<int64_t>::max();
  if (magnitude <= kMost) {
    const auto number = static_cast<int64_t>(magnitude);
    return YamlScalar{ScalarKind::kInt, Value(negative ? -number : number)};
  }
  if (negative && magnitude == kMost + 1)
    return YamlScalar{ScalarKind::kInt, Value(std::numeric_limits<int64_t>::min())};
  if (negative) return std::nullopt;
  return YamlScalar{ScalarKind::kInt, Value(static_cast<double>(magnitude))};
}

// [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
bool looks_like_float(std::string_view text) {
  size_t at = 0;
  const auto skip_digits = [&] {
    const size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - begin;
  };
  const auto at_one_of = [&](std::string_view letters) {
    return at < text.size() && letters.find(text[at]) != std::string_view::npos;
  };
  if (at_one_of("-+")) ++at;
  const size_t whole = skip_digits();
  if (at_one_of(".")) {
    ++at;
    if (skip_digits() == 0 && whole == 0) return false;
  } else if (whole == 0) {
    return false;
  }
  if (at_one_of("eE")) {
    ++at;
    if (at_one_of("-+")) ++at;
    if (skip_digits() == 0) return false;
  }
  return at == text.size();
}

// strconv.ParseFloat; what is out of range is no number.
std::optional<YamlScalar> parse_float(std::string_view text) {
  if (!looks_like_float(text)) return std::nullopt;
  if (text[0] == '+') text.remove_prefix(1);
  double number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem == std::errc::result_out_of_range) number = std::strtod(std::string(text).c_str(), nullptr);
  if (std::isinf(number)) return std::nullopt;
  if (problem != std::errc() && problem != std::errc::result_out_of_range) return std::nullopt;
  if (end != text.data() + text.size()) return std::nullopt;
  return YamlScalar{ScalarKind::kFloat, Value(number)};
}

// Go's numbers may have an underscore between two digits; elsewhere it spoils them.
std::string without_separators(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool between = i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1]);
    if (text[i] != '_' || !between) out += text[i];
  }
  return out;
}

// Dates and times in go-yaml's layouts: 2006-1-2, with T, t or a blank before a time of day.
bool is_timestamp(std::string_view text) {
  size_t at = 0;
  const auto digits = [&](size_t least, size_t most) {
    size_t count = 0;
    while (at < text.size() && count < most && is_digit(text[at])) ++at, ++count;
    return count >= least;
  };
  const auto one_of = [&](std::string_view letters) {
    if (at == text.size() || letters.find(text[at]) == std::string_view::npos) return false;
    ++at;
    return true;
  };
  if (!digits(4, 4) || !one_of("-") || !digits(1, 2) || !one_of("-") || !digits(1, 2)) return false;
  if (at == text.size()) return true;
  if (!one_of("Tt ")) return false;
  const bool blank = text[at - 1] == ' ';
  if (!digits(1, 2) || !one_of(":") || !digits(1, 2) || !one_of(":") || !digits(1, 2)) return false;
  if (one_of(".") && !digits(1, 9)) return false;
  if (at == text.size()) return blank;
  if (one_of("Z")) return at == text.size();
  return !blank && one_of("+-") && digits(2, 2) && one_of(":") && digits(2, 2) && at == text.size();
}

std::string short_tag(std::string_view tag) {
  constexpr std::string_view kPrefix = "tag:yaml.org,2002:";
  return tag.starts_with(kPrefix) ? "!!" + std::string(tag.substr(kPrefix.size())) : std::string(tag);
}

const char* tag_of(ScalarKind kind) {
  switch (kind) {
    case ScalarKind::kNull:
      return "!!null";
    case ScalarKind::kBool:
      return "!!bool";
    case ScalarKind::kInt:
      return "!!int";
    case ScalarKind::kFloat:
      return "!!float";
    case ScalarKind::kTimestamp:
      return "!!timestamp";
    case ScalarKind::kString:
      break;
  }
  return "!!str";
}

}  // namespace

YamlScalar resolve_yaml_scalar(std::string_view text) {
  if (is_one_of(text, kTrue)) return {ScalarKind::kBool, Value(true)};
  if (is_one_of(text, kFalse)) return {ScalarKind::kBool, Value(false)};
  if (is_one_of(text, kNull)) return {ScalarKind::kNull, Value()};
  if (is_one_of(text, kNan)) return {ScalarKind::kFloat, Value(std::numeric_limits<double>::quiet_NaN())};
  if (is_one_of(text, kInfinity)) return {ScalarKind::kFloat, Value(std::numeric_limits<double>::infinity())};
  if (is_one_of(text, kMinusInfinity)) return {ScalarKind::kFloat, Value(-std::numeric_limits<double>::infinity())};
  const char first = text[0];
  if (first == '.') {
    if (auto number = parse_float(without_separators(text))) return *number;
  } else if (is_digit(first) || first == '+' || first == '-') {
    if (is_timestamp(text)) return {ScalarKind::kTimestamp, Value(text)};
    std::string plain(text);
    plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
    if (auto number = parse_integer(plain)) return *number;
    if (auto number = parse_float(plain)) return *number;
  }
  return {ScalarKind::kString, Value(text)};
}

bool is_base60_float(std::string_view text) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  if (text.empty() || !is_digit(text[0])) return false;
  size_t at = 1;
  while (at < text.size() && (is_digit(text[at]) || text[at] == '_')) ++at;
  size_t groups = 0;
  for (; at < text.size() && text[at] == ':'; ++groups) {
    ++at;
    if (at + 1 < text.size() && text[at] >= '0' && text[at] <= '5' && is_digit(text[at + 1])) at += 2;
    else if (at < text.size() && is_digit(text[at])) ++at;
    else return false;
  }
  if (groups == 0) return false;
  if (at < text.size() && text[at] == '.') ++at;
  else return at == text.size();
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                     [](char c) { return is_digit(c) || c == '_'; });
}

Result<Value> decode_yaml_scalar(std::string_view tag, std::string_view text) {
  const std::string name = short_tag(tag);
  if (name == "!!binary") {
    auto bytes = base64_decode(text);
    if (!bytes) return client_error("yaml: !!binary value contains invalid base64 data");
    return Value(*bytes);
  }
  if (name == "?" || name.empty()) return resolve_yaml_scalar(text).value;
  const bool resolvable =
      name == "!!int" || name == "!!float" || name == "!!bool" || name == "!!null" || name == "!!timestamp";
  if (!resolvable) return Value(text);  // !!str, a quoted scalar, or a tag of the writer's own
  const YamlScalar scalar = resolve_yaml_scalar(text);
  const std::string found = tag_of(scalar.kind);
  if (found == name || (name == "!!float" && scalar.kind == ScalarKind::kInt)) return scalar.value;
  return client_error("yaml: cannot decode " + found + " `" + std::string(text) + "` as a " + name);
}

}  // namespace skiff
