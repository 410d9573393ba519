#include "controllers/nodelifecycle/node_health.h"

#include <catch2/catch.hpp>

#include "api/kinds/node.h"
#include "api/pod_view.h"
#include "base/json.h"
#include "controllers/nodelifecycle/zones.h"

namespace skiff::nodelifecycle {
namespace {

Time at(int64_t second) { return Time(seconds(second)); }

Object node(const char* ready, const char* spec = "{}") {
  return Object(
      kNode, {"", "n"}, 1,
      Value{{"spec", *parse_json(spec)},
            {"status", Value{{"conditions", Value::array({Value{{"type", "MemoryPressure"}, {"status", "False"}},
                                                          Value{{"type", "Ready"}, {"status", ready}}})}}}});
}

std::string show(const Value& taints) {
  std::string text;
  for (const Value& taint : taints.elements()) text += taint["key"].str() + ":" + taint["effect"].str() + " ";
  return text;
}

}  // namespace

TEST_CASE("node lifecycle: a silent node is found at the first look after fifty seconds") {
  CHECK(found_silent_at(at(1000)) == at(1055));  // not more than fifty at 1050
  CHECK(found_silent_at(at(1003)) == at(1055));
  CHECK(found_silent_at(at(999)) == at(1050));
}

TEST_CASE("node lifecycle: a silent node's conditions are unknown") {
  const Value status = silent_status(node("True").status(), at(100));
  for (const char* type : {"Ready", "MemoryPressure"}) {
    const Value& condition = find_condition(status, type);
    CHECK(condition["status"].as_string() == "Unknown");
    CHECK(condition["reason"].as_string() == "NodeStatusUnknown");
    CHECK(condition["message"].as_string() == "Kubelet stopped posting node status.");
    CHECK(condition["lastTransitionTime"].as_string() == rfc3339(at(100)));
  }
  CHECK(find_condition(status, "PIDPressure")["reason"].as_string() == "NodeStatusNeverUpdated");
  CHECK(silent_status(status, at(200)) == status);
}

TEST_CASE("node lifecycle: conditions become NoSchedule taints") {
  struct Row {
    const char* why;
    const char* ready;
    const char* spec;
    const char* taints;
  };
  const Row rows[] = {
      {"healthy", "True", "{}", ""},
      {"not ready", "False", "{}", "node.kubernetes.io/not-ready:NoSchedule "},
      {"unknown", "Unknown", "{}", "node.kubernetes.io/unreachable:NoSchedule "},
      {"cordoned", "True", R"({"unschedulable":true})", "node.kubernetes.io/unschedulable:NoSchedule "},
      {"others' taints stay, its own go", "True",
       R"({"taints":[{"key":"gpu","effect":"NoSchedule"},{"key":"node.kubernetes.io/not-ready","effect":"NoSchedule"}]})",
       "gpu:NoSchedule "},
      {"one kind is swapped for the other", "Unknown",
       R"({"taints":[{"key":"node.kubernetes.io/not-ready","effect":"NoSchedule"}]})",
       "node.kubernetes.io/unreachable:NoSchedule "},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(show(schedule_taints(node(row.ready, row.spec), at(1))) == row.taints);
    }
}

TEST_CASE("node lifecycle: NoExecute taints follow readiness") {
  const Value unreachable = execute_taints(Value(), Readiness::kUnknown, at(1));
  CHECK(show(unreachable) == "node.kubernetes.io/unreachable:NoExecute ");
  CHECK(show(execute_taints(unreachable, Readiness::kNotReady, at(2))) == "node.kubernetes.io/not-ready:NoExecute ");
  CHECK(show(execute_taints(unreachable, Readiness::kReady, at(2))).empty());
  CHECK(execute_taints(unreachable, Readiness::kUnknown, at(2)) == unreachable);  // timeAdded stays
}

TEST_CASE("node lifecycle: how fast a zone may be emptied") {
  struct Row {
    const char* why;
    int ready, not_ready;
    int interval;  // seconds; -1: not at all
  };
  const Row rows[] = {
      {"a node or two are down", 3, 2, 10},
      {"more than half of a small zone", 2, 3, -1},
      {"more than half of a large zone", 20, 40, 100},
      {"the whole zone, others being fine", 0, 5, 10},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto interval = taint_interval(zone_state(row.ready, row.not_ready), row.ready + row.not_ready);
      CHECK((interval ? std::chrono::duration_cast<seconds>(*interval).count() : -1) == row.interval);
    }
}

}  // namespace skiff::nodelifecycle
