// kubectl create service clusterip, nodeport, loadbalancer and externalname. Mirrors create_service.go.
#include <fmt/format.h>

#include <algorithm>

#include "api/kinds/service.h"
#include "api/name_rules.h"
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

// A whole number as Go's strconv reads it. Upstream: parsePorts.
Result<int64_t> parse_port(std::string_view text) {
  const std::string failed = fmt::format("strconv.ParseUint: parsing \"{}\": ", text);
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos)
    return client_error(failed + "invalid syntax");
  if (text.size() > 9 || std::stoll(std::string(text)) > 65535) return client_error(failed + "value out of range");
  return std::stoll(std::string(text));
}

// "80:8080", "80:http" or "80"; anything behind a second colon counts in the port's name alone.
Result<Value> service_port(const std::string& text, int64_t node_port) {
  const auto parts = split(text, ':');
  auto port = parse_port(parts[0]);
  if (!port) return port.error();
  Value target = *port;
  if (parts.size() > 1) {
    const bool number = parts[1].find_first_not_of("0123456789") == std::string_view::npos && parts[1].size() < 10;
    if (number && !parts[1].empty()) {
      target = std::stoll(std::string(parts[1]));
      if (const auto wrong = port_number_problems(target.as_int()); !wrong.empty())
        return client_error(fmt::format("{}", fmt::join(wrong, ",")));
    } else {
      if (const auto wrong = port_name_problems(parts[1]); !wrong.empty())
        return client_error(fmt::format("{}", fmt::join(wrong, ",")));
      target = parts[1];
    }
  }
  std::string name = text;
  std::replace(name.begin(), name.end(), ':', '-');
  Value entry{{"name", name}, {"port", *port}, {"protocol", "TCP"}, {"targetPort", target}};
  if (node_port > 0) entry["nodePort"] = node_port;
  return entry;
}

Outcome create(const CreateServiceOptions& options, Invocation& call, const std::string& type) {
  auto name = generator_name(call);
  if (!name) return name.error();
  const bool headless = options.cluster_ip == "None";
  const bool external = type == "ExternalName";
  if (external && !dns1123_subdomain_problems(options.external_name).empty())
    return client_error(fmt::format("invalid service external name {}", options.external_name));
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

std::shared_ptr<CreateServiceOptions> declare_service(Command& command) {
  auto options = std::make_shared<CreateServiceOptions>();
  options->generator.remembers = Remembers::kNever;
  declare_generator_flags(command.flags, options->generator);
  command.flags.list(options->tcp, "tcp", Split::kCommas, "PORT or PORT:TARGETPORT");
  return options;
}

}  // namespace

void add_create_service_clusterip(Command& command) {
  auto options = declare_service(command);
  command.flags.text(options->cluster_ip, "clusterip", "The cluster address, or None for a headless service");
  runs(command, options, clusterip);
}

void add_create_service_nodeport(Command& command) {
  auto options = declare_service(command);
  command.flags.number(options->node_port, "node-port", "The port on every node");
  runs(command, options, nodeport);
}

void add_create_service_loadbalancer(Command& command) { runs(command, declare_service(command), loadbalancer); }

void add_create_service_externalname(Command& command) {
  auto options = declare_service(command);
  command.flags.text(options->external_name, "external-name", "The DNS name that the service stands for");
  command.flags.require("external-name");
  runs(command, options, externalname);
}

}  // namespace skiff::cli
