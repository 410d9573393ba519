// The rules of the reference on containers that no other table has, one row a rule: ports, variables, mounts, probes,
// hooks, init containers.
#include <catch2/catch.hpp>

#include "support/field_causes.h"
#include "support/name_problems.h"
#include "support/valid_workloads.h"

namespace skiff {
namespace {

using namespace test;

struct Row {
  const char* why;
  const char* container;  // what a valid one is changed by
  std::string errors;     // one a line, behind `spec.containers[0].`
};

std::string refused(const char* change) {
  const Value container = apply_merge_patch(*parse_json(R"({"name":"c","image":"nginx"})"), *parse_json(change));
  const Value pod{{"spec", Value{{"containers", Value::array({container})}}}};
  FieldErrors errors;
  find_resource("pods")->validate(created_workload("pods", to_json(pod)), errors);
  std::string text;
  for (const Cause& cause : errors.causes()) {
    const std::string line = cause.field + ": " + cause.message;
    constexpr std::string_view kContainer = "spec.containers[0].";
    text.append(text.empty() ? "" : "\n").append(line.starts_with(kContainer) ? line.substr(kContainer.size()) : line);
  }
  return text;
}

template <size_t N>
void check_rows(const Row (&rows)[N]) {
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(refused(row.container) == row.errors);
    }
}

}  // namespace

TEST_CASE("Validation: 5. Pod spec: names and ports of containers") {
  const Row rows[] = {
      {"a name in capitals", R"({"name":"C"})", "name: Invalid value: \"C\": " + kNoLabel},
      {"a name with a dot", R"({"name":"a.b"})", "name: Invalid value: \"a.b\": must not contain dots"},
      {"no image", R"({"image":null})", "image: Required value"},
      {"a port without a number", R"({"ports":[{"name":"http"}]})", "ports[0].containerPort: Required value"},
      {"a port on the host beyond all ports", R"({"ports":[{"containerPort":80,"hostPort":65536}]})",
       "ports[0].hostPort: Invalid value: 65536: " + kPortRange},
      {"a protocol", R"({"ports":[{"containerPort":80,"protocol":"tcp"}]})",
       "ports[0].protocol: Unsupported value: \"tcp\": supported values: \"SCTP\", \"TCP\", \"UDP\""},
      {"a port's name: everything that is wrong with it",
       R"({"ports":[{"containerPort":80,"name":"Has_Sixteen_More--"}]})",
       "ports[0].name: Invalid value: \"Has_Sixteen_More--\": must be no more than 15 characters\n"
       "ports[0].name: Invalid value: \"Has_Sixteen_More--\": must contain only alpha-numeric characters (a-z, 0-9), "
       "and hyphens (-)\n"
       "ports[0].name: Invalid value: \"Has_Sixteen_More--\": must not contain consecutive hyphens\n"
       "ports[0].name: Invalid value: \"Has_Sixteen_More--\": must not begin or end with a hyphen"},
      {"a port's name twice", R"({"ports":[{"containerPort":80,"name":"a"},{"containerPort":81,"name":"a"}]})",
       "ports[1].name: Duplicate value: \"a\""},
  };
  check_rows(rows);
}

TEST_CASE("Validation: 5. Pod spec: variables of containers") {
  const std::string fields =
      "\"metadata.name\", \"metadata.namespace\", \"metadata.uid\", \"spec.nodeName\", \"spec.serviceAccountName\", "
      "\"status.hostIP\", \"status.hostIPs\", \"status.podIP\", \"status.podIPs\"";
  const Row rows[] = {
      {"an equals sign", R"({"env":[{"name":"A=B"}]})", "env[0].name: Invalid value: \"A=B\": " + kNoVariable},
      {"any other sign is fine", R"({"env":[{"name":"1 b/c:d"}]})", ""},
      {"a secret without a name", R"({"env":[{"name":"A","valueFrom":{"secretKeyRef":{"key":"k"}}}]})",
       "env[0].valueFrom.secretKeyRef.name: Invalid value: \"\": " + kNoSubdomain},
      {"a map without a name", R"({"env":[{"name":"A","valueFrom":{"configMapKeyRef":{"key":"k"}}}]})",
       "env[0].valueFrom.configMapKeyRef.name: Invalid value: \"\": " + kNoSubdomain},
      {"a key that is none", R"({"env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"m","key":"a b"}}}]})",
       "env[0].valueFrom.configMapKeyRef.key: Invalid value: \"a b\": " + kNoConfigKey},
      {"a file without a key", R"({"env":[{"name":"A","valueFrom":{"fileKeyRef":{"volumeName":"v","path":"p"}}}]})",
       "env[0].valueFrom.fileKeyRef.key: Required value"},
      {"a field that pods have, but not for variables",
       R"({"env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"spec.restartPolicy"}}}]})",
       "env[0].valueFrom.fieldRef.fieldPath: Unsupported value: \"spec.restartPolicy\": supported values: " + fields},
      {"all labels at once", R"({"env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels"}}}]})",
       "env[0].valueFrom.fieldRef.fieldPath: Unsupported value: \"metadata.labels\": supported values: " + fields},
      {"an annotation",
       R"({"env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"metadata.annotations['A.io/b']"}}}]})", ""},
      {"an older name of a field", R"({"env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"spec.host"}}}]})", ""},
      {"an amount that there is not",
       R"({"env":[{"name":"A","valueFrom":{"resourceFieldRef":{"resource":"limits.gpu"}}}]})",
       "env[0].valueFrom.resourceFieldRef.resource: Unsupported value: \"limits.gpu\": supported values: "
       "\"limits.cpu\", \"limits.ephemeral-storage\", \"limits.memory\", \"requests.cpu\", "
       "\"requests.ephemeral-storage\", \"requests.memory\""},
      {"a prefix of many variables", R"({"envFrom":[{"prefix":"a=","configMapRef":{"name":"m"}}]})",
       "envFrom[0].prefix: Invalid value: \"a=\": " + kNoVariable},
      {"variables of both", R"({"envFrom":[{"secretRef":{"name":"s"},"configMapRef":{"name":"m"}}]})",
       "envFrom: Invalid value: \"\": may not have more than one field specified at a time"},
      {"variables of no map", R"({"envFrom":[{"configMapRef":{}}]})", "envFrom[0].configMapRef.name: Required value"},
  };
  check_rows(rows);
}

TEST_CASE("Validation: 5. Pod spec: mounts and resources of containers") {
  const Row rows[] = {
      {"a mount of nothing, nowhere", R"({"volumeMounts":[{}]})",
       "volumeMounts[0].name: Required value\n"
       "volumeMounts[0].name: Not found: \"\"\n"
       "volumeMounts[0].mountPath: Required value"},
      {"a resource with a domain that is not Kubernetes'", R"({"resources":{"limits":{"example.com/x":"2"},
           "requests":{"example.com/x":"2"}}})",
       ""},
      {"a resource of Kubernetes' that there is not", R"({"resources":{"limits":{"kubernetes.io/x":"2"}}})", ""},
      {"a domain that is kept", R"({"resources":{"limits":{"requests.a.b/x":"2"}}})",
       "resources.limits[requests.a.b/x]: Invalid value: \"requests.a.b/x\": doesn't follow extended resource name "
       "standard\n"
       "resources.requests[requests.a.b/x]: Invalid value: \"requests.a.b/x\": doesn't follow extended resource name "
       "standard"},
      {"huge pages that do not come whole", R"({"resources":{"limits":{"memory":"1Gi","hugepages-2Mi":"3Mi"}}})",
       "resources.limits[hugepages-2Mi]: Invalid value: \"3Mi\": 3Mi is not positive integer multiple of "
       "hugepages-2Mi\n"
       "resources.requests[hugepages-2Mi]: Invalid value: \"3Mi\": 3Mi is not positive integer multiple of "
       "hugepages-2Mi"},
      {"huge pages that do", R"({"resources":{"limits":{"memory":"1Gi","hugepages-2Mi":"4Mi"}}})", ""},
      {"huge pages of no size", R"({"resources":{"limits":{"memory":"1Gi","hugepages-x":"4Mi"}}})",
       "resources.limits[hugepages-x]: Invalid value: \"4Mi\": 4Mi is not positive integer multiple of hugepages-x\n"
       "resources.requests[hugepages-x]: Invalid value: \"4Mi\": 4Mi is not positive integer multiple of hugepages-x"},
      {"huge pages and nothing else", R"({"resources":{"limits":{"hugepages-2Mi":"4Mi"}}})",
       "resources: Forbidden: HugePages require cpu or memory"},
      {"less than nothing is asked for", R"({"resources":{"requests":{"memory":"-1Mi"}}})",
       "resources.requests[memory]: Invalid value: \"-1Mi\": " + kNotNegative},
      {"more is asked for than there is at most",
       R"({"resources":{"limits":{"memory":"1Gi"},"requests":{"memory":"1536Mi"}}})",
       "resources.requests: Invalid value: \"1536Mi\": must be less than or equal to memory limit of 1Gi"},
  };
  check_rows(rows);
}

TEST_CASE("Validation: 5. Pod spec: probes and hooks of containers") {
  const Row rows[] = {
      {"numbers", R"({"livenessProbe":{"exec":{"command":["a"]},"initialDelaySeconds":-1,"timeoutSeconds":-1,
           "periodSeconds":-1,"successThreshold":-1,"failureThreshold":-1}})",
       "livenessProbe.initialDelaySeconds: Invalid value: -1: " + kNotNegative +
           "\nlivenessProbe.timeoutSeconds: Invalid value: -1: " + kNotNegative +
           "\nlivenessProbe.periodSeconds: Invalid value: -1: " + kNotNegative +
           "\nlivenessProbe.successThreshold: Invalid value: -1: " + kNotNegative +
           "\nlivenessProbe.failureThreshold: Invalid value: -1: " + kNotNegative +
           "\nlivenessProbe.successThreshold: Invalid value: -1: must be 1"},
      {"started is started", R"({"startupProbe":{"exec":{"command":["a"]},"successThreshold":2}})",
       "startupProbe.successThreshold: Invalid value: 2: must be 1"},
      {"ready may need more", R"({"readinessProbe":{"exec":{"command":["a"]},"successThreshold":2}})", ""},
      {"no time to end", R"({"livenessProbe":{"exec":{"command":["a"]},"terminationGracePeriodSeconds":0}})",
       "livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0"},
      {"a port by its name", R"({"livenessProbe":{"tcpSocket":{"port":"HTTP"}}})",
       "livenessProbe.tcpSocket.port: Invalid value: \"HTTP\": must contain only alpha-numeric characters (a-z, 0-9), "
       "and hyphens (-)\n"
       "livenessProbe.tcpSocket.port: Invalid value: \"HTTP\": must contain at least one letter (a-z)"},
      {"a port beyond all", R"({"livenessProbe":{"grpc":{"port":70000}}})",
       "livenessProbe.grpc.port: Invalid value: 70000: " + kPortRange},
      {"a header", R"({"livenessProbe":{"httpGet":{"port":80,"httpHeaders":[{"name":"X_A","value":"b"}]}}})",
       "livenessProbe.httpGet.httpHeaders: Invalid value: \"X_A\": a valid HTTP header must consist of alphanumeric "
       "characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')"},
      {"a hook that does nothing", R"({"lifecycle":{"postStart":{}}})",
       "lifecycle.postStart: Required value: must specify a handler type"},
      {"a hook without a command", R"({"lifecycle":{"preStop":{"exec":{}}}})",
       "lifecycle.preStop.exec.command: Required value"},
      {"a hook of two sorts", R"({"lifecycle":{"preStop":{"exec":{"command":["a"]},"httpGet":{"port":80}}}})",
       "lifecycle.preStop.httpGet: Forbidden: may not specify more than 1 handler type"},
  };
  check_rows(rows);
}

TEST_CASE("Validation: 5. Pod spec: containers beside others") {
  struct PodRow {
    const char* why;
    const char* resource;
    const char* patch;
    const char* errors;
  };
  const PodRow rows[] = {
      {"a template's image may have blanks around it", "deployments",
       R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":" x"}]}}}})", ""},
      {"what init containers do not have", "pods",
       R"({"spec":{"initContainers":[{"name":"i","image":"a","lifecycle":{"preStop":{"exec":{"command":["a"]}}},
           "livenessProbe":{"exec":{"command":["a"]}},"readinessProbe":{"exec":{"command":["a"]}},
           "startupProbe":{"exec":{"command":["a"]}}}]}})",
       "spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always\n"
       "spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without "
       "restartPolicy=Always\n"
       "spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without "
       "restartPolicy=Always\n"
       "spec.initContainers[0].startupProbe: Forbidden: may not be set for init containers without "
       "restartPolicy=Always"},
      {"unless they stay", "pods",
       R"({"spec":{"initContainers":[{"name":"i","image":"a","restartPolicy":"Always",
           "livenessProbe":{"exec":{"command":["a"]}},"lifecycle":{"preStop":{"exec":{"command":["a"]}}}}]}})",
       ""},
      {"none at all", "pods", R"({"spec":{"containers":[]}})", "spec.containers: Required value"},
  };
  for (const PodRow& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      FieldErrors errors;
      find_resource(row.resource)->validate(created_workload(row.resource, row.patch), errors);
      CHECK(causes_text(errors) == row.errors);
    }
}

}  // namespace skiff
