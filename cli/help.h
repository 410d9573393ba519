// The text of `kubectl --help` and `kubectl COMMAND --help`, laid out as kubectl's templates do.
#pragma once
#include <string>
#include <string_view>

#include "cli/command.h"
#include "cli/verb_table.h"

namespace skiff::cli {

std::string root_help();
// `command` holds the verb's own flags only.
std::string verb_help(const VerbRow& verb, const Command& command);

}  // namespace skiff::cli
