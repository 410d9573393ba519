// The type that rules see where a schema stands, with the sizes that its values can have. Mirrors apiserver/pkg/cel's
// SchemaDeclType.
#pragma once
#include "base/value.h"
#include "cel/type.h"

namespace skiff {

// The largest request that a server takes: what nothing else bounds is bounded by it.
constexpr uint64_t kRequestBytesMax = 3 * 1024 * 1024;

enum class Root { kYes, kNo };

// Null where the schema says too little to be spoken of: what is not typed, and lists and maps of that.
cel::TypeRef declared_type(const Value& schema, Root root);
// What rules that stand at the schema itself see: anything, where it says too little.
cel::TypeRef rules_type(const Value& schema, Root root);

}  // namespace skiff
