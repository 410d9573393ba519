#include "controllers/daemonset/placement.h"

#include <catch2/catch.hpp>

#include "api/kinds/node.h"
#include "base/json.h"

namespace skiff {
namespace {

ObjectRef node_with(const char* taints) {
  Value node = parse_json(R"({"metadata": {"labels": {"disk": "ssd"}}, "spec": {}})").value();
  node["spec"]["taints"] = parse_json(taints).value();
  return std::make_shared<Object>(kNode, ObjectKey{"", "worker-1"}, 1, std::move(node));
}

TEST_CASE("DaemonSet: on which nodes a pod belongs, and where it may stay") {
  struct Row {
    const char* why;
    const char* pod_spec;
    const char* taints;
    Placement placement;
  };
  constexpr const char* kMaster = R"([{"key": "master", "effect": "NoSchedule"}])";
  const Row rows[] = {
      {"anywhere", "{}", "[]", {true, true}},
      {"the template names another node", R"({"nodeName": "worker-2"})", "[]", {false, false}},
      {"the template names this node", R"({"nodeName": "worker-1"})", "[]", {true, true}},
      {"the node selector matches", R"({"nodeSelector": {"disk": "ssd"}})", "[]", {true, true}},
      {"it does not", R"({"nodeSelector": {"disk": "hdd"}})", "[]", {false, false}},
      {"required affinity does not match",
       R"({"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
           {"matchExpressions": [{"key": "disk", "operator": "NotIn", "values": ["ssd"]}]}]}}}})",
       "[]",
       {false, false}},
      {"what is only preferred does not count",
       R"({"affinity": {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [
           {"weight": 1, "preference": {"matchExpressions": [{"key": "gpu", "operator": "Exists"}]}}]}}})",
       "[]",
       {true, true}},
      {"NoSchedule keeps new ones away", "{}", kMaster, {false, true}},
      {"NoExecute drives them off", "{}", R"([{"key": "k", "effect": "NoExecute"}])", {false, false}},
      {"both", "{}", R"([{"key": "k", "effect": "NoExecute"}, {"key": "m", "effect": "NoSchedule"}])", {false, false}},
      {"tolerated", R"({"tolerations": [{"key": "master", "operator": "Exists"}]})", kMaster, {true, true}},
      {"PreferNoSchedule does not count", "{}", R"([{"key": "k", "effect": "PreferNoSchedule"}])", {true, true}},
      {"cordoned: every daemon tolerates it",
       "{}",
       R"([{"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}])",
       {true, true}},
      {"not ready", "{}", R"([{"key": "node.kubernetes.io/not-ready", "effect": "NoExecute"}])", {true, true}},
      {"no network, and it does not use the host's",
       "{}",
       R"([{"key": "node.kubernetes.io/network-unavailable", "effect": "NoSchedule"}])",
       {false, true}},
      {"no network, but it uses the host's",
       R"({"hostNetwork": true})",
       R"([{"key": "node.kubernetes.io/network-unavailable", "effect": "NoSchedule"}])",
       {true, true}},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Value spec = with_daemon_tolerations(parse_json(row.pod_spec).value());
      CHECK(place_daemon(spec, *node_with(row.taints)) == row.placement);
    }
}

TEST_CASE("DaemonSet: a user's toleration of the same taint loses its seconds") {
  const Value spec = with_daemon_tolerations(
      parse_json(R"({"tolerations": [{"key": "node.kubernetes.io/not-ready", "operator": "Exists",
                                      "effect": "NoExecute", "tolerationSeconds": 5}]})")
          .value());
  CHECK(spec["tolerations"].size() == 6);
  CHECK_FALSE(spec["tolerations"][0].contains("tolerationSeconds"));
}

TEST_CASE("DaemonSet: a pod is pinned to its node by required affinity, in place of the user's") {
  const Value pod = parse_json(R"({"spec": {"affinity": {"podAntiAffinity": {"x": 1}, "nodeAffinity": {
      "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions": []}]}}}}})")
                        .value();
  CHECK(
      to_json(pinned_to_node(pod, "worker-1")) ==
      R"({"spec":{"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[)"
      R"({"matchFields":[{"key":"metadata.name","operator":"In","values":["worker-1"]}]}]}},)"
      R"("podAntiAffinity":{"x":1}}}})");
}

}  // namespace
}  // namespace skiff
