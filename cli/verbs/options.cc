// kubectl options: the flags that every command takes. Mirrors pkg/cmd/options/options.go.
#include "cli/command.h"
#include "cli/global_options.h"

namespace skiff::cli {

void add_options(Command& command) {
  command.run = [](Invocation& call) -> Outcome {
    GlobalOptions global;
    IgnoredOptions ignored;
    Flags flags;
    declare_global_flags(flags, global, ignored);
    call.io.out << "The following options can be passed to any command:\n\n" << flags.help();
    return {};
  };
}

}  // namespace skiff::cli
