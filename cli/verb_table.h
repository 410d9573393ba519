// The verbs: the one list of what can be said on the command line.
#pragma once
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace skiff::cli {

// May the command change the cluster? One that only reads never waits for the write lock.
enum class Access { kReads, kWrites };

// Where a group that is called without a subcommand prints its help, and whether that is a failure. Most groups
// upstream are DefaultSubCommandRun(ErrOut).
enum class GroupHelp { kStderr, kStdout, kStdoutAndSuccess };

struct VerbRow {
  std::string_view path;  // "rollout status"
  Access access;
  void (*add)(Command&);      // null for a group that does nothing by itself
  std::string_view synopsis;  // what follows the path in `Usage:`
  std::string_view summary;
  std::string_view aliases = {};  // other names of the last word, separated by blanks
  GroupHelp group_help = GroupHelp::kStderr;
};

// The row of `word` under `parent` ("" for the top), null if there is none.
const VerbRow* find_verb(std::string_view parent, std::string_view word);
// The rows one level below `parent`.
std::vector<const VerbRow*> verbs_below(std::string_view parent);

}  // namespace skiff::cli
