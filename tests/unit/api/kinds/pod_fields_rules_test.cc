// The rules of the reference on a pod's volumes and other fields that no other table has, one row a rule; and on what
// may change of a pod.
#include <catch2/catch.hpp>

#include "support/field_causes.h"
#include "support/name_problems.h"
#include "support/valid_workloads.h"

namespace skiff {
namespace {

using namespace test;

struct Row {
  const char* why;
  const char* spec;    // what a valid pod's spec is changed by
  std::string errors;  // one a line
};

template <size_t N>
void check_rows(const Row (&rows)[N]) {
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      FieldErrors errors;
      find_resource("pods")->validate(created_workload("pods", R"({"spec":)" + std::string(row.spec) + "}"), errors);
      CHECK(causes_text(errors) == row.errors);
    }
}

}  // namespace

TEST_CASE("Validation: 5. Pod spec: volumes") {
  const Row rows[] = {
      {"a volume without a name", R"({"volumes":[{"emptyDir":{}}]})", "spec.volumes[0].name: Required value"},
      {"a name that is none", R"({"volumes":[{"name":"a_b","emptyDir":{}}]})",
       "spec.volumes[0].name: Invalid value: \"a_b\": " + kNoLabel},
      {"no source is a folder of its own", R"({"volumes":[{"name":"a"}],"containers":[{"name":"c","image":"i",
           "volumeMounts":[{"name":"a","mountPath":"/a"}]}]})",
       ""},
      {"a sort of path", R"({"volumes":[{"name":"a","hostPath":{"path":"/a","type":"Folder"}}]})",
       "spec.volumes[0].hostPath.type: Unsupported value: \"Folder\": supported values: \"\", \"BlockDevice\", "
       "\"CharDevice\", \"Directory\", \"DirectoryOrCreate\", \"File\", \"FileOrCreate\", \"Socket\""},
      {"a path that leads up", R"({"volumes":[{"name":"a","hostPath":{"path":"/a/../b"}}]})",
       "spec.volumes[0].hostPath.path: Invalid value: \"/a/../b\": must not contain '..'"},
      {"a secret without a name", R"({"volumes":[{"name":"a","secret":{}}]})",
       "spec.volumes[0].secret.secretName: Required value"},
      {"a map without a name", R"({"volumes":[{"name":"a","configMap":{}}]})",
       "spec.volumes[0].configMap.name: Required value"},
      {"a claim without a name", R"({"volumes":[{"name":"a","persistentVolumeClaim":{}}]})",
       "spec.volumes[0].persistentVolumeClaim.claimName: Required value"},
      {"files without key and place", R"({"volumes":[{"name":"a","configMap":{"name":"m","items":[{},
           {"key":"k","path":"/p","mode":512}]}},{"name":"b","secret":{"secretName":"s","items":[{"key":"k"}],
           "defaultMode":-1}}]})",
       "spec.volumes[0].configMap.items[0].key: Required value\n"
       "spec.volumes[0].configMap.items[0].path: Required value\n"
       "spec.volumes[0].configMap.items[1].path: Invalid value: \"/p\": must be a relative path\n"
       "spec.volumes[0].configMap.items[1].mode: Invalid value: 512: must be a number between 0 and 0777 (octal), both "
       "inclusive\n"
       "spec.volumes[1].secret.defaultMode: Invalid value: -1: must be a number between 0 and 0777 (octal), both "
       "inclusive\n"
       "spec.volumes[1].secret.items[0].path: Required value"},
      {"what a pod says of itself", R"({"volumes":[{"name":"a","downwardAPI":{"items":[{"path":"a","fieldRef":
           {"fieldPath":"status.podIP"}},{"path":"b"}]}}]})",
       "spec.volumes[0].downwardAPI.fieldRef.fieldPath: Unsupported value: \"status.podIP\": supported "
       "values: \"metadata.annotations\", \"metadata.labels\", \"metadata.name\", \"metadata.namespace\", "
       "\"metadata.uid\"\n"
       "spec.volumes[0].downwardAPI: Required value: one of fieldRef and resourceFieldRef is required"},
      {"a token that hardly lives", R"({"volumes":[{"name":"a","projected":{"sources":[{"serviceAccountToken":
           {"expirationSeconds":60,"path":"t"}}]}}]})",
       "spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 60: may not specify "
       "a duration less than 10 minutes"},
      {"a token's place is told of without its source", R"({"volumes":[{"name":"a","projected":{"sources":[
           {"serviceAccountToken":{"expirationSeconds":600,"path":""}},
           {"serviceAccountToken":{"expirationSeconds":600,"path":"../t"}}]}}]})",
       "spec.volumes[0].projected.path: Required value\n"
       "spec.volumes[0].projected.path: Invalid value: \"../t\": must not contain '..'"},
      {"two sources in one place, and one file from several", R"({"volumes":[{"name":"a","projected":{"sources":[
           {"secret":{"name":"s","items":[{"key":"k","path":"p"}]},"configMap":{"name":"m","items":[{"key":"k","path":"p"}]}},
           {"downwardAPI":{"items":[{"path":"p","fieldRef":{"fieldPath":"metadata.name"}}]}}]}}]})",
       "spec.volumes[0].projected: Invalid value: \"m\": conflicting duplicate paths\n"
       "spec.volumes[0].projected.sources[0]: Forbidden: may not specify more than 1 volume type per source\n"
       "spec.volumes[0].projected: Invalid value: \"p\": conflicting duplicate paths"},
      {"disks", R"({"volumes":[{"name":"a","gcePersistentDisk":{"pdName":"p","partition":256}},
           {"name":"b","fc":{"targetWWNs":["w"]}},{"name":"c","fc":{"targetWWNs":["w"],"lun":256}},
           {"name":"d","iscsi":{"targetPortal":"p","iqn":"iqn.2016-04.a:b","lun":0,"chapAuthSession":true}},
           {"name":"e","flexVolume":{"driver":"d","options":{"a.kubernetes.io/x":"1","example.com/x":"2"}}}]})",
       "spec.volumes[0].gcePersistentDisk.partition: Invalid value: 256: must be between 1 and 255, inclusive\n"
       "spec.volumes[1].fc.lun: Required value: lun is required if targetWWNs is specified\n"
       "spec.volumes[2].fc.lun: Invalid value: 256: must be between 0 and 255, inclusive\n"
       "spec.volumes[3].iscsi.secretRef: Required value\n"
       "spec.volumes[4].flexVolume.options[a.kubernetes.io/x]: Invalid value: \"a.kubernetes.io/x\": kubernetes.io and "
       "k8s.io namespaces are reserved"},
      {"what nfs needs", R"({"volumes":[{"name":"a","nfs":{}}]})",
       "spec.volumes[0].nfs.server: Required value\n"
       "spec.volumes[0].nfs.path: Required value\n"
       "spec.volumes[0].nfs.path: Invalid value: \"\": must be an absolute path"},
  };
  check_rows(rows);
}

TEST_CASE("Validation: 5. Pod spec: labels, names and deadlines") {
  const Row rows[] = {
      {"labels of nodes", R"({"nodeSelector":{"a b":"-"}})",
       "spec.nodeSelector: Invalid value: \"a b\": " + kNoKey +
           "\nspec.nodeSelector: Invalid value: \"-\": " + kNoValue},
      {"names of other objects",
       R"({"serviceAccountName":"A","nodeName":"N_1","priorityClassName":"P_1","runtimeClassName":"R_1"})",
       "spec.serviceAccountName: Invalid value: \"A\": " + kNoSubdomain + "\nspec.nodeName: Invalid value: \"N_1\": " +
           kNoSubdomain + "\nspec.priorityClassName: Invalid value: \"P_1\": " + kNoSubdomain +
           "\nspec.runtimeClassName: Invalid value: \"R_1\": " + kNoSubdomain},
      {"names of its own", R"({"hostname":"a.b","subdomain":"A"})",
       "spec.hostname: Invalid value: \"a.b\": must not contain dots\nspec.subdomain: Invalid value: \"A\": " +
           kNoLabel},
      {"a deadline beyond all", R"({"activeDeadlineSeconds":2147483648})",
       "spec.activeDeadlineSeconds: Invalid value: 2147483648: must be between 1 and 2147483647, inclusive"},
      {"name servers for those who bring their own", R"({"dnsPolicy":"None"})",
       "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"},
      {"a weight", R"({"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":0,
           "preference":{"matchExpressions":[{"key":"k","operator":"Exists"}]}}]}}})",
       "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must "
       "be in the range 1-100"},
      {"nodes by no term", R"({"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{}}}})",
       "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: "
       "must have at least one node selector term"},
      {"an operator that labels do not have",
       R"({"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[
           {"matchExpressions":[{"key":"k","operator":"Is"},{"key":"k","operator":"Gt","values":["1","2"]}]}]}}}})",
       "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]."
       "matchExpressions[0].operator: Invalid value: \"Is\": not a valid selector operator\n"
       "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]."
       "matchExpressions[1].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'"},
      {"pods beside others, where",
       R"({"affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[
           {"labelSelector":{"matchLabels":{"a":"b"}}}]}}})",
       "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: "
       "can not be empty\n"
       "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "
       "\"\": name part must be non-empty\n"
       "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "
       "\"\": " +
           kNoKey},
  };
  check_rows(rows);
}

TEST_CASE("Validation: 5. Pod spec: labels and annotations of a template") {
  FieldErrors errors;
  find_resource("deployments")
      ->validate(created_workload("deployments", R"({"spec":{"template":{"metadata":{"annotations":{"a b":"c"}}}}})"),
                 errors);
  CHECK(causes_text(errors) == "spec.template.annotations: Invalid value: \"a b\": " + kNoKey);
}

TEST_CASE("Validation: 5. Pod update: what may change") {
  struct Change {
    const char* why;
    const char* before;
    const char* after;
    const char* errors;
  };
  const Change rows[] = {
      {"an init container's image", R"({"spec":{"initContainers":[{"name":"i","image":"a:1"}]}})",
       R"({"spec":{"initContainers":[{"name":"i","image":"a:2"}]}})", ""},
      {"init containers come and go no more", R"({"spec":{"initContainers":[{"name":"i","image":"a:1"}]}})", "{}",
       "spec.initContainers: Forbidden: pod updates may not add or remove containers"},
      {"a deadline is set", "{}", R"({"spec":{"activeDeadlineSeconds":5}})", ""},
      {"a deadline comes nearer", R"({"spec":{"activeDeadlineSeconds":5}})", R"({"spec":{"activeDeadlineSeconds":4}})",
       ""},
      {"how long a toleration lasts",
       R"({"spec":{"tolerations":[{"key":"a","operator":"Exists","effect":"NoExecute","tolerationSeconds":5}]}})",
       R"({"spec":{"tolerations":[{"key":"a","operator":"Exists","effect":"NoExecute","tolerationSeconds":6}]}})", ""},
      {"a grace period that was none", R"({"spec":{"terminationGracePeriodSeconds":-1}})",
       R"({"spec":{"terminationGracePeriodSeconds":1}})", ""},
  };
  for (const Change& row : rows) DYNAMIC_SECTION(row.why) {
      FieldErrors errors;
      find_resource("pods")->validate_update(created_workload("pods", row.after), created_workload("pods", row.before),
                                             errors);
      CHECK(causes_text(errors) == row.errors);
    }
  FieldErrors errors;
  find_resource("pods")->validate_update(created_workload("pods", "{}"),
                                         created_workload("pods", R"({"spec":{"activeDeadlineSeconds":5}})"), errors);
  CHECK(causes_text(errors) ==
        "spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value");
  FieldErrors grace;
  find_resource("pods")->validate_update(created_workload("pods", R"({"spec":{"terminationGracePeriodSeconds":1}})"),
                                         created_workload("pods", "{}"), grace);
  REQUIRE(grace.causes().size() == 1);
  CHECK(causes_text(grace).find("spec: Forbidden: pod updates may not change fields other than") == 0);
}

}  // namespace skiff
