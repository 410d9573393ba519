// An applied configuration against the types of its kind, as server-side apply looks at it before it merges: every
// field must be declared, every value of its field's type, every element of a keyed list must have its keys, none
// twice. Mirrors structured-merge-diff's typed/validate.go.
#pragma once
#include <string>
#include <vector>

#include "api/schema.h"
#include "base/value.h"

namespace skiff {

// One line a problem: `.spec.replicas: expected numeric (int or float), got string`. Of the fields of one map that
// nobody declares, only the first is told. Places without a schema hold anything.
std::vector<std::string> typed_problems(const Schema* schema, const Value& document);

// The lines as one text: `errors:` and two spaces before each where there are several.
std::string typed_problems_text(const std::vector<std::string>& problems);

}  // namespace skiff
