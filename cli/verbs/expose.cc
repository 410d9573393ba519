// kubectl expose: a Service for what a pod, a workload or another Service selects. Mirrors pkg/cmd/expose/expose.go.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "api/kinds/service.h"
#include "base/strings.h"
#include "cli/change_cause.h"
#include "cli/key_value_args.h"
#include "cli/last_applied.h"
#include "cli/overrides.h"
#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/verbs/rollout/kinds/rollout_table.h"
#include "cli/write_flags.h"

namespace skiff::cli {

struct ExposeOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-expose";
  std::string port;
  std::string target_port;
  std::string protocol;
  std::string name;
  std::string type;
  std::string selector;
  std::string labels;
  std::string cluster_ip;
  std::string external_ip;
  std::string load_balancer_ip;
  std::string session_affinity;
  ChangeCause cause;
  Overrides overrides;
  bool save_config = false;
};

namespace {

struct PortSpec {
  int64_t port;
  std::string protocol;
};

// What was found out about the objects so far. Upstream keeps it in its options, so that what one object has told, the
// next ones are not asked: its selector, its labels, its port if it is the only one.
struct Introspection {
  std::optional<Value> selector;
  std::optional<Value> labels;
  std::string port;                 // of an object with one
  std::string ports;                // of an object with several; they come before `port`
  std::vector<PortSpec> protocols;  // of the last object with ports
};

// Upstream: mapBasedSelectorForObjectFn.
Result<Value> selector_of(const Kind& kind, const Value& object) {
  const Value& spec = object["spec"];
  if (kind.kind == "Pod") {
    if (object["metadata"]["labels"].empty())
      return client_error(
          "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be "
          "exposed");
    return Value(object["metadata"]["labels"]);
  }
  if (kind.kind == "Service" || kind.kind == "ReplicationController") {
    if (spec["selector"].empty())
      return client_error(
          "couldn't retrieve selectors via --selector flag or introspection: the service has no pod selector set");
    return Value(spec["selector"]);
  }
  if (!spec["selector"]["matchExpressions"].empty())
    return client_error(
        "couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - "
        "\"" +
        spec["selector"]["matchExpressions"].str() + "\" to map-based selector format");
  return Value(spec["selector"]["matchLabels"]);
}

// Upstream: portsForObjectFn and protocolsForObjectFn.
std::vector<PortSpec> ports_of(const Kind& kind, const Value& object) {
  std::vector<PortSpec> ports;
  if (kind.kind == "Service") {
    for (const Value& port : object["spec"]["ports"].elements())
      ports.push_back({port["port"].as_int(), port["protocol"].str()});
    return ports;
  }
  const Value& pod_spec = kind.kind == "Pod" ? object["spec"] : object["spec"]["template"]["spec"];
  for (const Value& container : pod_spec["containers"].elements())
    for (const Value& port : container["ports"].elements())
      ports.push_back({port["containerPort"].as_int(), port["protocol"].str()});
  return ports;
}

bool can_be_exposed(const Kind& kind) {
  for (const char* name : {"Deployment", "Pod", "ReplicaSet", "ReplicationController", "Service"})
    if (kind.kind == name) return true;
  return false;
}

// strconv.Atoi.
std::optional<int64_t> whole_number(std::string_view text) {
  int64_t number = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Value int_or_text(const std::string& text) {
  const auto number = whole_number(text);
  return number ? Value(*number) : Value(text);
}

// The ports of the service: those that were typed, else the object's own. Upstream: RunExpose.
Result<std::string> wanted_ports(const ExposeOptions& options, const std::vector<PortSpec>& own, Introspection& known) {
  if (!own.empty()) known.protocols = own;
  if (!options.port.empty()) return options.port;
  if (known.port.empty()) {
    if (own.empty() && options.cluster_ip != "None")
      return client_error("couldn't find port via --port flag or introspection");
    std::vector<std::string> numbers;
    for (const PortSpec& port : own)
      if (const std::string number = std::to_string(port.port); std::count(numbers.begin(), numbers.end(), number) == 0)
        numbers.push_back(number);
    if (numbers.size() == 1) known.port = numbers[0];
    if (numbers.size() > 1) known.ports = join(numbers, ",");
  }
  return known.ports.empty() ? known.port : known.ports;
}

// Upstream: createService.
Result<Value> service_ports(const ExposeOptions& options, const std::string& wanted,
                            const std::vector<PortSpec>& protocols) {
  const std::vector<std::string_view> words = split(wanted, ',');
  Value ports = Value::array();
  for (size_t i = 0; i < words.size() && !wanted.empty(); ++i) {
    const auto number = whole_number(words[i]);
    if (!number) return client_error(fmt::format("strconv.Atoi: parsing {}: invalid syntax", go_quote(words[i])));
    std::vector<std::string> spoken;
    for (const PortSpec& port : protocols)
      if (options.protocol.empty() && port.port == *number)
        spoken.push_back(port.protocol.empty() ? "TCP" : port.protocol);
    if (spoken.empty()) spoken.push_back(options.protocol.empty() ? "TCP" : options.protocol);
    for (const std::string& protocol : spoken) {
      Value entry{{"port", *number}, {"protocol", protocol}};
      if (spoken.size() > 1) entry["name"] = fmt::format("port-{}-{}", i + 1, to_lower(protocol));
      else if (words.size() > 1) entry["name"] = fmt::format("port-{}", i + 1);
      entry["targetPort"] = options.target_port.empty() ? Value(*number) : int_or_text(options.target_port);
      ports.push_back(entry);
    }
  }
  return ports;
}

Result<Value> service_for(const ExposeOptions& options, const Target& target, Introspection& known) {
  const Value& object = target.object();
  auto selector = !options.selector.empty() ? parse_label_list(options.selector)
                  : known.selector          ? *known.selector
                                            : selector_of(*target.kind, object);
  if (!selector) return selector;
  if (options.selector.empty()) known.selector = *selector;
  auto wanted = wanted_ports(options, ports_of(*target.kind, object), known);
  if (!wanted) return wanted.error();
  if (!known.labels && !object["metadata"]["labels"].empty()) known.labels = Value(object["metadata"]["labels"]);
  auto labels = options.labels.empty() ? known.labels.value_or(Value()) : parse_label_list(options.labels);
  if (!labels) return labels;
  auto ports = service_ports(options, *wanted, known.protocols);
  if (!ports) return ports;
  Value document{{"apiVersion", "v1"}, {"kind", "Service"}};
  document["metadata"]["name"] = options.name.empty() ? target.key.name : options.name;
  if (!labels->empty()) document["metadata"]["labels"] = *labels;
  Value& spec = document["spec"];
  if (!ports->empty()) spec["ports"] = *ports;
  spec["selector"] = *selector;
  if (!options.type.empty()) spec["type"] = options.type;
  if (!options.external_ip.empty()) spec["externalIPs"] = Value::array({Value(options.external_ip)});
  const std::string& affinity = options.session_affinity;
  if (!affinity.empty() && affinity != "None" && affinity != "ClientIP")
    return client_error(fmt::format("unknown session affinity: {}", affinity));
  if (!options.session_affinity.empty()) spec["sessionAffinity"] = options.session_affinity;
  if (options.type == "LoadBalancer" && !options.load_balancer_ip.empty())
    spec["loadBalancerIP"] = options.load_balancer_ip;
  if (!options.cluster_ip.empty()) spec["clusterIP"] = options.cluster_ip;
  document["status"] = Value{{"loadBalancer", Value::object()}};
  return document;
}

Outcome run(const ExposeOptions& options, Invocation& call) {
  auto printer = ResultPrinter::make(options.print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args, options.resources};
  request.decoding = Decoding::kGoTypes;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  Introspection known;
  return visit_each(*targets, [&](const Target& target) -> Outcome {
    if (!can_be_exposed(*target.kind)) return client_error("cannot expose a " + group_kind(*target.kind));
    auto made_up = service_for(options, target, known);
    if (!made_up) return made_up.error();
    auto changed = overridden(kService, *made_up, options.overrides);
    if (!changed) return changed.error();
    Value* document = &changed->document;
    const Kind& kind = *changed->kind;
    options.cause.record(*document);
    if (printer->dry_run() != DryRunMode::kClient) {
      if (options.save_config) *document = with_last_applied_of_types(kind, *document);
      (*document)["metadata"]["namespace"] = target.key.ns;
      auto made = (*session)->api().create(kind, target.key.ns, *document,
                                           write_options(printer->dry_run(), options.field_manager));
      if (!made) return made.error();
      *document = (*made)->document();
    }
    return printer->print(kind, *document, "exposed");
  });
}

}  // namespace

void add_expose(Command& command) {
  auto options = std::make_shared<ExposeOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_record_flag(command, options->cause);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  declare_field_manager_flag(flags, options->field_manager);
  flags.text(options->port, "port", "The service's port; else that of what it exposes");
  flags.text(options->target_port, "target-port", "The container's port, a number or a name");
  flags.text(options->protocol, "protocol", "TCP, UDP or SCTP");
  flags.text(options->name, "name", "What it is called");
  flags.text(options->type, "type", "ClusterIP, NodePort, LoadBalancer or ExternalName");
  flags.text(options->selector, "selector", "Which pods the service sends to");
  flags.text(options->labels, "labels,l", "Labels of the service");
  flags.text(options->cluster_ip, "cluster-ip", "The cluster address, or None for a headless service");
  flags.text(options->external_ip, "external-ip", "An address from outside that reaches the service, too");
  flags.text(options->load_balancer_ip, "load-balancer-ip", "The address of the load balancer");
  flags.text(options->session_affinity, "session-affinity", "None, or ClientIP to keep a client on one pod");
  declare_override_flags(flags, options->overrides);
  flags.toggle(options->save_config, "save-config", "Keep the manifest in an annotation, for apply");
  runs(command, options, run);
}

}  // namespace skiff::cli
