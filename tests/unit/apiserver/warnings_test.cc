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
      const auto told = write_warnings(*find_resource(row.resource), *parse_json(row.object), WriteEvent::kCreate);
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
      {"files that are in each other's way",
       R"({"spec":{"volumes":[{"name":"v","configMap":{"name":"c","items":[{"key":"a","path":"x"},{"key":"b","path":"x/y"}]}},
           {"name":"p","projected":{"sources":[{"secret":{"name":"s","items":[{"key":"a","path":"t"}]}},
           {"serviceAccountToken":{"path":"t"}}]}}]}})",
       "volume \"v\" (ConfigMap \"c\"): overlapping paths: \"x/y\" with \"x\"\n"
       "volume \"p\" (Projected ServiceAccountToken): overlapping paths: \"t\" with \"t\""},
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
