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
      {"Secret: type", "secrets", "{}", "type", "\"Opaque\""},
      {"PriorityClass: preemption", "priorityclasses", R"({"value":1})", "preemptionPolicy",
       "\"PreemptLowerPriority\""},
      {"LimitRange: a default from the maximum", "limitranges",
       R"({"spec":{"limits":[{"type":"Container","max":{"cpu":"2"}}]}})", "spec/limits/0/default", R"({"cpu":"2"})"},
      {"LimitRange: a default request from the default", "limitranges",
       R"({"spec":{"limits":[{"type":"Container","max":{"cpu":"2"},"min":{"cpu":"1"}}]}})",
       "spec/limits/0/defaultRequest", R"({"cpu":"2"})"},
  };
  check_rows(rows);
}
