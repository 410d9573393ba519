#include "kubelet/shell/shell.h"

#include <algorithm>

#include "kubelet/shell/interpreter.h"
#include "kubelet/shell/syntax.h"

namespace skiff {

ShellOutcome run_command(const std::vector<std::string>& argv, Environment& environment, const ShellOptions& options) {
  ShellOutcome outcome;
  if (argv.empty()) {
    outcome.understood = false;
    return outcome;
  }
  shell::Interpreter(environment, options, outcome).run_program(argv);
  return outcome;
}

bool is_unfinished(std::string_view script) { return shell::is_incomplete(script); }

bool is_interactive_shell(const std::vector<std::string>& argv) {
  if (argv.empty() || !shell::is_shell(argv[0].substr(argv[0].rfind('/') + 1))) return false;
  return std::all_of(argv.begin() + 1, argv.end(),
                     [](const std::string& flag) { return flag == "-i" || flag == "-l" || flag == "-il"; });
}

struct InteractiveShell::Memory : shell::Memory {};

InteractiveShell::InteractiveShell() : memory_(std::make_unique<Memory>()) {}
InteractiveShell::~InteractiveShell() = default;
bool InteractiveShell::has_exited() const { return memory_->exited; }
int InteractiveShell::exit_code() const { return memory_->status; }

ShellOutcome InteractiveShell::run(const std::string& line, Environment& environment) {
  ShellOutcome outcome;
  const ShellOptions options;
  shell::Interpreter interpreter(environment, options, outcome);
  interpreter.recall(*memory_);
  interpreter.run_script(line, {});
  static_cast<shell::Memory&>(*memory_) = interpreter.memory();
  return outcome;
}

}  // namespace skiff
