// What exec, attach, run and logs share: a container's block in its pod, standard input, and what is said when a
// simulated container cannot do what it is asked to.
#pragma once
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "api/object.h"
#include "cli/command.h"
#include "kubelet/shell/dialogue.h"
#include "kubelet/shell/shell.h"

namespace skiff::cli {

// Null if there is no such container: among the main ones, the init containers, the ephemeral ones.
const Value& container_spec(const Object& pod, std::string_view name);
const Value& container_status(const Object& pod, std::string_view name);

// Is standard input a terminal? Then nothing is read ahead from it.
bool input_is_terminal();
std::string read_to_end(std::istream& in);

// `error: a simulated container cannot run "mysql"`
Error not_simulated(std::string_view program);
Error not_simulated(const ShellOutcome& outcome, const std::vector<std::string>& argv);

// Tells a program in the container what is typed, a line at a time, until there is no more or the program ends.
Outcome converse(Session& session, const ObjectRef& pod, const std::string& container, Dialogue& dialogue,
                 IoStreams& io);

// The container that somebody sat at ends with this status.
Result<void> leave_container(Session& session, const Object& pod, int exit_code);

// What attach says before it asks the server.
inline constexpr const char* kSessionIsRecorded =
    "All commands and output from this session will be recorded in container logs, including credentials and sensitive "
    "information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n";

// Whoever has made the pod only now lets simulated time pass; others see what happens as it does.
enum class Pace { kReal, kSimulated };

struct AttachRequest {
  bool stdin_open = false;
  bool tty = false;
  bool quiet = false;
  Pace pace = Pace::kReal;
};

// Sits down at a container's own program: what it has written so far, then what it goes on to write; a shell that
// waits for its input is talked to.
Outcome attach_to(Invocation& call, const ObjectRef& pod, const std::string& container, const AttachRequest& request);

// What the container writes from now on, until it ends: with a manual clock until the cluster has settled, in auto in
// real time. `seen` lines of its present run have been shown.
Outcome follow_log(Invocation& call, const Object& pod, const std::string& container, size_t seen);

}  // namespace skiff::cli
