// kubectl exec: one command in a container, run by the small shell over what the container would see.
// Mirrors pkg/cmd/exec.
#include <fmt/format.h>

#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "base/sha256.h"
#include "cli/command.h"
#include "cli/resource_args.h"
#include "cli/verbs/container_streams.h"
#include "cli/verbs/pod_choice.h"
#include "kubelet/container_command.h"
#include "kubelet/container_files.h"
#include "kubelet/pod_environment.h"

namespace skiff::cli {

struct ExecOptions {
  ResourceFlags resources;
  std::string container;
  Duration pod_running_timeout = minutes(1);
  bool stdin_open = false;
  bool tty = false;
  bool quiet = false;
};

namespace {

// The time that the command takes passes in the cluster.
Outcome run_and_report(Session& session, const Object& pod, const Value& container,
                       const std::vector<std::string>& argv, const ShellOptions& how, IoStreams& io) {
  const ShellOutcome outcome = run_in_pod(session.store(), pod, container, argv, how, session.now());
  if (!outcome.understood) return not_simulated(outcome, argv);
  if (!outcome.started)
    return client_error(fmt::format(
        "Internal error occurred: Internal error occurred: error executing command in "
        "container: failed to exec in container: failed to start exec \"{}\": {}",
        sha256_hex(fmt::format("{}/{}", pod.uid(), rfc3339_micro(session.now()))), cannot_start(outcome.missing)));
  if (lacks_programs(session.store(), pod, container["name"].as_string())) session.cluster().look_at_pod(pod.key());
  if (outcome.took > Duration::zero()) session.cluster().advance(outcome.took);
  io.out << outcome.out;
  io.err << outcome.err;
  if (outcome.forever) return client_error("timed out waiting for the condition");
  if (outcome.exit_code == 0) return {};
  io.err << fmt::format("command terminated with exit code {}\n", outcome.exit_code);
  return Outcome::exit(outcome.exit_code);
}

// -f: the pod, or the workload, that a manifest names.
Result<ObjectRef> pod_of_manifest(const ExecOptions& options, Session& session, Invocation& call) {
  const std::vector<std::string> words(
      call.args.begin(), call.args.begin() + static_cast<std::ptrdiff_t>(call.before_dash.value_or(call.args.size())));
  if (!words.empty()) return client_error("resource/name arguments cannot be provided when a path is specified");
  ResourceRequest request{{}, options.resources, Unnamed::kRefused, Fetch::kNever};
  request.decoding = Decoding::kGoTypes;
  auto targets = resolve_targets(session, request, call.io.in);
  if (!targets) return targets.error();
  if (!targets->errors.empty()) return targets->errors.front();
  if (targets->items.size() != 1) return client_error("cannot exec into multiple objects at a time");
  const Target& target = targets->items.front();
  return choose_pod(session, target.kind->qualified_name() + "/" + target.key.name, PodUse::kAttach, call.io);
}

Outcome run(const ExecOptions& options, Invocation& call) {
  if (auto fine = check_running_timeout(options.pod_running_timeout); !fine)
    return call.usage_error(fine.error().message);
  const size_t before = call.before_dash.value_or(call.args.size());
  const bool from_file = options.resources.has_files();
  if (before == 0 && !from_file) return client_error("pod, type/name or --filename must be specified");
  if (before > 1 && !call.before_dash)
    return call.usage_error("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead");
  const std::vector<std::string> argv(call.args.begin() + static_cast<std::ptrdiff_t>(before), call.args.end());
  if (argv.empty()) return client_error("you must specify at least one command for the container");
  auto session = call.session();
  if (!session) return session.error();
  auto pod = from_file ? pod_of_manifest(options, **session, call)
                       : choose_pod(**session, call.args[0], PodUse::kAttach, call.io);
  if (!pod) return pod.error();
  if ((*pod)->view<PodView>().terminal())
    return client_error(fmt::format("cannot exec into a container in a completed pod; current phase is {}",
                                    (*pod)->status()["phase"].as_string()));
  std::ostream silent(nullptr);
  auto name = choose_container(**pod, options.container, options.quiet ? silent : call.io.err);
  if (!name) return name.error();
  if ((*pod)->view<PodView>().node.empty())
    return bad_request(fmt::format("pod {} does not have a host assigned", (*pod)->name()));
  if (!container_status(**pod, *name)["state"].contains("running"))
    return client_error(
        fmt::format("Internal error occurred: unable to upgrade connection: container not found (\"{}\")", *name));
  if (options.tty && options.stdin_open && !options.quiet && !input_is_terminal())
    call.io.err << "Unable to use a TTY - input is not a terminal or the right kind of file\n";
  const bool at_terminal = options.tty && options.stdin_open && input_is_terminal();
  if (options.stdin_open)
    if (const auto dialogue = dialogue_with(argv, at_terminal))
      return converse(**session, *pod, *name, *dialogue, call.io);
  ShellOptions how;
  how.has_input = true;
  how.at_terminal = at_terminal;
  if (options.stdin_open && !input_is_terminal()) how.input = read_to_end(call.io.in);
  return run_and_report(**session, **pod, container_spec(**pod, *name), argv, how, call.io);
}

}  // namespace

void add_exec(Command& command) {
  auto options = std::make_shared<ExecOptions>();
  Flags& flags = command.flags;
  flags.list(options->resources.filenames, "filename,f", Split::kCommas, "A manifest that names the pod");
  flags.text(options->container, "container,c",
             "The container; else the one that an annotation makes the default, else the first");
  flags.duration(options->pod_running_timeout, "pod-running-timeout", "Limit of waiting for a pod that runs");
  flags.toggle(options->quiet, "quiet,q", "Nothing but what the command prints");
  flags.toggle(options->stdin_open, "stdin,i", "Hand standard input on");
  flags.toggle(options->tty, "tty,t", "Standard input is a terminal");
  runs(command, options, run);
}

}  // namespace skiff::cli
