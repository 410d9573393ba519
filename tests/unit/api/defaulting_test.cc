// What the API layer fills in, rule by rule, by the sections of the reference on defaulting: an object as it is given,
// a place in it, and what stands there then.
#include <catch2/catch.hpp>

#include "api/canonical.h"
#include "api/kind_table.h"
#include "base/json.h"
#include "base/strings.h"

using namespace skiff;

namespace {

struct Row {
  const char* why;
  const char* resource;
  const char* given;
  const char* place;  // a/0/b
  const char* filled;
};

const Value& place_in(const Value& object, std::string_view place) {
  const Value* at = &object;
  for (const std::string_view step : split(place, '/'))
    at = at->is_array() ? &(*at)[static_cast<size_t>(step[0] - '0')] : &(*at)[step];
  return *at;
}

void check_rows(std::span<const Row> rows) {
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Kind* kind = find_resource(row.resource);
      REQUIRE(kind != nullptr);
      Value object = *parse_json(row.given);
      complete(*kind, object);
      CHECK(to_json(place_in(object, row.place)) == row.filled);
    }
}

constexpr const char* kPod = R"({"spec":{"containers":[{"name":"c","image":"nginx"}]}})";
constexpr const char* kProbed = R"({"spec":{"containers":[{"name":"c","image":"nginx:1","ports":[{"containerPort":80}],
    "readinessProbe":{"httpGet":{"port":80}},"env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],
    "livenessProbe":{"grpc":{"port":1}}}],"volumes":[{"name":"e"},{"name":"s","secret":{"secretName":"x"}},
    {"name":"h","hostPath":{"path":"/x"}},{"name":"p","projected":{"sources":[{"serviceAccountToken":{"path":"t"}}]}}]}})";

}  // namespace

TEST_CASE("Defaulting: Pod spec") {
  const Row rows[] = {
      {"dnsPolicy", "pods", kPod, "spec/dnsPolicy", "\"ClusterFirst\""},
      {"restartPolicy", "pods", kPod, "spec/restartPolicy", "\"Always\""},
      {"restartPolicy, given as nothing", "pods",
       R"({"spec":{"restartPolicy":"","containers":[{"name":"c","image":"i"}]}})", "spec/restartPolicy", "\"Always\""},
      {"securityContext", "pods", kPod, "spec/securityContext", "{}"},
      {"terminationGracePeriodSeconds", "pods", kPod, "spec/terminationGracePeriodSeconds", "30"},
      {"a grace period of 0 is one", "pods",
       R"({"spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"i"}]}})",
       "spec/terminationGracePeriodSeconds", "0"},
      {"schedulerName", "pods", kPod, "spec/schedulerName", "\"default-scheduler\""},
      {"serviceAccount", "pods", R"({"spec":{"serviceAccountName":"x","containers":[{"name":"c","image":"i"}]}})",
       "spec/serviceAccount", "\"x\""},
      {"imagePullPolicy: no tag", "pods", kPod, "spec/containers/0/imagePullPolicy", "\"Always\""},
      {"imagePullPolicy: a tag", "pods", kProbed, "spec/containers/0/imagePullPolicy", "\"IfNotPresent\""},
      {"imagePullPolicy: a digest", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"i@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}]}})",
       "spec/containers/0/imagePullPolicy", "\"IfNotPresent\""},
      {"imagePullPolicy: a registry with a port is no tag", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"r:5000/i"}]}})", "spec/containers/0/imagePullPolicy",
       "\"Always\""},
      {"terminationMessagePath", "pods", kPod, "spec/containers/0/terminationMessagePath", "\"/dev/termination-log\""},
      {"terminationMessagePolicy", "pods", kPod, "spec/containers/0/terminationMessagePolicy", "\"File\""},
      {"resources", "pods", kPod, "spec/containers/0/resources", "{}"},
      {"protocol", "pods", kProbed, "spec/containers/0/ports/0/protocol", "\"TCP\""},
      {"fieldRef.apiVersion", "pods", kProbed, "spec/containers/0/env/0/valueFrom/fieldRef/apiVersion", "\"v1\""},
      {"probes", "pods", kProbed, "spec/containers/0/readinessProbe",
       R"({"failureThreshold":3,"httpGet":{"path":"/","port":80,"scheme":"HTTP"},"periodSeconds":10,"successThreshold":1,)"
       R"("timeoutSeconds":1})"},
      {"grpc probes", "pods", kProbed, "spec/containers/0/livenessProbe/grpc/service", "\"\""},
      {"a volume with no source", "pods", kProbed, "spec/volumes/0/emptyDir", "{}"},
      {"defaultMode", "pods", kProbed, "spec/volumes/1/secret/defaultMode", "420"},
      {"hostPath.type", "pods", kProbed, "spec/volumes/2/hostPath/type", "\"\""},
      {"projected defaultMode", "pods", kProbed, "spec/volumes/3/projected/defaultMode", "420"},
      {"token expiration", "pods", kProbed, "spec/volumes/3/projected/sources/0/serviceAccountToken/expirationSeconds",
       "3600"},
      {"quantities are rounded up to milli units", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"0.1m"}}}]}})",
       "spec/containers/0/resources/requests/cpu", "\"1m\""},
      {"requests from limits", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"500m"}}}]}})",
       "spec/containers/0/resources/requests", R"({"cpu":"500m","memory":"1Gi"})"},
      {"not in a template", "deployments",
       R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"1"}}}]}}}})",
       "spec/template/spec/containers/0/resources", R"({"limits":{"cpu":"1"}})"},
      {"enableServiceLinks", "pods", kPod, "spec/enableServiceLinks", "true"},
      {"not in a template either", "deployments",
       R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}})",
       "spec/template/spec/enableServiceLinks", "null"},
      {"hostPort on the host's network", "pods",
       R"({"spec":{"hostNetwork":true,"containers":[{"name":"c","image":"i","ports":[{"containerPort":80}]}]}})",
       "spec/containers/0/ports/0/hostPort", "80"},
      {"hostPort is not filled in in a template", "deployments",
       R"({"spec":{"template":{"spec":{"hostNetwork":true,"containers":[{"name":"c","image":"i","ports":[{"containerPort":80}]}]}}}})",
       "spec/template/spec/containers/0/ports/0/hostPort", "null"},
      {"imagePullPolicy: latest", "pods", R"({"spec":{"containers":[{"name":"c","image":"r.io/i:latest"}]}})",
       "spec/containers/0/imagePullPolicy", "\"Always\""},
      {"imagePullPolicy is set once: another image keeps it", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"i:1","imagePullPolicy":"Always"}]}})",
       "spec/containers/0/imagePullPolicy", "\"Always\""},
      {"init containers have the defaults of containers", "pods",
       R"({"spec":{"initContainers":[{"name":"i","image":"i:1","resources":{"limits":{"cpu":"1"}}}],"containers":[]}})",
       "spec/initContainers/0",
       R"({"image":"i:1","imagePullPolicy":"IfNotPresent","name":"i","resources":{"limits":{"cpu":"1"},"requests":{"cpu":"1"}},)"
       R"("terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"})"},
      {"a startup probe: what is given stays, the delay stays absent", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"i","startupProbe":{"exec":{"command":["a"]},"periodSeconds":3}}]}})",
       "spec/containers/0/startupProbe",
       R"({"exec":{"command":["a"]},"failureThreshold":3,"periodSeconds":3,"successThreshold":1,"timeoutSeconds":1})"},
      {"a probe's zeros are nothing given", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"i","livenessProbe":{"tcpSocket":{"port":1},"periodSeconds":0,"timeoutSeconds":0}}]}})",
       "spec/containers/0/livenessProbe",
       R"({"failureThreshold":3,"periodSeconds":10,"successThreshold":1,"tcpSocket":{"port":1},"timeoutSeconds":1})"},
      {"lifecycle hooks over HTTP", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"i","lifecycle":{"preStop":{"httpGet":{"port":80}},"postStart":{"httpGet":{"port":81}}}}]}})",
       "spec/containers/0/lifecycle",
       R"({"postStart":{"httpGet":{"path":"/","port":81,"scheme":"HTTP"}},"preStop":{"httpGet":{"path":"/","port":80,"scheme":"HTTP"}}})"},
      {"configMap.defaultMode", "pods",
       R"({"spec":{"containers":[],"volumes":[{"name":"v","configMap":{"name":"x"}}]}})",
       "spec/volumes/0/configMap/defaultMode", "420"},
      {"downwardAPI.defaultMode and its fields' version", "pods",
       R"({"spec":{"containers":[],"volumes":[{"name":"v","downwardAPI":{"items":[{"path":"p","fieldRef":{"fieldPath":"metadata.name"}}]}}]}})",
       "spec/volumes/0/downwardAPI",
       R"({"defaultMode":420,"items":[{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"},"path":"p"}]})"},
      {"a mode of 0 is one", "pods",
       R"({"spec":{"containers":[],"volumes":[{"name":"v","secret":{"secretName":"x","defaultMode":0}}]}})",
       "spec/volumes/0/secret/defaultMode", "0"},
      {"an ephemeral volume's claim", "pods",
       R"({"spec":{"containers":[],"volumes":[{"name":"v","ephemeral":{"volumeClaimTemplate":{"spec":{}}}}]}})",
       "spec/volumes/0/ephemeral/volumeClaimTemplate/spec/volumeMode", "\"Filesystem\""},
      {"how a spread counts nodes is not written down", "pods",
       R"({"spec":{"containers":[],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"}]}})",
       "spec/topologySpreadConstraints/0", R"({"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"})"},
      {"requests of a whole pod: what its containers ask for", "pods",
       R"({"spec":{"resources":{"limits":{"cpu":"4"}},"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"1"}}}]}})",
       "spec/resources/requests", R"({"cpu":"1"})"},
      {"requests of a whole pod: else its limits", "pods",
       R"({"spec":{"resources":{"limits":{"memory":"1Gi"}},"containers":[{"name":"c","image":"i"}]}})",
       "spec/resources/requests", R"({"memory":"1Gi"})"},
      {"serviceAccount alone is no name", "pods", R"({"spec":{"containers":[],"serviceAccountName":""}})",
       "spec/serviceAccount", "null"},
  };
  check_rows(rows);
}

TEST_CASE("Defaulting: Workloads") {
  constexpr const char* kEmpty = R"({"spec":{}})";
  const Row rows[] = {
      {"Deployment: replicas", "deployments", kEmpty, "spec/replicas", "1"},
      {"Deployment: replicas of 0 are some", "deployments", R"({"spec":{"replicas":0}})", "spec/replicas", "0"},
      {"Deployment: strategy", "deployments", kEmpty, "spec/strategy",
       R"({"rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"},"type":"RollingUpdate"})"},
      {"Deployment: each half of it", "deployments", R"({"spec":{"strategy":{"rollingUpdate":{"maxSurge":1}}}})",
       "spec/strategy/rollingUpdate", R"({"maxSurge":1,"maxUnavailable":"25%"})"},
      {"Deployment: Recreate has none", "deployments", R"({"spec":{"strategy":{"type":"Recreate"}}})", "spec/strategy",
       R"({"type":"Recreate"})"},
      {"Deployment: history", "deployments", kEmpty, "spec/revisionHistoryLimit", "10"},
      {"Deployment: deadline", "deployments", kEmpty, "spec/progressDeadlineSeconds", "600"},
      {"Deployment: minReadySeconds stays out", "deployments", kEmpty, "spec/minReadySeconds", "null"},
      {"ReplicaSet: replicas", "replicasets", kEmpty, "spec/replicas", "1"},
      {"StatefulSet: policy", "statefulsets", kEmpty, "spec/podManagementPolicy", "\"OrderedReady\""},
      {"StatefulSet: strategy", "statefulsets", kEmpty, "spec/updateStrategy",
       R"({"rollingUpdate":{"partition":0},"type":"RollingUpdate"})"},
      {"StatefulSet: a strategy without its block gets none", "statefulsets",
       R"({"spec":{"updateStrategy":{"type":"RollingUpdate"}}})", "spec/updateStrategy", R"({"type":"RollingUpdate"})"},
      {"StatefulSet: a block without a partition", "statefulsets",
       R"({"spec":{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{}}}})",
       "spec/updateStrategy/rollingUpdate", R"({"partition":0})"},
      {"StatefulSet: OnDelete", "statefulsets", R"({"spec":{"updateStrategy":{"type":"OnDelete"}}})",
       "spec/updateStrategy", R"({"type":"OnDelete"})"},
      {"StatefulSet: claims are retained", "statefulsets",
       R"({"spec":{"persistentVolumeClaimRetentionPolicy":{"whenScaled":"Delete"}}})",
       "spec/persistentVolumeClaimRetentionPolicy", R"({"whenDeleted":"Retain","whenScaled":"Delete"})"},
      {"StatefulSet: claim templates", "statefulsets",
       R"({"spec":{"volumeClaimTemplates":[{"metadata":{"name":"d"},"spec":{}}]}})",
       "spec/volumeClaimTemplates/0/spec/volumeMode", "\"Filesystem\""},
      {"StatefulSet: replicas", "statefulsets", kEmpty, "spec/replicas", "1"},
      {"StatefulSet: history", "statefulsets", kEmpty, "spec/revisionHistoryLimit", "10"},
      {"StatefulSet: claim templates are claims", "statefulsets",
       R"({"spec":{"volumeClaimTemplates":[{"metadata":{"name":"d"},"spec":{}}]}})", "spec/volumeClaimTemplates/0",
       R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"d"},"spec":{"resources":{},"volumeMode":"Filesystem"},)"
       R"("status":{"phase":"Pending"}})"},
      {"DaemonSet: history", "daemonsets", kEmpty, "spec/revisionHistoryLimit", "10"},
      {"DaemonSet: OnDelete has no block", "daemonsets", R"({"spec":{"updateStrategy":{"type":"OnDelete"}}})",
       "spec/updateStrategy", R"({"type":"OnDelete"})"},
      {"DaemonSet: each half of the strategy", "daemonsets",
       R"({"spec":{"updateStrategy":{"rollingUpdate":{"maxUnavailable":"10%"}}}})", "spec/updateStrategy",
       R"({"rollingUpdate":{"maxSurge":0,"maxUnavailable":"10%"},"type":"RollingUpdate"})"},
      {"ReplicationController: replicas", "replicationcontrollers", kEmpty, "spec/replicas", "1"},
      {"ReplicationController: labels of its own stay", "replicationcontrollers",
       R"({"metadata":{"labels":{"x":"y"}},"spec":{"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[]}}}})",
       "metadata/labels", R"({"x":"y"})"},
      {"Job: suspend", "jobs", kEmpty, "spec/suspend", "false"},
      {"Job: labels of its template", "jobs",
       R"({"spec":{"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[]}}}})", "metadata/labels",
       R"({"a":"b"})"},
      {"Job: labels of its own", "jobs",
       R"({"metadata":{"labels":{"x":"y"}},"spec":{"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[]}}}})",
       "metadata/labels", R"({"x":"y"})"},
      {"Job: the status that a condition of a failure policy is about", "jobs",
       R"({"spec":{"podFailurePolicy":{"rules":[{"action":"Ignore","onPodConditions":[{"type":"DisruptionTarget"}]}]}}})",
       "spec/podFailurePolicy/rules/0/onPodConditions/0", R"({"status":"True","type":"DisruptionTarget"})"},
      {"CronJob: suspend", "cronjobs", kEmpty, "spec/suspend", "false"},
      {"CronJob: its pods' defaults all the same", "cronjobs",
       R"({"spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[]}}}}}})",
       "spec/jobTemplate/spec/template/spec/dnsPolicy", "\"ClusterFirst\""},
      {"HorizontalPodAutoscaler: growing", "horizontalpodautoscalers", R"({"spec":{"behavior":{"scaleUp":{}}}})",
       "spec/behavior/scaleUp",
       R"({"policies":[{"periodSeconds":15,"type":"Pods","value":4},{"periodSeconds":15,"type":"Percent","value":100}],)"
       R"("selectPolicy":"Max","stabilizationWindowSeconds":0})"},
      {"HorizontalPodAutoscaler: policies that are given", "horizontalpodautoscalers",
       R"({"spec":{"behavior":{"scaleUp":{"policies":[{"periodSeconds":1,"type":"Pods","value":1}]}}}})",
       "spec/behavior/scaleUp",
       R"({"policies":[{"periodSeconds":1,"type":"Pods","value":1}],"selectPolicy":"Max","stabilizationWindowSeconds":0})"},
      {"HorizontalPodAutoscaler: metrics that are given", "horizontalpodautoscalers",
       R"({"spec":{"metrics":[{"type":"Resource","resource":{"name":"memory","target":{"type":"Value","value":"1"}}}]}})",
       "spec/metrics/0/resource/name", "\"memory\""},
      {"DaemonSet: strategy", "daemonsets", kEmpty, "spec/updateStrategy",
       R"({"rollingUpdate":{"maxSurge":0,"maxUnavailable":1},"type":"RollingUpdate"})"},
      {"ReplicationController: its selector is the template's labels", "replicationcontrollers",
       R"({"spec":{"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[]}}}})", "spec/selector",
       R"({"a":"b"})"},
      {"ReplicationController: its labels, too", "replicationcontrollers",
       R"({"spec":{"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[]}}}})", "metadata/labels",
       R"({"a":"b"})"},
      {"Job: completions and parallelism", "jobs", kEmpty, "spec/completions", "1"},
      {"Job: completions stay out beside parallelism", "jobs", R"({"spec":{"parallelism":2}})", "spec/completions",
       "null"},
      {"Job: parallelism beside completions", "jobs", R"({"spec":{"completions":2}})", "spec/parallelism", "1"},
      {"Job: back-off", "jobs", kEmpty, "spec/backoffLimit", "6"},
      {"Job: back-off by index", "jobs", R"({"spec":{"backoffLimitPerIndex":1}})", "spec/backoffLimit", "2147483647"},
      {"Job: mode", "jobs", kEmpty, "spec/completionMode", "\"NonIndexed\""},
      {"Job: replacement", "jobs", kEmpty, "spec/podReplacementPolicy", "\"TerminatingOrFailed\""},
      {"Job: replacement with a failure policy", "jobs", R"({"spec":{"podFailurePolicy":{"rules":[]}}})",
       "spec/podReplacementPolicy", "\"Failed\""},
      {"Job: what a rule of a failure policy does not say is null", "jobs",
       R"({"spec":{"podFailurePolicy":{"rules":[{"action":"FailJob","onExitCodes":{"operator":"In","values":[42]}},)"
       R"({"action":"Ignore","onPodConditions":[{"type":"DisruptionTarget"}]}]}}})",
       "spec/podFailurePolicy/rules",
       R"([{"action":"FailJob","onExitCodes":{"containerName":null,"operator":"In","values":[42]},)"
       R"("onPodConditions":null},{"action":"Ignore","onExitCodes":null,)"
       R"("onPodConditions":[{"status":"True","type":"DisruptionTarget"}]}])"},
      {"CronJob: concurrency", "cronjobs", kEmpty, "spec/concurrencyPolicy", "\"Allow\""},
      {"CronJob: history", "cronjobs", kEmpty, "spec/successfulJobsHistoryLimit", "3"},
      {"CronJob: history of failures", "cronjobs", kEmpty, "spec/failedJobsHistoryLimit", "1"},
      {"CronJob: nothing of a Job's", "cronjobs",
       R"({"spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[]}}}}}})",
       "spec/jobTemplate/spec/backoffLimit", "null"},
      {"HorizontalPodAutoscaler: minReplicas", "horizontalpodautoscalers", kEmpty, "spec/minReplicas", "1"},
      {"HorizontalPodAutoscaler: metrics", "horizontalpodautoscalers", kEmpty, "spec/metrics/0/resource/target",
       R"({"averageUtilization":80,"type":"Utilization"})"},
      {"HorizontalPodAutoscaler: behavior, only where given", "horizontalpodautoscalers", kEmpty, "spec/behavior",
       "null"},
      {"HorizontalPodAutoscaler: behavior", "horizontalpodautoscalers", R"({"spec":{"behavior":{"scaleDown":{}}}})",
       "spec/behavior/scaleDown",
       R"({"policies":[{"periodSeconds":15,"type":"Percent","value":100}],"selectPolicy":"Max"})"},
  };
  check_rows(rows);
}

TEST_CASE("Defaulting: quantities are as storage gives them back") {
  const Row rows[] = {
      {"binary without a suffix is decimal when it is read", "persistentvolumes",
       R"({"spec":{"capacity":{"storage":"62.5Ki"}}})", "spec/capacity/storage", "\"64k\""},
      {"so it stays", "persistentvolumes", R"({"spec":{"capacity":{"storage":"64k"}}})", "spec/capacity/storage",
       "\"64k\""},
      {"binary with a suffix", "persistentvolumes", R"({"spec":{"capacity":{"storage":"1024Ki"}}})",
       "spec/capacity/storage", "\"1Mi\""},
      {"an exponent", "persistentvolumes", R"({"spec":{"capacity":{"storage":"64000e0"}}})", "spec/capacity/storage",
       "\"64e3\""},
  };
  check_rows(rows);
}

TEST_CASE("Defaulting: Services, storage, cluster kinds") {
  const Row rows[] = {
      {"Service: type", "services", R"({"spec":{}})", "spec/type", "\"ClusterIP\""},
      {"Service: affinity", "services", R"({"spec":{}})", "spec/sessionAffinity", "\"None\""},
      {"Service: affinity's time", "services", R"({"spec":{"sessionAffinity":"ClientIP"}})",
       "spec/sessionAffinityConfig/clientIP/timeoutSeconds", "10800"},
      {"Service: ports", "services", R"({"spec":{"ports":[{"port":80}]}})", "spec/ports/0",
       R"({"port":80,"protocol":"TCP","targetPort":80})"},
      {"Service: internal traffic", "services", R"({"spec":{}})", "spec/internalTrafficPolicy", "\"Cluster\""},
      {"Service: not of an external name", "services", R"({"spec":{"type":"ExternalName"}})",
       "spec/internalTrafficPolicy", "null"},
      {"Service: external traffic", "services", R"({"spec":{"type":"NodePort"}})", "spec/externalTrafficPolicy",
       "\"Cluster\""},
      {"Service: node ports of a LoadBalancer", "services", R"({"spec":{"type":"LoadBalancer"}})",
       "spec/allocateLoadBalancerNodePorts", "true"},
      {"Service: external traffic with addresses of one's own", "services", R"({"spec":{"externalIPs":["1.2.3.4"]}})",
       "spec/externalTrafficPolicy", "\"Cluster\""},
      {"Service: no external traffic inside of the cluster", "services", R"({"spec":{}})", "spec/externalTrafficPolicy",
       "null"},
      {"Service: affinity without time", "services", R"({"spec":{"sessionAffinityConfig":{"clientIP":{}}}})",
       "spec/sessionAffinityConfig", "null"},
      {"Service: a port's name as its target", "services",
       R"({"spec":{"ports":[{"port":80,"targetPort":"http","protocol":"UDP"}]}})", "spec/ports/0",
       R"({"port":80,"protocol":"UDP","targetPort":"http"})"},
      {"Service: no node ports of another type", "services", R"({"spec":{"type":"NodePort"}})",
       "spec/allocateLoadBalancerNodePorts", "null"},
      {"Endpoints: protocol", "endpoints", R"({"subsets":[{"ports":[{"port":80}]}]})", "subsets/0/ports/0",
       R"({"port":80,"protocol":"TCP"})"},
      {"EndpointSlice: a port's name and protocol", "endpointslices", R"({"addressType":"IPv4","ports":[{"port":80}]})",
       "ports/0", R"({"name":"","port":80,"protocol":"TCP"})"},
      {"PersistentVolume: hostPath.type", "persistentvolumes", R"({"spec":{"hostPath":{"path":"/x"}}})",
       "spec/hostPath/type", "\"\""},
      {"PersistentVolume: phase", "persistentvolumes", R"({"spec":{}})", "status/phase", "\"Pending\""},
      {"PersistentVolumeClaim: phase", "persistentvolumeclaims", R"({"spec":{}})", "status/phase", "\"Pending\""},
      {"Secret: a type that is given", "secrets", R"({"type":"x/y"})", "type", "\"x/y\""},
      {"NetworkPolicy: ingress", "networkpolicies", R"({"spec":{"podSelector":{}}})", "spec/policyTypes",
       R"(["Ingress"])"},
      {"NetworkPolicy: egress, too, where there are such rules", "networkpolicies",
       R"({"spec":{"podSelector":{},"egress":[{}]}})", "spec/policyTypes", R"(["Ingress","Egress"])"},
      {"NetworkPolicy: a port's protocol", "networkpolicies",
       R"({"spec":{"podSelector":{},"ingress":[{"ports":[{"port":80}]}]}})", "spec/ingress/0/ports/0",
       R"({"port":80,"protocol":"TCP"})"},
      {"IngressClass: scope of its parameters", "ingressclasses",
       R"({"spec":{"controller":"a/b","parameters":{"kind":"K","name":"n"}}})", "spec/parameters/scope", "\"Cluster\""},
      {"Ingress: nothing, least of all a path's type", "ingresses",
       R"({"spec":{"rules":[{"http":{"paths":[{"path":"/"}]}}]}})", "spec/rules/0/http/paths/0/pathType", "null"},
      {"PodDisruptionBudget: nothing", "poddisruptionbudgets", R"({"spec":{}})", "spec", "{}"},
      {"StorageClass: what is given", "storageclasses",
       R"({"provisioner":"p","reclaimPolicy":"Retain","volumeBindingMode":"WaitForFirstConsumer"})",
       "volumeBindingMode", "\"WaitForFirstConsumer\""},
      {"LimitRange: a default request from the minimum, without a default", "limitranges",
       R"({"spec":{"limits":[{"type":"Container","min":{"cpu":"1"}}]}})", "spec/limits/0",
       R"({"defaultRequest":{"cpu":"1"},"min":{"cpu":"1"},"type":"Container"})"},
      {"LimitRange: pods have no defaults", "limitranges", R"({"spec":{"limits":[{"type":"Pod","max":{"cpu":"1"}}]}})",
       "spec/limits/0", R"({"max":{"cpu":"1"},"type":"Pod"})"},
      {"ConfigMap: nothing", "configmaps", R"({"metadata":{"name":"c"}})", "data", "null"},
      {"PersistentVolume: reclaim policy", "persistentvolumes", R"({"spec":{}})", "spec/persistentVolumeReclaimPolicy",
       "\"Retain\""},
      {"PersistentVolume: mode", "persistentvolumes", R"({"spec":{}})", "spec/volumeMode", "\"Filesystem\""},
      {"PersistentVolumeClaim: mode", "persistentvolumeclaims", R"({"spec":{}})", "spec/volumeMode", "\"Filesystem\""},
      {"StorageClass: reclaim policy", "storageclasses", R"({"provisioner":"p"})", "reclaimPolicy", "\"Delete\""},
      {"StorageClass: binding", "storageclasses", R"({"provisioner":"p"})", "volumeBindingMode", "\"Immediate\""},
      {"StorageClass: expansion stays out", "storageclasses", R"({"provisioner":"p"})", "allowVolumeExpansion", "null"},
      {"Namespace: its name as a label", "namespaces", R"({"metadata":{"name":"n"}})", "metadata/labels",
       R"({"kubernetes.io/metadata.name":"n"})"},
      {"Node: allocatable", "nodes", R"({"status":{"capacity":{"cpu":"2"}}})", "status/allocatable", R"({"cpu":"2"})"},
      {"Node: the first range of its pods", "nodes", R"({"spec":{"podCIDR":"10.0.0.0/24"}})", "spec/podCIDRs",
       R"(["10.0.0.0/24"])"},
      {"Node: of two that differ the older field is right", "nodes",
       R"({"spec":{"podCIDR":"10.0.0.0/24","podCIDRs":["10.9.0.0/24","10.0.0.0/24"]}})", "spec/podCIDRs",
       R"(["10.0.0.0/24"])"},
      {"Node: the older field from the list", "nodes", R"({"spec":{"podCIDRs":["10.0.0.0/24","fd00::/64"]}})",
       "spec/podCIDR", "\"10.0.0.0/24\""},
      {"Secret: type", "secrets", "{}", "type", "\"Opaque\""},
      {"PriorityClass: preemption", "priorityclasses", R"({"value":1})", "preemptionPolicy",
       "\"PreemptLowerPriority\""},
      {"LimitRange: a default from the maximum", "limitranges",
       R"({"spec":{"limits":[{"type":"Container","max":{"cpu":"2"}}]}})", "spec/limits/0/default", R"({"cpu":"2"})"},
      {"LimitRange: a default request from the default", "limitranges",
       R"({"spec":{"limits":[{"type":"Container","max":{"cpu":"2"},"min":{"cpu":"1"}}]}})",
       "spec/limits/0/defaultRequest", R"({"cpu":"2"})"},
      {"CSINode: a driver without topology", "csinodes", R"({"spec":{"drivers":[{"name":"d","nodeID":"n"}]}})",
       "spec/drivers/0", R"({"name":"d","nodeID":"n","topologyKeys":null})"},
  };
  check_rows(rows);
}
