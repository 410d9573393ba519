#include "api/special_names.h"

#include <algorithm>

#include "base/strings.h"

namespace skiff {
namespace {

constexpr size_t kSubdomainMax = 253;

constexpr const char* kUnderscoreFormat =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must "
    "start "
    "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
constexpr const char* kWildcardFormat =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of "
    "lower "
    "case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used "
    "for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// _?[a-z0-9]([-_a-z0-9]*[a-z0-9])?
bool is_search_label(std::string_view label) {
  if (label.starts_with('_')) label.remove_prefix(1);
  return !label.empty() && is_plain(label.front()) && is_plain(label.back()) &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_plain(c) || c == '-' || c == '_'; });
}

Problems length_problems(std::string_view text) {
  if (text.size() <= kSubdomainMax) return {};
  return {"must be no more than 253 characters"};
}

}  // namespace

Problems path_segment_problems(std::string_view text) {
  if (text == ".") return {"may not be '.'"};
  if (text == "..") return {"may not be '..'"};
  Problems problems;
  for (const char forbidden : {'/', '%'})
    if (text.find(forbidden) != std::string_view::npos)
      problems.push_back(std::string("may not contain '") + forbidden + "'");
  return problems;
}

Problems dns1123_subdomain_with_underscore_problems(std::string_view text) {
  Problems problems = length_problems(text);
  const auto labels = split(text, '.');
  if (!std::all_of(labels.begin(), labels.end(), is_search_label)) problems.push_back(kUnderscoreFormat);
  return problems;
}

Problems wildcard_dns1123_subdomain_problems(std::string_view text) {
  Problems problems = length_problems(text);
  const bool good =
      text.starts_with("*.") && text.size() <= kSubdomainMax + 2 && dns1123_subdomain_problems(text.substr(2)).empty();
  if (!good) problems.push_back(kWildcardFormat);
  return problems;
}

}  // namespace skiff
