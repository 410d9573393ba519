// What the kinds that are not workloads refuse: an object as JSON, the errors as `field: message`, one a line.
#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "base/json.h"

using namespace skiff;

namespace {

std::string told(FieldErrors& errors) {
  std::string text;
  for (const Cause& cause : errors.causes())
    text.append(text.empty() ? "" : "\n").append(cause.field).append(": ").append(cause.message);
  return text;
}

struct Row {
  const char* why;
  const char* resource;
  const char* object;
  const char* errors;
};

struct UpdateRow {
  const char* why;
  const char* resource;
  const char* before;
  const char* after;
  const char* errors;
};

}  // namespace

TEST_CASE("Validation: 7. Other kinds: create") {
  const Row rows[] = {
      {"a service without ports", "services", R"({"spec":{"type":"ClusterIP","sessionAffinity":"None"}})",
       "spec.ports: Required value"},
      {"a headless one needs none", "services",
       R"({"spec":{"type":"ClusterIP","clusterIP":"None","sessionAffinity":"None"}})", ""},
      {"several ports need names", "services",
       R"({"spec":{"type":"ClusterIP","sessionAffinity":"None","ports":[
           {"name":"a","port":80,"protocol":"TCP","targetPort":80},{"port":0,"protocol":"X","targetPort":"http"}]}})",
       "spec.ports[1].name: Required value\n"
       "spec.ports[1].port: Invalid value: 0: must be between 1 and 65535, inclusive\n"
       "spec.ports[1].protocol: Unsupported value: \"X\": supported values: \"SCTP\", \"TCP\", \"UDP\""},
      {"the same port twice", "services",
       R"({"spec":{"type":"ClusterIP","sessionAffinity":"None","ports":[
           {"name":"a","port":80,"protocol":"TCP","targetPort":80},{"name":"b","port":80,"protocol":"TCP","targetPort":81}]}})",
       "spec.ports[1]: Duplicate value: {\"Name\":\"\",\"Protocol\":\"TCP\",\"AppProtocol\":null,\"Port\":80,"
       "\"TargetPort\":0,\"NodePort\":0}"},
      {"a node port where there is none", "services",
       R"({"spec":{"type":"ClusterIP","sessionAffinity":"None","ports":[
           {"port":80,"protocol":"TCP","targetPort":80,"nodePort":30080}]}})",
       "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"},
      {"headless and NodePort, and no address", "services",
       R"({"spec":{"type":"NodePort","clusterIP":"None","clusterIPs":["None","x"],"sessionAffinity":"X",
           "externalTrafficPolicy":"Cluster","ports":[
           {"port":80,"protocol":"TCP","targetPort":80}]}})",
       "spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services\n"
       "spec.sessionAffinity: Unsupported value: \"X\": supported values: \"ClientIP\", \"None\"\n"
       "spec.clusterIPs: Invalid value: [\"None\",\"x\"]: 'None' must be the first and only value\n"
       "spec.clusterIPs[1]: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"},
      {"an external name that is missing", "services", R"({"spec":{"type":"ExternalName","sessionAffinity":"None"}})",
       "spec.externalName: Required value"},
      {"a claim that says nothing", "persistentvolumeclaims", R"({"spec":{}})",
       "spec.accessModes: Required value: at least 1 access mode is required\n"
       "spec.resources[storage]: Required value"},
      {"a claim for nothing, in a mode that there is not", "persistentvolumeclaims",
       R"({"spec":{"accessModes":["X"],"resources":{"requests":{"storage":"0"}},"volumeMode":"Disk"}})",
       "spec.accessModes: Unsupported value: \"X\": supported values: \"ReadOnlyMany\", \"ReadWriteMany\", "
       "\"ReadWriteOnce\", \"ReadWriteOncePod\"\n"
       "spec.resources[storage]: Invalid value: \"0\": must be greater than zero\n"
       "spec.volumeMode: Unsupported value: \"Disk\": supported values: \"Block\", \"Filesystem\""},
      {"one pod alone, or many", "persistentvolumeclaims",
       R"({"spec":{"accessModes":["ReadWriteOncePod","ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}})",
       "spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes"},
      {"a key that is no file name, and one in both maps", "configmaps",
       R"({"data":{"a b":"1","x":"2"},"binaryData":{"x":""}})",
       "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' "
       "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')\n"
       "data[x]: Invalid value: \"x\": duplicate of key present in binaryData"},
      {"a TLS secret without its key", "secrets", R"({"type":"kubernetes.io/tls","data":{"tls.crt":""}})",
       "data[tls.key]: Required value"},
      {"a class without a provisioner", "storageclasses", R"({"reclaimPolicy":"X","volumeBindingMode":"Immediate"})",
       "provisioner: Required value\n"
       "reclaimPolicy: Unsupported value: \"X\": supported values: \"Delete\", \"Retain\""},
      {"a driver", "csidrivers",
       R"({"metadata":{"name":"a.b"},"spec":{"fsGroupPolicy":"File","volumeLifecycleModes":["Persistent"]}})", ""},
      {"a driver with words, times and periods that are none", "csidrivers",
       R"({"metadata":{"name":"a_b"},"spec":{"fsGroupPolicy":"X","volumeLifecycleModes":["Y"],
           "nodeAllocatableUpdatePeriodSeconds":9,"tokenRequests":[{"audience":"a","expirationSeconds":1},{"audience":"a"}]}})",
       "name: Invalid value: \"a_b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
       "characters, "
       "'-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for "
       "validation "
       "is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')\n"
       "spec.fsGroupPolicy: Unsupported value: \"X\": supported values: \"File\", \"None\", "
       "\"ReadWriteOnceWithFSType\"\n"
       "spec.tokenRequests[0].expirationSeconds: Invalid value: 1: may not specify a duration less than 10 minutes\n"
       "spec.tokenRequests[1].audience: Duplicate value: \"a\"\n"
       "spec.volumeLifecycleModes: Unsupported value: \"Y\": supported values: \"Ephemeral\", \"Persistent\"\n"
       "spec.nodeAllocatableUpdatePeriodSeconds: Invalid value: 9: must be greater than or equal to 10 seconds"},
      {"a runtime", "runtimeclasses",
       R"({"handler":"runsc","overhead":{"podFixed":{"cpu":"250m"}},"scheduling":{"nodeSelector":{"a":"b"},
           "tolerations":[{"key":"a","operator":"Exists"}]}})",
       ""},
      {"a runtime's costs and places", "runtimeclasses",
       R"({"handler":"runsc","overhead":{"podFixed":{"cpu":"-1"}},"scheduling":{"nodeSelector":{"a":"-"},
           "tolerations":[{"key":"a","operator":"Is"}]}})",
       "overhead.limits[cpu]: Invalid value: \"-1\": must be greater than or equal to 0\n"
       "scheduling.nodeSelector: Invalid value: \"-\": a valid label must be an empty string or consist of "
       "alphanumeric "
       "characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or "
       "'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')\n"
       "scheduling.tolerations[0].operator: Unsupported value: \"Is\": supported values: \"Equal\", \"Exists\""},
      {"a request", "certificatesigningrequests",
       R"({"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIR01HNENBUUF3RERFS01BZ0dBMVVFQXd3QllUQlpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQQpCQkNJUWlHdldnWXVzTGRUWUZpVGllVGtaUWlQaldSVGhXVS91KzdkR1lTTVJjTkgvdUZiSmJYTHFxQVpaS1MwCjd5eG9xSEdBU3haNXp0RFVhNkZjUnppZ0FEQUtCZ2dxaGtqT1BRUURBZ05JQURCRkFpRUEyZVJneEtXbjhXeWwKQ25TT1JCOUhFTnhVeE15SUs1Z05Ecmt0VFpUdmJKZ0NJRlE0MkpMdWFUSVZGM1VFd3A2czlGcjdJQTFqU2JGUwpVdFZaRExzMXNiZEQKLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==","signerName":"a.b/c","usages":["client auth"]}})",
       ""},
      {"a request for what nobody knows", "certificatesigningrequests",
       R"({"spec":{"request":"eA==","signerName":"a","expirationSeconds":599,"usages":["signing","x","signing"]}})",
       "spec.request: Invalid value: \"eA==\": PEM block type must be CERTIFICATE REQUEST\n"
       "spec.usages[1]: Unsupported value: \"x\": supported values: \"any\", \"cert sign\", \"client auth\", \"code "
       "signing\", \"content commitment\", \"crl sign\", \"data encipherment\", \"decipher only\", \"digital "
       "signature\", \"email protection\", \"encipher only\", \"ipsec end system\", \"ipsec tunnel\", \"ipsec "
       "user\", \"key agreement\", \"key encipherment\", \"microsoft sgc\", \"netscape sgc\", \"ocsp signing\", "
       "\"s/mime\", \"server auth\", \"signing\", \"timestamping\"\n"
       "spec.usages[2]: Duplicate value: \"signing\"\n"
       "spec.signerName: Invalid value: \"a\": must be a fully qualified domain and path of the form "
       "'example.com/signer-name'\n"
       "spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds (10 minutes)"},
      {"a request that says nothing", "certificatesigningrequests",
       R"({"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIR01HNENBUUF3RERFS01BZ0dBMVVFQXd3QllUQlpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQQpCQkNJUWlHdldnWXVzTGRUWUZpVGllVGtaUWlQaldSVGhXVS91KzdkR1lTTVJjTkgvdUZiSmJYTHFxQVpaS1MwCjd5eG9xSEdBU3haNXp0RFVhNkZjUnppZ0FEQUtCZ2dxaGtqT1BRUURBZ05JQURCRkFpRUEyZVJneEtXbjhXeWwKQ25TT1JCOUhFTnhVeE15SUs1Z05Ecmt0VFpUdmJKZ0NJRlE0MkpMdWFUSVZGM1VFd3A2czlGcjdJQTFqU2JGUwpVdFZaRExzMXNiZEQKLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg=="}})",
       "spec.usages: Required value\nspec.signerName: Required value"},
      {"a priority beyond a user's", "priorityclasses",
       R"({"metadata":{"name":"system-x"},"value":1000000001,"preemptionPolicy":"Never"})",
       "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only\n"
       "value: Forbidden: maximum allowed value of a user defined priority is 1000000000"},
      {"an autoscaler between no bounds", "hpa",
       R"({"spec":{"minReplicas":0,"maxReplicas":0,"scaleTargetRef":{"kind":"Deployment"}}})",
       "spec.minReplicas: Invalid value: 0: must be greater than or equal to 1\n"
       "spec.maxReplicas: Required value: must be set and greater than 0\n"
       "spec.scaleTargetRef.name: Required value"},
      {"more at least than at most", "hpa",
       R"({"spec":{"minReplicas":2,"maxReplicas":1,"scaleTargetRef":{"kind":"Deployment","name":"a"}}})",
       "spec.maxReplicas: Invalid value: 1: must be greater than or equal to `minReplicas`"},
      {"a rule without verbs", "roles", R"({"rules":[{"apiGroups":[""],"resources":["pods"]}]})",
       "rules[0].verbs: Required value: verbs must contain at least one value"},
      {"a binding to nothing", "rolebindings",
       R"({"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role"},"subjects":[{"kind":"ServiceAccount","name":"s"}]})",
       "roleRef.name: Required value"},
      {"a service account of no namespace, for the whole cluster", "clusterrolebindings",
       R"({"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"r"},
           "subjects":[{"kind":"ServiceAccount","name":"s"}]})",
       "subjects[0].namespace: Required value"},
      {"a subject of another kind", "rolebindings",
       R"({"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},
           "subjects":[{"kind":"Robot","name":"s"},{"kind":"ServiceAccount","name":"S","apiGroup":"x"}]})",
       "subjects[0].kind: Unsupported value: \"Robot\": supported values: \"ServiceAccount\", \"User\", \"Group\"\n"
       "subjects[1].name: Invalid value: \"S\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
       "characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used "
       "for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')\n"
       "subjects[1].apiGroup: Unsupported value: \"x\": supported values: \"\""},
      {"an ingress that leads nowhere", "ingresses",
       R"({"spec":{"rules":[{"http":{"paths":[{"path":"x","pathType":"Prefix",
           "backend":{"service":{"name":"s","port":{"number":80}}}}]}}]}})",
       "spec.rules[0].http.paths[0].path: Invalid value: \"x\": must be an absolute path"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      const Kind* kind = find_resource(row.resource);
      REQUIRE(kind != nullptr);
      REQUIRE(kind->validate != nullptr);
      FieldErrors errors;
      kind->validate(*parse_json(row.object), errors);
      CHECK(told(errors) == row.errors);
    }
}

TEST_CASE("Validation: 7. Other kinds: topologies of a class, names of endpoints, ranges of a node") {
  const Row rows[] = {
      {"topologies", "storageclasses",
       R"({"provisioner":"a","reclaimPolicy":"Delete","volumeBindingMode":"Immediate","allowedTopologies":[
           {"matchLabelExpressions":[{"key":"z","values":["a"]}]},{"matchLabelExpressions":[{"key":"z","values":["b"]}]}]})",
       ""},
      {"topologies that say little, or the same", "storageclasses",
       R"({"provisioner":"a","reclaimPolicy":"Delete","volumeBindingMode":"Immediate","allowedTopologies":[
           {"matchLabelExpressions":[{"key":"z","values":["a"]}]},{"matchLabelExpressions":[{"key":"z","values":["a"]}]},
           {"matchLabelExpressions":[{"key":"y"},{"key":"x","values":["a","a"]},{"key":"x","values":["a"]}]},{}]})",
       "allowedTopologies[1].matchLabelExpressions: Duplicate value: \"\"\n"
       "allowedTopologies[2].matchLabelExpressions[0].values: Required value\n"
       "allowedTopologies[2].matchLabelExpressions[1].values[1]: Duplicate value: \"a\"\n"
       "allowedTopologies[2].matchLabelExpressions[2].key: Duplicate value: \"x\"\n"
       "allowedTopologies[3].matchLabelExpressions: Duplicate value: \"\""},
      {"a hostname that is none", "endpointslices",
       R"({"addressType":"IPv4","endpoints":[{"addresses":["1.2.3.4"],"hostname":"a.b"}],"ports":[]})",
       "endpoints[0].hostname: Invalid value: \"a.b\": must not contain dots"},
      {"two ranges of one family", "nodes", R"({"spec":{"podCIDRs":["10.0.0.0/24","10.0.1.0/24"]}})",
       "spec.podCIDRs: Invalid value: [\"10.0.0.0/24\",\"10.0.1.0/24\"]: may specify no more than one CIDR for each IP "
       "family"},
      {"one range of each", "nodes", R"({"spec":{"podCIDRs":["10.0.0.0/24","fd00::/64"]}})", ""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      FieldErrors errors;
      find_resource(row.resource)->validate(*parse_json(row.object), errors);
      CHECK(told(errors) == row.errors);
    }
}

TEST_CASE("Validation: 7. Other kinds: both bounds of a disruption budget") {
  FieldErrors errors;
  find_resource("pdb")->validate(*parse_json(R"({"spec":{"minAvailable":1,"maxUnavailable":"50%"}})"), errors);
  CHECK(told(errors) ==
        "spec: Invalid value: {\"MinAvailable\":1,\"Selector\":null,\"MaxUnavailable\":\"50%\","
        "\"UnhealthyPodEvictionPolicy\":null}: minAvailable and maxUnavailable cannot be both set");
}

TEST_CASE("Validation: 7. Other kinds: what may not change") {
  const UpdateRow rows[] = {
      {"a service's address", "services", R"({"spec":{"clusterIPs":["10.0.0.8"],"type":"ClusterIP"}})",
       R"({"spec":{"clusterIPs":["10.0.0.9"],"type":"ClusterIP"}})",
       "spec.clusterIPs[0]: Invalid value: [\"10.0.0.9\"]: may not change once set"},
      {"a bound claim may grow", "persistentvolumeclaims",
       R"({"spec":{"volumeName":"v","resources":{"requests":{"storage":"1Gi"}}},"status":{"phase":"Bound","capacity":{"storage":"1Gi"}}})",
       R"({"spec":{"volumeName":"v","resources":{"requests":{"storage":"2Gi"}}},"status":{"phase":"Bound","capacity":{"storage":"1Gi"}}})",
       ""},
      {"but not shrink below what it has", "persistentvolumeclaims",
       R"({"spec":{"volumeName":"v","resources":{"requests":{"storage":"2Gi"}}},"status":{"phase":"Bound","capacity":{"storage":"2Gi"}}})",
       R"({"spec":{"volumeName":"v","resources":{"requests":{"storage":"1Gi"}}},"status":{"phase":"Bound","capacity":{"storage":"2Gi"}}})",
       "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity"},
      {"a claim is given its volume once", "persistentvolumeclaims", R"({"spec":{"storageClassName":"a"}})",
       R"({"spec":{"storageClassName":"a","volumeName":"v"}})", ""},
      {"immutable data", "configmaps", R"({"immutable":true,"data":{"a":"1"}})", R"({"data":{"a":"2"}})",
       "immutable: Forbidden: field is immutable when `immutable` is set\n"
       "data: Forbidden: field is immutable when `immutable` is set"},
      {"a secret's type", "secrets", R"({"type":"Opaque"})", R"({"type":"X"})",
       "type: Invalid value: \"X\": field is immutable"},
      {"a priority", "priorityclasses", R"({"value":1})", R"({"value":2})",
       "value: Forbidden: may not be changed in an update."},
      {"how a driver's volumes are attached", "csidrivers",
       R"({"spec":{"attachRequired":true,"volumeLifecycleModes":["Persistent"]}})",
       R"({"spec":{"attachRequired":false,"volumeLifecycleModes":["Ephemeral"]}})",
       "spec.attachedRequired: Invalid value: false: field is immutable\n"
       "spec.volumeLifecycleModes: Invalid value: [\"Ephemeral\"]: field is immutable"},
      {"a class' provisioner", "storageclasses", R"({"provisioner":"a"})", R"({"provisioner":"b"})",
       "provisioner: Invalid value: \"b\": field is immutable"},
      {"where a volume can be used", "persistentvolumes",
       R"({"spec":{"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"a","operator":"Exists"}]}]}}}})",
       R"({"spec":{"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"b","operator":"Exists"}]}]}}}})",
       "nodeAffinity: Invalid value: {\"Required\":{\"NodeSelectorTerms\":[{\"MatchExpressions\":[{\"Key\":\"b\","
       "\"Operator\":\"Exists\",\"Values\":null}],\"MatchFields\":null}]}}: field is immutable"},
      {"the versions that objects are stored in", "customresourcedefinitions",
       R"({"spec":{"group":"e.com","names":{"plural":"ws","kind":"W"},"versions":[{"name":"v1","storage":true}]},
           "status":{"storedVersions":["v1"]}})",
       R"({"spec":{"group":"e.com","names":{"plural":"ws","kind":"W"},"versions":[{"name":"v2","storage":true}]},
           "status":{"storedVersions":["v1","v2"]}})",
       "status.storedVersions[0]: Invalid value: \"v1\": must appear in spec.versions"},
      {"the role of a binding", "rolebindings", R"({"roleRef":{"apiGroup":"g","kind":"Role","name":"a"}})",
       R"({"roleRef":{"apiGroup":"g","kind":"Role","name":"b"}})",
       "roleRef: Invalid value: {\"APIGroup\":\"g\",\"Kind\":\"Role\",\"Name\":\"b\"}: cannot change roleRef"},
  };
  for (const UpdateRow& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      const Kind* kind = find_resource(row.resource);
      REQUIRE(kind != nullptr);
      FieldErrors errors;
      kind->validate_update(*parse_json(row.after), *parse_json(row.before), errors);
      CHECK(told(errors) == row.errors);
    }
}
