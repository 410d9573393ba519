// kubectl completion: the script that lets a shell complete this program's command lines. Mirrors
// pkg/cmd/completion.
#include <errno.h>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/completion/completion.h"

namespace skiff::cli {
namespace {

struct NoCompletionOptions {};

Outcome completion(const NoCompletionOptions&, Invocation& call) {
  if (call.args.empty()) return call.usage_error("Shell not specified.");
  if (call.args.size() > 1) return call.usage_error("Too many arguments. Expected only the shell type.");
  const std::string script = completion_script(call.args[0], program_invocation_short_name);
  if (script.empty()) return call.usage_error(fmt::format("Unsupported shell type \"{}\".", call.args[0]));
  call.io.out << script;
  return {};
}

}  // namespace

void add_completion(Command& command) { runs(command, std::make_shared<NoCompletionOptions>(), completion); }

}  // namespace skiff::cli
