// One command of the command line: its flags, and what it does. Each file under verbs/ sets up its own with a function
// `void add_<verb>(Command&)`; verb_table lists them. Mirrors cobra.Command.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "cli/errors.h"
#include "cli/flags.h"
#include "cli/io_streams.h"
#include "cli/session.h"

namespace skiff::cli {

// Flags that every command understands.
struct GlobalOptions {
  std::string ns;       // -n
  std::string context;  // --context
  std::string state;    // --state
  std::string kubeconfig;
  std::string request_timeout = "0";
  std::string pace;
  Duration lock_timeout = seconds(30);
  std::string examples;
  std::string as;                      // --as: who is asking, for auth
  std::vector<std::string> as_groups;  // --as-group
  bool warnings_as_errors = false;
  bool quiet = false;
};

// A command that runs: its words, its streams, and its cluster, which is opened when first asked for, so that a wrong
// command line costs nothing and touches nothing.
class Invocation {
 public:
  Invocation(std::string path, Arguments arguments, const Flags& flags, const GlobalOptions& global,
             SessionOptions session_options, IoStreams& io)
      : args(std::move(arguments.words)),
        before_dash(arguments.before_dash),
        io(io),
        global(global),
        path_(std::move(path)),
        flags_(flags),
        session_options_(std::move(session_options)) {}

  std::vector<std::string> args;      // what is no flag
  std::optional<size_t> before_dash;  // how many of them stood before `--`
  IoStreams& io;
  const GlobalOptions& global;

  bool given(std::string_view flag) const { return flags_.given(flag); }
  const std::string& path() const { return path_; }  // "kubectl rollout status"
  const SessionOptions& session_options() const { return session_options_; }
  static std::string environment(const char* name);  // "" if it is not set

  Result<Session*> session();
  Session* opened_session() { return session_.get(); }  // null if nobody asked for it

  // Writes the warnings that the server has given since the last call, each text once a command. kubectl does so
  // whenever an answer comes; whoever warns in words of its own calls this after each object. How many there are by
  // now.
  size_t tell_warnings();

  // The message with its second line: See 'kubectl get -h' for help and examples.
  // Of a command that takes no arguments; null if it was given none.
  std::optional<Error> unexpected_arguments() const;
  Error usage_error(std::string message) const {
    return client_error(std::move(message) + "\nSee '" + path_ + " -h' for help and examples");
  }

 private:
  void play_at(double pace);

  std::string path_;
  const Flags& flags_;
  SessionOptions session_options_;
  std::unique_ptr<Session> session_;
  std::vector<std::string> told_warnings_;
};

struct Command {
  std::string path;  // "kubectl rollout status"
  Flags flags;
  std::function<Outcome(Invocation&)> run;
  int flag_error_code = 1;  // what a wrong flag ends with; for `diff` 1 says that there are differences
};

// Wires a verb whose work is `Outcome run(const Options&, Invocation&)`.
template <class Options>
void runs(Command& command, std::shared_ptr<Options> options, Outcome (*run)(const Options&, Invocation&)) {
  command.run = [options, run](Invocation& call) { return run(*options, call); };
}

}  // namespace skiff::cli
