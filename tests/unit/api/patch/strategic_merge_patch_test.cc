#include "api/patch/strategic_merge_patch.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "api/kinds/deployment.h"
#include "api/kinds/pod.h"
#include "base/json.h"

using namespace skiff;

namespace {

std::string applied(const Schema* schema, const char* document, const char* patch) {
  Value change = *parse_json(patch);
  const auto merged = apply_strategic_patch(*parse_json(document), change, schema);
  return merged ? to_json(*merged) : merged.error().message;
}

}  // namespace

TEST_CASE("Apply: 3. Directives: maps and lists of a pod spec") {
  struct Row {
    const char* why;
    const char* spec;
    const char* patch;
    const char* result;
  };
  const Row rows[] = {
      {"a null deletes", R"({"a":1,"nodeName":"n"})", R"({"nodeName":null})", R"({"a":1})"},
      {"a null for what is not there is dropped", R"({})", R"({"nodeName":null,"securityContext":{"runAsUser":null}})",
       R"({"securityContext":{}})"},
      {"elements merge by key", R"({"containers":[{"image":"a","name":"x"}]})",
       R"({"containers":[{"image":"b","name":"x"}]})", R"({"containers":[{"image":"b","name":"x"}]})"},
      {"a new element comes before those it cannot be compared with", R"({"containers":[{"name":"a"}]})",
       R"({"containers":[{"name":"z"}]})", R"({"containers":[{"name":"z"},{"name":"a"}]})"},
      {"an element is deleted", R"({"containers":[{"name":"a"},{"name":"b"}]})",
       R"({"containers":[{"$patch":"delete","name":"a"}]})", R"({"containers":[{"name":"b"}]})"},
      {"a list is replaced", R"({"containers":[{"name":"a"},{"name":"b"}]})",
       R"({"containers":[{"name":"c"},{"$patch":"replace"}]})", R"({"containers":[{"name":"c"}]})"},
      {"the order is set", R"({"containers":[{"name":"a"},{"name":"b"},{"name":"live"}]})",
       R"({"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"image":"i","name":"a"}]})",
       R"({"containers":[{"name":"b"},{"image":"i","name":"a"},{"name":"live"}]})"},
      {"an atomic list is replaced", R"({"tolerations":[{"key":"a"}]})", R"({"tolerations":[{"key":"b"}]})",
       R"({"tolerations":[{"key":"b"}]})"},
      {"a map is replaced", R"({"securityContext":{"runAsUser":1}})",
       R"({"securityContext":{"$patch":"replace","runAsGroup":2}})", R"({"securityContext":{"runAsGroup":2}})"},
      {"a map is emptied", R"({"securityContext":{"runAsUser":1}})", R"({"securityContext":{"$patch":"delete"}})",
       R"({"securityContext":{}})"},
      {"a volume keeps only the keys that are retained", R"({"volumes":[{"emptyDir":{},"name":"v"}]})",
       R"({"volumes":[{"$retainKeys":["name","hostPath"],"hostPath":{"path":"/x"},"name":"v"}]})",
       R"({"volumes":[{"hostPath":{"path":"/x"},"name":"v"}]})"},
      {"a key that is set must be retained", R"({"volumes":[{"emptyDir":{},"name":"v"}]})",
       R"({"volumes":[{"$retainKeys":["name"],"hostPath":{"path":"/x"},"name":"v"}]})",
       "invalid patch format of retainKeys"},
      {"one that goes need not be", R"({"volumes":[{"emptyDir":{},"name":"v"}]})",
       R"({"volumes":[{"$retainKeys":["name"],"emptyDir":null,"name":"v"}]})", R"({"volumes":[{"name":"v"}]})"},
      {"what is retained is a list", R"({"volumes":[{"name":"v"}]})",
       R"({"volumes":[{"$retainKeys":"name","name":"v"}]})", "invalid patch format of retainKeys"},
      {"the order names all of the patch", R"({"containers":[{"name":"a"}]})",
       R"({"$setElementOrder/containers":[{"name":"a"}],"containers":[{"name":"b"}]})",
       "The order in patch list:\n[map[name:b]]\n doesn't match $setElementOrder list:\n[map[name:a]]\n"},
      {"what goes stands in no order", R"({"containers":[{"name":"a"},{"name":"b"}]})",
       R"({"$setElementOrder/containers":[{"name":"a"}],"containers":[{"$patch":"delete","name":"b"}]})",
       R"({"containers":[{"name":"a"}]})"},
      {"an order alone moves", R"({"containers":[{"name":"a"},{"name":"b"}]})",
       R"({"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]})",
       R"({"containers":[{"name":"b"},{"name":"a"}]})"},
      {"what goes needs its key", R"({"containers":[{"name":"a"}]})", R"({"containers":[{"$patch":"delete"}]})",
       "map: map[$patch:delete] does not contain declared merge key: name"},
      {"a type that changes is replaced", R"({"hostname":"a"})", R"({"hostname":{"x":1}})", R"({"hostname":{"x":1}})"},
      {"a missing merge key", R"({"containers":[{"name":"a"}]})", R"({"containers":[{"image":"x"}]})",
       "map: map[image:x] does not contain declared merge key: name"},
      {"merge is no directive for elements", R"({"containers":[{"name":"a"}]})",
       R"({"containers":[{"$patch":"merge","name":"a"}]})", "merging lists cannot yet be specified in the patch"},
      {"an unknown directive", R"({"securityContext":{"runAsUser":1}})",
       R"({"securityContext":{"$patch":"foo","a":1}})", "unknown patch type: foo in map: map[$patch:foo a:1]"},
      {"a list out of order", R"({"containers":[{"name":"a"}]})",
       R"({"$setElementOrder/containers":[{"name":"a"},{"name":"b"}],"containers":[{"name":"b"},{"name":"a"}]})",
       "The order in patch list:\n[map[name:b] map[name:a]]\n doesn't match $setElementOrder list:\n[map[name:a] "
       "map[name:b]]\n"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(applied(schema_at(find_schema(kPod), "spec"), row.spec, row.patch) == row.result);
    }
}

TEST_CASE("Apply: 3. Merge keys: what is the same element, and what is replaced whole") {
  struct Row {
    const char* why;
    const char* resource;
    const char* object;
    const char* patch;
    const char* result;
  };
  const Row rows[] = {
      {"owners by uid", "pods", R"({"metadata":{"ownerReferences":[{"name":"a","uid":"1"}]}})",
       R"({"metadata":{"ownerReferences":[{"name":"b","uid":"1"}]}})",
       R"({"metadata":{"ownerReferences":[{"name":"b","uid":"1"}]}})"},
      {"volumes by name, keeping what is not named to go", "pods",
       R"({"spec":{"volumes":[{"emptyDir":{},"name":"v"}]}})",
       R"({"spec":{"volumes":[{"hostPath":{"path":"/x"},"name":"v"}]}})",
       R"({"spec":{"volumes":[{"emptyDir":{},"hostPath":{"path":"/x"},"name":"v"}]}})"},
      {"init containers by name", "pods", R"({"spec":{"initContainers":[{"image":"a","name":"i"}]}})",
       R"({"spec":{"initContainers":[{"image":"b","name":"i"}]}})",
       R"({"spec":{"initContainers":[{"image":"b","name":"i"}]}})"},
      {"pull secrets by name", "pods", R"({"spec":{"imagePullSecrets":[{"name":"a"}]}})",
       R"({"spec":{"imagePullSecrets":[{"name":"b"}]}})",
       R"({"spec":{"imagePullSecrets":[{"name":"b"},{"name":"a"}]}})"},
      {"host aliases by address", "pods", R"({"spec":{"hostAliases":[{"hostnames":["a"],"ip":"1"}]}})",
       R"({"spec":{"hostAliases":[{"hostnames":["b"],"ip":"1"}]}})",
       R"({"spec":{"hostAliases":[{"hostnames":["b"],"ip":"1"}]}})"},
      {"spreading by topology key", "pods",
       R"({"spec":{"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z"}]}})",
       R"({"spec":{"topologySpreadConstraints":[{"maxSkew":2,"topologyKey":"z"}]}})",
       R"({"spec":{"topologySpreadConstraints":[{"maxSkew":2,"topologyKey":"z"}]}})"},
      {"a container's ports by their number alone", "pods",
       R"({"spec":{"containers":[{"name":"c","ports":[{"containerPort":53,"protocol":"UDP"}]}]}})",
       R"({"spec":{"containers":[{"name":"c","ports":[{"containerPort":53,"protocol":"TCP"}]}]}})",
       R"({"spec":{"containers":[{"name":"c","ports":[{"containerPort":53,"protocol":"TCP"}]}]}})"},
      {"variables by name, mounts by path, devices by path", "pods",
       R"({"spec":{"containers":[{"env":[{"name":"A","value":"1"}],"name":"c","volumeDevices":[{"devicePath":"/d","name":"x"}],)"
       R"("volumeMounts":[{"mountPath":"/m","name":"x"}]}]}})",
       R"({"spec":{"containers":[{"env":[{"name":"A","value":"2"}],"name":"c","volumeDevices":[{"devicePath":"/d","name":"y"}],)"
       R"("volumeMounts":[{"mountPath":"/m","name":"y"}]}]}})",
       R"({"spec":{"containers":[{"env":[{"name":"A","value":"2"}],"name":"c","volumeDevices":[{"devicePath":"/d","name":"y"}],)"
       R"("volumeMounts":[{"mountPath":"/m","name":"y"}]}]}})"},
      {"a service's ports by their number", "services", R"({"spec":{"ports":[{"name":"a","port":80},{"port":81}]}})",
       R"({"spec":{"ports":[{"name":"b","port":80}]}})", R"({"spec":{"ports":[{"name":"b","port":80},{"port":81}]}})"},
      {"secrets of an account by name", "serviceaccounts", R"({"secrets":[{"name":"a"}]})",
       R"({"secrets":[{"$patch":"delete","name":"a"},{"name":"b"}]})", R"({"secrets":[{"name":"b"}]})"},
      {"ranges of a node are scalars of one set", "nodes", R"({"spec":{"podCIDRs":["a"]}})",
       R"({"spec":{"podCIDRs":["b","a"]}})", R"({"spec":{"podCIDRs":["b","a"]}})"},
      {"conditions by type", "deployments", R"({"status":{"conditions":[{"status":"True","type":"Available"}]}})",
       R"({"status":{"conditions":[{"status":"False","type":"Available"}]}})",
       R"({"status":{"conditions":[{"status":"False","type":"Available"}]}})"},
      {"ephemeral containers by name", "pods", R"({"spec":{"ephemeralContainers":[{"image":"a","name":"e"}]}})",
       R"({"spec":{"ephemeralContainers":[{"image":"b","name":"e"}]}})",
       R"({"spec":{"ephemeralContainers":[{"image":"b","name":"e"}]}})"},
      {"gates by name", "pods", R"({"spec":{"schedulingGates":[{"name":"a"},{"name":"b"}]}})",
       R"({"spec":{"schedulingGates":[{"$patch":"delete","name":"a"}]}})",
       R"({"spec":{"schedulingGates":[{"name":"b"}]}})"},
      {"claims by name, keeping what is retained", "pods",
       R"({"spec":{"resourceClaims":[{"name":"a","resourceClaimName":"x"}]}})",
       R"({"spec":{"resourceClaims":[{"$retainKeys":["name","resourceClaimTemplateName"],"name":"a","resourceClaimTemplateName":"y"}]}})",
       R"({"spec":{"resourceClaims":[{"name":"a","resourceClaimTemplateName":"y"}]}})"},
      {"a pod's addresses by themselves", "pods", R"({"status":{"hostIPs":[{"ip":"1"}],"podIPs":[{"ip":"2"}]}})",
       R"({"status":{"hostIPs":[{"ip":"3"}],"podIPs":[{"ip":"2"}]}})",
       R"({"status":{"hostIPs":[{"ip":"3"},{"ip":"1"}],"podIPs":[{"ip":"2"}]}})"},
      {"a node's addresses by type", "nodes", R"({"status":{"addresses":[{"address":"1","type":"InternalIP"}]}})",
       R"({"status":{"addresses":[{"address":"2","type":"InternalIP"}]}})",
       R"({"status":{"addresses":[{"address":"2","type":"InternalIP"}]}})"},
      {"metrics of an autoscaler are one list", "hpa", R"({"spec":{"metrics":[{"type":"Resource"}]}})",
       R"({"spec":{"metrics":[{"type":"Pods"}]}})", R"({"spec":{"metrics":[{"type":"Pods"}]}})"},
      {"so are claim templates", "statefulsets", R"({"spec":{"volumeClaimTemplates":[{"metadata":{"name":"a"}}]}})",
       R"({"spec":{"volumeClaimTemplates":[{"metadata":{"name":"b"}}]}})",
       R"({"spec":{"volumeClaimTemplates":[{"metadata":{"name":"b"}}]}})"},
      {"access modes, too", "persistentvolumeclaims", R"({"spec":{"accessModes":["ReadWriteOnce"]}})",
       R"({"spec":{"accessModes":["ReadOnlyMany"]}})", R"({"spec":{"accessModes":["ReadOnlyMany"]}})"},
      {"addresses from outside, too", "services", R"({"spec":{"externalIPs":["1.1.1.1"]}})",
       R"({"spec":{"externalIPs":["2.2.2.2"]}})", R"({"spec":{"externalIPs":["2.2.2.2"]}})"},
      {"where variables come from, and files of a map", "pods",
       R"({"spec":{"containers":[{"envFrom":[{"prefix":"a"}],"name":"c"}],"volumes":[{"configMap":{"items":[{"key":"a"}]},"name":"v"}]}})",
       R"({"spec":{"containers":[{"envFrom":[{"prefix":"b"}],"name":"c"}],"volumes":[{"configMap":{"items":[{"key":"b"}]},"name":"v"}]}})",
       R"({"spec":{"containers":[{"envFrom":[{"prefix":"b"}],"name":"c"}],"volumes":[{"configMap":{"items":[{"key":"b"}]},"name":"v"}]}})"},
      {"an account's pull secrets are one list", "serviceaccounts", R"({"imagePullSecrets":[{"name":"a"}]})",
       R"({"imagePullSecrets":[{"name":"b"}]})", R"({"imagePullSecrets":[{"name":"b"}]})"},
      {"requirements of a selector are one list", "networkpolicies",
       R"({"spec":{"podSelector":{"matchExpressions":[{"key":"a","operator":"Exists"}]}}})",
       R"({"spec":{"podSelector":{"matchExpressions":[{"key":"b","operator":"Exists"}]}}})",
       R"({"spec":{"podSelector":{"matchExpressions":[{"key":"b","operator":"Exists"}]}}})"},
      {"a disruption budget's selector is replaced", "poddisruptionbudgets",
       R"({"spec":{"selector":{"matchLabels":{"a":"1"}}}})", R"({"spec":{"selector":{"matchLabels":{"b":"2"}}}})",
       R"({"spec":{"selector":{"matchLabels":{"b":"2"}}}})"},
      {"a command is one", "pods", R"({"spec":{"containers":[{"command":["a","b"],"name":"c"}]}})",
       R"({"spec":{"containers":[{"command":["c"],"name":"c"}]}})",
       R"({"spec":{"containers":[{"command":["c"],"name":"c"}]}})"},
      {"so are a node's taints", "nodes", R"({"spec":{"taints":[{"effect":"NoSchedule","key":"a"}]}})",
       R"({"spec":{"taints":[{"effect":"NoSchedule","key":"b"}]}})",
       R"({"spec":{"taints":[{"effect":"NoSchedule","key":"b"}]}})"},
      {"a strategy keeps only the keys that are retained", "deployments",
       R"({"spec":{"strategy":{"rollingUpdate":{"maxSurge":1},"type":"RollingUpdate"}}})",
       R"({"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}})",
       R"({"spec":{"strategy":{"type":"Recreate"}}})"},
      {"a StatefulSet's has no such directive of its own", "statefulsets",
       R"({"spec":{"updateStrategy":{"rollingUpdate":{"partition":0},"type":"RollingUpdate"}}})",
       R"({"spec":{"updateStrategy":{"type":"OnDelete"}}})",
       R"({"spec":{"updateStrategy":{"rollingUpdate":{"partition":0},"type":"OnDelete"}}})"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(applied(find_schema(*find_resource(row.resource)), row.object, row.patch) == row.result);
    }
}

TEST_CASE("Apply: 3. Merge keys: conditions are told apart by their type") {
  for (const char* resource :
       {"pods", "nodes", "namespaces", "persistentvolumeclaims", "replicationcontrollers", "replicasets", "deployments",
        "statefulsets", "daemonsets", "jobs", "hpa", "services", "pdb"})
    DYNAMIC_SECTION(resource) {
      CHECK(applied(find_schema(*find_resource(resource)),
                    R"({"status":{"conditions":[{"status":"True","type":"A"},{"status":"True","type":"B"}]}})",
                    R"({"status":{"conditions":[{"status":"False","type":"B"}]}})") ==
            R"({"status":{"conditions":[{"status":"True","type":"A"},{"status":"False","type":"B"}]}})");
    }
}

TEST_CASE("Apply: 3. Directives: scalars of a merged list") {
  const Schema* metadata = schema_at(find_schema(kPod), "metadata");
  CHECK(applied(metadata, R"({"finalizers":["a/x","b/x"]})", R"({"finalizers":["c/x","a/x"]})") ==
        R"({"finalizers":["c/x","a/x","b/x"]})");
  CHECK(applied(metadata, R"({"finalizers":["a/x","b/x"]})", R"({"$deleteFromPrimitiveList/finalizers":["a/x"]})") ==
        R"({"finalizers":["b/x"]})");
}

TEST_CASE("Apply: 3. Directives: what an error about the outcome still sees of the patch") {
  Value patch = *parse_json(
      R"({"spec":{"replicas":"three","template":{"spec":{"$setElementOrder/containers":[{"name":"c"}],
          "containers":[{"imagePullpolicy":null,"name":"c"}]}}}})");
  const Value live = *parse_json(R"({"spec":{"replicas":1,"template":{"spec":{"containers":[{"name":"c"}]}}}})");
  REQUIRE(apply_strategic_patch(live, patch, find_schema(kDeployment)).has_value());
  CHECK(to_json(patch) == R"({"spec":{"replicas":"three","template":{"spec":{}}}})");
}

TEST_CASE("Apply: 3. Directives: kinds without a schema merge maps and replace lists") {
  CHECK(applied(nullptr, R"({"a":{"x":1},"l":[{"name":"a"}]})", R"({"a":{"y":2},"l":[{"name":"b"}]})") ==
        R"({"a":{"x":1,"y":2},"l":[{"name":"b"}]})");
}
