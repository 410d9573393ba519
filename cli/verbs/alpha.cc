// kubectl alpha: where commands that are not settled yet would be. Mirrors pkg/cmd/alpha.go, with none of them.
#include "cli/command.h"

namespace skiff::cli {

void add_alpha(Command& command) {
  command.run = [](Invocation& call) -> Outcome {
    call.io.err << "No alpha commands are available in this version of kubectl\n";
    return {};
  };
}

}  // namespace skiff::cli
