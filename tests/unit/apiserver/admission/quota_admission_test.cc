#include "apiserver/admission/quota_admission.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "api/kinds/deployment.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "api/kinds/resourcequota.h"
#include "base/json.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string quota(const std::string& hard, const std::string& more = "") {
  return R"({"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":)" + hard + more + "}}";
}

std::string pod(const std::string& name, const std::string& resources = "{}", const std::string& spec = "") {
  return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name +
         R"("},"spec":{"containers":[{"name":"c","image":"nginx:1.27","resources":)" + resources + "}]" + spec + "}}";
}

std::string service(const std::string& spec) {
  return R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"ports":[{"name":"a","port":80},)"
         R"({"name":"b","port":81}],)" +
         spec + "}}";
}

std::string claim(const std::string& storage, const std::string& more = "") {
  return R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"d"},"spec":{)"
         R"("accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":")" +
         storage + "\"}}" + more + "}}";
}

// The message of a create that is refused, or "".
std::string refusal(Scenario& scene, const std::string& json) {
  const Value document = *parse_json(json);
  const Kind* kind = find_kind(document["apiVersion"].as_string(), document["kind"].as_string());
  REQUIRE(kind != nullptr);
  const auto made = scene.cluster().api().create(*kind, "default", document);
  return made ? "" : made.error().message;
}

}  // namespace

TEST_CASE("ResourceQuota: what is refused") {
  struct Row {
    const char* why;
    std::string quota;
    std::string object;
    const char* error;
  };
  const Row rows[] = {
      {"a pod within the limits", quota(R"({"pods":"1","requests.cpu":"1"})"), pod("p", R"({"requests":{"cpu":"1"}})"),
       ""},
      {"too many pods", quota(R"({"pods":"0"})"), pod("p"),
       R"(pods "p" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0)"},
      {"two resources at once, in order", quota(R"({"memory":"1Gi","cpu":"500m","pods":"9"})"),
       pod("p", R"({"requests":{"cpu":"1","memory":"2048Mi"}})"),
       R"(pods "p" is forbidden: exceeded quota: q, requested: cpu=1,memory=2Gi, used: cpu=0,memory=0, limited: )"
       R"(cpu=500m,memory=1Gi)"},
      {"every container must name what is limited", quota(R"({"requests.cpu":"1","limits.memory":"1Gi"})"), pod("p"),
       R"(pods "p" is forbidden: failed quota: q: must specify limits.memory for: c; requests.cpu for: c)"},
      {"but not ephemeral storage", quota(R"({"requests.ephemeral-storage":"1Gi"})"), pod("p"), ""},
      {"resources of the pod as a whole will do", quota(R"({"requests.cpu":"1"})"),
       pod("p", "{}", R"(,"resources":{"requests":{"cpu":"500m"}})"), ""},
      {"a limit counts as the request, too", quota(R"({"requests.cpu":"1"})"), pod("p", R"({"limits":{"cpu":"2"}})"),
       R"(pods "p" is forbidden: exceeded quota: q, requested: requests.cpu=2, used: requests.cpu=0, limited: )"
       R"(requests.cpu=1)"},
      {"extended resources by their request", quota(R"({"requests.example.com/gpu":"1"})"),
       pod("p", R"({"limits":{"example.com/gpu":"2"}})"),
       R"(pods "p" is forbidden: exceeded quota: q, requested: requests.example.com/gpu=2, used: )"
       R"(requests.example.com/gpu=0, limited: requests.example.com/gpu=1)"},
      {"out of scope: a pod that asks for something is no best effort",
       quota(R"({"pods":"0"})", R"(,"scopes":["BestEffort"])"), pod("p", R"({"requests":{"cpu":"1"}})"), ""},
      {"in scope: best effort", quota(R"({"pods":"0"})", R"(,"scopes":["BestEffort"])"), pod("p"),
       R"(pods "p" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0)"},
      {"in scope: it has a deadline", quota(R"({"pods":"0"})", R"(,"scopes":["Terminating"])"),
       pod("p", "{}", R"(,"activeDeadlineSeconds":10)"),
       R"(pods "p" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0)"},
      {"in scope: its priority class is listed",
       quota(R"({"pods":"0"})", R"(,"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass",)"
                                R"("operator":"In","values":["system-node-critical"]}]})"),
       pod("p", "{}", R"(,"priorityClassName":"system-node-critical")"),
       R"(pods "p" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0)"},
      {"out of scope: another priority class",
       quota(R"({"pods":"0"})", R"(,"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass",)"
                                R"("operator":"In","values":["system-node-critical"]}]})"),
       pod("p"), ""},
      {"node ports are counted before they are given", quota(R"({"services.nodeports":"1"})"),
       service(R"("type":"NodePort")"),
       R"(services "s" is forbidden: exceeded quota: q, requested: services.nodeports=2, used: services.nodeports=0, )"
       R"(limited: services.nodeports=1)"},
      {"load balancers", quota(R"({"services.loadbalancers":"0"})"), service(R"("type":"LoadBalancer")"),
       R"(services "s" is forbidden: exceeded quota: q, requested: services.loadbalancers=1, used: )"
       R"(services.loadbalancers=0, limited: services.loadbalancers=0)"},
      {"a plain service needs neither", quota(R"({"services.loadbalancers":"0","services.nodeports":"0"})"),
       service(R"("type":"ClusterIP")"), ""},
      {"storage", quota(R"({"requests.storage":"1Gi"})"), claim("2Gi"),
       R"(persistentvolumeclaims "d" is forbidden: exceeded quota: q, requested: requests.storage=2Gi, used: )"
       R"(requests.storage=0, limited: requests.storage=1Gi)"},
      {"storage of one class", quota(R"({"standard.storageclass.storage.k8s.io/requests.storage":"1Gi"})"),
       claim("2Gi"),
       R"(persistentvolumeclaims "d" is forbidden: exceeded quota: q, requested: )"
       R"(standard.storageclass.storage.k8s.io/requests.storage=2Gi, used: )"
       R"(standard.storageclass.storage.k8s.io/requests.storage=0, limited: )"
       R"(standard.storageclass.storage.k8s.io/requests.storage=1Gi)"},
      {"objects of another class", quota(R"({"gold.storageclass.storage.k8s.io/persistentvolumeclaims":"0"})"),
       claim("2Gi"), ""},
      {"any kind by count/", quota(R"({"count/deployments.apps":"0"})"),
       R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":)"
       R"({"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})",
       R"(deployments.apps "d" is forbidden: exceeded quota: q, requested: count/deployments.apps=1, used: )"
       R"(count/deployments.apps=0, limited: count/deployments.apps=0)"},
      {"the default ConfigMap of the namespace counts", quota(R"({"configmaps":"1"})"),
       R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}})",
       R"(configmaps "c" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=1, limited: )"
       R"(configmaps=1)"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      scene.create(row.quota);
      CHECK(refusal(scene, row.object) == row.error);
    }
}

TEST_CASE("ResourceQuota: status unknown until the controller has counted") {
  Store store(1);
  const Time now = Time(seconds(1'790'000'000));
  const auto put = [&](const char* status) {
    store.put(kResourceQuota, {"default", "q"},
              Value{{"metadata", Value{{"name", "q"}, {"namespace", "default"}}},
                    {"spec", *parse_json(R"({"hard":{"pods":"1"}})")},
                    {"status", *parse_json(status)}},
              {"test", now});
  };
  const Value document = *parse_json(R"({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[]}})");
  put("{}");
  CHECK(check_quotas(store, kPod, document, nullptr, now));  // it is about nothing yet
  put(R"({"hard":{"pods":"1"}})");
  const auto checked = check_quotas(store, kPod, document, nullptr, now);
  REQUIRE_FALSE(checked);
  CHECK(checked.error().message == R"(pods "p" is forbidden: status unknown for quota: q, resources: pods)");
}

TEST_CASE("ResourceQuota: a controller that may make no more pods says so") {
  Scenario scene;
  scene.create(quota(R"({"pods":"2"})"));
  scene.create(R"({"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web"},"spec":{"replicas":3,
    "selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
    "spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}}})");
  scene.settle();
  CHECK(scene.text(kReplicaSet, "web", {"status", "replicas"}) == "2");
  CHECK(scene.text(kResourceQuota, "q", {"status", "used", "pods"}) == "\"2\"");
  const ObjectRef set = scene.get(kReplicaSet, "web");
  const Value& failure = set->status()["conditions"][0];
  CHECK(failure["type"].as_string() == "ReplicaFailure");
  CHECK(failure["reason"].as_string() == "FailedCreate");
  const std::string message = failure["message"].str();
  CHECK(message.starts_with("pods \"web-"));
  CHECK(message.ends_with("\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2"));
  CHECK(message.size() > std::string("pods \"web-\"").size() + 80);  // the name is complete: web-x7k2p
  scene.patch(kResourceQuota, "q", R"({"spec":{"hard":{"pods":"3"}}})");
  scene.advance(minutes(20));
  CHECK(scene.text(kReplicaSet, "web", {"status", "replicas"}) == "3");
}
