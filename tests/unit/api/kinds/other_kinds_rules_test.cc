// The rules of the reference on the kinds that are no workloads, as far as no other table has them: what is refused
// when they are made, and what may not change. One row a rule.
#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "support/completed_object.h"
#include "support/field_causes.h"
#include "support/name_problems.h"

namespace skiff {
namespace {

using namespace test;

struct Row {
  const char* why;
  const char* resource;
  const char* object;
  std::string errors;  // one a line
};

struct Change {
  const char* why;
  const char* resource;
  const char* before;
  const char* after;
  std::string errors;
};

template <size_t N>
void check_rows(const Row (&rows)[N]) {
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      FieldErrors errors;
      const Kind& kind = *find_resource(row.resource);
      kind.validate(completed_object(kind, row.object), errors);
      CHECK(causes_text(errors) == row.errors);
    }
}

template <size_t N>
void check_changes(const Change (&rows)[N]) {
  for (const Change& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      FieldErrors errors;
      const Kind& kind = *find_resource(row.resource);
      kind.validate_update(completed_object(kind, row.after), completed_object(kind, row.before), errors);
      CHECK(causes_text(errors) == row.errors);
    }
}

}  // namespace

TEST_CASE("Validation: 7. Other kinds: ports of a Service") {
  const Row rows[] = {
      {"a name", "services", R"({"spec":{"ports":[{"name":"Http","port":80}]}})",
       "spec.ports[0].name: Invalid value: \"Http\": " + kNoLabel},
      {"a name twice", "services", R"({"spec":{"ports":[{"name":"a","port":80},{"name":"a","port":81}]}})",
       "spec.ports[1].name: Duplicate value: \"a\""},
      {"a port beyond all", "services", R"({"spec":{"ports":[{"port":70000}]}})",
       "spec.ports[0].port: Invalid value: 70000: " + kPortRange +
           "\nspec.ports[0].targetPort: Invalid value: 70000: " + kPortRange},
      {"a target beyond all", "services", R"({"spec":{"ports":[{"port":80,"targetPort":70000}]}})",
       "spec.ports[0].targetPort: Invalid value: 70000: " + kPortRange},
      {"a target by a name that is none", "services", R"({"spec":{"ports":[{"port":80,"targetPort":"HTTP-"}]}})",
       "spec.ports[0].targetPort: Invalid value: \"HTTP-\": must contain only alpha-numeric characters (a-z, 0-9), and "
       "hyphens (-)\n"
       "spec.ports[0].targetPort: Invalid value: \"HTTP-\": must contain at least one letter (a-z)\n"
       "spec.ports[0].targetPort: Invalid value: \"HTTP-\": must not begin or end with a hyphen"},
      {"the same port of another protocol", "services",
       R"({"spec":{"ports":[{"name":"a","port":53},{"name":"b","port":53,"protocol":"UDP"}]}})", ""},
      {"one port needs no name", "services", R"({"spec":{"ports":[{"port":80}]}})", ""},
      {"labels that are none", "services", R"({"spec":{"selector":{"a b":"-"},"ports":[{"port":80}]}})",
       "spec.selector: Invalid value: \"a b\": " + kNoKey + "\nspec.selector: Invalid value: \"-\": " + kNoValue},
      {"a type", "services", R"({"spec":{"type":"Cluster","ports":[{"port":80}]}})",
       "spec.type: Unsupported value: \"Cluster\": supported values: \"ClusterIP\", \"ExternalName\", "
       "\"LoadBalancer\", \"NodePort\""},
      {"what every node answers on", "services", R"({"spec":{"type":"LoadBalancer","ports":[{"port":10250}]}})",
       "spec.ports[0]: Invalid value: 10250: may not expose port 10250 externally since it is used by kubelet"},
      {"inside of the cluster that may be", "services", R"({"spec":{"ports":[{"port":10250}]}})", ""},
      {"a name elsewhere that is none", "services", R"({"spec":{"type":"ExternalName","externalName":"a_b"}})",
       "spec.externalName: Invalid value: \"a_b\": " + kNoSubdomain},
      {"how long a client stays", "services",
       R"({"spec":{"sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":86401}},
           "ports":[{"port":80}]}})",
       "spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than "
       "86400"},
  };
  check_rows(rows);
}

TEST_CASE("Validation: 7. Other kinds: claims, data, budgets, autoscalers") {
  const Row rows[] = {
      {"a class' name", "persistentvolumeclaims",
       R"({"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"A_b","resources":{"requests":{"storage":"1Gi"}}}})",
       "spec.storageClassName: Invalid value: \"A_b\": " + kNoSubdomain},
      {"a claim's labels", "persistentvolumeclaims",
       R"({"spec":{"accessModes":["ReadWriteOnce"],"selector":{"matchLabels":{"a":"-"}},
           "resources":{"requests":{"storage":"1Gi"}}}})",
       "spec.selector.matchLabels: Invalid value: \"-\": " + kNoValue},
      {"a key", "secrets", R"({"data":{"a b":""}})", "data[a b]: Invalid value: \"a b\": " + kNoConfigKey},
      {"a key that is no file", "configmaps", R"({"data":{"..a":""}})",
       "data[..a]: Invalid value: \"..a\": must not start with '..'"},
      {"names and words to log in with", "secrets", R"({"type":"kubernetes.io/basic-auth"})",
       "data[username]: Required value\ndata[password]: Required value"},
      {"a budget of less than nothing", "pdb", R"({"spec":{"minAvailable":-1,"selector":{"matchLabels":{"a":"b"}}}})",
       "spec.minAvailable: Invalid value: -1: " + kNotNegative},
      {"more than all", "pdb", R"({"spec":{"maxUnavailable":"101%","selector":{"matchLabels":{"a":"b"}}}})",
       "spec.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%"},
      {"a part of nothing", "pdb", R"({"spec":{"minAvailable":"half"}})",
       "spec.minAvailable: Invalid value: \"half\": " + kNoPercent},
      {"a budget's pods", "pdb",
       R"({"spec":{"minAvailable":1,"selector":{"matchExpressions":[{"key":"a","operator":"In"}]}}})",
       "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or "
       "'NotIn'"},
      {"pods that are not well", "pdb", R"({"spec":{"minAvailable":1,"unhealthyPodEvictionPolicy":"Never"}})",
       "spec.unhealthyPodEvictionPolicy: Unsupported value: \"Never\": supported values: \"AlwaysAllow\", "
       "\"IfHealthyBudget\""},
      {"nobody to scale", "hpa", R"({"spec":{"maxReplicas":2,"scaleTargetRef":{}}})",
       "spec.scaleTargetRef.kind: Required value\nspec.scaleTargetRef.name: Required value"},
      {"when volumes are bound", "storageclasses", R"({"provisioner":"p","volumeBindingMode":"Later"})",
       "volumeBindingMode: Unsupported value: \"Later\": supported values: \"Immediate\", \"WaitForFirstConsumer\""},
      {"who preempts", "priorityclasses", R"({"metadata":{"name":"a"},"value":1,"preemptionPolicy":"X"})",
       "preemptionPolicy: Unsupported value: \"X\": supported values: \"PreemptLowerPriority\", \"Never\""},
  };
  check_rows(rows);
}

TEST_CASE("Validation: 7. Other kinds: what may not change, field by field") {
  const std::string by_immutable = ": Forbidden: field is immutable when `immutable` is set";
  const Change rows[] = {
      {"all of it", "configmaps", R"({"immutable":true,"binaryData":{"a":"AA=="},"data":{"b":"1"}})", "{}",
       "immutable" + by_immutable + "\ndata" + by_immutable + "\nbinaryData" + by_immutable},
      {"all of it", "secrets", R"({"immutable":true,"data":{"a":"AA=="}})", "{}",
       "immutable" + by_immutable + "\ndata" + by_immutable},
      {"labels may", "configmaps", R"({"immutable":true,"data":{"b":"1"}})",
       R"({"immutable":true,"data":{"b":"1"},"metadata":{"labels":{"a":"b"}}})", ""},
      {"parameters, policy, mode", "storageclasses", R"({"provisioner":"p"})",
       R"({"provisioner":"p","parameters":{"a":"b"},"reclaimPolicy":"Retain","volumeBindingMode":"WaitForFirstConsumer"})",
       "parameters: Invalid value: {\"a\":\"b\"}: field is immutable\n"
       "reclaimPolicy: Invalid value: \"Retain\": field is immutable\n"
       "volumeBindingMode: Invalid value: \"WaitForFirstConsumer\": field is immutable"},
      {"expansion may", "storageclasses", R"({"provisioner":"p"})",
       R"({"provisioner":"p","allowVolumeExpansion":true})", ""},
      {"who preempts", "priorityclasses", R"({"value":1})", R"({"value":1,"preemptionPolicy":"Never"})",
       "preemptionPolicy: Invalid value: \"Never\": field is immutable"},
      {"a class for a claim that names none", "persistentvolumeclaims",
       R"({"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}})",
       R"({"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"a","resources":{"requests":{"storage":"1Gi"}}}})",
       ""},
      {"another class", "persistentvolumeclaims",
       R"({"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"a","resources":{"requests":{"storage":"1Gi"}}}})",
       R"({"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"b","resources":{"requests":{"storage":"1Gi"}}}})",
       "spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for "
       "bound claims\n"
       "@@ -10,7 +10,7 @@\n"
       "   }\n"
       "  },\n"
       "  \"VolumeName\": \"\",\n"
       "- \"StorageClassName\": \"a\",\n"
       "+ \"StorageClassName\": \"b\",\n"
       "  \"VolumeMode\": \"Filesystem\",\n"
       "  \"DataSource\": null,\n"
       "  \"DataSourceRef\": null,\n"},
  };
  check_changes(rows);
}

}  // namespace skiff
