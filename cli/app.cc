#include "cli/app.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "cli/command.h"
#include "cli/completion/completion.h"
#include "cli/examples.h"
#include "cli/global_options.h"
#include "cli/held_output.h"
#include "cli/help.h"
#include "cli/input.h"
#include "cli/progress.h"
#include "cli/suggestions.h"
#include "cli/verb_table.h"

namespace skiff::cli {
namespace {

struct Found {
  const VerbRow* verb = nullptr;  // null: no command word at all
  std::vector<std::string> args;  // without the command's words
};

// Which word is the next command, by cobra's stripFlags: flags are skipped, with their value where they take one.
std::optional<size_t> next_word(const std::vector<std::string>& args, const Flags& known) {
  for (size_t i = 0; i < args.size(); ++i) {
    if (args[i] == "--") return std::nullopt;
    if (!args[i].empty() && args[i][0] == '-') {
      if (known.takes_next_word(args[i])) ++i;
    } else if (!args[i].empty()) {
      return i;
    }
  }
  return std::nullopt;
}

Result<Found> find_command(const std::vector<std::string>& args, const Flags& known) {
  Found found{nullptr, args};
  while (auto at = next_word(found.args, known)) {
    const std::string word = found.args[*at];
    const VerbRow* verb = find_verb(found.verb == nullptr ? "" : found.verb->path, word);
    if (verb == nullptr && found.verb == nullptr) {
      std::string message = "unknown command \"" + word + "\" for \"kubectl\"";
      const auto meant = suggestions_for(word);
      if (!meant.empty()) message += "\n\nDid you mean this?";
      for (const std::string& name : meant) message += "\n\t" + name;
      return client_error(message + (meant.empty() ? "" : "\n"));
    }
    if (verb == nullptr) break;
    found.verb = verb;
    found.args.erase(found.args.begin() + static_cast<std::ptrdiff_t>(*at));
  }
  return found;
}

// A group without a verb of its own prints its help and fails, as does a word that it does not know. Where the help is
// no failure, it is not one for any word.
Outcome run_group(const VerbRow& verb, const Command& command, Invocation& call) {
  if (!call.args.empty() && verb.group_help != GroupHelp::kStdoutAndSuccess) {
    std::string words;
    for (const std::string& word : call.args) words += (words.empty() ? "" : " ") + word;
    return call.usage_error("unknown command \"" + words + "\"");
  }
  const bool told = verb.group_help == GroupHelp::kStdout || verb.group_help == GroupHelp::kStdoutAndSuccess;
  (told ? call.io.out : call.io.err) << verb_help(command.path);
  return Outcome::exit(verb.group_help == GroupHelp::kStdoutAndSuccess ? 0 : 1);
}

SessionOptions session_options(const GlobalOptions& global, const VerbRow& verb, Progress& progress) {
  SessionOptions options;
  if (!global.quiet) options.progress = &progress;
  options.state_file = global.state;
  options.context = global.context;
  options.ns = global.ns;
  options.lock_timeout = global.lock_timeout;
  options.read_only = verb.access == Access::kReads;
  return options;
}

// Commits what the command did, then says what went wrong, if anything: what had succeeded before stays done, as on a
// real server.
int conclude(Invocation& call, const Outcome& outcome, HeldOutput& held) {
  const size_t warnings = call.tell_warnings();
  if (Session* session = call.opened_session()) {
    if (auto committed = session->finish(); !committed) {
      held.discard();
      print_errors(Outcome(committed.error()), held.err());
      return 1;
    }
    session->release();  // whoever reads our output slowly keeps nobody from the cluster
  }
  print_errors(outcome, held.err());
  if (outcome.ok() && call.global.warnings_as_errors && warnings > 0) {
    held.err() << "error: " << warnings << (warnings == 1 ? " warning received\n" : " warnings received\n");
    return 1;
  }
  return outcome.exit_code();
}

// Does a `-` stand for standard input? `-f -`, `-f-`, `--filename=-`. Behind `--` it belongs to somebody else.
bool names_standard_input(const std::vector<std::string>& args) {
  const auto end = std::find(args.begin(), args.end(), "--");
  return std::any_of(args.begin(), end,
                     [](const std::string& arg) { return arg == "-" || arg == "-f-" || arg.ends_with("=-"); });
}

// `command` has the global flags already, `global` their values.
int run_verb(const VerbRow& verb, const std::vector<std::string>& args, Command command, const GlobalOptions& global,
             const IgnoredOptions& ignored, Progress& progress, HeldOutput& held, std::istream& in) {
  // Input is read before the cluster is opened and locked: what comes down a pipe may be another skiff's output, which
  // waits for the same cluster.
  std::istringstream input;
  const bool piped = names_standard_input(args);
  if (piped) {
    auto text = read_stream(in, "STDIN");
    if (!text) {
      print_errors(Outcome(text.error()), held.err());
      return 1;
    }
    input.str(*std::move(text));
  }
  IoStreams io{held.out(), held.err(), piped ? input : in};
  command.path = command_path(verb.path);
  if (verb.add != nullptr) verb.add(command);
  Command own;  // the same again, for a help text without the global flags
  own.path = command.path;

  auto arguments = command.flags.parse(args);
  io.err << command.flags.deprecations();
  if (!arguments) {
    const bool usual = command.flag_error_code == 1;
    const std::string see = "\nSee '" + command.path + (usual ? " --help' for usage." : " -h' for help and examples");
    print_errors(Outcome(client_error(arguments.error().message + see)), io.err);
    return command.flag_error_code;
  }
  if (arguments->help) {
    if (verb.add != nullptr) verb.add(own);
    io.out << verb_help(verb, own);
    return 0;
  }
  if (auto complete = command.flags.check_required(); !complete) {
    print_errors(Outcome(complete.error()), io.err);
    return 1;
  }
  if (auto fine = check_profile(ignored); !fine) {
    print_errors(Outcome(fine.error()), io.err);
    return 1;
  }
  if (!global.examples.empty()) use_examples_from(global.examples);
  Invocation call(command.path, std::move(*arguments), command.flags, global, session_options(global, verb, progress),
                  io);
  return conclude(call, command.run ? command.run(call) : run_group(verb, command, call), held);
}

int run_root(const std::vector<std::string>& args, Flags& flags, IoStreams io) {
  auto arguments = flags.parse(args);
  if (!arguments) {
    print_errors(Outcome(client_error(arguments.error().message + "\nSee 'kubectl --help' for usage.")), io.err);
    return 1;
  }
  io.out << root_help();
  return 0;
}

// `help rollout status` is `rollout status --help`; words behind a command mean nothing, and such that begin with
// no command lead to the list of commands.
int run_help(const std::vector<std::string>& args, HeldOutput& held) {
  const VerbRow* verb = nullptr;
  for (size_t i = 1; i < args.size(); ++i) {
    const VerbRow* next = find_verb(verb == nullptr ? "" : verb->path, args[i]);
    if (next == nullptr) break;
    verb = next;
  }
  const bool unknown = verb == nullptr && args.size() > 1;
  std::ostream& out = unknown ? held.err() : held.out();
  if (unknown) out << fmt::format("Unknown help topic [`{}`]\n\n", fmt::join(args.begin() + 1, args.end(), "` `"));
  out << (verb == nullptr ? root_help() : verb_help(command_path(verb->path)));
  return 0;
}

}  // namespace

int run_app(const std::vector<std::string>& args, IoStreams& io) {
  if (!args.empty() && (args[0] == "__complete" || args[0] == "__completeNoDesc"))
    return run_complete({args.begin() + 1, args.end()},
                        args[0] == "__complete" ? Descriptions::kShown : Descriptions::kLeftOut, io);
  Progress progress;
  HeldOutput held(io.out, io.err, [&progress] { progress.clear(); });
  GlobalOptions global;
  IgnoredOptions ignored;
  Command command;
  declare_global_flags(command.flags, global, ignored, args);
  if (!args.empty() && args[0] == "help") return run_help(args, held);
  auto found = find_command(args, command.flags);
  if (!found) {
    print_errors(Outcome(found.error()), held.err());
    return 1;
  }
  if (found->verb == nullptr) return run_root(found->args, command.flags, {held.out(), held.err(), io.in});
  return run_verb(*found->verb, found->args, std::move(command), global, ignored, progress, held, io.in);
}

}  // namespace skiff::cli
