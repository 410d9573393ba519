// kubectl port-forward: there is nothing behind a simulated port that a socket could be connected to.
#include <fmt/format.h>

#include "api/ip_address.h"
#include "base/strings.h"
#include "cli/command.h"
#include "cli/verbs/pod_choice.h"

namespace skiff::cli {

struct PortForwardOptions {
  std::vector<std::string> address = {"localhost"};
  Duration pod_running_timeout = minutes(1);
};

namespace {

Result<void> check_port(std::string_view text, std::string_view end) {
  const std::string failed =
      fmt::format("error parsing {} port '{}': strconv.ParseUint: parsing {}: ", end, text, go_quote(text));
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos)
    return client_error(failed + "invalid syntax");
  if (text.size() > 9 || std::stoll(std::string(text)) > 65535) return client_error(failed + "value out of range");
  if (end == "remote" && text.find_first_not_of('0') == std::string_view::npos)
    return client_error("remote port must be > 0");
  return {};
}

// "8080:80", "80", ":80"; names of ports stand for their numbers. Upstream: translateServicePortToTargetPort's like for
// pods, convertPodNamedPortToNumber, then parsePorts.
Result<void> check_ports(const Object& pod, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    const size_t colon = word.find(':');
    const std::string remote = colon == std::string::npos ? word : word.substr(colon + 1);
    const std::string local = colon == std::string::npos ? word : word.substr(0, colon);
    bool named = false;
    if (remote.find_first_not_of("0123456789") != std::string::npos) {
      for (const Value& container : pod.spec()["containers"].elements())
        for (const Value& port : container["ports"].elements()) named = named || port["name"].as_string() == remote;
      if (!named) return client_error(fmt::format("Pod '{}' does not have a named port '{}'", pod.name(), remote));
    }
    if (!local.empty() && !(named && colon == std::string::npos))
      if (auto fine = check_port(local, "local"); !fine) return fine;
    if (!named)
      if (auto fine = check_port(remote, "remote"); !fine) return fine;
  }
  return {};
}

// Upstream: parseAddresses.
Result<void> check_addresses(const std::vector<std::string>& addresses) {
  for (const std::string& address : addresses)
    if (address != "localhost" && !parse_ip(address)) return client_error(address + " is not a valid IP");
  return {};
}

// The pod is looked for all the same, so that a wrong name is told as such.
Outcome port_forward(const PortForwardOptions& options, Invocation& call) {
  if (call.args.size() < 2) return call.usage_error("TYPE/NAME and list of ports are required for port-forward");
  auto session = call.session();
  if (!session) return session.error();
  auto pod = choose_pod(**session, call.args[0], PodUse::kAttach, call.io);
  if (!pod) return pod.error();
  if (auto fine = check_addresses(options.address); !fine) return fine.error();
  if (auto fine = check_ports(**pod, {call.args.begin() + 1, call.args.end()}); !fine) return fine.error();
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
