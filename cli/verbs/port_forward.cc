// kubectl port-forward: there is nothing behind a simulated port that a socket could be connected to.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/verbs/pod_choice.h"

namespace skiff::cli {

struct PortForwardOptions {
  std::vector<std::string> address = {"localhost"};
  Duration pod_running_timeout = minutes(1);
};

namespace {

// The pod is looked for all the same, so that a wrong name is told as such.
Outcome port_forward(const PortForwardOptions&, Invocation& call) {
  if (call.args.size() < 2) return call.usage_error("TYPE/NAME and list of ports are required for port-forward");
  auto session = call.session();
  if (!session) return session.error();
  auto pod = choose_pod(**session, call.args[0], call.io);
  if (!pod) return pod.error();
  return client_error(
      fmt::format("pod/{} is simulated: no connection can be forwarded to it; `exec` with curl or wget asks its web "
                  "server",
                  (*pod)->name()));
}

}  // namespace

void add_port_forward(Command& command) {
  auto options = std::make_shared<PortForwardOptions>();
  command.flags.list(options->address, "address", Split::kCommas, "Where to listen");
  command.flags.duration(options->pod_running_timeout, "pod-running-timeout", "Limit of waiting for a pod that runs");
  runs(command, options, port_forward);
}

}  // namespace skiff::cli
