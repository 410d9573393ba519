// What a container's own command does over time, as far as the small shell can follow it: what it writes to its
// streams and to files, and when. Computed when somebody looks, and put into the file systems (container_files.h)
// only once.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/object.h"
#include "kubelet/behavior.h"
#include "kubelet/pod_record.h"
#include "kubelet/shell/shell.h"
#include "store/store.h"

namespace skiff {

struct FileWrite {
  enum class Kind { kWrite, kAppend, kMakeDirectory, kRemove, kStatus };
  Duration at{};  // since the start of the container's instance
  Kind kind = Kind::kWrite;
  std::string path;
  std::string text;
  FileStatus status{};  // kStatus
};

struct CommandTrace {
  ShellOutcome outcome;
  std::vector<FileWrite> writes;
  bool misses_names = false;  // it has asked for a name that the cluster's DNS does not know, or did not then
};

// The state's table of commands, by pod and container: which instance, and up to when it is done.
inline constexpr std::string_view kCommandStates = "commands";

const Behavior& behavior_in(const Store& store, const Object& pod, const Value& container, Behaviors& behaviors);

// Command and arguments as they stand in the spec; empty for an image's own program.
std::vector<std::string> command_of(const Value& container, const Behavior& behavior);

// Follows the command of an instance that was started at `started`, as far as `limit`. Nothing if nobody can say what
// it does: the image's own entrypoint, a program that is not simulated, a look at a file that nobody has written.
std::optional<CommandTrace> follow_command(Store& store, const Object& pod, const Value& container,
                                           Behaviors& behaviors, Time started, std::optional<Duration> limit);
// Might there be something to follow? Costs nothing.
bool has_command(const Value& container);

// Puts what the command of this instance has written to files by `now` where it belongs.
void bring_files_up_to_date(Store& store, const Object& pod, const ContainerRecord& container, Behaviors& behaviors,
                            Time now);
// The same for all containers of a pod.
void bring_files_up_to_date(Store& store, const Object& pod, Behaviors& behaviors, Time now);

// Does the container's program wait for what somebody types?
bool waits_for_input(const Store& store, const Object& pod, std::string_view container);
// The program that keeps a command from being followed.
std::optional<std::string> unknown_program(const std::vector<std::string>& argv);
// The same of a container's own command.
std::optional<std::string> unknown_program(const Store& store, const Object& pod, std::string_view container);

// Where in the state it is written how far the commands of the pod's containers have been followed: table and key.
std::vector<std::pair<std::string_view, std::string>> states_of_commands(const Store& store, std::string_view pod_uid);
// The pod is gone.
void forget_commands(Store& store, std::string_view pod_uid);

// Runs a hook's command in the container, files and all. Nothing where nobody can say what it does.
std::optional<ShellOutcome> run_hook(Store& store, const Object& pod, const Value& container, const Value& hook,
                                     Behaviors& behaviors, Time now);

// What the runtime says of a program that is not there: `exec: "mysql": executable file not found in $PATH`.
std::string cannot_start(std::string_view program);

// What an exec probe's command says at `now`, and its output; nothing where nobody can say.
struct ProbeAnswer {
  bool succeeds = true;
  std::string output;
  bool started = true;  // false: the runtime could not even begin, and says why in `output`
  bool misses_program = false;
};
std::optional<ProbeAnswer> ask_exec_probe(Store& store, const Object& pod, const Value& container, const Value& probe,
                                          Behaviors& behaviors, Time now);

}  // namespace skiff
