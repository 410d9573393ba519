// kubectl port-forward: there is nothing behind a simulated port that a socket could be connected to.
#include <fmt/format.h>

#include <optional>

#include "api/ip_address.h"
#include "api/kind_table.h"
#include "api/kinds/service.h"
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

// "8080:80", "80", ":80". Upstream: splitPort.
struct PortPair {
  std::string local, remote;
};

PortPair split_port(const std::string& word) {
  const size_t colon = word.find(':');
  if (colon == std::string::npos) return {word, word};
  return {word.substr(0, colon), word.substr(colon + 1)};
}

// strconv.Atoi, of what may be a port.
std::optional<int64_t> port_as_number(const std::string& text) {
  if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return std::stoll(text);
}

// Upstream: LookupContainerPortNumberByName.
Result<int64_t> named_port_of_pod(const Object& pod, const std::string& name) {
  for (const Value& container : pod.spec()["containers"].elements())
    for (const Value& port : container["ports"].elements())
      if (port["name"].as_string() == name) return port["containerPort"].as_int();
  return client_error(fmt::format("Pod '{}' does not have a named port '{}'", pod.name(), name));
}

// Upstream: LookupServicePortNumberByName.
Result<int64_t> named_port_of_service(const Object& service, const std::string& name) {
  for (const Value& port : service.spec()["ports"].elements())
    if (port["name"].as_string() == name) return port["port"].as_int();
  return client_error(fmt::format("Service '{}' does not have a named port '{}'", service.name(), name));
}

// Where a service's port leads. Upstream: LookupContainerPortNumberByServicePort.
Result<int64_t> target_of(const Object& service, const Object& pod, int64_t number) {
  for (const Value& port : service.spec()["ports"].elements()) {
    if (port["port"].as_int() != number) continue;
    if (service.spec()["clusterIP"].as_string() == "None") return number;
    if (port["targetPort"].is_string()) return named_port_of_pod(pod, port["targetPort"].str());
    return port["targetPort"].as_int() == 0 ? number : port["targetPort"].as_int();
  }
  return client_error(fmt::format("Service {} does not have a service port {}", service.name(), number));
}

// Ports of the protocol UDP alone cannot be forwarded. Upstream: checkUDPPorts.
bool is_udp_only(const Elements& ports, const char* field, int64_t number) {
  bool udp = false;
  for (const Value& port : ports) {
    if (port[field].as_int() != number) continue;
    if (port["protocol"].as_string() != "UDP") return false;
    udp = true;
  }
  return udp;
}

bool is_udp_only(const Object& pod, const Object* service, int64_t number) {
  if (service != nullptr) return is_udp_only(service->spec()["ports"].elements(), "port", number);
  Elements ports;
  for (const Value& container : pod.spec()["containers"].elements())
    for (const Value& port : container["ports"].elements()) ports.push_back(port);
  return is_udp_only(ports, "containerPort", number);
}

// The ports as numbers of the pod's. Upstream: translateServicePortToTargetPort, convertPodNamedPortToNumber.
Result<std::vector<PortPair>> translated(const Object& pod, const Object* service,
                                         const std::vector<std::string>& words) {
  std::vector<PortPair> out;
  for (const std::string& word : words) {
    PortPair pair = split_port(word);
    auto number = port_as_number(pair.remote);
    if (!number) {
      auto named =
          service != nullptr ? named_port_of_service(*service, pair.remote) : named_port_of_pod(pod, pair.remote);
      if (!named) return named.error();
      number = *named;
    }
    if (is_udp_only(pod, service, *number)) return client_error("UDP protocol is not supported for " + pair.remote);
    if (pair.local == pair.remote) pair.local = std::to_string(*number);
    if (service != nullptr) {
      auto target = target_of(*service, pod, *number);
      if (!target) return target.error();
      number = *target;
    }
    pair.remote = std::to_string(*number);
    out.push_back(std::move(pair));
  }
  return out;
}

// Upstream: parsePorts.
Result<void> check_ports(const std::vector<PortPair>& ports) {
  for (const PortPair& pair : ports) {
    if (!pair.local.empty())
      if (auto fine = check_port(pair.local, "local"); !fine) return fine;
    if (auto fine = check_port(pair.remote, "remote"); !fine) return fine;
  }
  return {};
}

// The service that the word names; null if it names something else.
Result<ObjectRef> service_named(Session& session, const std::string& word) {
  const size_t slash = word.find('/');
  if (slash == std::string::npos || find_resource(std::string_view(word).substr(0, slash)) != &kService)
    return ObjectRef();
  return session.api().get(kService, {session.ns(), word.substr(slash + 1)});
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
  if (auto fine = check_running_timeout(options.pod_running_timeout); !fine)
    return call.usage_error(fine.error().message);
  auto session = call.session();
  if (!session) return session.error();
  auto pod = choose_pod(**session, call.args[0], PodUse::kAttach, call.io);
  if (!pod) return pod.error();
  auto service = service_named(**session, call.args[0]);
  if (!service) return service.error();
  auto ports = translated(**pod, service->get(), {call.args.begin() + 1, call.args.end()});
  if (!ports) return ports.error();
  if (const std::string phase = (*pod)->status()["phase"].str(); phase != "Running")
    return client_error("unable to forward port because pod is not running. Current status=" + phase);
  if (auto fine = check_addresses(options.address); !fine) return fine.error();
  if (auto fine = check_ports(*ports); !fine) return fine.error();
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
