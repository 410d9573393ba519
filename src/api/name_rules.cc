#include "api/name_rules.h"

#include <algorithm>

#include "base/strings.h"

namespace skiff {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_lower_alnum(char c) { return is_lower(c) || is_digit(c); }
bool is_alnum(char c) { return is_lower_alnum(c) || (c >= 'A' && c <= 'Z'); }
bool is_label_inner(char c) { return is_lower_alnum(c) || c == '-'; }
bool is_name_inner(char c) { return is_alnum(c) || c == '-' || c == '_' || c == '.'; }

using CharTest = bool (*)(char);

bool all(std::string_view text, CharTest test) { return std::all_of(text.begin(), text.end(), test); }

// [edge]([inner]*[edge])?
bool is_word(std::string_view text, CharTest edge, CharTest inner) {
  return !text.empty() && edge(text.front()) && edge(text.back()) && all(text, inner);
}

bool is_subdomain(std::string_view text) {
  for (const std::string_view label : split(text, '.'))
    if (!is_word(label, is_lower_alnum, is_label_inner)) return false;
  return true;
}

constexpr const char* kLabelFormat =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with "
    "an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
constexpr const char* kSubdomainFormat =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
constexpr const char* kDns1035Format =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, "
    "and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is "
    "'[a-z]([-a-z0-9]*[a-z0-9])?')";
constexpr const char* kQualifiedFormat =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
    "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
    "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
constexpr const char* kLabelValueFormat =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
constexpr const char* kConfigKeyFormat =
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or "
    "'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
constexpr const char* kPercentFormat =
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for "
    "validation is '[0-9]+%')";
constexpr const char* kHttpHeaderFormat =
    "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for "
    "validation is '[-A-Za-z0-9]+')";

void limit(Problems& problems, std::string_view text, size_t most, const char* unit) {
  if (text.size() > most) problems.push_back("must be no more than " + std::to_string(most) + " " + unit);
}

}  // namespace

Problems dns1123_label_problems(std::string_view text) {
  Problems problems;
  limit(problems, text, 63, "characters");
  if (!is_word(text, is_lower_alnum, is_label_inner)) {
    problems.push_back(is_subdomain(text) ? "must not contain dots" : kLabelFormat);
  }
  return problems;
}

Problems dns1123_subdomain_problems(std::string_view text) {
  Problems problems;
  limit(problems, text, 253, "characters");
  if (!is_subdomain(text)) problems.push_back(kSubdomainFormat);
  return problems;
}

Problems dns1035_label_problems(std::string_view text) {
  Problems problems;
  limit(problems, text, 63, "characters");
  if (!is_word(text, is_lower_alnum, is_label_inner) || !is_lower(text[0])) problems.push_back(kDns1035Format);
  return problems;
}

Problems label_key_problems(std::string_view text) {
  Problems problems;
  std::string_view name = text;
  if (const size_t slash = text.find('/'); slash != std::string_view::npos) {
    const std::string_view prefix = text.substr(0, slash);
    name = text.substr(slash + 1);
    if (name.find('/') != std::string_view::npos) {
      std::string problem = "a valid label key ";
      problem.append(kQualifiedFormat)
          .append(" with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
      problems.push_back(std::move(problem));
      return problems;
    }
    if (prefix.empty()) problems.push_back("prefix part must be non-empty");
    else
      for (const std::string& problem : dns1123_subdomain_problems(prefix))
        problems.push_back("prefix part " + problem);
  }
  if (name.empty()) problems.push_back("name part must be non-empty");
  else if (name.size() > 63) problems.push_back("name part must be no more than 63 bytes");
  if (!is_word(name, is_alnum, is_name_inner)) problems.push_back(std::string("name part ").append(kQualifiedFormat));
  return problems;
}

Problems label_value_problems(std::string_view text) {
  Problems problems;
  limit(problems, text, 63, "bytes");
  if (!text.empty() && !is_word(text, is_alnum, is_name_inner)) problems.push_back(kLabelValueFormat);
  return problems;
}

Problems config_key_problems(std::string_view text) {
  Problems problems;
  limit(problems, text, 253, "characters");
  if (text.empty() || !all(text, is_name_inner)) problems.push_back(kConfigKeyFormat);
  if (text == ".") problems.push_back("must not be '.'");
  else if (text == "..") problems.push_back("must not be '..'");
  else if (text.starts_with("..")) problems.push_back("must not start with '..'");
  return problems;
}

Problems port_name_problems(std::string_view text) {
  Problems problems;
  limit(problems, text, 15, "characters");
  if (text.empty() || !all(text, is_label_inner)) {
    problems.push_back("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  }
  if (!std::any_of(text.begin(), text.end(), is_lower)) problems.push_back("must contain at least one letter (a-z)");
  if (text.find("--") != std::string_view::npos) problems.push_back("must not contain consecutive hyphens");
  if (!text.empty() && (text.front() == '-' || text.back() == '-')) {
    problems.push_back("must not begin or end with a hyphen");
  }
  return problems;
}

Problems port_number_problems(int64_t port) {
  if (port >= 1 && port <= 65535) return {};
  return {"must be between 1 and 65535, inclusive"};
}

Problems percent_problems(std::string_view text) {
  const bool good = text.size() > 1 && text.back() == '%' && all(text.substr(0, text.size() - 1), is_digit);
  if (good) return {};
  return {kPercentFormat};
}

Problems http_header_problems(std::string_view text) {
  const bool good = !text.empty() && all(text, [](char c) { return is_alnum(c) || c == '-'; });
  if (good) return {};
  return {kHttpHeaderFormat};
}

bool is_plain_env_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  return all(text, [](char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_'; });
}

Problems env_name_problems(std::string_view text) {
  if (text.empty()) return {"environment variable name must be non-empty"};
  if (all(text, [](char c) { return c >= ' ' && c <= '~' && c != '='; })) return {};
  return {"a valid environment variable name must consist only of printable ASCII characters other than '='"};
}

}  // namespace skiff
