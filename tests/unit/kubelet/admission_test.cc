#include "kubelet/admission.h"

#include "support/kubelet_scene.h"
#include "support/scenario.h"

using namespace skiff;
using namespace skiff::kubelet_testing;

TEST_CASE("kubelet: pods that were put on a node that cannot take them") {
  struct Row {
    const char* why;
    const char* spec;
    const char* reason;
    const char* message;
  };
  const Row rows[] = {
      {"more cpu than the node has",
       R"({"containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"5"}}}]})", "OutOfcpu",
       "Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000"},
      {"more memory", R"({"containers":[{"name":"c","image":"i:1","resources":{"requests":{"memory":"9Gi"}}}]})",
       "OutOfmemory", "Node didn't have enough resource: memory, requested: 9663676416, used: 0, capacity: 8589934592"},
      {"an init container counts, too",
       R"({"initContainers":[{"name":"i","image":"i:1","resources":{"requests":{"cpu":"4500m"}}}],
           "containers":[{"name":"c","image":"i:1"}]})",
       "OutOfcpu", "Node didn't have enough resource: cpu, requested: 4500, used: 0, capacity: 4000"},
      {"what the node does not offer",
       R"({"containers":[{"name":"c","image":"i:1","resources":{"requests":{"example.com/gpu":"1"}}}]})",
       "OutOfexample.com/gpu", "Node didn't have enough resource: example.com/gpu, requested: 1, used: 0, capacity: 0"},
      {"a selector that does not match", R"({"nodeSelector":{"disk":"ssd"},"containers":[{"name":"c","image":"i:1"}]})",
       "NodeAffinity", "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod(row.spec);
      scene.at(1);
      const Value& status = scene.pod()->status();
      CHECK(status["phase"].as_string() == "Failed");
      CHECK(status["reason"].as_string() == row.reason);
      CHECK(status["message"].as_string() == std::string("Pod was rejected: ") + row.message);
      CHECK_FALSE(status.contains("containerStatuses"));
      CHECK(scene.messages(row.reason) == row.message);
      CHECK(scene.store.states("kubelet").empty());
    }
}

TEST_CASE("kubelet: what the other pods of a node leave") {
  Scene scene;
  const ObjectRef node = scene.store.get(kNode, {"", "worker-1"});
  const auto pod = [](const char* name, const char* spec) {
    Value document{{"apiVersion", "v1"}, {"kind", "Pod"}, {"metadata", Value{{"name", name}, {"uid", name}}}};
    document.set("spec", *parse_json(spec));
    return std::make_shared<const Object>(kPod, ObjectKey{"default", name}, 1, document);
  };
  const char* half = R"({"containers":[{"name":"c","resources":{"requests":{"cpu":"2"}},"ports":[{"hostPort":80}]}]})";
  const char* other_port =
      R"({"containers":[{"name":"c","resources":{"requests":{"cpu":"2"}},"ports":[{"hostPort":81}]}]})";
  const std::vector<ObjectRef> there = {pod("a", half)};
  CHECK_FALSE(judge_pod(*pod("b", other_port), *node, there));
  CHECK(judge_pod(*pod("b", half), *node, there)->reason == "NodePorts");
  const std::vector<ObjectRef> full = {pod("a", half), pod("b", other_port)};
  CHECK(judge_pod(*pod("c", half), *node, full)->message ==
        "Node didn't have enough resource: cpu, requested: 2000, used: 4000, capacity: 4000");
  CHECK_FALSE(judge_pod(*full[0], *node, full));
  Value document = node->document();
  document["status"]["allocatable"]["pods"] = "2";
  const Object small(kNode, node->key(), 2, document);
  CHECK(judge_pod(*pod("c", R"({"containers":[{"name":"c"}]})"), small, full)->message ==
        "Node didn't have enough resource: pods, requested: 1, used: 2, capacity: 2");
  document["status"]["allocatable"]["pods"] = "110";
  document["spec"]["taints"] = *parse_json(R"([{"key":"k","effect":"NoExecute"},{"key":"s","effect":"NoSchedule"}])");
  const Object tainted(kNode, node->key(), 3, document);
  CHECK(judge_pod(*pod("c", R"({"containers":[]})"), tainted, {})->reason == "TaintToleration");
  CHECK_FALSE(
      judge_pod(*pod("c", R"({"containers":[],"tolerations":[{"key":"k","operator":"Exists"}]})"), tainted, {}));
}

TEST_CASE("kubelet: refused pods are replaced at a rate that time can follow, and settling gives up on them") {
  test::Scenario scene;
  scene.create(
      R"({"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web"},"spec":{"replicas":1,"selector":)"
      R"({"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{)"
      R"("nodeName":"worker-1","containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"100"}}}]}}}})");
  scene.advance(seconds(5));
  const auto pods = scene.cluster().api().store().list(kPod, "default");
  size_t refused = 0;
  for (const ObjectRef& pod : pods) refused += pod->status()["reason"].as_string() == "OutOfcpu" ? 1 : 0;
  CHECK(refused >= 4);
  CHECK(refused <= 6);
  CHECK(pods.size() == refused + 1);  // who has failed does not count: there is always another
  scene.settle();
  CHECK(scene.cluster().api().store().count(kPod) < 1000);
}
