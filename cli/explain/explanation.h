// What `explain` has found: a kind, or one of its fields, for one of the layouts to print.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "api/schema.h"

namespace skiff::cli {

struct Explanation {
  const Kind* kind = nullptr;
  std::string api_version;                     // one that the kind is served in
  std::string field;                           // its name; empty for the kind itself
  const Schema* schema = nullptr;              // of the field, or of the whole object; null if nothing is known of it
  std::string_view holder;                     // the type that has the field
  std::vector<std::string_view> descriptions;  // of the field, and of its type
};

enum class Depth { kOneLevel, kAll };

// Lists and maps are explained by what they hold.
const Schema* explained_inside(const Schema* schema);

// The lines about the kind, which stand above all others.
std::string explained_heading(const Kind& kind, std::string_view api_version);

// As kubectl prints it since it reads OpenAPI v3. Mirrors pkg/explain/v2/templates/plaintext.tmpl.
std::string explain_plainly(const Explanation& explanation, Depth depth);
// As it did before: `-o plaintext-openapiv2`. Mirrors pkg/explain.
std::string explain_as_before(const Explanation& explanation, Depth depth);

// Lines of at most `width` columns, broken at blanks; the breaks of the text stay.
std::vector<std::string> wrapped_lines(std::string_view text, size_t width);

}  // namespace skiff::cli
