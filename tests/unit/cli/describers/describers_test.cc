#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "base/json.h"
#include "cli/describers/describer_table.h"

namespace skiff::cli {
namespace {

struct Row {
  const char* why;
  const char* api_version;
  const char* kind;
  const char* json;
  const char* printed;
};

const Row kRows[] = {
    {"verbs of one resource are merged, the group goes before the subresource, rules are sorted by their verbs",
     "rbac.authorization.k8s.io/v1", "Role",
     R"({"metadata":{"name":"r"},"rules":[
       {"apiGroups":["apps"],"resources":["deployments"],"verbs":["get"]},
       {"apiGroups":["apps"],"resources":["deployments"],"verbs":["watch"]},
       {"apiGroups":["apps"],"resources":["deployments/scale"],"resourceNames":["b","a"],"verbs":["get"]},
       {"nonResourceURLs":["/healthz","/healthz/x"],"verbs":["get"]}]})",
     "Name:         r\n"
     "Labels:       <none>\n"
     "Annotations:  <none>\n"
     "PolicyRule:\n"
     "  Resources               Non-Resource URLs  Resource Names  Verbs\n"
     "  ---------               -----------------  --------------  -----\n"
     "  deployments.apps        []                 []              [get watch]\n"
     "                          [/healthz/x]       []              [get]\n"
     "                          [/healthz]         []              [get]\n"
     "  deployments.apps/scale  []                 [a]             [get]\n"
     "  deployments.apps/scale  []                 [b]             [get]\n"},
    {"what is used is shown in the family of the limit", "v1", "ResourceQuota",
     R"({"metadata":{"name":"q","namespace":"default"},"spec":{"scopes":["PriorityClass"]},
       "status":{"hard":{"memory":"1G","pods":"10"},"used":{"memory":"128Mi"}}})",
     "Name:       q\n"
     "Namespace:  default\n"
     "Scopes:     PriorityClass\n"
     "Resource    Used       Hard\n"
     "--------    ----       ----\n"
     "memory      134217728  1G\n"
     "pods        0          10\n"},
    {"a direction that is not in policyTypes is not affected, one without rules is isolated", "networking.k8s.io/v1",
     "NetworkPolicy",
     R"({"metadata":{"name":"n","namespace":"default","creationTimestamp":"2026-11-22T15:20:25Z"},
       "spec":{"podSelector":{},"policyTypes":["Egress"]}})",
     "Name:         n\n"
     "Namespace:    default\n"
     "Created on:   2026-11-22 15:20:25 +0000 UTC\n"
     "Labels:       <none>\n"
     "Annotations:  <none>\n"
     "Spec:\n"
     "  PodSelector:     <none> (Allowing the specific traffic to all pods in this namespace)\n"
     "  Not affecting ingress traffic\n"
     "  Allowing egress traffic:\n"
     "    <none> (Selected pods are isolated for egress connectivity)\n"
     "  Policy Types: Egress\n"},
    {"kubectl's own sample", "autoscaling/v2", "HorizontalPodAutoscaler",
     R"({"metadata":{"name":"api","namespace":"default","creationTimestamp":"2026-11-22T15:20:25Z"},
       "spec":{"scaleTargetRef":{"kind":"Deployment","name":"api"},"minReplicas":1,"maxReplicas":5,"metrics":[
         {"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}]},
       "status":{"currentReplicas":2,"desiredReplicas":2,"currentMetrics":[
         {"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":10,"averageValue":"10m"}}}],
         "conditions":[{"type":"AbleToScale","status":"True","reason":"ReadyForNewScale",
           "message":"recommended size matches current size"}]}})",
     "Name:                                                  api\n"
     "Namespace:                                             default\n"
     "Labels:                                                <none>\n"
     "Annotations:                                           <none>\n"
     "CreationTimestamp:                                     Sun, 22 Nov 2026 15:20:25 +0000\n"
     "Reference:                                             Deployment/api\n"
     "Metrics:                                               ( current / target )\n"
     "  resource cpu on pods  (as a percentage of request):  10% (10m) / 80%\n"
     "Min replicas:                                          1\n"
     "Max replicas:                                          5\n"
     "Deployment pods:                                       2 current / 2 desired\n"
     "Conditions:\n"
     "  Type         Status  Reason            Message\n"
     "  ----         ------  ------            -------\n"
     "  AbleToScale  True    ReadyForNewScale  recommended size matches current size\n"
     "Events:        <none>\n"},
    {"a backend whose service is missing says so", "networking.k8s.io/v1", "Ingress",
     R"({"metadata":{"name":"w","namespace":"default"},"spec":{"rules":[{"http":{"paths":[
       {"path":"/","backend":{"service":{"name":"svc","port":{"number":80}}}}]}}]}})",
     "Name:             w\n"
     "Labels:           <none>\n"
     "Namespace:        default\n"
     "Address:          \n"
     "Ingress Class:    <none>\n"
     "Default backend:  <default>\n"
     "Rules:\n"
     "  Host        Path  Backends\n"
     "  ----        ----  --------\n"
     "  *           \n"
     "              /   svc:80 (<error: services \"svc\" not found>)\n"
     "Annotations:  <none>\n"
     "Events:       <none>\n"},
};

TEST_CASE("descriptions of single objects") {
  Store store(1);
  const Time now{seconds(1'790'000'000)};
  const ApiServer api(store, now);
  for (const Row& row : kRows) DYNAMIC_SECTION(row.kind << ": " << row.why) {
      const Kind* kind = find_kind(row.api_version, row.kind);
      REQUIRE(kind != nullptr);
      Value document = *parse_json(row.json);
      ObjectKey key{document.at("metadata", "namespace").str(), document.at("metadata", "name").str()};
      const Object object(*kind, std::move(key), 1, std::move(document));
      CHECK(describe(object, {api}) == row.printed);
    }
}

}  // namespace
}  // namespace skiff::cli
