#include "cluster/default_cluster.h"

#include "api/kinds/lease.h"
#include "api/kinds/namespace.h"
#include "api/kinds/node.h"
#include "api/kinds/priorityclass.h"
#include "api/kinds/service.h"
#include "api/kinds/storageclass.h"
#include "apiserver/client.h"
#include "base/check.h"
#include "cluster/machine_id.h"

namespace skiff {
namespace {

constexpr std::string_view kKubeletVersion = "v1.36.2";
constexpr std::string_view kClusterState = "cluster";

std::string dotted(uint32_t address) {
  return std::to_string(address >> 24) + "." + std::to_string((address >> 16) & 255U) + "." +
         std::to_string((address >> 8) & 255U) + "." + std::to_string(address & 255U);
}

std::string node_address(uint32_t index) { return dotted((10U << 24) + 100 + index); }

// A /24 each: 10.244.0.0 onwards, and from the 3072nd node on, 10.128.0.0.
std::string pod_cidr(uint32_t index) {
  const uint32_t base =
      index < 3072 ? (10U << 24 | 244U << 16) + (index << 8) : (10U << 24 | 128U << 16) + ((index - 3072) << 8);
  return dotted(base) + "/24";
}

Value node_condition(const char* type, const char* status, const char* reason, const char* message, Time now) {
  return Value{{"lastHeartbeatTime", rfc3339(now)},
               {"lastTransitionTime", rfc3339(now)},
               {"message", message},
               {"reason", reason},
               {"status", status},
               {"type", type}};
}

Value node_status(const std::string& name, uint32_t index, const ClusterSpec& spec, Random& random, Time now) {
  const Value resources{{"cpu", spec.cpu},      {"ephemeral-storage", "100Gi"}, {"hugepages-1Gi", "0"},
                        {"hugepages-2Mi", "0"}, {"memory", spec.memory},        {"pods", std::to_string(spec.pods)}};
  const std::string system_uuid = random.uid();
  return Value{
      {"addresses", Value::array({Value{{"address", node_address(index)}, {"type", "InternalIP"}},
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
                         {"machineID", machine_id(name)},
                         {"operatingSystem", "linux"},
                         {"osImage", "Debian GNU/Linux 12 (bookworm)"},
                         {"systemUUID", system_uuid}}}};
}

// The lease by which a node says that it lives; the kubelet renews it when somebody looks.
void put_lease(Store& store, const Object& node, const WriteContext& context) {
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

ObjectRef put_node(Store& store, const std::string& name, Value labels, Value taints, const ClusterSpec& spec,
                   Time now) {
  const auto index = static_cast<uint32_t>(store.state(kClusterState, "nodes-made").as_int());
  store.set_state(kClusterState, "nodes-made", index + 1);
  labels["beta.kubernetes.io/arch"] = "amd64";
  labels["beta.kubernetes.io/os"] = "linux";
  labels["kubernetes.io/arch"] = "amd64";
  labels["kubernetes.io/hostname"] = name;
  labels["kubernetes.io/os"] = "linux";
  const std::string cidr = pod_cidr(index);
  Value node_spec{{"podCIDR", cidr}, {"podCIDRs", Value::array({Value(cidr)})}};
  if (!taints.is_null()) node_spec["taints"] = std::move(taints);
  const WriteContext context{"kubelet", now};
  ObjectRef node = store.put(kNode, {"", name},
                             Value{{"apiVersion", "v1"},
                                   {"kind", "Node"},
                                   {"metadata", Value{{"annotations", Value{{"node.alpha.kubernetes.io/ttl", "0"}}},
                                                      {"creationTimestamp", rfc3339(now)},
                                                      {"labels", std::move(labels)},
                                                      {"name", name},
                                                      {"uid", store.random().uid()}}},
                                   {"spec", std::move(node_spec)},
                                   {"status", node_status(name, index, spec, store.random(), now)}},
                             context);
  put_lease(store, *node, context);
  return node;
}

void must_create(Client& client, const Kind& kind, Value document) {
  document["apiVersion"] = kind.api_version();
  document["kind"] = kind.kind;
  check(client.create(kind, std::move(document)).has_value(), "the default cluster is valid");
}

void make_namespaces(Client& client) {
  for (const char* name : {"default", "kube-node-lease", "kube-public", "kube-system"})
    must_create(client, kNamespace, Value{{"metadata", Value{{"name", name}}}});
}

void make_cluster_services(Client& client) {
  must_create(
      client, kService,
      Value{{"metadata", Value{{"labels", Value{{"component", "apiserver"}, {"provider", "kubernetes"}}},
                               {"name", "kubernetes"},
                               {"namespace", "default"}}},
            {"spec",
             Value{{"clusterIP", "10.96.0.1"},
                   {"ports", Value::array({Value{
                                 {"name", "https"}, {"port", 443}, {"protocol", "TCP"}, {"targetPort", 6443}}})}}}});
  must_create(client, kStorageClass,
              Value{{"allowVolumeExpansion", true},
                    {"metadata", Value{{"annotations", Value{{"storageclass.kubernetes.io/is-default-class", "true"}}},
                                       {"name", "standard"}}},
                    {"provisioner", "skiff.dev/local"},
                    {"reclaimPolicy", "Delete"},
                    {"volumeBindingMode", "WaitForFirstConsumer"}});
  must_create(client, kPriorityClass,
              Value{{"description",
                     "Used for system critical pods that must run in the cluster, but can be moved to "
                     "another node if necessary."},
                    {"metadata", Value{{"name", "system-cluster-critical"}}},
                    {"value", 2000000000}});
  must_create(client, kPriorityClass,
              Value{{"description", "Used for system critical pods that must not be moved from their current node."},
                    {"metadata", Value{{"name", "system-node-critical"}}},
                    {"value", 2000001000}});
}

}  // namespace

void make_default_cluster(Store& store, const ClusterSpec& spec, Time now) {
  store.set_state(kClusterState, "spec",
                  Value{{"name", spec.name}, {"cpu", spec.cpu}, {"memory", spec.memory}, {"pods", spec.pods}});
  Client client(store, "kube-apiserver", now);
  make_namespaces(client);
  make_cluster_services(client);
  put_node(store, "control-plane", Value{{"node-role.kubernetes.io/control-plane", ""}},
           Value::array({Value{{"effect", "NoSchedule"}, {"key", "node-role.kubernetes.io/control-plane"}}}), spec,
           now);
  constexpr const char* kZones[] = {"zone-a", "zone-b", "zone-c"};
  for (int i = 0; i < spec.workers; ++i)
    put_node(store, "worker-" + std::to_string(i + 1),
             Value{{"topology.kubernetes.io/zone", kZones[static_cast<size_t>(i) % 3]}}, Value(), spec, now);
}

Result<ObjectRef> add_node(Store& store, const std::string& name, Time now) {
  if (store.get(kNode, {"", name})) return already_exists("nodes", "", name);
  const Value& made_with = store.state(kClusterState, "spec");
  ClusterSpec spec;
  spec.cpu = made_with["cpu"].as_string(spec.cpu);
  spec.memory = made_with["memory"].as_string(spec.memory);
  spec.pods = static_cast<int>(made_with["pods"].as_int(spec.pods));
  return put_node(store, name, Value::object(), Value(), spec, now);
}

}  // namespace skiff
