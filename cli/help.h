// The text of `skiff --help` and `skiff COMMAND --help`, laid out as kubectl's templates do.
#pragma once
#include <string>
#include <string_view>

#include "cli/command.h"
#include "cli/verb_table.h"

namespace skiff::cli {

std::string root_help();
// The commands that kubectl has and skiff knows, in kubectl's own order: by group.
std::vector<std::string_view> kubectl_commands();

// How a verb is called: "kubectl rollout status", and "skiff clock advance", which no kubectl has.
std::string command_path(std::string_view verb_path);

// `command` holds the verb's own flags only.
std::string verb_help(const VerbRow& verb, const Command& command);
// The same by the path of a command, "kubectl config view".
std::string verb_help(std::string_view path);

}  // namespace skiff::cli
