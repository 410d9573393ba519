// How the store finds objects that no controller owns: a term for Kind::index_terms of the kinds that controllers adopt.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace skiff {

std::string orphan_term(std::string_view ns);

// Appends orphan_term of its namespace if no ownerReference of `object` says controller: true.
void append_orphan_term(const Value& object, std::vector<std::string>& terms);

}  // namespace skiff
