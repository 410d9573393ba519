// From an argument vector to an exit status: finds the command, reads its flags, runs it, commits, and shows its output.
#pragma once
#include <string>
#include <vector>

#include "cli/io_streams.h"

namespace skiff::cli {

// `args` without the program's own name.
int run_app(const std::vector<std::string>& args, IoStreams& io);

}  // namespace skiff::cli
