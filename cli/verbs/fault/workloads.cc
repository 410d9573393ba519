// skiff fault image, pod and volume: what goes wrong with the containers of some image, with one pod, with a claim.
#include <fmt/format.h>

#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "cli/command.h"
#include "cli/verbs/fault/faults.h"

namespace skiff::cli {

struct ImageFaultOptions {
  std::string message =
      "rpc error: code = Unknown desc = failed to pull and unpack image \"{reference}\": failed to resolve reference "
      "\"{reference}\": dial tcp: i/o timeout";
  Duration slow = Duration::zero();
};

struct PodFaultOptions {
  bool crash = false;
  bool unready = false;
  bool stuck = false;
  int64_t exit_code = 1;
  Duration after = Duration::zero();
  std::string reason;
  std::string container;
};

struct VolumeFaultOptions {
  std::string message = "rpc error: code = Internal desc = the volume cannot be attached to the node";
};

namespace {

double seconds_of(Duration duration) { return std::chrono::duration<double>(duration).count(); }

Outcome image(const ImageFaultOptions& options, Invocation& call) {
  if (call.args.size() != 1) return call.usage_error("exactly one IMAGE is required; * stands for any text");
  auto session = call.session();
  if (!session) return session.error();
  Value spec;
  spec["match"]["images"] = Value::array({Value(call.args[0])});
  if (options.slow > Duration::zero()) spec["pull"] = Value{{"present", false}, {"seconds", seconds_of(options.slow)}};
  else spec["pull"]["failure"] = options.message;
  const std::string name = fault_name("image", call.args[0]);
  if (auto done = inject_fault(**session, "image", name, spec); !done) return done.error();
  call.io.out << fmt::format("fault/{} injected\n", name);
  return {};
}

Outcome pod(const PodFaultOptions& options, Invocation& call) {
  if (call.args.size() != 1) return call.usage_error("exactly one POD is required; * stands for any text");
  if (!options.crash && !options.unready && !options.stuck)
    return call.usage_error("one of --crash, --unready and --stuck is required");
  if (options.exit_code < 0 || options.exit_code > 255) return client_error("--exit-code must be between 0 and 255");
  auto session = call.session();
  if (!session) return session.error();
  const std::string& name = call.args[0];
  if (name.find('*') == std::string::npos)
    if (auto found = (*session)->api().get(kPod, {(*session)->ns(), name}); !found) return found.error();
  Value spec;
  spec["match"] = Value{{"images", Value::array({Value("*")})},
                        {"namespaces", Value::array({Value((*session)->ns())})},
                        {"pods", Value::array({Value(name)})}};
  if (!options.container.empty()) spec["match"]["containerNames"] = Value::array({Value(options.container)});
  if (options.crash) {
    spec["run"] = Value{{"exitCode", options.exit_code}, {"seconds", seconds_of(options.after)}};
    if (!options.reason.empty()) spec["run"]["reason"] = options.reason;
  }
  if (options.unready) spec["ready"] = Value{{"message", "a fault says so"}, {"never", true}};
  if (options.stuck) spec["shutdown"]["never"] = true;
  const std::string fault = fault_name("pod", (*session)->ns() + "-" + name);
  if (auto done = inject_fault(**session, "pod", fault, spec); !done) return done.error();
  call.io.out << fmt::format("fault/{} injected\n", fault);
  return {};
}

Outcome volume(const VolumeFaultOptions& options, Invocation& call) {
  if (call.args.size() != 1) return call.usage_error("exactly one CLAIM is required; * stands for any text");
  auto session = call.session();
  if (!session) return session.error();
  const std::string& name = call.args[0];
  if (name.find('*') == std::string::npos)
    if (auto found = (*session)->api().get(kPersistentVolumeClaim, {(*session)->ns(), name}); !found)
      return found.error();
  Value spec;
  spec["volume"] =
      Value{{"claims", Value::array({Value((*session)->ns() + "/" + name)})}, {"failure", options.message}};
  const std::string fault = fault_name("volume", (*session)->ns() + "-" + name);
  if (auto done = inject_fault(**session, "volume", fault, spec); !done) return done.error();
  call.io.out << fmt::format("fault/{} injected\n", fault);
  return {};
}

}  // namespace

void add_fault_image(Command& command) {
  auto options = std::make_shared<ImageFaultOptions>();
  command.flags.text(options->message, "message", "What the registry says; {image} and {reference} stand for it");
  command.flags.duration(options->slow, "slow", "The pull takes that long on each node, instead of failing");
  runs(command, options, image);
}

void add_fault_pod(Command& command) {
  auto options = std::make_shared<PodFaultOptions>();
  Flags& flags = command.flags;
  flags.toggle(options->crash, "crash", "Its containers exit, again and again");
  flags.toggle(options->unready, "unready", "It runs and is not ready");
  flags.toggle(options->stuck, "stuck", "Once it is deleted it does not stop, and stays Terminating");
  flags.number(options->exit_code, "exit-code", "Of --crash");
  flags.duration(options->after, "after", "How long each run lasts before --crash");
  flags.text(options->reason, "reason", "Of --crash: OOMKilled, say; else Error or Completed");
  flags.text(options->container, "container,c", "Only this container of the pod");
  runs(command, options, pod);
}

void add_fault_volume(Command& command) {
  auto options = std::make_shared<VolumeFaultOptions>();
  command.flags.text(options->message, "message", "What the storage says");
  runs(command, options, volume);
}

}  // namespace skiff::cli
