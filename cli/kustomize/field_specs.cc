#include "cli/kustomize/field_specs.h"

namespace skiff::cli {
namespace {

constexpr Missing kCreate = Missing::kCreate;

constexpr FieldSpec kLabels[] = {
    {{}, "metadata/labels", kCreate},
};

constexpr FieldSpec kTemplateLabels[] = {
    {{"", "v1", "ReplicationController"}, "spec/template/metadata/labels", kCreate},
    {{"", "", "Deployment"}, "spec/template/metadata/labels", kCreate},
    {{"", "", "ReplicaSet"}, "spec/template/metadata/labels", kCreate},
    {{"", "", "DaemonSet"}, "spec/template/metadata/labels", kCreate},
    {{"apps", "", "StatefulSet"}, "spec/template/metadata/labels", kCreate},
    {{"apps", "", "StatefulSet"}, "spec/volumeClaimTemplates[]/metadata/labels", kCreate},
    {{"batch", "", "Job"}, "spec/template/metadata/labels", kCreate},
    {{"batch", "", "CronJob"}, "spec/jobTemplate/metadata/labels", kCreate},
    {{"batch", "", "CronJob"}, "spec/jobTemplate/spec/template/metadata/labels", kCreate},
};

constexpr std::string_view kPreferredAffinity =
    "spec/template/spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/"
    "labelSelector/matchLabels";
constexpr std::string_view kRequiredAffinity =
    "spec/template/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels";
constexpr std::string_view kPreferredAntiAffinity =
    "spec/template/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/"
    "labelSelector/matchLabels";
constexpr std::string_view kRequiredAntiAffinity =
    "spec/template/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/"
    "matchLabels";
constexpr std::string_view kSpread = "spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels";

constexpr FieldSpec kSelectors[] = {
    {{"", "v1", "Service"}, "spec/selector", kCreate},
    {{"", "v1", "ReplicationController"}, "spec/selector", kCreate},
    {{"", "", "Deployment"}, "spec/selector/matchLabels", kCreate},
    {{"apps", "", "Deployment"}, kPreferredAffinity},
    {{"apps", "", "Deployment"}, kRequiredAffinity},
    {{"apps", "", "Deployment"}, kPreferredAntiAffinity},
    {{"apps", "", "Deployment"}, kRequiredAntiAffinity},
    {{"apps", "", "Deployment"}, kSpread},
    {{"", "", "ReplicaSet"}, "spec/selector/matchLabels", kCreate},
    {{"", "", "DaemonSet"}, "spec/selector/matchLabels", kCreate},
    {{"apps", "", "StatefulSet"}, "spec/selector/matchLabels", kCreate},
    {{"apps", "", "StatefulSet"}, kPreferredAffinity},
    {{"apps", "", "StatefulSet"}, kRequiredAffinity},
    {{"apps", "", "StatefulSet"}, kPreferredAntiAffinity},
    {{"apps", "", "StatefulSet"}, kRequiredAntiAffinity},
    {{"apps", "", "StatefulSet"}, kSpread},
    {{"batch", "", "Job"}, "spec/selector/matchLabels"},
    {{"batch", "", "CronJob"}, "spec/jobTemplate/spec/selector/matchLabels"},
    {{"policy", "", "PodDisruptionBudget"}, "spec/selector/matchLabels"},
    {{"networking.k8s.io", "", "NetworkPolicy"}, "spec/podSelector/matchLabels"},
    {{"networking.k8s.io", "", "NetworkPolicy"}, "spec/ingress/from/podSelector/matchLabels"},
    {{"networking.k8s.io", "", "NetworkPolicy"}, "spec/egress/to/podSelector/matchLabels"},
};

constexpr FieldSpec kAnnotations[] = {
    {{}, "metadata/annotations", kCreate},
    {{"", "v1", "ReplicationController"}, "spec/template/metadata/annotations", kCreate},
    {{"", "", "Deployment"}, "spec/template/metadata/annotations", kCreate},
    {{"", "", "ReplicaSet"}, "spec/template/metadata/annotations", kCreate},
    {{"", "", "DaemonSet"}, "spec/template/metadata/annotations", kCreate},
    {{"apps", "", "StatefulSet"}, "spec/template/metadata/annotations", kCreate},
    {{"batch", "", "Job"}, "spec/template/metadata/annotations", kCreate},
    {{"batch", "", "CronJob"}, "spec/jobTemplate/metadata/annotations", kCreate},
    {{"batch", "", "CronJob"}, "spec/jobTemplate/spec/template/metadata/annotations", kCreate},
};

constexpr FieldSpec kReplicas[] = {
    {{"", "", "Deployment"}, "spec/replicas", kCreate},
    {{"", "", "StatefulSet"}, "spec/replicas", kCreate},
    {{"", "", "ReplicaSet"}, "spec/replicas", kCreate},
    {{"", "", "ReplicationController"}, "spec/replicas", kCreate},
};

constexpr FieldSpec kNamespaces[] = {
    {{"", "", "Namespace"}, "metadata/name", kCreate},
    {{"apiregistration.k8s.io", "", "APIService"}, "spec/service/namespace", kCreate},
    {{"apiextensions.k8s.io", "", "CustomResourceDefinition"},
     "spec/conversion/webhook/clientConfig/service/namespace"},
    {{"admissionregistration.k8s.io", "", "ValidatingWebhookConfiguration"}, "webhooks/clientConfig/service/namespace"},
    {{"admissionregistration.k8s.io", "", "MutatingWebhookConfiguration"}, "webhooks/clientConfig/service/namespace"},
};

}  // namespace

std::span<const FieldSpec> label_fields() { return kLabels; }
std::span<const FieldSpec> template_label_fields() { return kTemplateLabels; }
std::span<const FieldSpec> selector_fields() { return kSelectors; }
std::span<const FieldSpec> annotation_fields() { return kAnnotations; }
std::span<const FieldSpec> replica_fields() { return kReplicas; }
std::span<const FieldSpec> namespace_fields() { return kNamespaces; }

}  // namespace skiff::cli
