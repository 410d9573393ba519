#include "cluster/default_cluster.h"

#include "api/kinds/namespace.h"
#include "api/kinds/node.h"
#include "api/kinds/priorityclass.h"
#include "api/kinds/service.h"
#include "api/kinds/storageclass.h"
#include "apiserver/client.h"
#include "base/check.h"
#include "controllers/kubernetesservice/kubernetesservice.h"
#include "kubelet/node_registration.h"

namespace skiff {
namespace {

ObjectRef put_node(Store& store, const std::string& name, Value labels, Value taints, const ClusterSpec& spec,
                   Time now) {
  const uint32_t number = take_machine_number(store);
  labels["beta.kubernetes.io/arch"] = "amd64";
  labels["beta.kubernetes.io/os"] = "linux";
  labels["kubernetes.io/arch"] = "amd64";
  labels["kubernetes.io/hostname"] = name;
  labels["kubernetes.io/os"] = "linux";
  const std::string cidr = pod_cidr(number);
  Value node_spec{{"podCIDR", cidr}, {"podCIDRs", Value::array({Value(cidr)})}};
  if (!taints.is_null()) node_spec["taints"] = std::move(taints);
  const WriteContext context{"kubelet", now};
  ObjectRef node = store.put(
      kNode, {"", name},
      Value{{"apiVersion", "v1"},
            {"kind", "Node"},
            {"metadata", Value{{"annotations", Value{{"node.alpha.kubernetes.io/ttl", "0"}}},
                               {"creationTimestamp", rfc3339(now)},
                               {"labels", std::move(labels)},
                               {"name", name},
                               {"uid", store.random().uid()}}},
            {"spec", std::move(node_spec)},
            {"status", registered_node_status(name, number, {spec.cpu, spec.memory, spec.pods}, store.random(), now)}},
      context);
  put_node_lease(store, *node, context);
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
  must_create(client, kService, kubernetes_service());
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
  const MachineSize size = machine_size(store);
  ClusterSpec spec;
  spec.cpu = size.cpu;
  spec.memory = size.memory;
  spec.pods = size.pods;
  return put_node(store, name, Value::object(), Value(), spec, now);
}

}  // namespace skiff
