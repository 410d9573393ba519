// LimitRanges, ResourceQuotas, NetworkPolicies, volumes, slices, autoscalers: one row a rule.
#include <catch2/catch.hpp>

#include "api/canonical.h"
#include "api/kind_table.h"
#include "base/json.h"
#include "support/completed_object.h"
#include "support/field_causes.h"
#include "support/valid_workloads.h"

namespace skiff {
namespace {

struct Row {
  const char* why;
  const char* resource;
  const char* spec;
  const char* errors;  // one a line
};

template <size_t N>
void check_specs(const Row (&rows)[N]) {
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      const Kind& kind = *find_resource(row.resource);
      REQUIRE(kind.validate != nullptr);
      Value object{{"apiVersion", kind.api_version()},
                   {"kind", kind.kind},
                   {"metadata", Value{{"name", "a"}}},
                   {"spec", *parse_json(row.spec)}};
      complete(kind, object);
      FieldErrors errors;
      kind.validate(object, errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
}

}  // namespace

TEST_CASE("Validation: 7. Other kinds: LimitRange") {
  const Row rows[] = {
      {"valid", "limitranges",
       R"({"limits":[{"type":"Container","min":{"cpu":"1m"},"max":{"cpu":"2"},"default":{"cpu":"1"},
          "defaultRequest":{"cpu":"500m"},"maxLimitRequestRatio":{"cpu":"4"}}]})",
       ""},
      {"a type that there is not", "limitranges", R"({"limits":[{"type":"Foo"}]})",
       "spec.limits[0].type: Invalid value: \"Foo\": must be a standard limit type or fully qualified"},
      {"a type of one's own", "limitranges", R"({"limits":[{"type":"example.com/Foo"}]})", ""},
      {"a type twice", "limitranges", R"({"limits":[{"type":"Pod"},{"type":"Pod"}]})",
       "spec.limits[1].type: Duplicate value: \"Pod\""},
      {"pods have no defaults", "limitranges", R"({"limits":[{"type":"Pod","default":{"cpu":"1"}}]})",
       "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'"},
      {"claims have storage", "limitranges", R"({"limits":[{"type":"PersistentVolumeClaim"}]})",
       "spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was "
       "provided"},
      {"a resource that containers have not", "limitranges", R"({"limits":[{"type":"Container","max":{"pods":"1"}}]})",
       "spec.limits[0].max[pods]: Invalid value: \"pods\": must be a standard resource for containers\n"
       "spec.limits[0].default[pods]: Invalid value: \"pods\": must be a standard resource for containers\n"
       "spec.limits[0].defaultRequest[pods]: Invalid value: \"pods\": must be a standard resource for containers"},
      {"least and most", "limitranges", R"({"limits":[{"type":"Pod","min":{"cpu":"2"},"max":{"cpu":"1"}}]})",
       "spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than max value 1"},
      {"a default request below the least", "limitranges",
       R"({"limits":[{"type":"Container","min":{"cpu":"2"},"defaultRequest":{"cpu":"1"}}]})",
       "spec.limits[0].defaultRequest[cpu]: Invalid value: \"1\": min value 2 is greater than default request value 1"},
      {"a default request above the default limit", "limitranges",
       R"({"limits":[{"type":"Container","default":{"cpu":"1"},"defaultRequest":{"cpu":"2"}}]})",
       "spec.limits[0].defaultRequest[cpu]: Invalid value: \"2\": default request value 2 is greater than default "
       "limit "
       "value 1"},
      {"a default above the most", "limitranges",
       R"({"limits":[{"type":"Container","default":{"cpu":"3"},"max":{"cpu":"2"},"defaultRequest":{"cpu":"1"}}]})",
       "spec.limits[0].default[cpu]: Invalid value: \"2\": default value 3 is greater than max value 2"},
      {"a ratio below one", "limitranges", R"({"limits":[{"type":"Pod","maxLimitRequestRatio":{"cpu":"500m"}}]})",
       "spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: \"500m\": ratio 500m is less than 1"},
      {"a ratio that cannot be", "limitranges",
       R"({"limits":[{"type":"Pod","min":{"cpu":"1"},"max":{"cpu":"2"},"maxLimitRequestRatio":{"cpu":"4"}}]})",
       "spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: \"4\": ratio 4 is greater than max/min = 2.000000"},
  };
  check_specs(rows);
}

TEST_CASE("Validation: 7. Other kinds: ResourceQuota") {
  const Row rows[] = {
      {"valid", "resourcequotas",
       R"({"hard":{"pods":"1","requests.example.com/gpu":"2","count/deployments.apps":"3",
           "a.storageclass.storage.k8s.io/requests.storage":"1Gi"}})",
       ""},
      {"a resource that there is not", "resourcequotas", R"({"hard":{"foo":"1"}})",
       "spec.hard[foo]: Invalid value: \"foo\": must be a standard resource type or fully qualified\n"
       "spec.hard[foo]: Invalid value: \"foo\": must be a standard resource for quota"},
      {"one that is not for quotas", "resourcequotas", R"({"hard":{"storage":"1"}})",
       "spec.hard[storage]: Invalid value: \"storage\": must be a standard resource for quota"},
      {"less than nothing", "resourcequotas", R"({"hard":{"cpu":"-1"}})",
       "spec.hard[cpu]: Invalid value: \"-1\": must be greater than or equal to 0"},
      {"half a pod", "resourcequotas", R"({"hard":{"pods":"500m"}})",
       "spec.hard[pods]: Invalid value: \"500m\": must be an integer"},
      {"a scope that there is not", "resourcequotas", R"({"hard":{"pods":"1"},"scopes":["Foo"]})",
       "spec.scopes: Invalid value: [\"Foo\"]: unsupported scope"},
      {"scopes are for pods", "resourcequotas", R"({"hard":{"services":"1"},"scopes":["Terminating"]})",
       "spec.scopes: Invalid value: [\"Terminating\"]: unsupported scope applied to resource"},
      {"scopes that exclude each other", "resourcequotas",
       R"({"hard":{"pods":"1"},"scopes":["BestEffort","NotBestEffort"]})",
       "spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\"]: conflicting scopes"},
      {"a selector of scopes that exclude each other", "resourcequotas",
       R"({"hard":{"pods":"1"},"scopeSelector":{"matchExpressions":[{"scopeName":"Terminating","operator":"Exists"},
           {"scopeName":"NotTerminating","operator":"Exists"}]}})",
       "spec.scopeSelector.matchExpressions: Invalid value: null: conflicting scopes"},
      {"a selector without values", "resourcequotas",
       R"({"hard":{"pods":"1"},"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In"}]}})",
       "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' "
       "or 'NotIn' for scope selector"},
      {"an operator that there is not", "resourcequotas",
       R"({"hard":{"pods":"1"},"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"X"}]}})",
       "spec.scopeSelector.matchExpressions.operator: Invalid value: \"X\": not a valid selector operator"},
  };
  check_specs(rows);
  FieldErrors errors;
  find_resource("quota")->validate_update(*parse_json(R"({"spec":{"scopes":["BestEffort"]}})"),
                                          *parse_json(R"({"spec":{}})"), errors);
  CHECK(test::causes_text(errors) == "spec.scopes: Invalid value: [\"BestEffort\"]: field is immutable");
}

TEST_CASE("Validation: 7. Other kinds: NetworkPolicy") {
  const Row rows[] = {
      {"valid", "networkpolicies",
       R"({"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.1.0.0/16"]}}],
           "ports":[{"port":80,"endPort":90}]}]})",
       ""},
      {"a peer that is nobody", "networkpolicies", R"({"podSelector":{},"ingress":[{"from":[{}]}]})",
       "spec.ingress[0].from[0]: Required value: must specify a peer"},
      {"an address and a peer", "networkpolicies",
       R"({"podSelector":{},"egress":[{"to":[{"ipBlock":{"cidr":"10.0.0.0/8"},"podSelector":{}}]}]})",
       "spec.egress[0].to[0]: Forbidden: may not specify both ipBlock and another peer"},
      {"no range", "networkpolicies", R"({"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.1"}}]}]})",
       "spec.ingress[0].from[0].ipBlock.cidr: Invalid value: \"10.0.0.1\": must be a valid CIDR value, (e.g. "
       "10.9.8.0/24 "
       "or 2001:db8::/64)"},
      {"an exception beyond the range", "networkpolicies",
       R"({"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/8","except":["11.0.0.0/16"]}}]}]})",
       "spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: \"11.0.0.0/16\": must be a strict subset of `cidr`"},
      {"a port", "networkpolicies", R"({"podSelector":{},"ingress":[{"ports":[{"port":0,"protocol":"X"}]}]})",
       "spec.ingress[0].ports[0].protocol: Unsupported value: \"X\": supported values: \"TCP\", \"UDP\", \"SCTP\"\n"
       "spec.ingress[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive"},
      {"an end before the begin", "networkpolicies",
       R"({"podSelector":{},"ingress":[{"ports":[{"port":90,"endPort":80}]}]})",
       "spec.ingress[0].ports[0].endPort: Invalid value: 90: must be greater than or equal to `port`"},
      {"an end without a begin", "networkpolicies", R"({"podSelector":{},"ingress":[{"ports":[{"endPort":80}]}]})",
       "spec.ingress[0].ports[0].endPort: Invalid value: 80: may not be specified when `port` is not specified"},
      {"an end of a name", "networkpolicies",
       R"({"podSelector":{},"ingress":[{"ports":[{"port":"http","endPort":80}]}]})",
       "spec.ingress[0].ports[0].endPort: Invalid value: 80: may not be specified when `port` is non-numeric"},
      {"a type", "networkpolicies", R"({"podSelector":{},"policyTypes":["X"]})",
       "spec.policyTypes[0]: Unsupported value: \"X\": supported values: \"Ingress\", \"Egress\""},
  };
  check_specs(rows);
}

TEST_CASE("Validation: 7. Other kinds: PersistentVolume") {
  const Row rows[] = {
      {"valid", "persistentvolumes",
       R"({"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"hostPath":{"path":"/a"}})", ""},
      {"nothing", "persistentvolumes", "{}",
       "spec.accessModes: Required value\n"
       "spec.capacity: Required value\n"
       "spec.capacity: Unsupported value: null: supported values: \"storage\"\n"
       "spec: Required value: must specify a volume type"},
      {"a capacity of nothing", "persistentvolumes",
       R"({"accessModes":["ReadWriteOnce"],"capacity":{"storage":"0"},"hostPath":{"path":"/a"}})",
       "spec.capacity[storage]: Invalid value: \"0\": must be greater than zero"},
      {"two sources", "persistentvolumes",
       R"({"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"hostPath":{"path":"/a"},
           "nfs":{"server":"s","path":"/"}})",
       "spec.nfs: Forbidden: may not specify more than 1 volume type"},
      {"a local volume is somewhere", "persistentvolumes",
       R"({"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"local":{"path":"/a"}})",
       "spec.nodeAffinity: Required value: Local volume requires node affinity"},
      {"a policy, a mode", "persistentvolumes",
       R"({"accessModes":["X"],"capacity":{"storage":"1Gi"},"hostPath":{"path":"/a"},"volumeMode":"Y",
           "persistentVolumeReclaimPolicy":"Z"})",
       "spec.accessModes: Unsupported value: \"X\": supported values: \"ReadOnlyMany\", \"ReadWriteMany\", "
       "\"ReadWriteOnce\", \"ReadWriteOncePod\"\n"
       "spec.persistentVolumeReclaimPolicy: Unsupported value: \"Z\": supported values: \"Delete\", \"Recycle\", "
       "\"Retain\"\n"
       "spec.volumeMode: Unsupported value: \"Y\": supported values: \"Block\", \"Filesystem\""},
      {"the whole disk is not recycled", "persistentvolumes",
       R"({"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"hostPath":{"path":"/"},
           "persistentVolumeReclaimPolicy":"Recycle"})",
       "spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'"},
  };
  check_specs(rows);
}

TEST_CASE("Validation: 7. Other kinds: HPA metrics and behavior") {
  const std::string bounds = R"({"minReplicas":1,"maxReplicas":2,"scaleTargetRef":{"kind":"Deployment","name":"a"},)";
  struct MetricRow {
    const char* why;
    const char* rest;
    const char* errors;
  };
  const MetricRow rows[] = {
      {"valid",
       R"("metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":5}}}])",
       ""},
      {"no type", R"("metrics":[{}])",
       "spec.metrics[0].type: Required value: must specify a metric source type\n"
       "spec.metrics[0].type: Unsupported value: \"\": supported values: \"ContainerResource\", \"External\", "
       "\"Object\", \"Pods\", \"Resource\""},
      {"another source",
       R"("metrics":[{"type":"Pods","resource":{"name":"cpu","target":{"type":"Value","averageValue":1}}}])",
       "spec.metrics[0].pods: Required value: must populate information for the given metric source"},
      {"no target", R"("metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization"}}}])",
       "spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a "
       "target utilization"},
      {"two targets",
       R"("metrics":[{"type":"Resource","resource":{"name":"","target":{"type":"X","averageUtilization":0,"averageValue":"1"}}}])",
       "spec.metrics[0].resource.name: Required value: must specify a resource name\n"
       "spec.metrics[0].resource.target.type: Invalid value: \"X\": must be either Utilization, Value, or "
       "AverageValue\n"
       "spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0\n"
       "spec.metrics[0].resource.target.averageValue: Forbidden: may not set both a target raw value and a target "
       "utilization"},
      {"pods", R"("metrics":[{"type":"Pods","pods":{"metric":{"name":""},"target":{"type":"AverageValue"}}}])",
       "spec.metrics[0].pods.metric.name: Required value: must specify a metric name\n"
       "spec.metrics[0].pods.target.averageValue: Required value: must specify a positive target averageValue"},
      {"policies", R"("behavior":{"scaleUp":{"policies":[{"type":"X","value":0,"periodSeconds":1801}]}})",
       "spec.behavior.scaleUp.policies[0].type: Unsupported value: \"X\": supported values: \"Percent\", \"Pods\"\n"
       "spec.behavior.scaleUp.policies[0].value: Invalid value: 0: must be greater than zero\n"
       "spec.behavior.scaleUp.policies[0].periodSeconds: Invalid value: 1801: must be less than or equal to 1800"},
      {"a window", R"("behavior":{"scaleDown":{"stabilizationWindowSeconds":3601}})",
       "spec.behavior.scaleDown.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600"},
  };
  for (const MetricRow& row : rows) DYNAMIC_SECTION(row.why) {
      const Kind& kind = *find_resource("hpa");
      Value object{
          {"apiVersion", "autoscaling/v2"}, {"kind", kind.kind}, {"spec", *parse_json(bounds + row.rest + "}")}};
      complete(kind, object);
      FieldErrors errors;
      kind.validate(object, errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
}

TEST_CASE("Validation: 7. Other kinds: EndpointSlice") {
  struct SliceRow {
    const char* why;
    const char* slice;
    const char* errors;
  };
  const SliceRow rows[] = {
      {"valid", R"({"addressType":"IPv4","endpoints":[{"addresses":["10.0.0.1"]}],"ports":[{"name":"a","port":80}]})",
       ""},
      {"a type", R"({"addressType":"X","endpoints":[]})",
       "addressType: Unsupported value: \"X\": supported values: \"FQDN\", \"IPv4\", \"IPv6\""},
      {"no address", R"({"addressType":"IPv4","endpoints":[{"addresses":[]}]})",
       "endpoints[0].addresses: Required value: must contain at least 1 address"},
      {"another address", R"({"addressType":"IPv4","endpoints":[{"addresses":["::1"]}]})",
       "endpoints[0].addresses[0]: Invalid value: \"::1\": must be a valid IPv4 address\n"
       "endpoints[0].addresses[0]: Invalid value: \"::1\": may not be in the loopback range (127.0.0.0/8, ::1/128)"},
      {"addresses of a type that there is not are not looked at",
       R"({"addressType":"X","endpoints":[{"addresses":["foo"]}]})",
       "addressType: Unsupported value: \"X\": supported values: \"FQDN\", \"IPv4\", \"IPv6\""},
      {"a name of one part is no domain", R"({"addressType":"FQDN","endpoints":[{"addresses":["foo.","a.b."]}]})",
       "endpoints[0].addresses[0]: Invalid value: \"foo\": should be a domain with at least two segments separated by "
       "dots"},
      {"hints: a zone twice, a node that is none",
       R"({"addressType":"IPv4","endpoints":[{"addresses":["10.0.0.1"],"hints":{"forZones":[{"name":"a"},{"name":"a"}],
           "forNodes":[{"name":"A."}]}}]})",
       "endpoints[0].hints.forZones[1].name: Duplicate value: \"a\"\n"
       "endpoints[0].hints.forNodes[0].name: Invalid value: \"A.\": a lowercase RFC 1123 subdomain must consist of "
       "lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. "
       "'example.com', regex used for validation is "
       "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"},
      {"hints: nine zones",
       R"({"addressType":"IPv4","endpoints":[{"addresses":["10.0.0.1"],"hints":{"forZones":[{"name":"1"},{"name":"2"},
           {"name":"3"},{"name":"4"},{"name":"5"},{"name":"6"},{"name":"7"},{"name":"8"},{"name":"9"}]}}]})",
       "endpoints[0].hints.forZones: Too many: 9: must have at most 8 items"},
      {"ports", R"({"addressType":"IPv4","endpoints":[],"ports":[{"name":"a"},{"name":"a","protocol":"X"}]})",
       "ports[1].name: Duplicate value: \"a\"\n"
       "ports[1].protocol: Unsupported value: \"X\": supported values: \"SCTP\", \"TCP\", \"UDP\""},
  };
  for (const SliceRow& row : rows) DYNAMIC_SECTION(row.why) {
      const Kind& kind = *find_resource("endpointslices");
      FieldErrors errors;
      kind.validate(test::completed_object(kind, row.slice), errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
}

TEST_CASE("Validation: 5. Pod spec: sources of volumes, security, host aliases") {
  struct PodRow {
    const char* why;
    const char* spec;
    const char* errors;
  };
  const PodRow rows[] = {
      {"a claim of the pod's own", R"({"volumes":[{"name":"v","ephemeral":{"volumeClaimTemplate":{"spec":{}}}}]})",
       "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is "
       "required\n"
       "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value"},
      {"iscsi", R"({"volumes":[{"name":"v","iscsi":{"targetPortal":"","iqn":"i","lun":256}}]})",
       "spec.volumes[0].iscsi.targetPortal: Required value\n"
       "spec.volumes[0].iscsi.lun: Invalid value: 256: must be between 0 and 255, inclusive"},
      {"rbd", R"({"volumes":[{"name":"v","rbd":{"monitors":[],"image":""}}]})",
       "spec.volumes[0].rbd.monitors: Required value\nspec.volumes[0].rbd.image: Required value"},
      {"glusterfs", R"({"volumes":[{"name":"v","glusterfs":{"endpoints":"","path":""}}]})",
       "spec.volumes[0].glusterfs.endpoints: Required value\nspec.volumes[0].glusterfs.path: Required value"},
      {"a size limit", R"({"volumes":[{"name":"v","emptyDir":{"sizeLimit":"-1"}}]})",
       "spec.volumes[0].emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity"},
      {"sysctls", R"({"securityContext":{"sysctls":[{"name":"","value":""},{"name":"Kernel.x","value":""},
         {"name":"net.a","value":""},{"name":"net.a","value":""}]}})",
       "spec.securityContext.sysctls[0].name: Required value\n"
       "spec.securityContext.sysctls[1].name: Invalid value: \"Kernel.x\": must have at most 253 characters and match "
       "regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$\n"
       "spec.securityContext.sysctls[3].name: Duplicate value: \"net.a\""},
      {"Windows options", R"({"securityContext":{"windowsOptions":{"runAsUserName":"","gmsaCredentialSpec":""}}})",
       "spec.securityContext.windowsOptions.gmsaCredentialSpec: Invalid value: \"\": gmsaCredentialSpec cannot be an "
       "empty string\n"
       "spec.securityContext.windowsOptions.runAsUserName: Invalid value: \"\": runAsUserName cannot be an empty "
       "string"},
      {"Windows options on Linux", R"({"os":{"name":"linux"},"securityContext":{"windowsOptions":{}}})",
       "spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod"},
      {"another system", R"({"os":{"name":"x"}})",
       "spec.os: Unsupported value: \"x\": supported values: \"linux\", \"windows\""},
      {"an alias of no address", R"({"hostAliases":[{"ip":"10.0.0","hostnames":["a"]}]})",
       "spec.hostAliases[0].ip: Invalid value: \"10.0.0\": must be a valid IP address, (e.g. 10.9.8.7 or "
       "2001:db8::ffff)"},
  };
  for (const PodRow& row : rows) DYNAMIC_SECTION(row.why) {
      FieldErrors errors;
      find_resource("pods")->validate(test::created_workload("pods", std::string(R"({"spec":)") + row.spec + "}"),
                                      errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
}

TEST_CASE("Validation: 6. Workloads: claim templates of a StatefulSet") {
  FieldErrors errors;
  find_resource("statefulsets")
      ->validate(test::created_workload("statefulsets",
                                        R"({"spec":{"volumeClaimTemplates":[{"metadata":{"name":"d"},"spec":{}}]}})"),
                 errors);
  CHECK(test::causes_text(errors) ==
        "spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required\n"
        "spec.volumeClaimTemplates[0].spec.resources[storage]: Required value");
}

TEST_CASE("Pods: keys of labels become part of the selectors that name them") {
  const Value pod = test::created_workload("pods", R"({"metadata":{"labels":{"app":"a","hash":"h"}},"spec":{
    "topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule",
      "labelSelector":{"matchLabels":{"app":"a"}},"matchLabelKeys":["hash","none"]}],
    "affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[
      {"topologyKey":"z","labelSelector":{},"mismatchLabelKeys":["app"]}]}}}})");
  CHECK(to_json(pod["spec"]["topologySpreadConstraints"][0]["labelSelector"]) ==
        R"({"matchExpressions":[{"key":"hash","operator":"In","values":["h"]}],"matchLabels":{"app":"a"}})");
  CHECK(to_json(pod["spec"].at("affinity", "podAntiAffinity",
                               "requiredDuringSchedulingIgnoredDuringExecution")[0]["labelSelector"]) ==
        R"({"matchExpressions":[{"key":"app","operator":"NotIn","values":["a"]}]})");
}

}  // namespace skiff
