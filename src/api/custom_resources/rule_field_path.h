// fieldPath: the field that a rule's message is about, below the place of the rule: ".a['b'].c". Upstream:
// ValidFieldPath.
#pragma once
#include <string_view>

#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

FieldPath below(const FieldPath& path, std::string_view text);
// Are there such fields? REQUIRES: `text` is not empty.
bool leads_somewhere(const Value& schema, std::string_view text);

}  // namespace skiff
