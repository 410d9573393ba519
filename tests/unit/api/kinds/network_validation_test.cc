// Services, Ingresses, IngressClasses, Endpoints, nodes, roles, secrets: one row a rule.
#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "base/json.h"
#include "support/completed_object.h"
#include "support/field_causes.h"

namespace skiff {
namespace {

struct Row {
  const char* why;
  const char* resource;
  const char* object;  // without its type, completed
  const char* errors;  // one a line
};

template <size_t N>
void check_objects(const Row (&rows)[N]) {
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      const Kind& kind = *find_resource(row.resource);
      REQUIRE(kind.validate != nullptr);
      FieldErrors errors;
      kind.validate(test::completed_object(kind, row.object), errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
}

constexpr const char* kNoAddress = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

}  // namespace

TEST_CASE("Validation: 7. Other kinds: Service, field by field") {
  const std::string bad_address = std::string("spec.externalIPs[0]: Invalid value: \"x\": ") + kNoAddress;
  const Row rows[] = {
      {"valid", "services", R"({"spec":{"ports":[{"port":80}]}})", ""},
      {"addresses outside", "services", R"({"spec":{"ports":[{"port":80}],"externalIPs":["x"]}})", bad_address.c_str()},
      {"addresses that lead nowhere", "services",
       R"({"spec":{"ports":[{"port":80}],"externalIPs":["127.0.0.1","0.0.0.0","169.254.1.1"]}})",
       "spec.externalIPs[0]: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)\n"
       "spec.externalIPs[1]: Invalid value: \"0.0.0.0\": may not be unspecified (0.0.0.0)\n"
       "spec.externalIPs[2]: Invalid value: \"169.254.1.1\": may not be in the link-local range (169.254.0.0/16, "
       "fe80::/10)"},
      {"addresses that contradict", "services",
       R"({"spec":{"ports":[{"port":80}],"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.2"]}})",
       "spec.clusterIPs: Invalid value: [\"10.0.0.2\"]: first value must match `clusterIP`"},
      {"families", "services", R"({"spec":{"ports":[{"port":80}],"ipFamilies":["IPv5","IPv5"],"ipFamilyPolicy":"X"}})",
       "spec.ipFamilies[0]: Unsupported value: \"IPv5\": supported values: \"IPv4\", \"IPv6\"\n"
       "spec.ipFamilies[1]: Unsupported value: \"IPv5\": supported values: \"IPv4\", \"IPv6\"\n"
       "spec.ipFamilies[1]: Duplicate value: \"IPv5\"\n"
       "spec.ipFamilyPolicy: Unsupported value: \"X\": supported values: \"PreferDualStack\", \"RequireDualStack\", "
       "\"SingleStack\""},
      {"what only load balancers have", "services",
       R"({"spec":{"ports":[{"port":80}],"allocateLoadBalancerNodePorts":false,"loadBalancerClass":"x/y",
           "loadBalancerSourceRanges":["10.0.0.0/8"]}})",
       "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'\n"
       "spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer'\n"
       "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"},
      {"ranges", "services",
       R"({"spec":{"type":"LoadBalancer","ports":[{"port":80}],"loadBalancerSourceRanges":[" 10.0.0.0/8 ","x"]}})",
       "spec.LoadBalancerSourceRanges[1]: Invalid value: \"x\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or "
       "2001:db8::/64)"},
      {"traffic from outside", "services", R"({"spec":{"ports":[{"port":80}],"externalTrafficPolicy":"Local"}})",
       "spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for externally-accessible services"},
      {"traffic policies that there are not", "services",
       R"({"spec":{"type":"NodePort","ports":[{"port":80}],"externalTrafficPolicy":"X","internalTrafficPolicy":"Y",
           "trafficDistribution":"Z"}})",
       "spec.externalTrafficPolicy: Unsupported value: \"X\": supported values: \"Cluster\", \"Local\"\n"
       "spec.internalTrafficPolicy: Unsupported value: \"Y\": supported values: \"Cluster\", \"Local\"\n"
       "spec.trafficDistribution: Unsupported value: \"Z\": supported values: \"PreferClose\", \"PreferSameZone\", "
       "\"PreferSameNode\""},
      {"a port to ask for health", "services", R"({"spec":{"ports":[{"port":80}],"healthCheckNodePort":30000}})",
       "spec.healthCheckNodePort: Invalid value: 30000: may only be set when `type` is 'LoadBalancer' and "
       "`externalTrafficPolicy` is 'Local'"},
      {"a name alone has no addresses", "services",
       R"({"spec":{"type":"ExternalName","externalName":"a.b","ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack"}})",
       "spec.ipFamilies: Forbidden: may not be set for ExternalName services\n"
       "spec.ipFamilyPolicy: Forbidden: may not be set for ExternalName services"},
  };
  check_objects(rows);
}

TEST_CASE("Validation: 7. Other kinds: Ingress, IngressClass") {
  const Row rows[] = {
      {"nothing", "ingresses", R"({"spec":{}})",
       "spec: Invalid value: null: either `defaultBackend` or `rules` must be specified"},
      {"a backend of nothing", "ingresses", R"({"spec":{"defaultBackend":{}}})",
       "spec.defaultBackend: Invalid value: \"\": resource or service backend is required"},
      {"two backends", "ingresses",
       R"({"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}},"resource":{"kind":"K","name":"n"}}}})",
       "spec.defaultBackend: Invalid value: \"\": cannot set both resource and service backends"},
      {"a service without a port", "ingresses", R"({"spec":{"defaultBackend":{"service":{"name":"s"}}}})",
       "spec.defaultBackend: Required value: port name or number is required"},
      {"a service with two", "ingresses",
       R"({"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80,"name":"http"}}}}})",
       "spec.defaultBackend: Invalid value: \"\": cannot set both port name & port number"},
      {"a number beyond all ports", "ingresses",
       R"({"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":70000}}}}})",
       "spec.defaultBackend.service.port.number: Invalid value: 70000: must be between 1 and 65535, inclusive"},
      {"a resource of no kind", "ingresses", R"({"spec":{"defaultBackend":{"resource":{"kind":"a/b"}}}})",
       "spec.defaultBackend.resource.kind: Invalid value: \"a/b\": may not contain '/'\n"
       "spec.defaultBackend.resource.name: Required value"},
      {"no path type", "ingresses", R"({"spec":{"rules":[{"http":{"paths":[{"path":"/"}]}}]}})",
       "spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified"},
      {"a path type that there is not", "ingresses",
       R"({"spec":{"rules":[{"http":{"paths":[{"path":"/","pathType":"Regex",
           "backend":{"service":{"name":"s","port":{"number":80}}}}]}}]}})",
       "spec.rules[0].http.paths[0].pathType: Unsupported value: \"Regex\": supported values: \"Exact\", "
       "\"ImplementationSpecific\", \"Prefix\""},
      {"paths that would be read otherwise", "ingresses",
       R"({"spec":{"rules":[{"http":{"paths":[{"path":"/a//b/..","pathType":"Exact",
           "backend":{"service":{"name":"s","port":{"number":80}}}}]}}]}})",
       "spec.rules[0].http.paths[0].path: Invalid value: \"/a//b/..\": must not contain '//'\n"
       "spec.rules[0].http.paths[0].path: Invalid value: \"/a//b/..\": cannot end with '/..'"},
      {"an address for a host", "ingresses", R"({"spec":{"rules":[{"host":"10.0.0.1"}]}})",
       "spec.rules[0].host: Invalid value: \"10.0.0.1\": must be a DNS name, not an IP address"},
      {"a star in the middle", "ingresses", R"({"spec":{"rules":[{"host":"a.*.b"}]}})",
       "spec.rules[0].host: Invalid value: \"a.*.b\": a wildcard DNS-1123 subdomain must start with '*.', followed by "
       "a "
       "valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an "
       "alphanumeric character (e.g. '*.example.com', regex used for validation is "
       "'\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"},
      {"rules without paths", "ingresses", R"({"spec":{"rules":[{"http":{"paths":[]}}]}})",
       "spec.rules[0].http.paths: Required value"},
      {"the older annotation", "ingresses",
       R"({"metadata":{"annotations":{"kubernetes.io/ingress.class":"a"}},"spec":{"ingressClassName":"b",
           "rules":[{"host":"a.b"}]}})",
       "annotations.kubernetes.io/ingress.class: Invalid value: \"a\": must match `ingressClassName` when both are "
       "specified"},
      {"a class without a controller", "ingressclasses", R"({"spec":{"parameters":{"scope":"Namespace"}}})",
       "spec.controller: Required value\n"
       "spec.parameters.kind: Required value\n"
       "spec.parameters.name: Required value\n"
       "spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"},
      {"a controller without a domain", "ingressclasses", R"({"spec":{"controller":"nginx"}})",
       "spec.controller: Invalid value: \"nginx\": must be a domain-prefixed path (such as \"acme.io/foo\")"},
  };
  check_objects(rows);
}

TEST_CASE("Validation: 7. Other kinds: Endpoints, Node, roles, secrets") {
  const Row rows[] = {
      {"no addresses", "endpoints", R"({"subsets":[{"ports":[{"port":80}]}]})",
       "subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`"},
      {"several ports need names", "endpoints",
       R"({"subsets":[{"addresses":[{"ip":"127.0.0.1"}],"ports":[{"port":0},{"name":"b","port":80,"protocol":"X"}]}]})",
       "subsets[0].addresses[0].ip: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, "
       "::1/128)\n"
       "subsets[0].ports[0].name: Required value\n"
       "subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive\n"
       "subsets[0].ports[1].protocol: Unsupported value: \"X\": supported values: \"SCTP\", \"TCP\", \"UDP\""},
      {"a taint without a key, one twice", "nodes",
       R"({"spec":{"taints":[{"effect":"NoSchedule"},{"key":"k","effect":"X"},{"key":"k","effect":"X"}]}})",
       "metadata.taints[0].key: Invalid value: \"\": name part must be non-empty\n"
       "metadata.taints[0].key: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or "
       "'.', "
       "and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used "
       "for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')\n"
       "metadata.taints[1].effect: Unsupported value: \"X\": supported values: \"NoSchedule\", \"PreferNoSchedule\", "
       "\"NoExecute\"\n"
       "metadata.taints[2].effect: Unsupported value: \"X\": supported values: \"NoSchedule\", \"PreferNoSchedule\", "
       "\"NoExecute\"\n"
       "metadata.taints[2]: Duplicate value: {\"Key\":\"k\",\"Value\":\"\",\"Effect\":\"X\",\"TimeAdded\":null}: "
       "taints "
       "must be unique by key and effect pair"},
      {"less than nothing", "nodes", R"({"status":{"capacity":{"cpu":"-1"}}})",
       "status.capacity.cpu: Invalid value: \"-1\": must be greater than or equal to 0\n"
       "status.allocatable.cpu: Invalid value: \"-1\": must be greater than or equal to 0"},
      {"ranges of pods", "nodes", R"({"spec":{"podCIDRs":["x"]}})",
       "spec.podCIDRs[0]: Invalid value: \"x\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"},
      {"URLs in a namespace", "roles", R"({"rules":[{"verbs":["get"],"nonResourceURLs":["/x"],"resources":["pods"]}]})",
       "rules[0].nonResourceURLs: Invalid value: [\"/x\"]: namespaced rules cannot apply to non-resource URLs\n"
       "rules[0].nonResourceURLs: Invalid value: [\"/x\"]: rules cannot apply to both regular resources and "
       "non-resource URLs"},
      {"URLs in the cluster", "clusterroles", R"({"rules":[{"verbs":["get"],"nonResourceURLs":["/x"]}]})", ""},
      {"put together of nothing", "clusterroles", R"({"aggregationRule":{}})",
       "aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if "
       "aggregationRule is non-nil"},
      {"a cluster's binding to a namespace's role", "clusterrolebindings",
       R"({"roleRef":{"kind":"Role","name":"a/b"}})",
       "roleRef.kind: Unsupported value: \"Role\": supported values: \"ClusterRole\"\n"
       "roleRef.name: Invalid value: \"a/b\": may not contain '/'"},
      {"credentials that are no JSON", "secrets",
       R"({"type":"kubernetes.io/dockerconfigjson","stringData":{".dockerconfigjson":"{"}})",
       "data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": unexpected end of JSON input"},
      {"credentials that are not there", "secrets", R"({"type":"kubernetes.io/dockercfg"})",
       "data[.dockercfg]: Required value"},
      {"a key of nothing", "secrets", R"({"type":"kubernetes.io/ssh-auth","stringData":{"ssh-privatekey":""}})",
       "data[ssh-privatekey]: Required value"},
      {"a namespace's finalizers", "namespaces", R"({"spec":{"finalizers":["mine"]}})",
       "spec.finalizers: Invalid value: \"mine\": name is neither a standard finalizer name nor is it fully qualified"},
      {"a source of a claim", "persistentvolumeclaims",
       R"({"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},
           "dataSource":{"kind":"VolumeSnapshot","name":"s"}}})",
       "spec.dataSource: Invalid value: \"VolumeSnapshot\": must be 'PersistentVolumeClaim' when referencing the "
       "default "
       "apiGroup"},
      {"two sources of a claim that differ", "persistentvolumeclaims",
       R"({"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},
           "dataSource":{"kind":"PersistentVolumeClaim","name":"a"},
           "dataSourceRef":{"kind":"PersistentVolumeClaim","name":"b"}}})",
       "spec: Invalid value: {}: must match dataSourceRef"},
      {"a source of a claim in another namespace stands alone", "persistentvolumeclaims",
       R"({"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},
           "dataSource":{"kind":"PersistentVolumeClaim","name":"a"},
           "dataSourceRef":{"kind":"PersistentVolumeClaim","name":"a","namespace":"n"}}})",
       "spec: Invalid value: {}: may not be specified when dataSourceRef.namespace is specified"},
      {"a target that is no name", "hpa", R"({"spec":{"maxReplicas":2,"scaleTargetRef":{"kind":"a/b","name":"n"}}})",
       "spec.scaleTargetRef.kind: Invalid value: \"a/b\": may not contain '/'"},
  };
  check_objects(rows);
}

TEST_CASE("Validation: 7. Other kinds: Service, what may not change") {
  struct Change {
    const char* why;
    const char* before;
    const char* after;
    const char* errors;
  };
  const Change rows[] = {
      {"an address is not given up", R"({"type":"ClusterIP","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"]})",
       R"({"type":"ClusterIP"})", "spec.clusterIPs[0]: Invalid value: null: primary clusterIP can not be unset"},
      {"a second one needs a word", R"({"type":"ClusterIP","clusterIPs":["10.0.0.1","fd00::1"]})",
       R"({"type":"ClusterIP","clusterIPs":["10.0.0.1"],"ipFamilyPolicy":"PreferDualStack"})",
       "spec.ipFamilyPolicy: Invalid value: \"PreferDualStack\": must be set to 'SingleStack' when releasing the "
       "secondary clusterIP"},
      {"a balancer's class", R"({"type":"LoadBalancer","loadBalancerClass":"a/b"})",
       R"({"type":"LoadBalancer","loadBalancerClass":"a/c"})",
       "spec.loadBalancerClass: Invalid value: \"a/c\": may not change once set"},
      {"the port of its health",
       R"({"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":30001})",
       R"({"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":30002})",
       "spec.healthCheckNodePort: Forbidden: field is immutable"},
      {"a name gives all up", R"({"type":"ClusterIP","clusterIPs":["10.0.0.1"]})", R"({"type":"ExternalName"})", ""},
  };
  for (const Change& row : rows) DYNAMIC_SECTION(row.why) {
      FieldErrors errors;
      find_resource("services")
          ->validate_update(Value{{"spec", *parse_json(row.after)}}, Value{{"spec", *parse_json(row.before)}}, errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
}

}  // namespace skiff
