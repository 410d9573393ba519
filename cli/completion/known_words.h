// The words that a place of the command line may hold: of flags by their names, of arguments by the verb.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/completion/completion.h"

namespace skiff::cli {

// What is known of the line before the word that is being typed.
struct TypedLine {
  std::string verb;                // "rollout status"
  std::vector<std::string> words;  // arguments before it, without flags
  std::string current;             // the beginning of the word itself
  GlobalOptions global;
};

// The value of `--flag`; nullopt if nothing is known, so that file names are offered.
std::optional<Completion> flag_values(std::string_view flag, const TypedLine& line);

// The next argument of the verb; nullopt likewise.
std::optional<Completion> argument_values(const TypedLine& line);

}  // namespace skiff::cli
