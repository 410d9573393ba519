// kubectl exec: one command in a container, run by the small shell over what the container would see.
// Mirrors pkg/cmd/exec.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "base/strings.h"
#include "cli/command.h"
#include "cli/verbs/pod_choice.h"
#include "kubelet/pod_environment.h"

namespace skiff::cli {

struct ExecOptions {
  std::string container;
  Duration pod_running_timeout = minutes(1);
  bool stdin_open = false;
  bool tty = false;
  bool quiet = false;
};

namespace {

const Value& member_of(const Value& block, std::span<const std::string_view> lists, std::string_view name) {
  static const Value kNone;
  for (const std::string_view list : lists)
    for (const Value& member : block[list].elements())
      if (member["name"].as_string() == name) return member;
  return kNone;
}

constexpr std::string_view kSpecs[] = {"containers", "initContainers"};
constexpr std::string_view kStatuses[] = {"containerStatuses", "initContainerStatuses"};

// The time that the command takes passes in the cluster.
Outcome run_and_report(Session& session, const Object& pod, const Value& container,
                       const std::vector<std::string>& argv, IoStreams& io) {
  const ShellOutcome outcome = run_in_pod(session.api().store(), pod, container, argv, session.now());
  if (!outcome.understood) {
    const std::string& program = outcome.unknown.empty() ? argv[0] : outcome.unknown;
    return client_error(
        fmt::format("Internal error occurred: Internal error occurred: error executing command in container: failed to "
                    "exec in container: OCI runtime exec failed: exec failed: unable to start container process: exec: "
                    "{}: executable file not found in $PATH",
                    go_quote(program)));
  }
  if (outcome.took > Duration::zero()) session.cluster().advance(outcome.took);
  io.out << outcome.out;
  io.err << outcome.err;
  if (outcome.forever) return client_error("timed out waiting for the condition");
  if (outcome.exit_code == 0) return {};
  io.err << fmt::format("command terminated with exit code {}\n", outcome.exit_code);
  return Outcome::exit(outcome.exit_code);
}

Outcome run(const ExecOptions& options, Invocation& call) {
  const size_t before = call.before_dash.value_or(call.args.size());
  if (before == 0) return client_error("pod, type/name or --filename must be specified");
  if (before > 1)
    return call.usage_error("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead");
  const std::vector<std::string> argv(call.args.begin() + 1, call.args.end());
  if (argv.empty()) return client_error("you must specify at least one command for the container");
  auto session = call.session();
  if (!session) return session.error();
  auto pod = choose_pod(**session, call.args[0], call.io);
  if (!pod) return pod.error();
  if ((*pod)->view<PodView>().terminal())
    return client_error(fmt::format("cannot exec into a container in a completed pod; current phase is {}",
                                    (*pod)->status()["phase"].as_string()));
  std::ostream silent(nullptr);
  auto name = choose_container(**pod, options.container, options.quiet ? silent : call.io.err);
  if (!name) return name.error();
  if ((*pod)->view<PodView>().node.empty())
    return bad_request(fmt::format("pod {} does not have a host assigned", (*pod)->name()));
  if (!member_of((*pod)->status(), kStatuses, *name)["state"].contains("running"))
    return client_error(fmt::format("unable to upgrade connection: container not found (\"{}\")", *name));
  return run_and_report(**session, **pod, member_of((*pod)->spec(), kSpecs, *name), argv, call.io);
}

}  // namespace

void add_exec(Command& command) {
  auto options = std::make_shared<ExecOptions>();
  Flags& flags = command.flags;
  flags.text(options->container, "container,c",
             "The container; else the one that an annotation makes the default, else the first");
  flags.duration(options->pod_running_timeout, "pod-running-timeout", "Limit of waiting for a pod that runs");
  flags.toggle(options->quiet, "quiet,q", "Nothing but what the command prints");
  flags.toggle(options->stdin_open, "stdin,i", "Hand standard input on");
  flags.toggle(options->tty, "tty,t", "Standard input is a terminal");
  runs(command, options, run);
}

}  // namespace skiff::cli
