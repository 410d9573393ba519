#include "apiserver/object_warnings.h"

#include "api/kinds/cronjob.h"
#include "api/kinds/endpoints.h"
#include "api/kinds/endpointslice.h"
#include "api/kinds/ingress.h"
#include "api/kinds/job.h"
#include "api/kinds/networkpolicy.h"
#include "api/kinds/node.h"
#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/runtimeclass.h"
#include "api/kinds/service.h"
#include "api/kinds/serviceaccount.h"
#include "api/kinds/statefulset.h"
#include "api/kinds/storageclass.h"
#include "apiserver/shared_warnings.h"
#include "base/strings.h"

namespace skiff {
namespace {

using Warnings = std::vector<std::string>;

constexpr std::string_view kOldStorageClass = "volume.beta.kubernetes.io/storage-class";

bool has_annotation(const Value& object, std::string_view name) {
  return object.at("metadata", "annotations").contains(name);
}

void deprecated_annotation(const Value& object, std::string_view name, const char* why, Warnings& out) {
  if (has_annotation(object, name)) out.push_back("metadata.annotations[" + std::string(name) + "]: " + why);
}

// pkg/api/service/warnings.go.
void of_service(const Value& service, Warnings& out) {
  const Value& spec = service["spec"];
  const FieldPath path("spec");
  if (has_annotation(service, "service.kubernetes.io/topology-aware-hints"))
    out.emplace_back(
        "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use "
        "service.kubernetes.io/topology-mode instead");
  const std::string_view type = spec["type"].as_string();
  const bool headless = type == "ClusterIP" && spec["clusterIP"].as_string() == "None";
  if (!headless)
    for (size_t i = 0; i < spec["clusterIPs"].size(); ++i)
      warn_of_ip(spec["clusterIPs"][i], path.child("clusterIPs").index(i), out);
  if (headless) {
    if (!spec["loadBalancerIP"].as_string().empty())
      out.emplace_back("spec.loadBalancerIP is ignored for headless services");
    if (!spec["externalIPs"].empty()) out.emplace_back("spec.externalIPs is ignored for headless services");
    if (spec["sessionAffinity"].as_string() != "None")
      out.emplace_back("spec.SessionAffinity is ignored for headless services");
  }
  if (!spec["externalIPs"].empty()) out.emplace_back("spec.externalIPs is deprecated");
  for (size_t i = 0; i < spec["externalIPs"].size(); ++i)
    warn_of_ip(spec["externalIPs"][i], path.child("externalIPs").index(i), out);
  warn_of_ip(spec["loadBalancerIP"], path.child("loadBalancerIP"), out);
  for (size_t i = 0; i < spec["loadBalancerSourceRanges"].size(); ++i)
    warn_of_cidr(spec["loadBalancerSourceRanges"][i], path.child("loadBalancerSourceRanges").index(i), out);
  if (type == "ExternalName" && !spec["externalIPs"].empty())
    out.emplace_back("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
  if (type != "ExternalName" && !spec["externalName"].as_string().empty())
    out.emplace_back("spec.externalName is ignored when spec.type is not \"ExternalName\"");
  if (spec["trafficDistribution"].as_string() == "PreferClose")
    out.emplace_back("spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
}

// pkg/api/persistentvolume/util.go.
void of_volume(const Value& volume, Warnings& out) {
  struct Plugin {
    const char* source;
    const char* shown;
    const char* why;
  };
  constexpr Plugin kPlugins[] = {
      {"cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"},
      {"photonPersistentDisk", "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"},
      {"scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"},
      {"storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"},
      {"glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"},
      {"rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"},
  };
  const Value& spec = volume["spec"];
  deprecated_annotation(volume, kOldStorageClass, "deprecated since v1.8; use \"storageClassName\" attribute instead",
                        out);
  deprecated_annotation(volume, "volume.beta.kubernetes.io/mount-options",
                        "deprecated since v1.31; use \"mountOptions\" attribute instead", out);
  if (spec["persistentVolumeReclaimPolicy"].as_string() == "Recycle")
    out.emplace_back(
        "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended "
        "approach is to use dynamic provisioning.");
  const Value& terms = spec.at("nodeAffinity", "required", "nodeSelectorTerms");
  for (size_t i = 0; i < terms.size(); ++i)
    warn_of_node_selector_term(terms[i], LabelValues::kAreRefusedElsewhere,
                               FieldPath("spec.nodeAffinity.required.nodeSelectorTerms").index(i), out);
  for (const Plugin& plugin : kPlugins)
    if (spec.contains(plugin.source)) out.push_back(std::string("spec.") + plugin.shown + ": " + plugin.why);
}

void of_claim(const Value& claim, Warnings& out) {
  deprecated_annotation(claim, kOldStorageClass, "deprecated since v1.8; use \"storageClassName\" attribute instead",
                        out);
  warn_of_claim(claim["spec"], FieldPath("spec"), out);
}

void of_storage_class(const Value& storage_class, Warnings& out) {
  const Value& topologies = storage_class["allowedTopologies"];
  for (size_t i = 0; i < topologies.size(); ++i) {
    const FieldPath path = FieldPath("allowedTopologies").index(i).child("matchLabelExpressions");
    const Value& expressions = topologies[i]["matchLabelExpressions"];
    for (size_t j = 0; j < expressions.size(); ++j)
      if (const auto why = node_label_deprecation(expressions[j]["key"].as_string()); !why.empty())
        out.push_back(path.index(j).child("key").str() + ": " + std::string(why));
  }
}

void of_runtime_class(const Value& runtime_class, Warnings& out) {
  for (const Member& label : runtime_class.at("scheduling", "nodeSelector").members())
    if (const auto why = node_label_deprecation(label.name()); !why.empty())
      out.push_back("scheduling.nodeSelector: " + std::string(why));
}

void of_stateful_set(const Value& set, Warnings& out) {
  const Value& spec = set["spec"];
  // The path's capital letter is upstream's.
  for (size_t i = 0; i < spec["volumeClaimTemplates"].size(); ++i)
    warn_of_claim(spec["volumeClaimTemplates"][i]["spec"],
                  FieldPath("spec.volumeClaimTemplates").index(i).child("Spec"), out);
  if (spec["revisionHistoryLimit"].as_int() < 0)
    out.emplace_back(
        "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended");
}

// WarningsForJobSpec.
void warn_of_job(const Value& spec, std::string_view path, Warnings& out) {
  constexpr int64_t kManyCompletions = 100'000;
  constexpr int64_t kManyAtOnce = 10'000;
  if (spec["completionMode"].as_string() == "Indexed" && spec["completions"].as_int() > kManyCompletions &&
      spec["parallelism"].as_int() > kManyAtOnce)
    out.push_back(std::string(path) +
                  ": In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, "
                  "Kubernetes might not be able to track completedIndexes when a big number of indexes fail");
}

void of_job(const Value& job, Warnings& out) { warn_of_job(job["spec"], "spec", out); }

void of_cron_job(const Value& cronjob, Warnings& out) {
  warn_of_job(cronjob.at("spec", "jobTemplate", "spec"), "spec.jobTemplate.spec", out);
}

void of_ingress(const Value& ingress, Warnings& out) {
  if (has_annotation(ingress, "kubernetes.io/ingress.class") && ingress["spec"]["ingressClassName"].is_null())
    out.emplace_back(
        "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead");
}

void of_network_policy(const Value& policy, Warnings& out) {
  for (const auto& [rules, peers] : {std::pair("ingress", "from"), std::pair("egress", "to")}) {
    const Value& list = policy["spec"][rules];
    for (size_t i = 0; i < list.size(); ++i)
      for (size_t j = 0; j < list[i][peers].size(); ++j) {
        const Value& block = list[i][peers][j]["ipBlock"];
        const FieldPath path = FieldPath("spec").child(rules).index(i).child(peers).index(j).child("ipBlock");
        warn_of_cidr(block["cidr"], path.child("cidr"), out);
        for (size_t k = 0; k < block["except"].size(); ++k)
          warn_of_cidr(block["except"][k], path.child("except").index(k), out);
      }
  }
}

void of_endpoints(const Value& endpoints, Warnings& out) {
  for (size_t i = 0; i < endpoints["subsets"].size(); ++i)
    for (const char* list : {"addresses", "notReadyAddresses"}) {
      const Value& addresses = endpoints["subsets"][i][list];
      for (size_t j = 0; j < addresses.size(); ++j)
        warn_of_ip(addresses[j]["ip"], FieldPath("subsets").index(i).child(list).index(j).child("ip"), out);
    }
}

void of_endpoint_slice(const Value& slice, Warnings& out) {
  if (slice["addressType"].as_string() == "FQDN") return;
  for (size_t i = 0; i < slice["endpoints"].size(); ++i) {
    const Value& addresses = slice["endpoints"][i]["addresses"];
    for (size_t j = 0; j < addresses.size(); ++j)
      warn_of_ip(addresses[j], FieldPath("endpoints").index(i).child("addresses").index(j), out);
  }
}

void of_node(const Value& node, Warnings& out) {
  if (node["spec"].contains("configSource")) out.emplace_back("spec.configSource: the feature is removed");
  if (!node["spec"]["externalID"].as_string().empty())
    out.emplace_back("spec.externalID: this field is deprecated, and is unused by Kubernetes");
  for (size_t i = 0; i < node["spec"]["podCIDRs"].size(); ++i)
    warn_of_cidr(node["spec"]["podCIDRs"][i], FieldPath("spec.podCIDRs").index(i), out);
}

// Only who sets it is told.
void of_service_account(const Value& account, const Value& before, Warnings& out) {
  constexpr std::string_view kEnforce = "kubernetes.io/enforce-mountable-secrets";
  if (has_annotation(before, kEnforce)) return;
  deprecated_annotation(account, kEnforce,
                        "deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets", out);
}

enum class When { kOnCreate, kOnNewSpec, kAlways };

struct Row {
  const Kind* kind;
  void (*warn)(const Value& object, Warnings& out);
  When when;
};

bool applies(When when, WriteEvent event) {
  if (event == WriteEvent::kCreate || when == When::kAlways) return true;
  return when == When::kOnNewSpec && event == WriteEvent::kNewSpec;
}

}  // namespace

std::vector<std::string> object_warnings(const Kind& kind, const Value& object, const Value& before, WriteEvent event) {
  static const Row kRows[] = {
      {&kCronJob, of_cron_job, When::kOnNewSpec},
      {&kEndpoints, of_endpoints, When::kAlways},
      {&kEndpointSlice, of_endpoint_slice, When::kAlways},
      {&kIngress, of_ingress, When::kOnCreate},
      {&kJob, of_job, When::kOnNewSpec},
      {&kNetworkPolicy, of_network_policy, When::kAlways},
      {&kNode, of_node, When::kAlways},
      {&kPersistentVolume, of_volume, When::kAlways},
      {&kPersistentVolumeClaim, of_claim, When::kAlways},
      {&kRuntimeClass, of_runtime_class, When::kAlways},
      {&kService, of_service, When::kAlways},
      {&kStatefulSet, of_stateful_set, When::kAlways},
      {&kStorageClass, of_storage_class, When::kAlways},
  };
  Warnings out;
  for (const Row& row : kRows)
    if (row.kind == &kind && applies(row.when, event)) row.warn(object, out);
  if (&kind == &kServiceAccount) of_service_account(object, before, out);
  return out;
}

}  // namespace skiff
