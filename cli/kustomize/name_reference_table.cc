#include "cli/kustomize/name_reference_table.h"

namespace skiff::cli {
namespace {

// The kinds that hold a pod's spec, and where.
struct PodHolder {
  const char* kind;
  const char* prefix;
};
constexpr PodHolder kPod = {"Pod", ""};
constexpr PodHolder kPodTemplate = {"PodTemplate", "template/"};
constexpr PodHolder kReplicationController = {"ReplicationController", "spec/template/"};
constexpr PodHolder kDeployment = {"Deployment", "spec/template/"};
constexpr PodHolder kReplicaSet = {"ReplicaSet", "spec/template/"};
constexpr PodHolder kDaemonSet = {"DaemonSet", "spec/template/"};
constexpr PodHolder kStatefulSet = {"StatefulSet", "spec/template/"};
constexpr PodHolder kJob = {"Job", "spec/template/"};
constexpr PodHolder kCronJob = {"CronJob", "spec/jobTemplate/spec/template/"};

// Data are looked for where pods are made of templates, accounts and claims by the workloads that people write.
constexpr PodHolder kDataHolders[] = {kPod,       kPodTemplate, kDeployment, kReplicaSet,
                                      kDaemonSet, kStatefulSet, kJob,        kCronJob};
constexpr PodHolder kWorkloads[] = {kPod,     kStatefulSet, kDeployment, kReplicationController,
                                    kCronJob, kJob,         kDaemonSet};

using References = std::vector<NameReference>;

void add_in_pods(References& out, const KindChoice& names, std::span<const PodHolder> holders,
                 std::initializer_list<const char*> paths) {
  for (const PodHolder& holder : holders)
    for (const char* path : paths)
      out.push_back({names, {"", "", holder.kind}, std::string(holder.prefix) + "spec/" + path});
}

void add(References& out, const KindChoice& names, std::initializer_list<std::pair<KindChoice, const char*>> holders) {
  for (const auto& [holder, path] : holders) out.push_back({names, holder, path});
}

constexpr KindChoice of_kind(const char* kind) { return {"", "", kind}; }
constexpr KindChoice rbac(const char* kind) { return {"rbac.authorization.k8s.io", "", kind}; }
constexpr KindChoice core(const char* kind) { return {"", "v1", kind}; }

void add_scale_targets(References& out) {
  for (const char* kind : {"Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"})
    add(out, of_kind(kind), {{of_kind("HorizontalPodAutoscaler"), "spec/scaleTargetRef/name"}});
}

void add_config_maps(References& out) {
  const KindChoice names = core("ConfigMap");
  add_in_pods(out, names, kDataHolders,
              {"volumes/configMap/name", "containers/env/valueFrom/configMapKeyRef/name",
               "initContainers/env/valueFrom/configMapKeyRef/name", "containers/envFrom/configMapRef/name",
               "initContainers/envFrom/configMapRef/name", "volumes/projected/sources/configMap/name"});
  add(out, names,
      {{of_kind("Node"), "spec/configSource/configMap"},
       {of_kind("Role"), "rules/resourceNames"},
       {of_kind("ClusterRole"), "rules/resourceNames"},
       {of_kind("Ingress"), "metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap"}});
}

void add_secrets(References& out) {
  const KindChoice names = core("Secret");
  add_in_pods(
      out, names, kDataHolders,
      {"volumes/secret/secretName", "containers/env/valueFrom/secretKeyRef/name",
       "initContainers/env/valueFrom/secretKeyRef/name", "containers/envFrom/secretRef/name",
       "initContainers/envFrom/secretRef/name", "imagePullSecrets/name", "volumes/projected/sources/secret/name"});
  add(out, names,
      {{of_kind("Ingress"), "spec/tls/secretName"},
       {of_kind("Ingress"), "metadata/annotations/ingress.kubernetes.io\\/auth-secret"},
       {of_kind("Ingress"), "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret"},
       {of_kind("Ingress"), "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret"},
       {of_kind("ServiceAccount"), "imagePullSecrets/name"},
       {of_kind("StorageClass"), "parameters/secretName"},
       {of_kind("StorageClass"), "parameters/adminSecretName"},
       {of_kind("StorageClass"), "parameters/userSecretName"},
       {of_kind("StorageClass"), "parameters/secretRef"},
       {of_kind("Role"), "rules/resourceNames"},
       {of_kind("ClusterRole"), "rules/resourceNames"},
       {of_kind("PersistentVolume"), "spec/azureFile/secretName"}});
}

void add_services(References& out) {
  constexpr const char* kAdmission = "admissionregistration.k8s.io";
  add(out, core("Service"),
      {{{"apps", "", "StatefulSet"}, "spec/serviceName"},
       {of_kind("Ingress"), "spec/rules/http/paths/backend/serviceName"},
       {of_kind("Ingress"), "spec/backend/serviceName"},
       {of_kind("Ingress"), "spec/rules/http/paths/backend/service/name"},
       {of_kind("Ingress"), "spec/defaultBackend/service/name"},
       {{"apiregistration.k8s.io", "", "APIService"}, "spec/service/name"},
       {{kAdmission, "", "ValidatingWebhookConfiguration"}, "webhooks/clientConfig/service"},
       {{kAdmission, "", "MutatingWebhookConfiguration"}, "webhooks/clientConfig/service"},
       {of_kind("HTTPRoute"), "spec/rules/backendRefs/name"}});
}

void add_accounts(References& out) {
  add(out, rbac("Role"), {{rbac("RoleBinding"), "roleRef/name"}});
  add(out, rbac("ClusterRole"), {{rbac("RoleBinding"), "roleRef/name"}, {rbac("ClusterRoleBinding"), "roleRef/name"}});
  add(out, core("ServiceAccount"), {{rbac("RoleBinding"), "subjects"}, {rbac("ClusterRoleBinding"), "subjects"}});
  add_in_pods(out, core("ServiceAccount"), kWorkloads, {"serviceAccountName"});
}

void add_storage(References& out) {
  add_in_pods(out, core("PersistentVolumeClaim"), kWorkloads, {"volumes/persistentVolumeClaim/claimName"});
  add(out, core("PersistentVolume"),
      {{of_kind("PersistentVolumeClaim"), "spec/volumeName"}, {of_kind("ClusterRole"), "rules/resourceNames"}});
  add(out, {"storage.k8s.io", "v1", "StorageClass"},
      {{of_kind("PersistentVolume"), "spec/storageClassName"},
       {of_kind("PersistentVolumeClaim"), "spec/storageClassName"},
       {of_kind("StatefulSet"), "spec/volumeClaimTemplates/spec/storageClassName"}});
}

}  // namespace

const std::vector<NameReference>& name_references() {
  static const References* all = [] {
    auto* out = new References();
    add_scale_targets(*out);
    add_config_maps(*out);
    add_secrets(*out);
    add_services(*out);
    add_accounts(*out);
    add_storage(*out);
    add_in_pods(*out, {"scheduling.k8s.io", "v1", "PriorityClass"}, kWorkloads, {"priorityClassName"});
    // An IngressClass is not followed: the row that upstream has for it names a group that does not exist.
    return out;
  }();
  return *all;
}

}  // namespace skiff::cli
