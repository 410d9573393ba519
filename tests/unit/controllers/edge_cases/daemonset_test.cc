// The DaemonSet cases 40 to 71 of the catalogue of edge cases, each under its number.
#include <catch2/catch.hpp>
#include <set>

#include "api/kinds/controllerrevision.h"
#include "api/kinds/daemonset.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "base/json.h"
#include "controllers/daemonset/placement.h"
#include "controllers/daemonset/rolling_update.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;
using Write = Client::Write;

namespace {

std::string agent(const std::string& strategy = "{}", const std::string& pod_extra = "",
                  const std::string& spec_extra = "", const std::string& metadata = "") {
  return R"({"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"agent")" + metadata + R"(},"spec":{)" +
         spec_extra + R"("updateStrategy":)" + strategy +
         R"(,"selector":{"matchLabels":{"app":"agent"}},"template":{"metadata":{"labels":{"app":"agent"}},"spec":{)" +
         pod_extra + R"("containers":[{"name":"c","image":"nginx:1.26"}]}}}})";
}

std::string surge(const std::string& max) {
  return R"({"rollingUpdate":{"maxSurge":)" + max + R"(,"maxUnavailable":0}})";
}
std::string unavailable(const std::string& max) { return R"({"rollingUpdate":{"maxUnavailable":)" + max + "}}"; }
std::string image(int version) {
  return R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:1.)" + std::to_string(version) +
         "\"}]}}}}";
}

struct DaemonRig : ControllerRig {
  DaemonRig() : ControllerRig({"daemonset-controller"}) {}

  void nodes(int count, const std::string& prefix = "n", const std::string& labels = "{}",
             const std::string& taints = "[]") {
    for (int i = 0; i < count; ++i) node(prefix + std::to_string(i), labels, taints);
  }
  // Daemon pods that the set might have left: of the present revision and its own, or of somebody else.
  void leave_pods(const std::string& node, int count, bool own = true) {
    for (int i = 0; i < count; ++i) {
      const std::string name = node + "-pod-" + std::to_string(i);
      const std::string labels =
          own ? R"({"app":"agent","controller-revision-hash":")" + hash() + "\"}" : R"({"app":"other"})";
      put(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"(","labels":)" + labels +
          R"(},"spec":{"nodeName":")" + node + R"(","containers":[{"name":"c","image":"nginx:1.26"}]}})");
    }
  }
  std::string hash() {
    for (const ObjectRef& revision : store().list(kControllerRevision, "default"))
      return revision->metadata().at("labels", "controller-revision-hash").str();
    return "";
  }
  std::string count(const char* field) const { return text(kDaemonSet, "agent", {"status", field}); }
  std::vector<ObjectRef> pods() { return store().list(kPod, "default"); }
  // Puts every pod on its node and lets it get ready.
  void run_all(Duration ready_since = Duration(0)) {
    for (const ObjectRef& pod : pods())
      if (!pod->terminating()) place_and_run(*pod, ready_since);
  }
  void place_and_run(const Object& pod, Duration ready_since = Duration(0)) {
    if (pod.spec()["nodeName"].as_string().empty()) bind(pod.name(), std::string(target_node(pod)));
    run(pod.name(), ready_since);
  }
  void bind_all() {
    for (const ObjectRef& pod : pods())
      if (pod->spec()["nodeName"].as_string().empty()) bind(pod->name(), std::string(target_node(*pod)));
  }
  // Those asked to go are gone.
  void bury() {
    for (const ObjectRef& pod : pods())
      if (pod->terminating()) gone(kPod, pod->name());
  }
  std::string pod_on(const std::string& node) {
    for (const ObjectRef& pod : pods())
      if (!pod->terminating() && target_node(*pod) == node) return pod->name();
    return "";
  }
};

size_t count_of(const std::vector<std::string>& events, const std::string& beginning) {
  return static_cast<size_t>(
      std::count_if(events.begin(), events.end(), [&](const std::string& one) { return one.starts_with(beginning); }));
}

}  // namespace

TEST_CASE("edge case 40: five nodes, five pods, each pinned to its node by affinity and not bound") {
  DaemonRig rig;
  rig.nodes(5);
  rig.create(agent());
  REQUIRE(rig.created() == 5);
  std::set<std::string> targets;
  for (const ObjectRef& pod : rig.pods()) {
    CHECK(pod->spec()["nodeName"].is_null());
    const Value& terms = pod->spec().at("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution");
    targets.insert(to_json(terms));
  }
  CHECK(targets.size() == 5);
  CHECK(targets.contains(
      R"({"nodeSelectorTerms":[{"matchFields":[{"key":"metadata.name","operator":"In","values":["n3"]}]}]})"));
}

TEST_CASE("edge case 41: without nodes nothing happens") {
  DaemonRig rig;
  rig.create(agent());
  CHECK(rig.created() == 0);
  CHECK(rig.count("desiredNumberScheduled") == "0");
}

TEST_CASE("edge cases 42, 43, 56, 57, 58: what does not keep a daemon from a node") {
  struct Row {
    const char* why;
    const char* taints;
  };
  const Row rows[] = {
      {"56: not ready", R"([{"key":"node.kubernetes.io/not-ready","effect":"NoExecute"}])"},
      {"56: unreachable", R"([{"key":"node.kubernetes.io/unreachable","effect":"NoExecute"}])"},
      {"57: disk pressure", R"([{"key":"node.kubernetes.io/disk-pressure","effect":"NoSchedule"}])"},
      {"57: memory pressure", R"([{"key":"node.kubernetes.io/memory-pressure","effect":"NoSchedule"}])"},
      {"57: pid pressure", R"([{"key":"node.kubernetes.io/pid-pressure","effect":"NoSchedule"}])"},
      {"58: cordoned", R"([{"key":"node.kubernetes.io/unschedulable","effect":"NoSchedule"}])"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      DaemonRig rig;
      rig.node("n0", "{}", row.taints);
      rig.create(agent());
      CHECK(rig.created() == 1);
      const ObjectRef node = rig.get(kNode, "n0");
      const ObjectRef set = rig.get(kDaemonSet, "agent");
      CHECK(place_daemon(with_daemon_tolerations(set->spec()["template"]["spec"]), *node) == Placement{true, true});
    }
  SECTION("42: the node's own word that it is not ready") {
    DaemonRig rig;
    rig.node("n0");
    rig.status(kNode, "n0", R"({"conditions":[{"type":"Ready","status":"False"}]})");
    rig.create(agent());
    CHECK(rig.created() == 1);
  }
  SECTION("43: no room: the scheduler may refuse, the controller does not") {
    DaemonRig rig;
    rig.node("n0");
    rig.status(kNode, "n0", R"({"allocatable":{"cpu":"0","memory":"0","pods":"0"}})");
    rig.create(agent());
    CHECK(rig.created() == 1);
  }
}

TEST_CASE("edge cases 44 and 45: a DaemonSet that is being deleted does nothing") {
  SECTION("44: it makes and deletes no pods") {
    DaemonRig rig;
    rig.nodes(1);
    rig.create(agent("{}", "", "", R"(,"finalizers":["a/b"])"));
    rig.run_all();
    rig.remove(kDaemonSet, "agent");
    rig.forget_log();
    rig.nodes(3, "more");
    rig.leave_pods("n0", 2);
    rig.react();
    CHECK(rig.created() == 2);  // those left here
    CHECK(rig.deleted() == 0);
  }
  SECTION("45: nor does it adopt orphans") {
    DaemonRig rig;
    rig.nodes(1);
    rig.create(agent("{}", "", "", R"(,"finalizers":["a/b"])"));
    rig.remove(kDaemonSet, "agent");
    rig.leave_pods("n0", 1);
    rig.react();
    CHECK(rig.text(kPod, "n0-pod-0", {"metadata", "ownerReferences"}) == "null");
  }
}

TEST_CASE("edge case 46: an empty selector is an event and no action") {
  DaemonRig rig;
  rig.nodes(1);
  Value document = *parse_json(agent());
  document["spec"]["selector"] = Value::object();
  document["metadata"]["namespace"] = "default";
  document["metadata"]["uid"] = "4711";
  rig.store().put(kDaemonSet, {"default", "agent"}, std::move(document), {"tester", rig.now()});
  rig.react();
  CHECK(rig.created() == 0);
  CHECK(rig.events(kDaemonSet, "agent") ==
        std::vector<std::string>{
            "SelectingAll This daemon set is selecting all pods. A non-empty selector is required."});
}

TEST_CASE("edge cases 47 and 61: nodes with 0, 1, 2 and 5 pods of ours and one with foreign ones") {
  for (const auto& [why, strategy] :
       {std::pair{"47: without surge", std::string("{}")}, {"61: with surge", surge("1")}})
    DYNAMIC_SECTION(why) {
      DaemonRig rig;
      rig.create(agent(strategy));
      rig.nodes(5);
      for (const ObjectRef& pod : rig.pods()) rig.gone(kPod, pod->name());
      for (const ObjectRef& pod : rig.pods()) rig.store().erase(kPod, pod->key(), {"tester", rig.now()});
      rig.store().take_changes();
      rig.forget_log();
      rig.leave_pods("n1", 1);
      rig.leave_pods("n2", 2);
      rig.leave_pods("n3", 5);
      rig.leave_pods("n4", 2, false);
      rig.react();
      CHECK(rig.created() == 10 + 2);
      CHECK(rig.deleted() == 5);
    }
}

TEST_CASE("edge cases 48 and 49: pods on nodes that the selector does not want") {
  const std::string selector = R"("nodeSelector":{"right":"yes"},)";
  SECTION("48: all go, and five come on the right nodes") {
    DaemonRig rig;
    rig.nodes(5, "wrong");
    rig.create(agent("{}", selector));
    for (int i = 0; i < 4; ++i) rig.leave_pods("wrong" + std::to_string(i), 1);
    rig.forget_log();
    rig.react();
    CHECK(rig.deleted() == 4);
    rig.forget_log();
    rig.nodes(5, "right", R"({"right":"yes"})");
    CHECK(rig.created() == 5);
  }
  SECTION("49: 1, 3, 4 on wrong ones, 13 and 1 on right ones: three created, twenty deleted") {
    DaemonRig rig;
    rig.nodes(5, "wrong");
    rig.create(agent("{}", selector));
    rig.nodes(5, "right", R"({"right":"yes"})");
    for (const ObjectRef& pod : rig.pods()) rig.store().erase(kPod, pod->key(), {"tester", rig.now()});
    rig.store().take_changes();
    rig.leave_pods("wrong0", 1);
    rig.leave_pods("wrong1", 3);
    rig.leave_pods("wrong2", 4);
    rig.leave_pods("right1", 13);
    rig.leave_pods("right2", 1);
    rig.forget_log();
    rig.react();
    CHECK(rig.created() == 22 + 3);
    CHECK(rig.deleted() == 20);
  }
}

TEST_CASE("edge case 50: a template's nodeName names the only node, unless its selector excludes it") {
  for (const auto& [selector, pods] :
       {std::pair{R"("nodeName":"n1",)", 1}, {R"("nodeName":"n1","nodeSelector":{"a":"b"},)", 0}})
    DYNAMIC_SECTION(selector) {
      DaemonRig rig;
      rig.nodes(3);
      rig.create(agent("{}", selector));
      CHECK(rig.created() == static_cast<size_t>(pods));
    }
}

TEST_CASE("edge case 51: numberReady follows the pods") {
  DaemonRig rig;
  rig.nodes(2);
  rig.create(agent());
  rig.bind_all();
  CHECK(rig.count("numberReady") == "0");
  rig.run_all();
  CHECK(rig.count("numberReady") == "2");
}

TEST_CASE("edge cases 52 and 53: failed pods are killed, ever later") {
  DaemonRig rig;
  rig.nodes(1);
  rig.create(agent());
  rig.run_all();
  rig.forget_log();
  std::string pod = rig.pod_on("n0");
  rig.metadata(kPod, pod, R"({"finalizers":["a/b"]})");
  rig.finish(pod, "Failed");
  CHECK(rig.pod_log().find("-" + pod) == 0);  // 52: deleted; nothing is created in that sync
  CHECK(count_of(rig.events(kDaemonSet, "agent"),
                 "FailedDaemonPod Found failed daemon pod default/" + pod + " on node n0, will try to kill it") == 1);
  rig.gone(kPod, pod);
  // 53: the next ones are kept until 1 s, 2 s have passed since the one before was killed.
  for (const int wait : {1, 2, 4}) {
    pod = rig.pod_on("n0");
    rig.bind(pod, "n0");
    rig.forget_log();
    rig.finish(pod, "Failed");
    rig.advance(milliseconds(wait * 1000 - 1));
    CHECK(rig.deleted() == 0);
    rig.advance(milliseconds(1));
    CHECK(rig.deleted() == 1);
  }
}

TEST_CASE("edge cases 54 and 55: taints that nobody tolerates") {
  SECTION("54: NoSchedule leaves a pod that runs, and counts it as misscheduled") {
    DaemonRig rig;
    rig.nodes(1);
    rig.create(agent());
    rig.run_all();
    rig.forget_log();
    rig.patch(kNode, "n0", R"({"spec":{"taints":[{"key":"k","effect":"NoSchedule"}]}})");
    rig.unready(rig.pod_on("n0"));
    CHECK(rig.deleted() == 0);
    CHECK(rig.count("numberMisscheduled") == "1");
    CHECK(rig.count("desiredNumberScheduled") == "0");
  }
  SECTION("55: a pod comes only with a toleration") {
    for (const auto& [toleration, pods] :
         {std::pair{R"("tolerations":[{"key":"k","operator":"Exists"}],)", 1}, {"", 0}}) {
      DaemonRig rig;
      rig.nodes(1, "n", "{}", R"([{"key":"k","effect":"NoSchedule"}])");
      rig.create(agent("{}", toleration));
      CHECK(rig.created() == static_cast<size_t>(pods));
    }
  }
}

TEST_CASE("edge case 59: labels and taints of a node matter, what it can hold does not") {
  DaemonRig rig;
  rig.nodes(1, "n", R"({"wrong":"yes"})");
  rig.create(agent("{}", R"("nodeSelector":{"right":"yes"},)"));
  const std::string version = rig.text(kDaemonSet, "agent", {"metadata", "resourceVersion"});
  rig.status(kNode, "n0", R"({"allocatable":{"cpu":"100"}})");
  CHECK(rig.text(kDaemonSet, "agent", {"metadata", "resourceVersion"}) == version);
  CHECK(rig.created() == 0);
  rig.patch(kNode, "n0", R"({"metadata":{"labels":{"right":"yes"}}})");
  CHECK(rig.created() == 1);
}

TEST_CASE("edge case 60: a finished pod on its way out does not hold up its replacement") {
  for (const char* phase : {"Failed", "Succeeded"}) DYNAMIC_SECTION(phase) {
      DaemonRig rig;
      rig.nodes(1);
      rig.create(agent());
      rig.run_all();
      const std::string pod = rig.pod_on("n0");
      rig.metadata(kPod, pod, R"({"finalizers":["a/b"]})");
      rig.remove(kPod, pod);
      rig.forget_log();
      rig.finish(pod, phase);
      CHECK(rig.created() == 1);
    }
}

TEST_CASE("edge case 62: a node whose only pod is on its way out gets a new one although the surge is used up") {
  DaemonRig rig;
  rig.nodes(3);
  rig.create(agent(surge("1")));
  rig.run_all();
  rig.patch(kDaemonSet, "agent", image(27));
  REQUIRE(rig.pods().size() == 4);  // one new pod beside an old one, not ready yet
  std::set<std::string> surged;
  for (const ObjectRef& pod : rig.pods())
    if (!pod->view<PodView>().ready) surged.insert(std::string(target_node(*pod)));
  const std::string other = surged.contains("n2") ? "n1" : "n2";
  rig.forget_log();
  rig.remove(kPod, rig.pod_on(other));
  CHECK(rig.deleted() == 1);
  CHECK(rig.created() == 1);
}

TEST_CASE("edge case 63: an old pod that is not ready goes although the new one is not ready") {
  DaemonRig rig;
  rig.nodes(1);
  rig.create(agent(surge("1")));
  rig.run_all();
  const std::string old = rig.pod_on("n0");
  rig.patch(kDaemonSet, "agent", image(27));
  REQUIRE(rig.pods().size() == 2);
  rig.forget_log();
  rig.unready(old);
  CHECK(rig.pod_log() == "-" + old);
}

TEST_CASE("edge case 64: a ready old pod stays until the new one has been ready for minReadySeconds") {
  DaemonRig rig;
  rig.nodes(1);
  rig.create(agent(surge("1"), "", R"("minReadySeconds":50,)"));
  rig.run_all(minutes(2));
  const std::string old = rig.pod_on("n0");
  rig.patch(kDaemonSet, "agent", image(27));
  REQUIRE(rig.pods().size() == 2);
  for (const ObjectRef& pod : rig.pods())
    if (pod->name() != old) rig.place_and_run(*pod);
  rig.forget_log();
  rig.advance(seconds(49));
  CHECK(rig.deleted() == 0);
  rig.advance(seconds(3));
  CHECK(rig.pod_log() == "-" + old);
}

TEST_CASE("edge case 65: new pods that never get ready: three are replaced and no more") {
  DaemonRig rig;
  rig.nodes(5);
  rig.create(agent(unavailable("3")));
  rig.run_all();
  rig.forget_log();
  rig.patch(kDaemonSet, "agent", image(27));
  CHECK(rig.deleted() == 3);
  rig.bury();
  rig.bind_all();
  CHECK(rig.deleted() == 3);
  CHECK(rig.created() == 3);
}

TEST_CASE("edge case 66: a second update replaces the two broken pods of the first, not the ready ones") {
  DaemonRig rig;
  rig.nodes(5);
  rig.create(agent(unavailable("2")));
  rig.run_all();
  rig.patch(kDaemonSet, "agent", image(27));
  rig.bury();
  rig.bind_all();
  std::set<std::string> broken;
  for (const ObjectRef& pod : rig.pods())
    if (!pod->view<PodView>().ready) broken.insert(pod->name());
  REQUIRE(broken.size() == 2);
  rig.forget_log();
  rig.patch(kDaemonSet, "agent", image(28));
  CHECK(rig.deleted() == 2);
  for (const ObjectRef& pod : rig.pods()) CHECK(pod->terminating() == broken.contains(pod->name()));
}

TEST_CASE("edge case 67: healthy old pods are kept while unhealthy ones use up the budget") {
  for (const char* max : {"1", "5", "9"}) DYNAMIC_SECTION("maxUnavailable " << max) {
      DaemonRig rig;
      rig.nodes(20);
      rig.create(agent(unavailable(max)));
      rig.run_all();
      std::set<std::string> unhealthy;
      for (const ObjectRef& pod : rig.pods())
        if (unhealthy.size() < 10) unhealthy.insert(pod->name());
      for (const std::string& pod : unhealthy) rig.unready(pod);
      rig.forget_log();
      rig.patch(kDaemonSet, "agent", image(27));
      rig.bury();
      rig.bind_all();
      CHECK(rig.deleted() == 10);
      for (const ObjectRef& pod : rig.pods()) CHECK_FALSE(unhealthy.contains(pod->name()));
    }
}

TEST_CASE("edge case 68: with no old pod ready the surge is no limit") {
  DaemonRig rig;
  rig.nodes(5);
  rig.create(agent(surge("3")));
  rig.bind_all();
  rig.forget_log();
  rig.patch(kDaemonSet, "agent", image(27));
  CHECK(rig.created() == 5);
  CHECK(rig.deleted() == 5);
}

TEST_CASE("edge case 69: a new maxUnavailable without a new template replaces nothing") {
  DaemonRig rig;
  rig.nodes(5);
  rig.create(agent(unavailable("1")));
  rig.run_all();
  rig.forget_log();
  rig.patch(kDaemonSet, "agent", R"({"spec":{"updateStrategy":{"rollingUpdate":{"maxUnavailable":5}}}})");
  CHECK(rig.deleted() == 0);
  CHECK(rig.created() == 0);
}

TEST_CASE("edge case 70: percentages of two nodes") {
  CHECK(daemon_bounds(*parse_json(unavailable("\"50%\"")), 2) == DaemonBounds{0, 1});
  CHECK(daemon_bounds(*parse_json(surge("\"100%\"")), 2) == DaemonBounds{2, 0});
}

TEST_CASE("edge case 71: the status of a DaemonSet") {
  DaemonRig rig;
  rig.nodes(2);
  rig.create(agent());
  rig.run_all();
  const auto version = [&] { return rig.text(kDaemonSet, "agent", {"metadata", "resourceVersion"}); };
  SECTION("one that says the same is not written") {
    const std::string before = version();
    rig.metadata(kPod, rig.pod_on("n0"), R"({"annotations":{"touched":"yes"}})");
    CHECK(version() == before);
  }
  SECTION("after one conflict it is written by the same sync") {
    rig.refuse(Write::kUpdateStatus, kDaemonSet, "agent", 1, conflict("daemonsets", "apps", "agent", "changed"));
    rig.unready(rig.pod_on("n0"));
    CHECK(rig.count("numberReady") == "1");
  }
  SECTION("after two it is left to the next sync") {
    rig.refuse(Write::kUpdateStatus, kDaemonSet, "agent", 2, conflict("daemonsets", "apps", "agent", "changed"));
    rig.unready(rig.pod_on("n0"));
    CHECK(rig.refusals_left() == 0);
    CHECK(rig.count("numberReady") == "2");
    rig.advance(milliseconds(5));
    CHECK(rig.count("numberReady") == "1");
  }
  SECTION("what is no conflict is not tried twice by one sync") {
    rig.refuse(Write::kUpdateStatus, kDaemonSet, "agent", 2, internal_error("API server failed"));
    rig.unready(rig.pod_on("n0"));
    CHECK(rig.refusals_left() == 1);
    rig.advance(milliseconds(5));
    CHECK(rig.count("numberReady") == "2");
    rig.advance(milliseconds(10));
    CHECK(rig.count("numberReady") == "1");
  }
}
