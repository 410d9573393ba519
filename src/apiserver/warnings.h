// What the server accepts but warns about: kubectl prints each as `Warning: …`. Mirrors WarningsOnCreate and
// WarningsOnUpdate of the registry strategies and pkg/api/pod/warnings.go.
#pragma once
#include <string>
#include <vector>

#include "api/kind.h"
#include "base/value.h"

namespace skiff {

// An object is made, or written again with another spec or with the one that it has.
enum class WriteEvent { kCreate, kNewSpec, kSameSpec };
// `before` is the object that it was; null where it is made.
std::vector<std::string> write_warnings(const Kind& kind, const Value& object, const Value& before, WriteEvent event);

// Warnings about every use of a kind that is on its way out; empty for all others.
std::string deprecation_warning(const Kind& kind);

// Adds those that are not there yet.
void add_warnings(std::vector<std::string> more, std::vector<std::string>& warnings);

}  // namespace skiff
