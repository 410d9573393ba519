// What pod specs refuse beyond the rows of workload_validation_test: a container's own restart policy, devices, claims,
// name servers, users of the host, spreading, annotations. One row a rule.
#include <catch2/catch.hpp>

#include "support/field_causes.h"
#include "support/valid_workloads.h"

namespace skiff {
namespace {

struct Row {
  const char* why;
  const char* patch;   // of a valid pod's spec, or of the whole pod
  const char* errors;  // one a line
};

std::string refused(const Value& patch) {
  FieldErrors errors;
  find_resource("pods")->validate(test::created_workload("pods", to_json(patch)), errors);
  return test::causes_text(errors);
}

// {"containers":[{…}]} with what a valid container has.
Value with_container(const char* more) {
  Value container = apply_merge_patch(*parse_json(R"({"name":"c","image":"nginx"})"), *parse_json(more));
  return Value{{"spec", Value{{"containers", Value::array({container})}}}};
}

}  // namespace

TEST_CASE("Validation: 5. Pod spec: containers") {
  const Row rows[] = {
      {"a policy of its own", R"({"restartPolicy":"Never"})", ""},
      {"a policy that there is not", R"({"restartPolicy":"X"})",
       "spec.containers[0].restartPolicy: Unsupported value: \"X\": supported values: \"Always\", \"Never\", "
       "\"OnFailure\""},
      {"rules without a policy",
       R"({"restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"In","values":[1]}}]})",
       "spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used"},
      {"an action that there is not",
       R"({"restartPolicy":"Never","restartPolicyRules":[{"action":"DoNotRestart","exitCodes":{"operator":"In"}}]})",
       "spec.containers[0].restartPolicyRules[0].action: Unsupported value: \"DoNotRestart\": supported values: "
       "\"Restart\", \"RestartAllContainers\""},
      {"an operator that there is not",
       R"({"restartPolicy":"Never","restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"Equals"}}]})",
       "spec.containers[0].restartPolicyRules[0].exitCodes.operator: Unsupported value: \"Equals\": supported values: "
       "\"In\", \"NotIn\""},
      {"a rule about nothing", R"({"restartPolicy":"Never","restartPolicyRules":[{"action":"Restart"}]})",
       "spec.containers[0].restartPolicyRules[0].exitCodes: Required value: must be specified"},
      {"resizing: upstream names the list",
       R"({"resizePolicy":[{"resourceName":"gpu","restartPolicy":"X"},{"resourceName":"gpu","restartPolicy":"NotRequired"}]})",
       "spec.containers[0].resizePolicy: Unsupported value: \"gpu\": supported values: \"cpu\", \"memory\"\n"
       "spec.containers[0].resizePolicy: Unsupported value: \"X\": supported values: \"NotRequired\", "
       "\"RestartContainer\"\n"
       "spec.containers[0].resizePolicy[1]: Duplicate value: \"gpu\"\n"
       "spec.containers[0].resizePolicy: Unsupported value: \"gpu\": supported values: \"cpu\", \"memory\""},
      {"devices", R"({"volumeDevices":[{"name":"a","devicePath":"/d"},{"name":"a","devicePath":"/d"}]})",
       "spec.containers[0].volumeDevices[0].name: Not found: \"a\"\n"
       "spec.containers[0].volumeDevices[1].name: Invalid value: \"a\": must be unique\n"
       "spec.containers[0].volumeDevices[1].name: Not found: \"a\"\n"
       "spec.containers[0].volumeDevices[1].devicePath: Invalid value: \"/d\": must be unique"},
      {"a device outside", R"({"volumeDevices":[{"name":"a","devicePath":"/d/../e"}]})",
       "spec.containers[0].volumeDevices[0].name: Not found: \"a\"\n"
       "spec.containers[0].volumeDevices[0].devicePath: Invalid value: \"/d/../e\": can not contain backsteps ('..')"},
      {"read only to the bottom", R"({"volumeMounts":[{"name":"v","mountPath":"/a","recursiveReadOnly":"Enabled",
          "mountPropagation":"HostToContainer"}]})",
       "spec.containers[0].volumeMounts[0].name: Not found: \"v\"\n"
       "spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true\n"
       "spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when mountPropagation is "
       "None or not specified"},
      {"claims that the pod has not", R"({"resources":{"claims":[{"name":"gpu"},{}]}})",
       "spec.containers[0].resources.claims[0]: Not found: \"gpu\"\n"
       "spec.containers[0].resources.claims[1]: Required value"},
      {"profiles", R"({"securityContext":{"seccompProfile":{"type":"RuntimeDefault","localhostProfile":"x"},
          "appArmorProfile":{"type":"Localhost","localhostProfile":" x"}}})",
       "spec.containers[0].securityContext.seccompProfile.localhostProfile: Invalid value: "
       "{\"Type\":\"RuntimeDefault\","
       "\"LocalhostProfile\":\"x\"}: can only be set when seccomp type is Localhost\n"
       "spec.containers[0].securityContext.appArmorProfile.localhostProfile: Invalid value: \" x\": must not be padded "
       "with whitespace"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(refused(with_container(row.patch)) == row.errors);
    }
}

TEST_CASE("Validation: 5. Pod spec: the rest of the spec, annotations") {
  const Row rows[] = {
      {"no resizing where nothing is restarted",
       R"({"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i","resizePolicy":[{"resourceName":"cpu",
           "restartPolicy":"RestartContainer"}]}]}})",
       "spec.containers[0].resizePolicy: Invalid value: \"RestartContainer\": must be 'NotRequired' when "
       "`restartPolicy` is 'Never'"},
      {"ephemeral containers come later", R"({"spec":{"ephemeralContainers":[{"name":"d","image":"i"}]}})",
       "spec.ephemeralContainers: Forbidden: cannot be set on create"},
      {"what ephemeral containers have not",
       R"({"metadata":{"resourceVersion":"1"},"spec":{"ephemeralContainers":[{"name":"c","image":"i",
           "ports":[{"containerPort":80}],"targetContainerName":"x"}]}})",
       "spec.ephemeralContainers[0].name: Duplicate value: \"c\"\n"
       "spec.ephemeralContainers[0].targetContainerName: Not found: \"x\"\n"
       "spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container"},
      {"claims of devices", R"({"spec":{"resourceClaims":[{"name":"a"},{"name":"a","resourceClaimName":"r",
          "resourceClaimTemplateName":"t"}]}})",
       "spec.resourceClaims[0]: Invalid value: {\"Name\":\"a\",\"ResourceClaimName\":null,"
       "\"ResourceClaimTemplateName\":null}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`\n"
       "spec.resourceClaims[1].name: Duplicate value: \"a\"\n"
       "spec.resourceClaims[1]: Invalid value: {\"Name\":\"a\",\"ResourceClaimName\":\"r\","
       "\"ResourceClaimTemplateName\":\"t\"}: at most one of `resourceClaimName` or `resourceClaimTemplateName` may be "
       "specified"},
      {"name servers and search paths", R"({"spec":{"dnsConfig":{"nameservers":["x"],"searches":["a_b.c.",".","A"]}}})",
       "spec.dnsConfig.nameservers[0]: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or "
       "2001:db8::ffff)\n"
       "spec.dnsConfig.searches[2]: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case "
       "alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. "
       "'example.com', regex used for validation is "
       "'_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')"},
      {"host names have places", R"({"spec":{"hostAliases":[{"ip":"1.2.3.4","hostnames":["a","B"]}]}})",
       "spec.hostAliases[0].hostnames[1]: Invalid value: \"B\": a lowercase RFC 1123 subdomain must consist of lower "
       "case "
       "alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. "
       "'example.com', "
       "regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"},
      {"users of its own", R"({"spec":{"hostUsers":false,"hostPID":true,"hostNetwork":true}})",
       "spec.hostNetwork: Forbidden: when `pod.Spec.HostUsers` is false\n"
       "spec.HostPID: Forbidden: when `pod.Spec.HostUsers` is false"},
      {"another system's settings", R"({"spec":{"os":{"name":"windows"},"securityContext":{"runAsUser":5}}})",
       "spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod"},
      {"a system that there is not", R"({"spec":{"os":{"name":"plan9"}}})",
       "spec.os: Unsupported value: \"plan9\": supported values: \"linux\", \"windows\""},
      {"policies of the pod's security",
       R"({"spec":{"securityContext":{"supplementalGroupsPolicy":"X","seLinuxChangePolicy":"Y"}}})",
       "spec.securityContext.supplementalGroupsPolicy: Unsupported value: \"X\": supported values: \"Merge\", "
       "\"Strict\"\n"
       "spec.securityContext.seLinuxChangePolicy: Unsupported value: \"Y\": supported values: \"MountOption\", "
       "\"Recursive\""},
      {"preemption", R"({"spec":{"preemptionPolicy":"X"}})",
       "spec.preemptionPolicy: Unsupported value: \"X\": supported values: \"PreemptLowerPriority\", \"Never\""},
      {"a toleration's value, all that is wrong with it in one",
       R"({"spec":{"tolerations":[{"key":"k","value":"-x"}]}})",
       "spec.tolerations[0].operator: Invalid value: \"-x\": a valid label must be an empty string or consist of "
       "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. "
       "'MyValue',  or 'my_value',  or '12345', regex used for validation is "
       "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"},
      {"preferred nodes may have any labels",
       R"({"spec":{"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,
           "preference":{"matchExpressions":[{"key":"k","operator":"In","values":["-x"]}]}}]}}}})",
       ""},
      {"keys of labels without a selector",
       R"({"spec":{"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z",
           "matchLabelKeys":["a"]}]}}}})",
       "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys: Forbidden: must "
       "not "
       "be specified when labelSelector is not set"},
      {"spread twice alike: the first is told of",
       R"({"spec":{"topologySpreadConstraints":[
           {"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"},
           {"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"}]}})",
       "spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: \"{z, DoNotSchedule}\""},
      {"what deleting a pod costs",
       R"({"metadata":{"annotations":{"controller.kubernetes.io/pod-deletion-cost":"high"}}})",
       "metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: \"high\": must be a 32bit "
       "integer"},
      {"a profile for a container that there is not",
       R"({"metadata":{"annotations":{"container.apparmor.security.beta.kubernetes.io/x":"nope"}}})",
       "metadata.annotations[container.apparmor.security.beta.kubernetes.io/x]: Invalid value: \"x\": container not "
       "found\n"
       "metadata.annotations[container.apparmor.security.beta.kubernetes.io/x]: Invalid value: \"nope\": invalid "
       "AppArmor profile name: \"nope\""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(refused(*parse_json(row.patch)) == row.errors);
    }
}

TEST_CASE("Validation: 5. Pod update: gated pods, deadlines") {
  struct Change {
    const char* why;
    const char* before;
    const char* after;
    const char* errors;
  };
  const Change rows[] = {
      {"a gated pod may be told more of where to run", R"({"spec":{"schedulingGates":[{"name":"g"}]}})",
       R"({"spec":{"schedulingGates":[{"name":"g"}],"nodeSelector":{"a":"b"}}})", ""},
      {"but not less", R"({"spec":{"schedulingGates":[{"name":"g"}],"nodeSelector":{"a":"b"}}})",
       R"({"spec":{"schedulingGates":[{"name":"g"}],"nodeSelector":{"a":"c"}}})",
       "spec.nodeSelector: Invalid value: {\"a\":\"c\"}: only additions to spec.nodeSelector are allowed (no mutations "
       "or deletions)"},
      {"gates only go", R"({"spec":{"schedulingGates":[{"name":"g"}]}})",
       R"({"spec":{"schedulingGates":[{"name":"g"},{"name":"h"}]}})",
       "spec.schedulingGates[1].name: Forbidden: only deletion is allowed, but found new scheduling gate 'h'"},
      {"a deadline that is put off ends it", R"({"spec":{"activeDeadlineSeconds":5}})",
       R"({"spec":{"activeDeadlineSeconds":6,"hostname":"x"}})",
       "spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value"},
  };
  for (const Change& row : rows) DYNAMIC_SECTION(row.why) {
      FieldErrors errors;
      find_resource("pods")->validate_update(test::created_workload("pods", row.after),
                                             test::created_workload("pods", row.before), errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
}

}  // namespace skiff
