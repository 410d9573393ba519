#include "api/kind_table.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "api/custom_resources/custom_kinds.h"
#include "api/kinds/apiservice.h"
#include "api/kinds/behavior.h"
#include "api/kinds/binding.h"
#include "api/kinds/certificatesigningrequest.h"
#include "api/kinds/clusterrole.h"
#include "api/kinds/clusterrolebinding.h"
#include "api/kinds/componentstatus.h"
#include "api/kinds/configmap.h"
#include "api/kinds/controllerrevision.h"
#include "api/kinds/cronjob.h"
#include "api/kinds/csidriver.h"
#include "api/kinds/csinode.h"
#include "api/kinds/csistoragecapacity.h"
#include "api/kinds/customresourcedefinition.h"
#include "api/kinds/daemonset.h"
#include "api/kinds/deployment.h"
#include "api/kinds/deviceclass.h"
#include "api/kinds/endpoints.h"
#include "api/kinds/endpointslice.h"
#include "api/kinds/event.h"
#include "api/kinds/flowschema.h"
#include "api/kinds/horizontalpodautoscaler.h"
#include "api/kinds/ingress.h"
#include "api/kinds/ingressclass.h"
#include "api/kinds/ipaddress.h"
#include "api/kinds/job.h"
#include "api/kinds/lease.h"
#include "api/kinds/limitrange.h"
#include "api/kinds/mutatingadmissionpolicy.h"
#include "api/kinds/mutatingadmissionpolicybinding.h"
#include "api/kinds/mutatingwebhookconfiguration.h"
#include "api/kinds/namespace.h"
#include "api/kinds/networkpolicy.h"
#include "api/kinds/node.h"
#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/poddisruptionbudget.h"
#include "api/kinds/podtemplate.h"
#include "api/kinds/priorityclass.h"
#include "api/kinds/prioritylevelconfiguration.h"
#include "api/kinds/replicaset.h"
#include "api/kinds/replicationcontroller.h"
#include "api/kinds/resourceclaim.h"
#include "api/kinds/resourceclaimtemplate.h"
#include "api/kinds/resourcequota.h"
#include "api/kinds/resourceslice.h"
#include "api/kinds/reviews.h"
#include "api/kinds/role.h"
#include "api/kinds/rolebinding.h"
#include "api/kinds/runtimeclass.h"
#include "api/kinds/secret.h"
#include "api/kinds/service.h"
#include "api/kinds/serviceaccount.h"
#include "api/kinds/servicecidr.h"
#include "api/kinds/statefulset.h"
#include "api/kinds/storageclass.h"
#include "api/kinds/validatingadmissionpolicy.h"
#include "api/kinds/validatingadmissionpolicybinding.h"
#include "api/kinds/validatingwebhookconfiguration.h"
#include "api/kinds/volumeattachment.h"
#include "api/kinds/volumeattributesclass.h"

namespace skiff {
namespace {

constexpr const Kind* kKinds[] = {
    &kBinding,
    &kComponentStatus,
    &kConfigMap,
    &kEndpoints,
    &kEvent,
    &kLimitRange,
    &kNamespace,
    &kNode,
    &kPersistentVolumeClaim,
    &kPersistentVolume,
    &kPod,
    &kPodTemplate,
    &kReplicationController,
    &kResourceQuota,
    &kSecret,
    &kServiceAccount,
    &kService,
    &kAPIService,
    &kControllerRevision,
    &kDaemonSet,
    &kDeployment,
    &kReplicaSet,
    &kStatefulSet,
    &kSelfSubjectReview,
    &kTokenReview,
    &kLocalSubjectAccessReview,
    &kSelfSubjectAccessReview,
    &kSelfSubjectRulesReview,
    &kSubjectAccessReview,
    &kHorizontalPodAutoscaler,
    &kCronJob,
    &kJob,
    &kCertificateSigningRequest,
    &kIngressClass,
    &kIngress,
    &kIPAddress,
    &kNetworkPolicy,
    &kServiceCIDR,
    &kPodDisruptionBudget,
    &kClusterRoleBinding,
    &kClusterRole,
    &kRoleBinding,
    &kRole,
    &kCSIDriver,
    &kCSINode,
    &kCSIStorageCapacity,
    &kStorageClass,
    &kVolumeAttachment,
    &kVolumeAttributesClass,
    &kMutatingAdmissionPolicy,
    &kMutatingAdmissionPolicyBinding,
    &kMutatingWebhookConfiguration,
    &kValidatingAdmissionPolicy,
    &kValidatingAdmissionPolicyBinding,
    &kValidatingWebhookConfiguration,
    &kCustomResourceDefinition,
    &kPriorityClass,
    &kLease,
    &kRuntimeClass,
    &kEndpointSlice,
    &kFlowSchema,
    &kPriorityLevelConfiguration,
    &kDeviceClass,
    &kResourceClaim,
    &kResourceClaimTemplate,
    &kResourceSlice,
    &kBehavior,
};

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

bool answers_to(const Kind& kind, std::string_view word) {
  if (same_word(word, kind.resource) || same_word(word, kind.singular)) return true;
  // Clients expand a short name before they look at what the words mean, and only as it is written.
  return std::find(kind.short_names.begin(), kind.short_names.end(), word) != kind.short_names.end();
}

bool serves(const Kind& kind, std::string_view version) {
  return custom_resource(kind) != nullptr ? custom_resource(kind)->serves(version) : kind.version == version;
}

// Versions under which a kind is read, too; api/conversion knows what manifests in them mean.
struct OtherVersion {
  const Kind* kind;
  std::string_view group;
  std::string_view version;
};
constexpr OtherVersion kOtherVersions[] = {
    {&kHorizontalPodAutoscaler, "autoscaling", "v1"},
    {&kEvent, "events.k8s.io", "v1"},
};

bool is_other_version(const OtherVersion& row, std::string_view rest) {
  return rest == row.group || rest == std::string(row.version) + "." + std::string(row.group);
}

}  // namespace

std::span<const Kind* const> builtin_kinds() { return kKinds; }

std::span<const Kind* const> all_kinds() {
  const auto& open = open_custom_kinds();
  return open.empty() ? builtin_kinds() : open.back()->all();
}

const Kind* find_kind(std::string_view api_version, std::string_view kind) {
  const size_t slash = api_version.find('/');
  const std::string_view group = slash == std::string_view::npos ? std::string_view() : api_version.substr(0, slash);
  const std::string_view version = slash == std::string_view::npos ? api_version : api_version.substr(slash + 1);
  for (const Kind* row : all_kinds())
    if (row->kind == kind && row->group == group && serves(*row, version)) return row;
  return nullptr;
}

const Kind* find_resource(std::string_view typed) {
  const size_t dot = typed.find('.');
  const std::string_view word = typed.substr(0, dot);
  const std::string_view rest = dot == std::string_view::npos ? std::string_view() : typed.substr(dot + 1);
  for (const Kind* row : all_kinds()) {
    if (!answers_to(*row, word)) continue;
    // resource.group, resource.version.group (the core group's is empty: pods.v1.)
    if (dot == std::string_view::npos || rest == row->group) return row;
    const size_t second = rest.find('.');
    if (second != std::string_view::npos && rest.substr(second + 1) == row->group &&
        serves(*row, rest.substr(0, second)))
      return row;
  }
  for (const OtherVersion& row : kOtherVersions)
    if (answers_to(*row.kind, word) && is_other_version(row, rest)) return row.kind;
  return nullptr;
}

const Kind* find_resource(std::string_view resource, std::string_view group) {
  for (const Kind* row : all_kinds())
    if (row->resource == resource && row->group == group) return row;
  return nullptr;
}

}  // namespace skiff
