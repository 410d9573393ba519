// The columns of every kind, as AddHandlers of pkg/printers/internalversion declares them: `*` marks those of -o wide.
#include <catch2/catch.hpp>
#include <map>

#include "api/kind_table.h"

using namespace skiff;

namespace {

struct Row {
  const char* resource;
  const char* header;
};

const Row kRows[] = {
    {"componentstatuses", "Name|Status|Message|Error"},
    {"configmaps", "Name|Data|Age"},
    {"endpoints", "Name|Endpoints|Age"},
    {"events", "Last Seen|Type|Reason|Object|Subobject*|Source*|Message|First Seen*|Count*|Name*"},
    {"limitranges", "Name|Created At"},
    {"namespaces", "Name|Status|Age"},
    {"nodes", "Name|Status|Roles|Age|Version|Internal-IP*|External-IP*|OS-Image*|Kernel-Version*|Container-Runtime*"},
    {"persistentvolumeclaims",
     "Name|Status|Volume|Capacity|Access Modes|StorageClass|VolumeAttributesClass|Age|VolumeMode*"},
    {"persistentvolumes",
     "Name|Capacity|Access Modes|Reclaim Policy|Status|Claim|StorageClass|VolumeAttributesClass|Reason|Age|"
     "VolumeMode*"},
    {"pods", "Name|Ready|Status|Restarts|Age|IP*|Node*|Nominated Node*|Readiness Gates*"},
    {"podtemplates", "Name|Containers|Images|Pod Labels"},
    {"replicationcontrollers", "Name|Desired|Current|Ready|Age|Containers*|Images*|Selector*"},
    {"resourcequotas", "Name|Request|Limit|Age"},
    {"secrets", "Name|Type|Data|Age"},
    {"serviceaccounts", "Name|Age"},
    {"services", "Name|Type|Cluster-IP|External-IP|Port(s)|Age|Selector*"},
    {"mutatingadmissionpolicies.admissionregistration.k8s.io", "Name|Mutations|ParamKind|Age"},
    {"mutatingadmissionpolicybindings.admissionregistration.k8s.io", "Name|PolicyName|ParamRef|Age"},
    {"mutatingwebhookconfigurations.admissionregistration.k8s.io", "Name|Webhooks|Age"},
    {"validatingadmissionpolicies.admissionregistration.k8s.io", "Name|Validations|ParamKind|Age"},
    {"validatingadmissionpolicybindings.admissionregistration.k8s.io", "Name|PolicyName|ParamRef|Age"},
    {"validatingwebhookconfigurations.admissionregistration.k8s.io", "Name|Webhooks|Age"},
    {"customresourcedefinitions.apiextensions.k8s.io", "Name|Created At"},
    {"apiservices.apiregistration.k8s.io", "Name|Service|Available|Age"},
    {"controllerrevisions.apps", "Name|Controller|Revision|Age"},
    {"daemonsets.apps",
     "Name|Desired|Current|Ready|Up-to-date|Available|Node Selector|Age|Containers*|Images*|Selector*"},
    {"deployments.apps", "Name|Ready|Up-to-date|Available|Age|Containers*|Images*|Selector*"},
    {"replicasets.apps", "Name|Desired|Current|Ready|Age|Containers*|Images*|Selector*"},
    {"statefulsets.apps", "Name|Ready|Age|Containers*|Images*"},
    {"horizontalpodautoscalers.autoscaling", "Name|Reference|Targets|MinPods|MaxPods|Replicas|Age"},
    {"cronjobs.batch", "Name|Schedule|Timezone|Suspend|Active|Last Schedule|Age|Containers*|Images*|Selector*"},
    {"jobs.batch", "Name|Status|Completions|Duration|Age|Containers*|Images*|Selector*"},
    {"certificatesigningrequests.certificates.k8s.io", "Name|Age|SignerName|Requestor|RequestedDuration|Condition"},
    {"leases.coordination.k8s.io", "Name|Holder|Age"},
    {"endpointslices.discovery.k8s.io", "Name|AddressType|Ports|Endpoints|Age"},
    {"flowschemas.flowcontrol.apiserver.k8s.io",
     "Name|PriorityLevel|MatchingPrecedence|DistinguisherMethod|Age|MissingPL"},
    {"prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
     "Name|Type|NominalConcurrencyShares|Queues|HandSize|QueueLengthLimit|Age"},
    {"ingressclasses.networking.k8s.io", "Name|Controller|Parameters|Age"},
    {"ingresses.networking.k8s.io", "Name|Class|Hosts|Address|Ports|Age"},
    {"ipaddresses.networking.k8s.io", "Name|ParentRef|Age"},
    {"networkpolicies.networking.k8s.io", "Name|Pod-Selector|Age"},
    {"servicecidrs.networking.k8s.io", "Name|CIDRs|Age"},
    {"runtimeclasses.node.k8s.io", "Name|Handler|Age"},
    {"poddisruptionbudgets.policy", "Name|Min Available|Max Unavailable|Allowed Disruptions|Age"},
    {"clusterrolebindings.rbac.authorization.k8s.io", "Name|Role|Age|Users*|Groups*|ServiceAccounts*"},
    {"clusterroles.rbac.authorization.k8s.io", "Name|Created At"},
    {"rolebindings.rbac.authorization.k8s.io", "Name|Role|Age|Users*|Groups*|ServiceAccounts*"},
    {"roles.rbac.authorization.k8s.io", "Name|Created At"},
    {"deviceclasses.resource.k8s.io", "Name|Age"},
    {"resourceclaims.resource.k8s.io", "Name|State|Age"},
    {"resourceclaimtemplates.resource.k8s.io", "Name|Age"},
    {"resourceslices.resource.k8s.io", "Name|Node|Driver|Pool|Age"},
    {"priorityclasses.scheduling.k8s.io", "Name|Value|Global-Default|Age|PreemptionPolicy"},
    {"csidrivers.storage.k8s.io",
     "Name|AttachRequired|PodInfoOnMount|StorageCapacity|TokenRequests|RequiresRepublish|Modes|Age"},
    {"csinodes.storage.k8s.io", "Name|Drivers|Age"},
    {"csistoragecapacities.storage.k8s.io", "Name|Created At"},
    {"storageclasses.storage.k8s.io", "Name|Provisioner|ReclaimPolicy|VolumeBindingMode|AllowVolumeExpansion|Age"},
    {"volumeattachments.storage.k8s.io", "Name|Attacher|PV|Node|Attached|Age"},
    {"volumeattributesclasses.storage.k8s.io", "Name|DriverName|Age"},
};

std::string header_of(const Kind& kind) {
  std::string header;
  for (const Column& column : kind.columns) {
    if (!header.empty()) header += '|';
    header.append(column.name).append(column.show == Show::kWide ? "*" : "");
  }
  return header;
}

}  // namespace

TEST_CASE("the columns of every kind that can be listed") {
  std::map<std::string, std::string> expected;
  for (const Row& row : kRows) expected[row.resource] = row.header;
  size_t listed = 0;
  for (const Kind* kind : all_kinds()) {
    if (kind->group == "skiff.dev" || !kind->allows("list")) continue;
    ++listed;
    const std::string name = kind->qualified_name();
    DYNAMIC_SECTION(name) {
      REQUIRE(expected.contains(name));
      CHECK(header_of(*kind) == expected[name]);
    }
  }
  CHECK(listed == expected.size());
}
