// The programs that the small shell finds on its PATH.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kubelet/shell.h"

namespace skiff::shell {

struct Invocation {
  const std::vector<std::string>& argv;
  std::string_view input;
  const std::map<std::string, std::string>& variables;
  const Environment& environment;
  ShellOutcome& outcome;  // takes output and time
  std::string working_directory = "/";
};

struct Program {
  std::string_view name;
  int (*run)(Invocation& invocation);  // the exit status
};

// Null if there is no such program.
const Program* find_program(std::string_view name);

}  // namespace skiff::shell
