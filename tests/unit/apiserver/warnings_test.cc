#include "apiserver/warnings.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "apiserver/pod_warnings.h"
#include "base/json.h"
#include "base/strings.h"

using namespace skiff;

TEST_CASE("Metadata: 8. Warnings sent by the server: of objects that are made") {
  struct Row {
    const char* why;
    const char* resource;
    const char* object;
    const char* warnings;
  };
  const char* kName =
      "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is "
      "recommended: [must not contain dots]";
  const Row rows[] = {
      {"nothing to say", "pods", R"({"metadata":{"name":"a"},"spec":{"containers":[{"name":"c"}]}})", ""},
      {"a name with a dot", "deployments", R"({"metadata":{"name":"a.b"}})", kName},
      {"sets do not mind", "daemonsets", R"({"metadata":{"name":"a.b"}})", ""},
      {"a variable twice", "deployments",
       R"({"metadata":{"name":"a"},"spec":{"template":{"spec":{"containers":[{"env":[{"name":"A"},{"name":"A"}]}]}}}})",
       "spec.template.spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped when using "
       "apply"},
      {"a port twice", "pods",
       R"({"metadata":{"name":"a"},"spec":{"containers":[{"ports":[{"containerPort":80},{"containerPort":80}]}]}})",
       "spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]"},
      {"a part of a byte", "pods",
       R"({"metadata":{"name":"a"},"spec":{"containers":[{"resources":{"limits":{"memory":"100m"}}}]}})",
       "spec.containers[0].resources.limits[memory]: fractional byte value \"100m\" is invalid, must be an integer"},
      {"a label of nodes that is out of use", "daemonsets",
       R"({"metadata":{"name":"a"},"spec":{"template":{"spec":{"nodeSelector":{"beta.kubernetes.io/os":"linux"}}}}})",
       "spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \"kubernetes.io/os\" "
       "instead"},
      {"a negative history", "statefulsets", R"({"metadata":{"name":"a"},"spec":{"revisionHistoryLimit":-1}})",
       "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"},
      {"a negative grace period", "pods",
       R"({"metadata":{"name":"a"},"spec":{"terminationGracePeriodSeconds":-1,"containers":[{"name":"c"}]}})",
       "spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"},
      {"a job's name with a dot", "jobs", R"({"metadata":{"name":"a.b"}})", kName},
      {"a cron job's", "cronjobs", R"({"metadata":{"name":"a.b"}})", kName},
      {"a pod's", "pods", R"({"metadata":{"name":"a.b"}})", kName},
      {"a replica set's", "replicasets", R"({"metadata":{"name":"a.b"}})", kName},
      {"a replication controller's", "replicationcontrollers", R"({"metadata":{"name":"a.b"}})", kName},
      {"a kind on its way out", "endpoints", R"({"metadata":{"name":"a"}})",
       "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      const auto told =
          write_warnings(*find_resource(row.resource), *parse_json(row.object), Value(), WriteEvent::kCreate);
      CHECK(join(told, "\n") == row.warnings);
    }
}

TEST_CASE("Metadata: 8. Warnings sent by the server: about pods and their templates") {
  struct Row {
    const char* why;
    const char* pod;
    const char* warnings;
  };
  const Row rows[] = {
      {"a variable that builds upon another",
       R"({"spec":{"containers":[{"env":[{"name":"A","value":"1"},{"name":"A","value":"$(A):2"}]}]}})", ""},
      {"a port of two containers", R"({"spec":{"initContainers":[{"ports":[{"containerPort":80,"protocol":"TCP"}]}],
          "containers":[{"ports":[{"containerPort":80,"protocol":"UDP"}]},{"ports":[{"containerPort":80,"protocol":"TCP"}]}]}})",
       "spec.containers[1].ports[0]: duplicate port definition with spec.initContainers[0].ports[0]"},
      {"a port with and without the host's",
       R"({"spec":{"containers":[{"ports":[{"containerPort":80,"protocol":"TCP","hostPort":80},{"containerPort":80,"protocol":"TCP"}]}]}})",
       "spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]"},
      {"a host's port at one address and at all",
       R"({"spec":{"containers":[{"ports":[{"containerPort":80,"protocol":"TCP","hostPort":80},
           {"containerPort":80,"protocol":"TCP","hostPort":80,"hostIP":"1.2.3.4"}]}]}})",
       "spec.containers[0].ports[1]: dangerously ambiguous port definition with spec.containers[0].ports[0]"},
      {"an address without a port",
       R"({"spec":{"containers":[{"ports":[{"name":"p","containerPort":80,"protocol":"TCP","hostIP":"1.2.3.4"}]}]}})",
       "spec.containers[0].ports[0]: hostIP set without hostPort: {Name:p HostPort:0 ContainerPort:80 Protocol:TCP "
       "HostIP:1.2.3.4}"},
      {"selectors of nothing",
       R"({"spec":{"topologySpreadConstraints":[{"topologyKey":"beta.kubernetes.io/os"},{"labelSelector":{}}],"affinity":{
           "podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{}]},"podAntiAffinity":{
           "preferredDuringSchedulingIgnoredDuringExecution":[{"podAffinityTerm":{}}]}}}})",
       "spec.topologySpreadConstraints[0].topologyKey: beta.kubernetes.io/os is deprecated since v1.14; use "
       "\"kubernetes.io/os\" instead\n"
       "spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod\n"
       "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null "
       "labelSelector "
       "results in matching no pod\n"
       "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector:"
       " "
       "a null labelSelector results in matching no pod"},
      {"secrets and addresses twice, or without a name",
       R"({"spec":{"imagePullSecrets":[{"name":"a"},{"name":"a"},{}],"hostAliases":[{"ip":"1.2.3.4"},{"ip":"1.2.3.4"}]}})",
       "spec.hostAliases[1].ip: duplicate ip \"1.2.3.4\"\n"
       "spec.imagePullSecrets[1].name: duplicate name \"a\"\n"
       "spec.imagePullSecrets[2].name: invalid empty name \"\""},
      {"seccomp's annotations, where no field says more",
       R"({"metadata":{"annotations":{"seccomp.security.alpha.kubernetes.io/pod":"runtime/default",
           "container.seccomp.security.alpha.kubernetes.io/c":"runtime/default",
           "container.seccomp.security.alpha.kubernetes.io/d":"runtime/default"}},
           "spec":{"containers":[{"name":"c"},{"name":"d","securityContext":{"seccompProfile":{"type":"RuntimeDefault"}}}]}})",
       "metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the "
       "\"seccompProfile\" field instead\n"
       "metadata.annotations[container.seccomp.security.alpha.kubernetes.io/c]: non-functional in v1.27+; use the "
       "\"seccompProfile\" field instead"},
      {"a port's name of two containers",
       R"({"spec":{"containers":[{"ports":[{"name":"metrics","containerPort":80,"protocol":"TCP"}]},
           {"ports":[{"name":"metrics","containerPort":81,"protocol":"TCP"}]}]}})",
       "spec.containers[1].ports[0]: duplicate port name \"metrics\" with spec.containers[0].ports[0], services and "
       "probes that select ports by name will use spec.containers[0].ports[0]"},
      {"a part of a byte in a claim",
       R"({"spec":{"volumes":[{"name":"v","ephemeral":{"volumeClaimTemplate":{"spec":{"resources":{"requests":{"storage":"200m"}}}}}}]}})",
       "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value \"200m\" "
       "is invalid, must be an integer"},
      {"limits before requests, memory before storage",
       R"({"spec":{"containers":[{"resources":{"limits":{"memory":"1m","ephemeral-storage":"2m"},"requests":{"memory":"3m"}}}]}})",
       "spec.containers[0].resources.limits[memory]: fractional byte value \"1m\" is invalid, must be an integer\n"
       "spec.containers[0].resources.requests[memory]: fractional byte value \"3m\" is invalid, must be an integer\n"
       "spec.containers[0].resources.limits[ephemeral-storage]: fractional byte value \"2m\" is invalid, must be an "
       "integer"},
      {"a wish for a label that cannot be",
       R"({"spec":{"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[
           {"preference":{"matchExpressions":[{"key":"a","operator":"In","values":["-x"]}]}}]}}}})",
       "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0]."
       "values[0]: -x is invalid, a valid label must be an empty string or consist of alphanumeric characters, '-', "
       "'_' "
       "or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', "
       "regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"},
      {"addresses that could be shorter",
       R"({"spec":{"dnsConfig":{"nameservers":["2001:db8::0:1"]},"hostAliases":[{"ip":"1.2.3.4"},{"ip":"2001:DB8::1"}]}})",
       "spec.dnsConfig.nameservers[0]: IPv6 address \"2001:db8::0:1\" should be in RFC 5952 canonical format "
       "(\"2001:db8::1\")\n"
       "spec.hostAliases[1].ip: IPv6 address \"2001:DB8::1\" should be in RFC 5952 canonical format (\"2001:db8::1\")"},
      {"files that are in each other's way",
       R"({"spec":{"volumes":[{"name":"v","configMap":{"name":"c","items":[{"key":"a","path":"x"},{"key":"b","path":"x/y"}]}},
           {"name":"p","projected":{"sources":[{"secret":{"name":"s","items":[{"key":"a","path":"t"}]}},
           {"serviceAccountToken":{"path":"t"}}]}}]}})",
       "volume \"v\" (ConfigMap \"c\"): overlapping paths: \"x/y\" with \"x\"\n"
       "volume \"p\" (Projected): overlapping paths: \"t\" (ServiceAccountToken) with \"t\" (Secret \"s\")"},
      {"a file where several need a folder",
       R"({"spec":{"volumes":[{"name":"v","secret":{"secretName":"s","items":[{"key":"a","path":"x/a"},{"key":"b","path":"x/b"},{"key":"c","path":"x/"}]}},
           {"name":"p","projected":{"sources":[{}]}}]}})",
       "volume \"v\" (Secret \"s\"): overlapping paths: \"x\" with \"x/a\"\n"
       "volume \"v\" (Secret \"s\"): overlapping paths: \"x\" with \"x/b\"\n"
       "volume \"p\" (Projected) has no sources provided"},
      {"volumes that do nothing any more",
       R"({"spec":{"volumes":[{"name":"v","glusterfs":{"endpoints":"e","path":"p"}}]}})",
       "spec.volumes[0].glusterfs: deprecated in v1.25, non-functional in v1.26+"},
      {"annotations that have become fields",
       R"({"metadata":{"annotations":{"scheduler.alpha.kubernetes.io/critical-pod":""}},"spec":{}})",
       "metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "
       "\"priorityClassName\" field instead"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(join(pod_warnings(*parse_json(row.pod), FieldPath()), "\n") == row.warnings);
    }
}

TEST_CASE("Metadata: 8. Warnings sent by the server: about objects without pods") {
  struct Row {
    const char* why;
    const char* resource;
    const char* object;
    const char* warnings;
  };
  const Row rows[] = {
      {"an annotation that is a field now", "ingresses",
       R"({"metadata":{"annotations":{"kubernetes.io/ingress.class":"nginx"}},"spec":{}})",
       "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead"},
      {"with the field beside it", "ingresses",
       R"({"metadata":{"annotations":{"kubernetes.io/ingress.class":"nginx"}},"spec":{"ingressClassName":"nginx"}})",
       ""},
      {"what a headless service cannot have", "services",
       R"({"spec":{"type":"ClusterIP","clusterIP":"None","clusterIPs":["None"],"loadBalancerIP":"1.2.3.4","sessionAffinity":"ClientIP"}})",
       "spec.loadBalancerIP is ignored for headless services\n"
       "spec.SessionAffinity is ignored for headless services"},
      {"addresses from outside", "services",
       R"({"spec":{"type":"ClusterIP","clusterIP":"10.96.0.2","externalIPs":["1.2.3.4"],"sessionAffinity":"None"}})",
       "spec.externalIPs is deprecated"},
      {"a name that nobody asks for", "services",
       R"({"spec":{"type":"ClusterIP","clusterIP":"10.96.0.2","externalName":"a.b","sessionAffinity":"None"}})",
       "spec.externalName is ignored when spec.type is not \"ExternalName\""},
      {"a word that has been replaced", "services",
       R"({"spec":{"type":"ClusterIP","clusterIP":"10.96.0.2","sessionAffinity":"None","trafficDistribution":"PreferClose"}})",
       "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\""},
      {"hints by their old name", "services",
       R"({"metadata":{"annotations":{"service.kubernetes.io/topology-aware-hints":"auto"}},
           "spec":{"type":"ClusterIP","clusterIP":"10.96.0.2","sessionAffinity":"None"}})",
       "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use "
       "service.kubernetes.io/topology-mode instead"},
      {"volumes", "persistentvolumes",
       R"({"metadata":{"annotations":{"volume.beta.kubernetes.io/storage-class":"a","volume.beta.kubernetes.io/mount-options":"b"}},
           "spec":{"persistentVolumeReclaimPolicy":"Recycle","rbd":{},"nodeAffinity":{"required":{"nodeSelectorTerms":[
           {"matchExpressions":[{"key":"beta.kubernetes.io/os","operator":"In","values":["linux"]}]}]}}}})",
       "metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use \"storageClassName\" "
       "attribute instead\n"
       "metadata.annotations[volume.beta.kubernetes.io/mount-options]: deprecated since v1.31; use \"mountOptions\" "
       "attribute instead\n"
       "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended "
       "approach "
       "is to use dynamic provisioning.\n"
       "spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/os is deprecated "
       "since v1.14; use \"kubernetes.io/os\" instead\n"
       "spec.rbd: deprecated in v1.28, non-functional in v1.31+"},
      {"claims", "persistentvolumeclaims",
       R"({"metadata":{"annotations":{"volume.beta.kubernetes.io/storage-class":"a"}},"spec":{"resources":{"requests":{"storage":"1500m"}}}})",
       "metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use \"storageClassName\" "
       "attribute instead\n"
       "spec.resources.requests[storage]: fractional byte value \"1500m\" is invalid, must be an integer"},
      {"claims of a stateful set", "statefulsets",
       R"({"metadata":{"name":"a"},"spec":{"volumeClaimTemplates":[{"spec":{"resources":{"requests":{"storage":"200m"}}}}]}})",
       "spec.volumeClaimTemplates[0].Spec.resources.requests[storage]: fractional byte value \"200m\" is invalid, must "
       "be an integer"},
      {"where a class's volumes are", "storageclasses",
       R"({"allowedTopologies":[{"matchLabelExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","values":["a"]}]}]})",
       "allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.17; use \"topology.kubernetes.io/zone\" "
       "instead"},
      {"more than can be told apart", "jobs",
       R"({"metadata":{"name":"a"},"spec":{"completionMode":"Indexed","completions":100001,"parallelism":10001}})",
       "spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, "
       "Kubernetes might not be able to track completedIndexes when a big number of indexes fail"},
      {"more than can be told apart, again and again", "cronjobs",
       R"({"metadata":{"name":"a"},"spec":{"jobTemplate":{"spec":{"completionMode":"Indexed","completions":100001,
           "parallelism":10001}}}})",
       "spec.jobTemplate.spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher "
       "than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail"},
      {"a job's own before those of its pods, the name before both", "jobs",
       R"({"metadata":{"name":"a.b"},"spec":{"completionMode":"Indexed","completions":100001,"parallelism":10001,
           "template":{"spec":{"containers":[{"env":[{"name":"A"},{"name":"A"}]}]}}}})",
       "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label "
       "is recommended: [must not contain dots]\n"
       "spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, "
       "Kubernetes might not be able to track completedIndexes when a big number of indexes fail\n"
       "spec.template.spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped when using "
       "apply"},
      {"a cron job's likewise", "cronjobs",
       R"({"metadata":{"name":"a"},"spec":{"jobTemplate":{"spec":{"completionMode":"Indexed","completions":100001,
           "parallelism":10001,"template":{"spec":{"containers":[{"env":[{"name":"A"},{"name":"A"}]}]}}}}}})",
       "spec.jobTemplate.spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher "
       "than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail\n"
       "spec.jobTemplate.spec.template.spec.containers[0].env[1]: hides previous definition of \"A\", which may be "
       "dropped when using apply"},
      {"a stateful set's after those of its pods, its claims' before its own", "statefulsets",
       R"({"metadata":{"name":"a"},"spec":{"revisionHistoryLimit":-1,
           "volumeClaimTemplates":[{"spec":{"resources":{"requests":{"storage":"200m"}}}}],
           "template":{"spec":{"containers":[{"env":[{"name":"A"},{"name":"A"}]}]}}}})",
       "spec.template.spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped when using "
       "apply\n"
       "spec.volumeClaimTemplates[0].Spec.resources.requests[storage]: fractional byte value \"200m\" is invalid, must "
       "be an integer\n"
       "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"},
      {"a node's old number", "nodes", R"({"spec":{"externalID":"x"}})",
       "spec.externalID: this field is deprecated, and is unused by Kubernetes"},
      {"an account's secrets", "serviceaccounts",
       R"({"metadata":{"annotations":{"kubernetes.io/enforce-mountable-secrets":"true"}}})",
       "metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated in v1.32+; prefer separate "
       "namespaces "
       "to isolate access to mounted secrets"},
      {"a range that could be shorter", "networkpolicies",
       R"({"spec":{"ingress":[{"from":[{"ipBlock":{"cidr":"2001:db8:0::/64"}}]}]}})",
       "spec.ingress[0].from[0].ipBlock.cidr: IPv6 CIDR value \"2001:db8:0::/64\" should be in RFC 5952 canonical "
       "format (\"2001:db8::/64\")"},
      {"a template", "podtemplates", R"({"template":{"spec":{"nodeSelector":{"beta.kubernetes.io/arch":"amd64"}}}})",
       "template.spec.nodeSelector[beta.kubernetes.io/arch]: deprecated since v1.14; use \"kubernetes.io/arch\" "
       "instead"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      const auto told =
          write_warnings(*find_resource(row.resource), *parse_json(row.object), Value(), WriteEvent::kCreate);
      CHECK(join(told, "\n") == row.warnings);
    }
}

TEST_CASE("Metadata: 8. Warnings sent by the server: when an object is written again") {
  const Value pod = *parse_json(R"({"metadata":{"name":"a"},"spec":{"terminationGracePeriodSeconds":-1}})");
  const Value set =
      *parse_json(R"({"metadata":{"name":"a.b"},"spec":{"template":{"spec":{"terminationGracePeriodSeconds":-1}}}})");
  const Value claim = *parse_json(R"({"spec":{"resources":{"requests":{"storage":"1m"}}}})");
  const Value ingress = *parse_json(R"({"metadata":{"annotations":{"kubernetes.io/ingress.class":"a"}}})");
  const auto told = [](const char* resource, const Value& object, WriteEvent event) {
    return write_warnings(*find_resource(resource), object, Value(), event).size();
  };
  CHECK(told("pods", pod, WriteEvent::kNewSpec) == 0);
  CHECK(told("deployments", set, WriteEvent::kCreate) == 2);
  CHECK(told("deployments", set, WriteEvent::kNewSpec) == 1);
  CHECK(told("deployments", set, WriteEvent::kSameSpec) == 0);
  CHECK(told("persistentvolumeclaims", claim, WriteEvent::kSameSpec) == 1);
  CHECK(told("ingresses", ingress, WriteEvent::kNewSpec) == 0);
  const Value job = *parse_json(
      R"({"metadata":{"name":"a"},"spec":{"completionMode":"Indexed","completions":100001,"parallelism":10001}})");
  CHECK(told("jobs", job, WriteEvent::kNewSpec) == 1);
  CHECK(told("jobs", job, WriteEvent::kSameSpec) == 0);
  // warnIfHasEnforceMountableSecretsAnnotation: only who sets it is told.
  const Value account =
      *parse_json(R"({"metadata":{"annotations":{"kubernetes.io/enforce-mountable-secrets":"true"}}})");
  const Kind& accounts = *find_resource("serviceaccounts");
  CHECK(write_warnings(accounts, account, Value{{"metadata", Value::object()}}, WriteEvent::kSameSpec).size() == 1);
  CHECK(write_warnings(accounts, account, account, WriteEvent::kSameSpec).empty());
}
