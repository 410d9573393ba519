#include "kubelet/node_registration.h"

#include <utility>

#include "api/kinds/lease.h"
#include "api/kinds/node.h"
#include "base/md5.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr std::string_view kKubeletVersion = "v1.36.2";

std::string node_address(uint32_t index) { return dotted_address((10U << 24) + 100 + index); }

Value node_condition(const char* type, const char* status, const char* reason, const char* message, Time now) {
  return Value{{"lastHeartbeatTime", rfc3339(now)},
               {"lastTransitionTime", rfc3339(now)},
               {"message", message},
               {"reason", reason},
               {"status", status},
               {"type", type}};
}

}  // namespace

MachineSize machine_size(const Store& store) {
  const Value& made_with = store.state(kClusterState, "spec");
  MachineSize size;
  size.cpu = made_with["cpu"].as_string(size.cpu);
  size.memory = made_with["memory"].as_string(size.memory);
  size.pods = static_cast<int>(made_with["pods"].as_int(size.pods));
  return size;
}

uint32_t take_machine_number(Store& store) {
  const auto number = static_cast<uint32_t>(store.state(kClusterState, "nodes-made").as_int());
  store.set_state(kClusterState, "nodes-made", number + 1);
  return number;
}

// A /24 each: 10.244.0.0 onwards, and from the 3072nd node on, 10.128.0.0.
std::string pod_cidr(uint32_t number) {
  const uint32_t base =
      number < 3072 ? (10U << 24 | 244U << 16) + (number << 8) : (10U << 24 | 128U << 16) + ((number - 3072) << 8);
  return dotted_address(base) + "/24";
}

Value registered_node_status(const std::string& name, uint32_t number, const MachineSize& spec, Random& random,
                             Time now) {
  const Value resources{{"cpu", spec.cpu},      {"ephemeral-storage", "100Gi"}, {"hugepages-1Gi", "0"},
                        {"hugepages-2Mi", "0"}, {"memory", spec.memory},        {"pods", std::to_string(spec.pods)}};
  const std::string system_uuid = random.uid();
  return Value{
      {"addresses", Value::array({Value{{"address", node_address(number)}, {"type", "InternalIP"}},
                                  Value{{"address", name}, {"type", "Hostname"}}})},
      {"allocatable", resources},
      {"capacity", resources},
      {"conditions",
       Value::array(
           {node_condition("MemoryPressure", "False", "KubeletHasSufficientMemory",
                           "kubelet has sufficient memory available", now),
            node_condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now),
            node_condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available",
                           now),
            node_condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", now)})},
      {"daemonEndpoints", Value{{"kubeletEndpoint", Value{{"Port", 10250}}}}},
      {"nodeInfo", Value{{"architecture", "amd64"},
                         {"bootID", random.uid()},
                         {"containerRuntimeVersion", "containerd://2.0.0"},
                         {"kernelVersion", "6.1.0"},
                         {"kubeProxyVersion", ""},
                         {"kubeletVersion", kKubeletVersion},
                         {"machineID", md5_hex(name)},  // a node made again is the same machine
                         {"operatingSystem", "linux"},
                         {"osImage", "Debian GNU/Linux 12 (bookworm)"},
                         {"systemUUID", system_uuid}}}};
}

void put_node_lease(Store& store, const Object& node, const WriteContext& context) {
  store.put(kLease, {"kube-node-lease", node.name()},
            Value{{"apiVersion", "coordination.k8s.io/v1"},
                  {"kind", "Lease"},
                  {"metadata",
                   Value{{"creationTimestamp", rfc3339(context.now)},
                         {"name", node.name()},
                         {"namespace", "kube-node-lease"},
                         {"ownerReferences",
                          Value::array({Value{
                              {"apiVersion", "v1"}, {"kind", "Node"}, {"name", node.name()}, {"uid", node.uid()}}})},
                         {"uid", store.random().uid()}}},
                  {"spec", Value{{"holderIdentity", node.name()},
                                 {"leaseDurationSeconds", 40},
                                 {"renewTime", rfc3339_micro(context.now)}}}},
            context);
}

bool is_registered(const Object& node) {
  return !node.status().at("nodeInfo", "kubeletVersion").as_string().empty() && !node.status()["capacity"].empty();
}

ObjectRef register_node(const ObjectRef& node, Client& client) {
  const uint32_t number = take_machine_number(client.shared_store());
  Value document = node->document();
  if (!std::as_const(document)["spec"].contains("podCIDR")) {
    const std::string cidr = pod_cidr(number);
    document["spec"]["podCIDR"] = cidr;
    document["spec"]["podCIDRs"] = Value::array({Value(cidr)});
  }
  const ObjectRef updated = client.update(*node, std::move(document));
  // What the manifest says of the machine stands; a nodeInfo without a version is what decoding makes of none.
  Value status =
      registered_node_status(node->name(), number, machine_size(client.store()), client.random(), client.now());
  for (const char* given : {"addresses", "allocatable", "capacity"})
    if (!node->status()[given].empty()) status[given] = node->status()[given];
  ObjectRef registered = client.update_status(*updated, std::move(status));
  put_node_lease(client.shared_store(), *registered, {"kubelet", client.now()});
  return registered;
}

}  // namespace skiff
