// Evictions against budgets, and budgets that cannot be computed.
#include <catch2/catch.hpp>

#include "api/kinds/pod.h"
#include "api/kinds/poddisruptionbudget.h"
#include "api/pod_view.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;

namespace {

struct BudgetRig : ControllerRig {
  BudgetRig() : ControllerRig({"controllermanager"}) {}
  void budget(const std::string& spec, const std::string& name = "b") {
    create(R"({"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":")" + name + R"("},"spec":{)" +
           spec + "}}");
  }
  void pod(const std::string& name, const std::string& status, const std::string& owners = "[]") {
    put(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name +
        R"(","labels":{"app":"a"},"ownerReferences":)" + owners +
        R"(},"spec":{"nodeName":"n0","containers":[{"name":"c","image":"i"}]},"status":)" + status + "}");
    react();
  }
  std::string count(const char* field) const { return text(kPodDisruptionBudget, "b", {"status", field}); }
  std::string allowed() const {
    const Value& one = find_condition(get(kPodDisruptionBudget, "b")->status(), "DisruptionAllowed");
    return one["status"].str() + " " + one["reason"].str() + " " + one["message"].str();
  }
  Result<void> evict(const std::string& pod) { return cluster().api().evict({"default", pod}); }
};

constexpr const char* kHealthy = R"({"phase":"Running","conditions":[{"type":"Ready","status":"True"}]})";
constexpr const char* kUnready = R"({"phase":"Running","conditions":[{"type":"Ready","status":"False"}]})";
constexpr const char* kSelector = R"("selector":{"matchLabels":{"app":"a"}})";

}  // namespace

TEST_CASE("evictions: what protects a pod and what does not") {
  struct Row {
    const char* why;
    std::string budget;
    const char* status;
    int healthy_others;
    const char* cause;  // empty: evicted
    const char* allowed_after;
  };
  const std::string none_allowed = std::string(R"("minAvailable":5,)") + kSelector;
  const std::string two = std::string(R"("minAvailable":2,)") + kSelector;
  const Row rows[] = {
      {"healthy, none to spare", none_allowed, kHealthy, 2,
       "The disruption budget b needs 5 healthy pods and has 3 currently", "0"},
      {"healthy, one to spare: the budget is charged", two, kHealthy, 2, "", "0"},
      {"at its end", none_allowed, R"({"phase":"Succeeded"})", 2, "", "0"},
      {"failed", none_allowed, R"({"phase":"Failed"})", 2, "", "0"},
      {"pending", none_allowed, R"({"phase":"Pending"})", 2, "", "0"},
      {"unready, the others are enough", two, kUnready, 3, "", "1"},
      {"unready, they are not", none_allowed, kUnready, 2,
       "The disruption budget b needs 5 healthy pods and has 2 currently", "0"},
      {"unready, and that always lets it go", none_allowed + R"(,"unhealthyPodEvictionPolicy":"AlwaysAllow")", kUnready,
       2, "", "0"},
      {"unready, only within the budget as by default",
       none_allowed + R"(,"unhealthyPodEvictionPolicy":"IfHealthyBudget")", kUnready, 2,
       "The disruption budget b needs 5 healthy pods and has 2 currently", "0"},
      {"unready, no budget asks for any", std::string(R"("minAvailable":0,)") + kSelector, kUnready, 0,
       "The disruption budget b needs 0 healthy pods and has 0 currently", "0"},
      {"healthy, always allowed is for the others", none_allowed + R"(,"unhealthyPodEvictionPolicy":"AlwaysAllow")",
       kHealthy, 2, "The disruption budget b needs 5 healthy pods and has 3 currently", "0"},
      {"an empty selector is everybody's", R"("minAvailable":5,"selector":{})", kHealthy, 0,
       "The disruption budget b needs 5 healthy pods and has 1 currently", "0"},
      {"none is nobody's", R"("minAvailable":5)", kHealthy, 0, "", "0"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      BudgetRig rig;
      rig.budget(row.budget);
      for (int i = 0; i < row.healthy_others; ++i) rig.pod("other-" + std::to_string(i), kHealthy);
      rig.pod("p", row.status);
      const Result<void> done = rig.evict("p");
      CHECK(done.has_value() == (*row.cause == 0));
      CHECK(rig.count("disruptionsAllowed") == row.allowed_after);
      if (done) continue;
      CHECK(done.error().message == "Cannot evict pod as it would violate the pod's disruption budget.");
      REQUIRE(done.error().causes.size() == 1);
      CHECK(done.error().causes[0].message == row.cause);
    }
}

TEST_CASE("evictions: how the pod is marked, and that it is remembered until it goes") {
  BudgetRig rig;
  rig.budget(std::string(R"("minAvailable":1,)") + kSelector);
  rig.pod("p", kHealthy);
  rig.pod("q", kHealthy);
  rig.metadata(kPod, "p", R"({"finalizers":["a/b"]})");
  REQUIRE(rig.evict("p"));
  const Value& target = find_condition(rig.get(kPod, "p")->status(), "DisruptionTarget");
  CHECK(target["status"].as_string() == "True");
  CHECK(target["reason"].as_string() == "EvictionByEvictionAPI");
  CHECK(target["message"].as_string() == "Eviction API: evicting");
}

TEST_CASE("evictions: two budgets for one pod") {
  BudgetRig rig;
  rig.budget(std::string(R"("minAvailable":0,)") + kSelector, "one");
  rig.budget(std::string(R"("minAvailable":0,)") + kSelector, "two");
  rig.pod("p", kHealthy);
  const Result<void> done = rig.evict("p");
  REQUIRE_FALSE(done);
  CHECK(done.error().message ==
        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
}

TEST_CASE("evictions: a budget that the controller has not seen yet") {
  BudgetRig rig;
  rig.pod("p", kHealthy);
  rig.budget(std::string(R"("minAvailable":0,)") + kSelector);
  rig.status(kPodDisruptionBudget, "b", R"({"observedGeneration":0})");
  // The status write wakes the controller only at its next look: the server knows the old one until then.
  Value document = rig.get(kPodDisruptionBudget, "b")->document();
  document["metadata"]["generation"] = 7;
  rig.store().put(kPodDisruptionBudget, {"default", "b"}, std::move(document), {"tester", rig.now()});
  const Result<void> done = rig.evict("p");
  REQUIRE_FALSE(done);
  REQUIRE(done.error().causes.size() == 1);
  CHECK(done.error().causes[0].message == "The disruption budget b is still being processed by the server.");
}

TEST_CASE("budgets: what is told of pods that cannot be counted") {
  SECTION("none at all") {
    BudgetRig rig;
    rig.budget(std::string(R"("minAvailable":1,)") + kSelector);
    CHECK(rig.events(kPodDisruptionBudget, "b") == std::vector<std::string>{"NoPods No matching pods found"});
    CHECK(rig.count("expectedPods") == "0");
    CHECK(rig.count("disruptionsAllowed") == "0");
    CHECK(rig.allowed() == "False InsufficientPods ");
  }
  SECTION("of a controller that is not there") {
    BudgetRig rig;
    rig.budget(std::string(R"("maxUnavailable":1,)") + kSelector);
    rig.pod("p", kHealthy,
            R"([{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs","uid":"gone","controller":true}])");
    CHECK(rig.allowed() == "False SyncFailed found no controllers for pod \"p\"");
    CHECK(rig.count("disruptionsAllowed") == "0");
    const auto events = rig.events(kPodDisruptionBudget, "b");
    CHECK(std::find(events.begin(), events.end(),
                    "CalculateExpectedPodCountFailed Failed to calculate the number of expected pods: found no "
                    "controllers for pod \"p\"") != events.end());
  }
}
