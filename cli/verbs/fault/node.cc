// skiff fault node-down, node-up, zone-down, zone-up: nodes stop answering, or answer again. The kubelets read it from
// the Behavior.
#include <fmt/format.h>

#include "api/behavior_match.h"
#include "api/kinds/behavior.h"
#include "api/kinds/node.h"
#include "cli/command.h"
#include "cli/verbs/fault/faults.h"

namespace skiff::cli {
namespace {

struct NoOptions {};
struct NodeDownOptions {
  bool graceful = false;
};
constexpr const char* kDownSince = "skiff.dev/down-since";
constexpr const char* kZone = "topology.kubernetes.io/zone";

Value node_spec(const char* list, const std::string& name) {
  return Value{{"node", Value{{"down", true}, {list, Value::array({Value(name)})}}}};
}

Outcome node_down(const NodeDownOptions& options, Invocation& call) {
  if (call.args.empty()) return call.usage_error("at least one NODE is required");
  auto session = call.session();
  if (!session) return session.error();
  for (const std::string& name : call.args) {
    if (auto node = (*session)->api().get(kNode, {"", name}); !node) return node.error();
    Value spec = node_spec("names", name);
    if (options.graceful) spec["node"]["graceful"] = true;
    auto done = inject_fault(**session, "node", fault_name("node-down", name), spec);
    if (!done) return done.error();
    call.io.out << fmt::format("node/{} down\n", name);
  }
  return {};
}

Outcome node_up(const NoOptions&, Invocation& call) {
  if (call.args.empty()) return call.usage_error("at least one NODE is required");
  auto session = call.session();
  if (!session) return session.error();
  for (const std::string& name : call.args) {
    if (auto node = (*session)->api().get(kNode, {"", name}); !node) return node.error();
    auto cleared = clear_fault(**session, fault_name("node-down", name));
    if (!cleared) return cleared.error();
    const auto node = (*session)->api().get(kNode, {"", name});
    if (node && (*node)->metadata()["annotations"].contains(kDownSince))
      return client_error(fmt::format("node/{} is kept down by another fault; `fault list` shows them", name));
    call.io.out << fmt::format("node/{} up\n", name);
  }
  return {};
}

// All nodes of a zone are cut off at once.
Outcome zone_down(const NoOptions&, Invocation& call) {
  if (call.args.size() != 1) return call.usage_error("exactly one ZONE is required");
  auto session = call.session();
  if (!session) return session.error();
  auto nodes = (*session)->api().list(kNode, {"", fmt::format("{}={}", kZone, call.args[0]), ""});
  if (!nodes) return nodes.error();
  if (nodes->empty()) return client_error(fmt::format("no node has the label {}={}", kZone, call.args[0]));
  auto done = inject_fault(**session, "zone", fault_name("zone-down", call.args[0]), node_spec("zones", call.args[0]));
  if (!done) return done.error();
  for (const ObjectRef& node : *nodes) call.io.out << fmt::format("node/{} down\n", node->name());
  return {};
}

Outcome zone_up(const NoOptions&, Invocation& call) {
  if (call.args.size() != 1) return call.usage_error("exactly one ZONE is required");
  auto session = call.session();
  if (!session) return session.error();
  auto cleared = clear_fault(**session, fault_name("zone-down", call.args[0]));
  if (!cleared) return cleared.error();
  if (!*cleared) return client_error(fmt::format("zone {} is not down", call.args[0]));
  auto nodes = (*session)->api().list(kNode, {"", fmt::format("{}={}", kZone, call.args[0]), ""});
  if (!nodes) return nodes.error();
  for (const ObjectRef& node : *nodes) call.io.out << fmt::format("node/{} up\n", node->name());
  return {};
}

}  // namespace

void add_fault_node_down(Command& command) {
  auto options = std::make_shared<NodeDownOptions>();
  command.flags.toggle(options->graceful, "graceful", "It is shut down: its pods are stopped first");
  runs(command, options, node_down);
}
void add_fault_node_up(Command& command) { runs(command, std::make_shared<NoOptions>(), node_up); }
void add_fault_zone_down(Command& command) { runs(command, std::make_shared<NoOptions>(), zone_down); }
void add_fault_zone_up(Command& command) { runs(command, std::make_shared<NoOptions>(), zone_up); }

}  // namespace skiff::cli
