#include <catch2/catch.hpp>

#include "support/field_causes.h"
#include "support/valid_workloads.h"

namespace skiff {
namespace {

struct Row {
  const char* why;
  const char* resource;
  const char* patch;   // what is changed of the valid object, as a merge patch
  const char* errors;  // one a line
};

void check_rows(const Row* begin, const Row* end) {
  for (const Row* row = begin; row != end; ++row) DYNAMIC_SECTION(row->resource << ": " << row->why) {
      const Kind& kind = *find_resource(row->resource);
      REQUIRE(kind.validate != nullptr);
      FieldErrors errors;
      kind.validate(test::created_workload(row->resource, row->patch), errors);
      CHECK(test::causes_text(errors) == row->errors);
    }
}

}  // namespace

TEST_CASE("Validation: 6. Workloads: create") {
  const Row rows[] = {
      {"valid", "pods", "{}", ""},
      {"valid", "podtemplates", R"({"template":{"spec":{"containers":[{"name":"c","image":"nginx"}]}}})", ""},
      {"valid", "replicationcontrollers", "{}", ""},
      {"valid", "replicasets", "{}", ""},
      {"valid", "deployments", "{}", ""},
      {"valid", "statefulsets", "{}", ""},
      {"valid", "daemonsets", "{}", ""},
      {"valid", "controllerrevisions", "{}", ""},
      {"valid", "jobs", "{}", ""},
      {"valid", "cronjobs", "{}", ""},

      {"replicas", "deployments", R"({"spec":{"replicas":-1}})",
       "spec.replicas: Invalid value: -1: must be greater than or equal to 0"},
      {"no selector", "deployments", R"({"spec":{"selector":null}})",
       "spec.selector: Required value\n"
       "spec.template.metadata.labels: Invalid value: {\"app\":\"a\"}: `selector` does not match template `labels`"},
      {"empty selector", "deployments", R"({"spec":{"selector":{"matchLabels":null}}})",
       "spec.selector: Invalid value: {}: empty selector is invalid for deployment"},
      {"other labels", "deployments", R"({"spec":{"selector":{"matchLabels":{"app":"b"}}}})",
       "spec.template.metadata.labels: Invalid value: {\"app\":\"a\"}: `selector` does not match template `labels`"},
      {"no labels", "deployments", R"({"spec":{"template":{"metadata":null}}})",
       "spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`"},
      {"pods that end", "deployments",
       R"({"spec":{"template":{"spec":{"restartPolicy":"Never","activeDeadlineSeconds":5}}}})",
       "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"\n"
       "spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported"},
      {"strategy unknown", "deployments", R"({"spec":{"strategy":{"type":"X"}}})",
       "spec.strategy: Unsupported value: {\"Type\":\"X\",\"RollingUpdate\":null}: supported values: \"Recreate\", "
       "\"RollingUpdate\""},
      {"Recreate with a block", "deployments", R"({"spec":{"strategy":{"type":"Recreate","rollingUpdate":{}}}})",
       "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"},
      {"both zero", "deployments", R"({"spec":{"strategy":{"rollingUpdate":{"maxSurge":"0%","maxUnavailable":0}}}})",
       "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"},
      {"percentages", "deployments",
       R"({"spec":{"strategy":{"rollingUpdate":{"maxSurge":"200%","maxUnavailable":"101%"}}}})",
       "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%"},
      {"no percentage", "deployments", R"({"spec":{"strategy":{"rollingUpdate":{"maxSurge":"x"}}}})",
       "spec.strategy.rollingUpdate.maxSurge: Invalid value: \"x\": a valid percent string must be a numeric string "
       "followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"},
      {"progress deadline", "deployments", R"({"spec":{"progressDeadlineSeconds":5,"minReadySeconds":5}})",
       "spec.progressDeadlineSeconds: Invalid value: 5: must be greater than minReadySeconds"},

      {"replicas and policy", "replicasets",
       R"({"spec":{"replicas":-1,"template":{"spec":{"restartPolicy":"Never"}}}})",
       "spec.replicas: Invalid value: -1: must be greater than or equal to 0\n"
       "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\""},
      {"the word is upstream's", "replicasets", R"({"spec":{"selector":{"matchLabels":null}}})",
       "spec.selector: Invalid value: {}: empty selector is invalid for deployment"},

      {"no selector: it matches nothing", "daemonsets", R"({"spec":{"selector":null}})",
       "spec.template.metadata.labels: Invalid value: {\"app\":\"a\"}: `selector` does not match template `labels`"},
      {"surge and unavailable", "daemonsets", R"({"spec":{"updateStrategy":{"rollingUpdate":{"maxSurge":1}}}})",
       "spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero"},
      {"neither", "daemonsets", R"({"spec":{"updateStrategy":{"rollingUpdate":{"maxUnavailable":0}}}})",
       "spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0"},
      {"strategy unknown", "daemonsets", R"({"spec":{"updateStrategy":{"type":"X"}}})",
       "spec.updateStrategy: Unsupported value: {\"Type\":\"X\",\"RollingUpdate\":null}: supported values: "
       "\"RollingUpdate\", \"OnDelete\""},

      {"management policy", "statefulsets", R"({"spec":{"podManagementPolicy":"X"}})",
       "spec.podManagementPolicy: Invalid value: \"X\": must be 'OrderedReady' or 'Parallel'"},
      {"OnDelete with a block", "statefulsets",
       R"({"spec":{"updateStrategy":{"type":"OnDelete","rollingUpdate":{"partition":1}}}})",
       "spec.updateStrategy.rollingUpdate: Invalid value: {\"Partition\":1,\"MaxUnavailable\":null}: only allowed for "
       "updateStrategy 'RollingUpdate'"},
      {"strategy unknown", "statefulsets", R"({"spec":{"updateStrategy":{"type":"Bogus"}}})",
       "spec.updateStrategy: Invalid value: {\"Type\":\"Bogus\",\"RollingUpdate\":null}: must be 'RollingUpdate' or "
       "'OnDelete'"},
      {"partition, replicas, ordinals", "statefulsets",
       R"({"spec":{"replicas":-2,"ordinals":{"start":-1},"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":-1}}}})",
       "spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0\n"
       "spec.replicas: Invalid value: -2: must be greater than or equal to 0\n"
       "spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0"},
      {"retention", "statefulsets", R"({"spec":{"persistentVolumeClaimRetentionPolicy":{"whenScaled":"X"}}})",
       "spec.persistentVolumeClaimRetentionPolicy.whenScaled: Unsupported value: \"X\": supported values: \"Retain\", "
       "\"Delete\""},
      {"no containers", "statefulsets", R"({"spec":{"template":{"spec":{"containers":null}}}})",
       "spec.template.spec.containers: Required value"},
      {"a claim's volume is there", "statefulsets",
       R"({"spec":{"volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}],
           "template":{"spec":{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"data","mountPath":"/d"}]}]}}}})",
       ""},

      {"no selector, no template labels", "replicationcontrollers",
       R"({"spec":{"selector":null,"template":{"metadata":null}}})", "spec.selector: Required value"},
      {"no template", "replicationcontrollers", R"({"spec":{"template":null}})", "spec.template: Required value"},

      {"negative, no data", "controllerrevisions", R"({"data":null,"revision":-1})",
       "data: Required value: data is mandatory\nrevision: Invalid value: -1: must be greater than or equal to 0"},

      {"policy left out", "jobs", R"({"spec":{"template":{"spec":{"restartPolicy":null}}}})",
       "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""},
      {"Indexed", "jobs", R"({"spec":{"completionMode":"Indexed","parallelism":100001}})",
       "spec.completions: Required value: when completion mode is Indexed\n"
       "spec.parallelism: Invalid value: 100001: must be less than or equal to 100000 when completion mode is Indexed"},
      {"limits of indexes", "jobs", R"({"spec":{"backoffLimitPerIndex":1}})",
       "spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode"},
      {"completion mode", "jobs", R"({"spec":{"completionMode":"X"}})",
       "spec.completionMode: Unsupported value: \"X\": supported values: \"NonIndexed\", \"Indexed\""},
      {"numbers", "jobs", R"({"spec":{"parallelism":-1,"completions":-1,"backoffLimit":-1}})",
       "spec.parallelism: Invalid value: -1: must be greater than or equal to 0\n"
       "spec.completions: Invalid value: -1: must be greater than or equal to 0\n"
       "spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0"},
      {"a selector of one's own", "jobs", R"({"spec":{"selector":{"matchLabels":{"app":"a"}}}})",
       "spec.selector: Invalid value: "
       "{\"matchLabels\":{\"app\":\"a\",\"batch.kubernetes.io/controller-uid\":\"u-1\"}}: `selector` not "
       "auto-generated"},

      {"schedule", "cronjobs", R"({"spec":{"schedule":"every day"}})",
       "spec.schedule: Invalid value: \"every day\": expected exactly 5 fields, found 2: [every day]"},
      {"no schedule", "cronjobs", R"({"spec":{"schedule":null}})", "spec.schedule: Required value"},
      {"time zone in the schedule", "cronjobs", R"({"spec":{"schedule":"TZ=UTC 0 0 * * *"}})",
       "spec.schedule: Invalid value: \"TZ=UTC 0 0 * * *\": cannot use TZ or CRON_TZ in schedule, use timeZone field "
       "instead"},
      {"concurrency, history", "cronjobs", R"({"spec":{"concurrencyPolicy":"X","successfulJobsHistoryLimit":-1}})",
       "spec.concurrencyPolicy: Unsupported value: \"X\": supported values: \"Allow\", \"Forbid\", \"Replace\"\n"
       "spec.successfulJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0"},
      {"its job's rules", "cronjobs",
       R"({"spec":{"jobTemplate":{"spec":{"selector":{"matchLabels":{"a":"b"}},"parallelism":-1}}}})",
       "spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0\n"
       "spec.jobTemplate.spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\"}}: `selector` will be "
       "auto-generated"},
      {"a name with room for minutes", "cronjobs",
       R"({"metadata":{"name":"a2345678901234567890123456789012345678901234567890123"}})",
       "metadata.name: Invalid value: \"a2345678901234567890123456789012345678901234567890123\": must be no more than "
       "52 characters"},

      {"blanks around an image", "pods", R"({"spec":{"containers":[{"name":"c","image":" x"}]}})",
       "spec.containers[0].image: Invalid value: \" x\": must not have leading or trailing whitespace"},
  };
  check_rows(std::begin(rows), std::end(rows));
}

TEST_CASE("Validation: 5. Pod spec") {
  const Row rows[] = {
      {"image and name", "pods", R"({"spec":{"containers":[{"name":"c","image":"a"},{"name":"c"},{"image":"x"}]}})",
       "spec.containers[1].image: Required value\nspec.containers[1].name: Duplicate value: \"c\"\n"
       "spec.containers[2].name: Required value"},
      {"ports and mounts", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"a","ports":[{"containerPort":70000}],
           "volumeMounts":[{"name":"nothere","mountPath":"/a"},{"name":"nothere","mountPath":"/a","subPath":"/x"}]}]}})",
       "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive\n"
       "spec.containers[0].volumeMounts[0].name: Not found: \"nothere\"\n"
       "spec.containers[0].volumeMounts[1].name: Not found: \"nothere\"\n"
       "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/a\": must be unique\n"
       "spec.containers[0].volumeMounts.subPath: Invalid value: \"/x\": must be a relative path"},
      {"host ports", "pods",
       R"({"spec":{"containers":[{"name":"a","image":"a","ports":[{"containerPort":80,"hostPort":8080}]},
           {"name":"b","image":"a","ports":[{"containerPort":81,"hostPort":8080}]}]}})",
       "spec.containers[1].ports[0].hostPort: Duplicate value: \"TCP//8080\""},
      {"policies", "pods",
       R"({"spec":{"restartPolicy":"X","dnsPolicy":"Y","containers":[{"name":"c","image":"a","imagePullPolicy":"Z","terminationMessagePolicy":"T"}]}})",
       "spec.containers[0].terminationMessagePolicy: Unsupported value: \"T\": supported values: \"File\", "
       "\"FallbackToLogsOnError\"\n"
       "spec.containers[0].imagePullPolicy: Unsupported value: \"Z\": supported values: \"Always\", \"IfNotPresent\", "
       "\"Never\"\n"
       "spec.restartPolicy: Unsupported value: \"X\": supported values: \"Always\", \"OnFailure\", \"Never\"\n"
       "spec.dnsPolicy: Unsupported value: \"Y\": supported values: \"ClusterFirstWithHostNet\", \"ClusterFirst\", "
       "\"Default\", \"None\""},
      {"request above limit", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"a","resources":{"limits":{"cpu":"0.1"},"requests":{"cpu":"0.2"}}}]}})",
       "spec.containers[0].resources.requests: Invalid value: \"200m\": must be less than or equal to cpu limit of "
       "100m"},
      {"names of resources", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"a","resources":{"limits":{"foo":"1","example.com/x":"1500m"},"requests":{"foo":"1"}}}]}})",
       "spec.containers[0].resources.limits[example.com/x]: Invalid value: \"1500m\": must be an integer\n"
       "spec.containers[0].resources.limits[foo]: Invalid value: \"foo\": must be a standard resource type or fully "
       "qualified\n"
       "spec.containers[0].resources.limits[foo]: Invalid value: \"foo\": must be a standard resource for "
       "containers\n"
       "spec.containers[0].resources.requests[example.com/x]: Invalid value: \"1500m\": must be an integer\n"
       "spec.containers[0].resources.requests[foo]: Invalid value: \"foo\": must be a standard resource type or fully "
       "qualified\n"
       "spec.containers[0].resources.requests[foo]: Invalid value: \"foo\": must be a standard resource for "
       "containers"},
      {"less than nothing; more than can be shared", "deployments",
       R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"a","resources":{"limits":{"cpu":"-1"},"requests":{"example.com/x":"1"}}}]}}}})",
       "spec.template.spec.containers[0].resources.limits[cpu]: Invalid value: \"-1\": must be greater than or equal "
       "to 0\n"
       "spec.template.spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable "
       "resources"},
      {"probes", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"a","livenessProbe":{"successThreshold":2,"httpGet":{"port":0,"scheme":"ftp"}},
           "readinessProbe":{"periodSeconds":-1,"terminationGracePeriodSeconds":5,"exec":{}},"startupProbe":{}}]}})",
       "spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive\n"
       "spec.containers[0].livenessProbe.httpGet.scheme: Unsupported value: \"ftp\": supported values: \"HTTP\", "
       "\"HTTPS\"\n"
       "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1\n"
       "spec.containers[0].readinessProbe.exec.command: Required value\n"
       "spec.containers[0].readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0\n"
       "spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for "
       "readinessProbes\n"
       "spec.containers[0].startupProbe: Required value: must specify a handler type"},
      {"environment", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"a","env":[{"name":""},{"name":"a","valueFrom":{}},
           {"name":"b","value":"v","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},
           {"name":"d","valueFrom":{"fieldRef":{"fieldPath":"spec.x"}}},
           {"name":"e","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['app']"}}},
           {"name":"f","valueFrom":{"secretKeyRef":{"name":"s"}}}],"envFrom":[{}]}]}})",
       "spec.containers[0].env[0].name: Required value\n"
       "spec.containers[0].env[1].valueFrom: Invalid value: \"\": must specify one of: `fieldRef`, `resourceFieldRef`, "
       "`configMapKeyRef`, `secretKeyRef` or `fileKeyRef`\n"
       "spec.containers[0].env[2].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty\n"
       "spec.containers[0].env[3].valueFrom.fieldRef.fieldPath: Invalid value: \"spec.x\": error converting fieldPath: "
       "field label not supported: spec.x\n"
       "spec.containers[0].env[5].valueFrom.secretKeyRef.key: Required value\n"
       "spec.containers[0].envFrom: Invalid value: \"\": must specify one of: `configMapRef` or `secretRef`"},
      {"init containers", "pods",
       R"({"spec":{"initContainers":[{"name":"c","image":"a","livenessProbe":{"exec":{"command":["x"]}}}]}})",
       "spec.initContainers[0].name: Duplicate value: \"c\"\n"
       "spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without "
       "restartPolicy=Always"},
      {"volumes", "pods",
       R"({"spec":{"volumes":[{"name":"a","hostPath":{"path":""}},{"name":"b","emptyDir":{},"secret":{"secretName":"s"}},
           {"name":"c","configMap":{"name":"m","defaultMode":512}},{"name":"d"},{"name":"d"}],
           "containers":[{"name":"c","image":"a","volumeMounts":[{"name":"a","mountPath":"/a"}]}]}})",
       "spec.volumes[0].hostPath.path: Required value\n"
       "spec.volumes[1].secret: Forbidden: may not specify more than 1 volume type\n"
       "spec.volumes[2].configMap.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both "
       "inclusive\n"
       "spec.volumes[4].name: Duplicate value: \"d\"\n"
       "spec.containers[0].volumeMounts[0].name: Not found: \"a\""},
      {"tolerations", "pods",
       R"({"spec":{"tolerations":[{"value":"v"},{"key":"a","operator":"Exists","value":"v"},{"key":"a","operator":"X"},
           {"key":"a","effect":"NoSchedule","tolerationSeconds":5},{"key":"a","effect":"E"}]}})",
       "spec.tolerations[0].operator: Invalid value: \"\": operator must be Exists when `key` is empty, which means "
       "\"match all values and all keys\"\n"
       "spec.tolerations[1].operator: Invalid value: \"v\": value must be empty when `operator` is 'Exists'\n"
       "spec.tolerations[2].operator: Unsupported value: \"X\": supported values: \"Equal\", \"Exists\"\n"
       "spec.tolerations[3].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when "
       "`tolerationSeconds` is set\n"
       "spec.tolerations[4].effect: Unsupported value: \"E\": supported values: \"NoSchedule\", \"PreferNoSchedule\", "
       "\"NoExecute\""},
      {"spreading", "pods",
       R"({"spec":{"topologySpreadConstraints":[{"maxSkew":0,"topologyKey":"","whenUnsatisfiable":"X"},
           {"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule"},
           {"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule"}]}})",
       "spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero\n"
       "spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty\n"
       "spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: \"X\": supported values: "
       "\"DoNotSchedule\", \"ScheduleAnyway\"\n"
       "spec.topologySpreadConstraints[1].{topologyKey, whenUnsatisfiable}: Duplicate value: \"{zone, "
       "DoNotSchedule}\""},
      {"template labels have a path of their own", "deployments",
       R"({"spec":{"template":{"metadata":{"labels":{"b":"-"}}}}})",
       "spec.template.labels: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric "
       "characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or "
       "'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"},
      {"deadline", "pods", R"({"spec":{"activeDeadlineSeconds":0}})",
       "spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"},
      {"escalation", "pods",
       R"({"spec":{"containers":[{"name":"c","image":"a","securityContext":{"privileged":true,"allowPrivilegeEscalation":false}}]}})",
       "spec.containers[0].securityContext: Invalid value: "
       "{\"Capabilities\":null,\"Privileged\":true,\"SELinuxOptions\":null,\"WindowsOptions\":null,\"RunAsUser\":null,"
       "\"RunAsGroup\":null,\"RunAsNonRoot\":null,\"ReadOnlyRootFilesystem\":null,\"AllowPrivilegeEscalation\":false,"
       "\"ProcMount\":null,\"SeccompProfile\":null,\"AppArmorProfile\":null}: cannot set `allowPrivilegeEscalation` to "
       "false and `privileged` to true"},
  };
  check_rows(std::begin(rows), std::end(rows));
}

TEST_CASE("Validation: 5. and 6. Pods and workloads: update") {
  struct UpdateRow {
    const char* why;
    const char* resource;
    const char* created;
    const char* patch;
    const char* errors;
  };
  const char* forbidden =
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
      "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are "
      "forbidden";
  const UpdateRow rows[] = {
      {"service name", "statefulsets", "{}", R"({"spec":{"serviceName":"other"}})", forbidden},
      {"management", "statefulsets", "{}", R"({"spec":{"podManagementPolicy":"Parallel"}})", forbidden},
      {"what may change", "statefulsets", "{}",
       R"({"spec":{"replicas":5,"minReadySeconds":5,"template":{"spec":{"hostname":"x"}},"updateStrategy":{"type":"OnDelete","rollingUpdate":null}}})",
       ""},
      {"selector", "deployments", "{}", R"({"spec":{"selector":{"matchLabels":{"b":"c"}}}})",
       "spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"a\",\"b\":\"c\"}}: field is immutable"},
      {"the rest", "deployments", "{}", R"({"spec":{"replicas":5,"paused":true}})", ""},
      {"selector", "daemonsets", "{}", R"({"spec":{"selector":{"matchLabels":{"b":"c"}}}})",
       "spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"a\",\"b\":\"c\"}}: field is immutable"},
      {"data", "controllerrevisions", "{}", R"({"data":{"x":1},"revision":2})",
       "data: Invalid value: {\"spec\":{},\"x\":1}: field is immutable"},
      {"completions", "jobs", "{}", R"({"spec":{"completions":7}})",
       "spec.completions: Invalid value: 7: field is immutable"},
      {"what may change", "jobs", "{}", R"({"spec":{"parallelism":7,"suspend":true,"backoffLimit":1}})", ""},
      {"an Indexed job grows as a whole", "jobs",
       R"({"spec":{"completionMode":"Indexed","completions":2,"parallelism":2}})",
       R"({"spec":{"completions":3,"parallelism":3}})", ""},
      {"an Indexed job grows in tandem only", "jobs",
       R"({"spec":{"completionMode":"Indexed","completions":2,"parallelism":2}})", R"({"spec":{"completions":3}})",
       "spec.completions: Invalid value: 3: can only be modified in tandem with spec.parallelism"},
      {"a suspended job may get another place", "jobs", R"({"spec":{"suspend":true}})",
       R"({"spec":{"template":{"metadata":{"annotations":{"a":"b"}},"spec":{"nodeSelector":{"a":"b"}}}}})", ""},
      {"an image", "pods", "{}",
       R"({"spec":{"containers":[{"name":"c","image":"nginx:2","imagePullPolicy":"Always","terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","resources":{}}]}})",
       ""},
      {"more containers", "pods", "{}",
       R"({"spec":{"containers":[{"name":"c","image":"nginx"},{"name":"d","image":"nginx"}]}})",
       "spec.containers: Forbidden: pod updates may not add or remove containers"},
      {"a deadline that grows", "pods", R"({"spec":{"activeDeadlineSeconds":5}})",
       R"({"spec":{"activeDeadlineSeconds":6}})",
       "spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value"},
      {"tolerations that go", "pods", R"({"spec":{"tolerations":[{"key":"a","operator":"Exists"}]}})",
       R"({"spec":{"tolerations":[{"key":"b","operator":"Exists"}]}})",
       "spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds"},
      {"tolerations that come", "pods", "{}", R"({"spec":{"tolerations":[{"key":"b","operator":"Exists"}]}})", ""},
      {"anything else", "pods", "{}", R"({"spec":{"nodeSelector":{"a":"b"}}})",
       "spec: Forbidden: pod updates may not change fields other than "
       "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` "
       "(only "
       "additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was "
       "previously negative)\n"
       "@@ -39,7 +39,9 @@\n"
       "  \"TerminationGracePeriodSeconds\": 30,\n"
       "  \"ActiveDeadlineSeconds\": null,\n"
       "  \"DNSPolicy\": \"ClusterFirst\",\n"
       "- \"NodeSelector\": null,\n"
       "+ \"NodeSelector\": {\n"
       "+  \"a\": \"b\"\n"
       "+ },\n"
       "  \"ServiceAccountName\": \"\",\n"
       "  \"AutomountServiceAccountToken\": null,\n"
       "  \"NodeName\": \"\",\n"},
  };
  for (const UpdateRow& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      const Kind& kind = *find_resource(row.resource);
      const Value old = test::created_workload(row.resource, row.created);
      Value object = apply_merge_patch(old, *parse_json(row.patch));
      complete(kind, object);
      FieldErrors errors;
      kind.validate_update(object, old, errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
}

TEST_CASE("Workloads: fields of features that are off are dropped") {
  const Value set = test::created_workload(
      "statefulsets", R"({"spec":{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":2}}}})");
  CHECK(to_json(set["spec"]["updateStrategy"]) == R"({"rollingUpdate":{"partition":0},"type":"RollingUpdate"})");
}

TEST_CASE("DaemonSet: the template's generation is the server's") {
  const Kind& kind = *find_resource("daemonsets");
  const Value old = test::created_workload("daemonsets", "{}");
  const char* annotation = "deprecated.daemonset.template.generation";
  Value relabelled = apply_merge_patch(
      old, *parse_json(R"({"metadata":{"annotations":{"deprecated.daemonset.template.generation":"9"}}})"));
  kind.prepare_for_update(relabelled, old);
  CHECK(relabelled["metadata"]["annotations"][annotation].as_string() == "1");
  Value changed = apply_merge_patch(old, *parse_json(R"({"spec":{"template":{"spec":{"hostname":"x"}}}})"));
  kind.prepare_for_update(changed, old);
  CHECK(changed["metadata"]["annotations"][annotation].as_string() == "2");
}

}  // namespace skiff
