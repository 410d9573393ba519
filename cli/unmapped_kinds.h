// Kinds that no server was asked about: with --local a manifest may be of any kind. Mirrors Builder.Local, whose infos
// have no mapping.
#pragma once
#include <string>

#include "api/kind.h"

namespace skiff::cli {

// A Kind that lives as long as the program: its names are guessed, it has no types, columns or rules.
const Kind& unmapped_kind(const std::string& api_version, const std::string& kind);
bool is_unmapped(const Kind& kind);

}  // namespace skiff::cli
