// metadata.finalizers: who must be done before a deleted object goes.
#pragma once
#include <string_view>

#include "base/value.h"

namespace skiff {

// `document` is a whole object.
bool has_finalizer(const Value& document, std::string_view finalizer);
void add_finalizer(Value& document, std::string_view finalizer);
void remove_finalizer(Value& document, std::string_view finalizer);

}  // namespace skiff
