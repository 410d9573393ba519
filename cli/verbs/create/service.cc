// kubectl create service clusterip, nodeport, loadbalancer and externalname. Mirrors create_service.go.
#include <fmt/format.h>

#include "api/kinds/service.h"
#include "base/strings.h"
#include "cli/verbs/create/generator.h"

namespace skiff::cli {

struct CreateServiceOptions {
  GeneratorOptions generator;
  std::vector<std::string> tcp;
  std::string cluster_ip;
  std::string external_name;
  int64_t node_port = 0;
};

namespace {

std::optional<int64_t> port_number(std::string_view text) {
  if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  const int64_t port = std::stoll(std::string(text));
  if (port < 1 || port > 65535) return std::nullopt;
  return port;
}

// "80:8080" or "80". Upstream: parsePorts.
Result<Value> service_port(const std::string& text, int64_t node_port) {
  const auto parts = split(text, ':');
  const auto port = port_number(parts[0]);
  if (!port) return client_error(fmt::format("strconv.ParseInt: parsing \"{}\": invalid syntax", parts[0]));
  Value target = *port;
  if (parts.size() > 1) {
    const auto number = port_number(parts[1]);
    target = number ? Value(*number) : Value(parts[1]);
  }
  std::string name = text;
  for (char& c : name)
    if (c == ':') c = '-';
  Value entry{{"name", name}, {"port", *port}, {"protocol", "TCP"}, {"targetPort", target}};
  if (node_port > 0) entry["nodePort"] = node_port;
  return entry;
}

Outcome create(const CreateServiceOptions& options, Invocation& call, const std::string& type) {
  auto name = generator_name(call);
  if (!name) return name.error();
  const bool headless = options.cluster_ip == "None";
  const bool external = type == "ExternalName";
  if (options.tcp.empty() && !headless && !external)
    return client_error("at least one tcp port specifier must be provided");
  Value labels{{"app", *name}};
  Value document;
  document["metadata"] = Value{{"labels", labels}, {"name", *name}};
  Value& spec = document["spec"];
  for (const std::string& text : options.tcp) {
    auto port = service_port(text, options.node_port);
    if (!port) return port.error();
    spec["ports"].push_back(*port);
  }
  spec["selector"] = labels;
  spec["type"] = type;
  if (!options.cluster_ip.empty()) spec["clusterIP"] = options.cluster_ip;
  if (external) spec["externalName"] = options.external_name;
  document["status"] = Value{{"loadBalancer", Value::object()}};
  return create_generated(options.generator, call, kService, document,
                          fmt::format("failed to create {} service: ", type));
}

Outcome clusterip(const CreateServiceOptions& options, Invocation& call) { return create(options, call, "ClusterIP"); }
Outcome nodeport(const CreateServiceOptions& options, Invocation& call) { return create(options, call, "NodePort"); }
Outcome loadbalancer(const CreateServiceOptions& options, Invocation& call) {
  return create(options, call, "LoadBalancer");
}
Outcome externalname(const CreateServiceOptions& options, Invocation& call) {
  return create(options, call, "ExternalName");
}

std::shared_ptr<CreateServiceOptions> declare(Command& command) {
  auto options = std::make_shared<CreateServiceOptions>();
  declare_generator_flags(command.flags, options->generator);
  command.flags.list(options->tcp, "tcp", Split::kCommas, "PORT or PORT:TARGETPORT");
  return options;
}

}  // namespace

void add_create_service_clusterip(Command& command) {
  auto options = declare(command);
  command.flags.text(options->cluster_ip, "clusterip", "The cluster address, or None for a headless service");
  runs(command, options, clusterip);
}

void add_create_service_nodeport(Command& command) {
  auto options = declare(command);
  command.flags.number(options->node_port, "node-port", "The port on every node");
  runs(command, options, nodeport);
}

void add_create_service_loadbalancer(Command& command) { runs(command, declare(command), loadbalancer); }

void add_create_service_externalname(Command& command) {
  auto options = declare(command);
  command.flags.text(options->external_name, "external-name", "The DNS name that the service stands for");
  command.flags.require("external-name");
  runs(command, options, externalname);
}

}  // namespace skiff::cli
