// The scheduler cases 166 to 178 of the catalogue of edge cases, each under its number.
#include <catch2/catch.hpp>

#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;

namespace {

struct SchedulerRig : ControllerRig {
  SchedulerRig() : ControllerRig({"default-scheduler"}) {}
  void host(const std::string& name, const std::string& allocatable = R"({"cpu":"4","memory":"8Gi","pods":"110"})",
            const std::string& labels = "{}") {
    node(name, R"({"kubernetes.io/hostname":")" + name + "\"" + (labels == "{}" ? "}" : "," + labels.substr(1)));
    status(kNode, name, R"({"allocatable":)" + allocatable + R"(,"capacity":)" + allocatable + "}");
  }
  void pod(const std::string& name, const std::string& spec, const std::string& labels = "{}",
           const std::string& requests = "{}") {
    create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"(","labels":)" + labels +
           R"(},"spec":{)" + spec + (spec.empty() ? "" : ",") +
           R"("containers":[{"name":"c","image":"nginx","resources":{"requests":)" + requests + "}}]}}");
  }
  // On a node already.
  void placed(const std::string& name, const std::string& host, const std::string& labels,
              const std::string& requests = "{}", const std::string& spec = "") {
    pod(name, R"("nodeName":")" + host + "\"" + (spec.empty() ? "" : "," + spec), labels, requests);
    status(kPod, name, R"({"phase":"Running"})");
  }
  std::string on(const std::string& name) const {
    return get(kPod, name) ? get(kPod, name)->spec()["nodeName"].str() : "gone";
  }
  std::string message(const std::string& name) const {
    return find_condition(get(kPod, name)->status(), "PodScheduled")["message"].str();
  }
  void priority_class(const std::string& name, int value, const std::string& more = "") {
    create(R"({"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":")" + name +
           R"("},"value":)" + std::to_string(value) + more + "}");
  }
};

std::string spread(int max_skew, const std::string& key, const std::string& more = "") {
  return R"("topologySpreadConstraints":[{"maxSkew":)" + std::to_string(max_skew) + R"(,"topologyKey":")" + key +
         R"(","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"a"}})" + more + "}]";
}

constexpr const char* kApp = R"({"app":"a"})";
constexpr const char* kHost = "kubernetes.io/hostname";

}  // namespace

TEST_CASE("edge case 166: reasons are counted and sorted as text") {
  SchedulerRig rig;
  rig.host("n1");
  rig.host("n2", R"({"cpu":"1","memory":"8Gi","pods":"110"})");
  rig.host("n3", R"({"cpu":"1","memory":"8Gi","pods":"110"})");
  rig.patch(kNode, "n1", R"({"spec":{"taints":[{"key":"k","effect":"NoSchedule"}]}})");
  rig.pod("p", "", "{}", R"({"cpu":"2"})");
  CHECK(rig.message("p").find("0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu.") == 0);
}

TEST_CASE("edge cases 167 to 169: what a pod takes") {
  const auto init = [](const char* cpu) {
    return R"("initContainers":[{"name":"i","image":"nginx","resources":{"requests":{"cpu":")" + std::string(cpu) +
           "\"}}}]";
  };
  SECTION("167: the largest init container, not the sum") {
    SchedulerRig rig;
    rig.host("n1", R"({"cpu":"2","memory":"8Gi","pods":"110"})");
    rig.pod("fits", init("2"), "{}", R"({"cpu":"1"})");
    CHECK(rig.on("fits") == "n1");
  }
  SECTION("168: exactly what is free fits") {
    SchedulerRig rig;
    rig.host("n1", R"({"cpu":"2","memory":"8Gi","pods":"110"})");
    rig.placed("there", "n1", "{}", R"({"cpu":"1"})");
    rig.pod("fits", "", "{}", R"({"cpu":"1"})");
    CHECK(rig.on("fits") == "n1");
    rig.pod("does-not", "", "{}", R"({"cpu":"1m"})");
    CHECK(rig.on("does-not").empty());
  }
  SECTION("169: overhead comes on top") {
    SchedulerRig rig;
    rig.host("n1", R"({"cpu":"2","memory":"1Gi","pods":"110"})");
    rig.put(R"({"apiVersion":"node.k8s.io/v1","kind":"RuntimeClass","metadata":{"name":"heavy"},"handler":"h",
        "overhead":{"podFixed":{"memory":"600Mi"}}})");
    rig.put(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"heavy"},"spec":{"runtimeClassName":"heavy",
        "containers":[{"name":"c","image":"nginx","resources":{"requests":{"memory":"500Mi"}}}]}})");
    rig.react();
    CHECK(rig.on("heavy").empty());
    CHECK(rig.message("heavy").find("1 Insufficient memory") != std::string::npos);
  }
}

TEST_CASE("edge case 170: the first of a group that seeks its own kind") {
  SchedulerRig rig;
  rig.host("n1");
  rig.host("n2", R"({"cpu":"4","memory":"8Gi","pods":"110"})", R"({"zone":"z"})");
  rig.pod("first",
          R"("affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone",)"
          R"("labelSelector":{"matchLabels":{"app":"a"}}}]}})",
          kApp);
  CHECK(rig.on("first") == "n2");
}

TEST_CASE("edge case 171: another's anti-affinity keeps a pod out of its whole domain") {
  SchedulerRig rig;
  rig.host("n1", R"({"cpu":"4","memory":"8Gi","pods":"110"})", R"({"zone":"z"})");
  rig.host("n2", R"({"cpu":"4","memory":"8Gi","pods":"110"})", R"({"zone":"z"})");
  rig.placed(
      "loner", "n1", "{}", "{}",
      R"("affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone",)"
      R"("labelSelector":{"matchLabels":{"app":"a"}}}]}})");
  rig.pod("p", "", kApp);
  CHECK(rig.on("p").empty());
  CHECK(rig.message("p").find("2 node(s) didn't satisfy existing pods anti-affinity rules") != std::string::npos);
}

TEST_CASE("edge case 172: 2, 1, 0 and 3 of them on four hosts") {
  for (const auto& [skew, hosts] : {std::pair{1, "n3"}, {2, "n2 n3"}}) DYNAMIC_SECTION("maxSkew " << skew) {
      SchedulerRig rig;
      const int counts[] = {2, 1, 0, 3};
      for (int i = 0; i < 4; ++i) rig.host("n" + std::to_string(i + 1));
      for (int i = 0; i < 4; ++i)
        for (int k = 0; k < counts[i]; ++k)
          rig.placed("p" + std::to_string(i) + std::to_string(k), "n" + std::to_string(i + 1), kApp);
      rig.pod("p", spread(skew, kHost), kApp);
      CHECK(std::string(hosts).find(rig.on("p")) != std::string::npos);
      CHECK_FALSE(rig.on("p").empty());
    }
}

TEST_CASE("edge case 173: nodes without the key say so") {
  SchedulerRig rig;
  rig.host("n1");
  rig.pod("p", spread(1, "rack"), kApp);
  CHECK(rig.message("p").find("1 node(s) didn't match pod topology spread constraints (missing required label)") !=
        std::string::npos);
}

TEST_CASE("edge case 174: with fewer domains than minDomains the least is nothing") {
  SchedulerRig rig;
  rig.host("n1");
  rig.host("n2");
  rig.placed("a", "n1", kApp);
  rig.placed("b", "n2", kApp);
  rig.pod("without", spread(1, kHost), kApp);
  CHECK_FALSE(rig.on("without").empty());
  rig.pod("with", spread(1, kHost, R"(,"minDomains":3)"), kApp);
  CHECK(rig.on("with").empty());
}

TEST_CASE("edge cases 175 to 178: preemption") {
  const std::string two = R"({"cpu":"2"})";
  SchedulerRig rig;
  rig.host("n1");
  rig.host("n2");
  rig.priority_class("low", 10);
  rig.priority_class("middle", 20);
  rig.priority_class("high", 100);
  rig.priority_class("patient", 100, R"(,"preemptionPolicy":"Never")");
  const auto with = [](const std::string& name) { return R"("priorityClassName":")" + name + "\""; };
  rig.placed("l1", "n1", "{}", two, with("low"));
  rig.placed("m1", "n1", "{}", two, with("middle"));
  rig.placed("l2", "n2", "{}", two, with("low"));
  rig.placed("l3", "n2", "{}", two, with("low"));
  rig.forget_log();
  SECTION("175: the fewest and least important make way, and the node is nominated") {
    rig.pod("p", with("high"), "{}", two);
    CHECK(rig.deleted() == 1);
    CHECK_FALSE(rig.get(kPod, "m1")->terminating());
    CHECK(rig.text(kPod, "p", {"status", "nominatedNodeName"}).starts_with("n"));
  }
  SECTION("176: none of its own priority makes way") {
    SchedulerRig equal;
    equal.host("n1");
    equal.priority_class("low", 10);
    equal.placed("a", "n1", "{}", R"({"cpu":"4"})", with("low"));
    equal.forget_log();
    equal.pod("p", with("low"), "{}", two);
    CHECK(equal.deleted() == 0);
    CHECK(equal.message("p").find("No preemption victims found for incoming pod") != std::string::npos);
  }
  SECTION("177: with Never it does not preempt") {
    rig.pod("p", with("patient"), "{}", two);
    CHECK(rig.deleted() == 0);
    CHECK(rig.message("p").find("preemption: not eligible due to preemptionPolicy=Never.") != std::string::npos);
  }
  SECTION("178: while its victims are on their way out there are no others") {
    rig.pod("p", with("high"), "{}", two);
    REQUIRE(rig.deleted() == 1);
    rig.advance(minutes(6));
    CHECK(rig.deleted() == 1);
  }
  for (const auto& [why, reason, others] :
       {std::tuple{"178: one that was preempted is on its way out from the nominated node", "PreemptionByScheduler", 0},
        {"178: one that goes for another reason does not hold up preemption", "EvictionByEvictionAPI", 1}})
    SECTION(why) {
      SchedulerRig one;
      one.host("n1");
      one.priority_class("low", 10);
      one.priority_class("high", 100);
      one.placed("leaving", "n1", "{}", two, with("low"));
      one.placed("stays", "n1", "{}", two, with("low"));
      one.status(
          kPod, "leaving",
          R"({"conditions":[{"type":"DisruptionTarget","status":"True","reason":")" + std::string(reason) + "\"}]}");
      one.remove(kPod, "leaving");
      one.forget_log();
      one.put(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"priorityClassName":"high",)"
              R"("containers":[{"name":"c","image":"nginx","resources":{"requests":{"cpu":"4"}}}]},)"
              R"("status":{"phase":"Pending","nominatedNodeName":"n1"}})");
      one.react();
      CHECK(one.deleted() == static_cast<size_t>(others));
    }
}
