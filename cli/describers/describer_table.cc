#include "cli/describers/describer_table.h"

#include <string_view>

#include "cli/describers/kinds.h"

namespace skiff::cli {
namespace {

struct DescriberRow {
  std::string_view group;
  std::string_view kind;
  Describer describe;
};

constexpr DescriberRow kDescribers[] = {
    {"", "ConfigMap", describe_configmap},
    {"", "Endpoints", describe_endpoints},
    {"", "LimitRange", describe_limitrange},
    {"", "Namespace", describe_namespace},
    {"", "Node", describe_node},
    {"", "PersistentVolume", describe_persistentvolume},
    {"", "PersistentVolumeClaim", describe_persistentvolumeclaim},
    {"", "Pod", describe_pod},
    {"", "ReplicationController", describe_replicationcontroller},
    {"", "ResourceQuota", describe_resourcequota},
    {"", "Secret", describe_secret},
    {"", "Service", describe_service},
    {"", "ServiceAccount", describe_serviceaccount},
    {"apps", "DaemonSet", describe_daemonset},
    {"apps", "Deployment", describe_deployment},
    {"apps", "ReplicaSet", describe_replicaset},
    {"apps", "StatefulSet", describe_statefulset},
    {"autoscaling", "HorizontalPodAutoscaler", describe_horizontalpodautoscaler},
    {"batch", "CronJob", describe_cronjob},
    {"batch", "Job", describe_job},
    {"certificates.k8s.io", "CertificateSigningRequest", describe_certificatesigningrequest},
    {"discovery.k8s.io", "EndpointSlice", describe_endpointslice},
    {"networking.k8s.io", "IPAddress", describe_ipaddress},
    {"networking.k8s.io", "Ingress", describe_ingress},
    {"networking.k8s.io", "IngressClass", describe_ingressclass},
    {"networking.k8s.io", "NetworkPolicy", describe_networkpolicy},
    {"networking.k8s.io", "ServiceCIDR", describe_servicecidr},
    {"policy", "PodDisruptionBudget", describe_poddisruptionbudget},
    {"rbac.authorization.k8s.io", "ClusterRole", describe_role},
    {"rbac.authorization.k8s.io", "ClusterRoleBinding", describe_rolebinding},
    {"rbac.authorization.k8s.io", "Role", describe_role},
    {"rbac.authorization.k8s.io", "RoleBinding", describe_rolebinding},
    {"scheduling.k8s.io", "PriorityClass", describe_priorityclass},
    {"storage.k8s.io", "CSINode", describe_csinode},
    {"storage.k8s.io", "StorageClass", describe_storageclass},
    {"storage.k8s.io", "VolumeAttributesClass", describe_volumeattributesclass},
};

Describer find(const Kind& kind) {
  for (const DescriberRow& row : kDescribers)
    if (row.group == kind.group && row.kind == kind.kind) return row.describe;
  return describe_generic;
}

}  // namespace

std::string describe(const Object& object, const DescribeContext& context) {
  Lines out;
  find(object.kind())(object, context, out);
  return out.take();
}

}  // namespace skiff::cli
