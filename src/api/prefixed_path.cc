#include "api/prefixed_path.h"

#include <algorithm>

#include "api/field_checks.h"

namespace skiff {

void check_domain_prefixed_path(const Value& value, const FieldPath& path, FieldErrors& errors) {
  const std::string_view text = value.as_string();
  if (text.empty()) return errors.required(path);
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size())
    return errors.invalid(path, value, "must be a domain-prefixed path (such as \"acme.io/foo\")");
  const Problems problems = dns1123_subdomain_problems(text.substr(0, slash));
  if (!problems.empty()) return add_problems(errors, path, text.substr(0, slash), problems);
  constexpr std::string_view kMarks = "/-._~!$&'()*+,;=:@%";
  const std::string_view rest = text.substr(slash + 1);
  const bool good = std::all_of(rest.begin(), rest.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
  if (!good)
    errors.invalid(path, rest,
                   "Invalid path (regex used for validation is "
                   "'[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')");
}

}  // namespace skiff
