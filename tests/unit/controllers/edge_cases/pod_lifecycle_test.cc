// The pod cases 144 to 165 of the catalogue of edge cases, each under its number.
#include <catch2/catch.hpp>

#include "api/kinds/behavior.h"
#include "api/kinds/pod.h"
#include "api/kinds/pod_columns.h"
#include "api/pod_view.h"
#include "base/json.h"
#include "kubelet/pod_status.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;

namespace {

// "running exit0 exit1 backoff1": a container each; i: and s: before it make an init container and a sidecar of it.
PodRecord record(const std::string& text) {
  static const Value kSpec{{"image", "nginx"}, {"name", "c"}};
  PodRecord record;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    ContainerRecord container;
    container.spec = &kSpec;
    container.name = "c" + std::to_string(record.containers.size());
    if (word.starts_with("i:")) container.role = ContainerRole::kInit;
    if (word.starts_with("s:")) container.role = ContainerRole::kSidecar;
    if (word.find(':') != std::string::npos) word.erase(0, 2);
    if (word == "running") {
      container.state = ContainerRecord::State::kRunning;
      container.started = container.ready = true;
    } else if (word.starts_with("exit")) {
      container.state = ContainerRecord::State::kTerminated;
      container.end.exit_code = word.back() - '0';
    } else if (word.starts_with("backoff")) {
      container.reason = "CrashLoopBackOff";
      container.last = Termination{};
      container.last->exit_code = word.back() - '0';
    }
    record.containers.push_back(container);
  }
  return record;
}

const char* phase_name(PodPhase phase) {
  constexpr const char* kNames[] = {"none", "Pending", "Running", "Succeeded", "Failed", "Unknown"};
  return kNames[static_cast<size_t>(phase)];
}

struct PodRig : ControllerRig {
  PodRig() : ControllerRig({"kubelet"}) { node("n0"); }
  // `spec` are members of the pod's spec; it is bound to the node already.
  void pod(const std::string& spec, const std::string& metadata = "") {
    create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p")" + metadata +
           R"(},"spec":{"nodeName":"n0","terminationGracePeriodSeconds":5,)" + spec + "}}");
  }
  std::string phase() const { return text(kPod, "p", {"status", "phase"}); }
  // running, waiting or terminated, of each container in the list.
  std::string states(const char* list = "containerStatuses") const {
    std::string all;
    for (const Value& status : get(kPod, "p")->status()[list].elements())
      all += (all.empty() ? "" : " ") + std::string(status["state"].members()[0].name());
    return all;
  }
  int64_t restarts(size_t container, const char* list = "containerStatuses") const {
    return get(kPod, "p")->status()[list][container]["restartCount"].as_int();
  }
  std::string condition(const char* type) const {
    const Value& one = find_condition(get(kPod, "p")->status(), type);
    return one["status"].str() + "/" + one["reason"].str();
  }
};

std::string container(const std::string& name, const std::string& command, const std::string& more = "") {
  return R"({"name":")" + name + R"(","image":"busybox","command":)" + command + more + "}";
}
constexpr const char* kForever = R"(["sleep","1000000"])";

// A pod with these members of its container beside a Behavior that says these things of its probes.
void probed(PodRig& rig, const std::string& probes, const std::string& behavior = "{}") {
  rig.create(
      R"({"apiVersion":"skiff.dev/v1","kind":"Behavior","metadata":{"name":"b"},"spec":{"match":{"images":["*"]},)"
      R"("probes":)" +
      behavior + "}}");
  rig.pod(R"("containers":[{"name":"c","image":"nginx",)" + probes + "}]");
}

}  // namespace

TEST_CASE("edge cases 144 to 148: the phase of a pod") {
  struct Row {
    const char* why;
    const char* containers;
    const char* policy;
    const char* phase;
  };
  const Row rows[] = {
      {"144: Always, all stopped", "exit0 exit1", "Always", "Running"},
      {"145: Always, one in back-off", "running backoff1", "Always", "Running"},
      {"146: Never, all exited 0", "exit0 exit0", "Never", "Succeeded"},
      {"146: Never, one exited 1", "exit0 exit1", "Never", "Failed"},
      {"147: OnFailure, all exited 1", "exit1 exit1", "OnFailure", "Running"},
      {"148: an init container exited 1, Always", "i:exit1 waiting", "Always", "Pending"},
      {"148: an init container exited 1, Never", "i:exit1 waiting", "Never", "Failed"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(std::string(phase_name(phase_of(record(row.containers), row.policy))) == row.phase);
    }
}

TEST_CASE("edge case 144: a pod that is torn down ends as its containers do") {
  for (const auto& [code, phase] : {std::pair{0, "Succeeded"}, {3, "Failed"}}) DYNAMIC_SECTION("exit " << code) {
      PodRig rig;
      rig.create(R"({"apiVersion":"skiff.dev/v1","kind":"Behavior","metadata":{"name":"b"},"spec":{"match":{"images":)"
                 R"(["*"]},"shutdown":{"exitCode":)" +
                 std::to_string(code) + "}}}");
      rig.pod(R"("containers":[{"name":"c","image":"nginx"}])", R"(,"finalizers":["a/b"])");
      rig.advance(seconds(10));
      rig.remove(kPod, "p");
      rig.advance(seconds(30));
      CHECK(rig.phase() == phase);
    }
}

TEST_CASE("edge case 149: a sidecar that ends is started again, whatever the pod's policy") {
  PodRig rig;
  rig.pod(R"("restartPolicy":"Never","initContainers":[)" +
          container("s", R"(["sh","-c","sleep 5; exit 1"])", R"(,"restartPolicy":"Always")") + R"(],"containers":[)" +
          container("c", kForever) + "]");
  rig.advance(minutes(1));
  CHECK(rig.restarts(0, "initContainerStatuses") > 0);
  CHECK(rig.restarts(0) == 0);
  CHECK(rig.phase() == "Running");
}

TEST_CASE("edge case 150: the next init container waits for a sidecar's startup probe") {
  PodRig rig;
  rig.pod(
      R"("initContainers":[)" +
      container("s", kForever,
                R"(,"restartPolicy":"Always","startupProbe":{"exec":{"command":["true"]},"initialDelaySeconds":20})") +
      "," + container("i", R"(["true"])") + R"(],"containers":[)" + container("c", kForever) + "]");
  rig.advance(seconds(15));
  CHECK(rig.states("initContainerStatuses") == "running waiting");
  rig.advance(seconds(30));
  CHECK(rig.states("initContainerStatuses") == "running terminated");
  CHECK(rig.states() == "running");
}

TEST_CASE("edge cases 151 and 152: what has ended is not run again") {
  SECTION("151: OnFailure, a container that succeeded") {
    PodRig rig;
    rig.pod(R"("restartPolicy":"OnFailure","containers":[)" + container("done", R"(["true"])") + "," +
            container("fails", R"(["sh","-c","sleep 3; exit 1"])") + "]");
    rig.advance(minutes(3));
    CHECK(rig.restarts(0) == 0);
    CHECK(rig.restarts(1) > 1);
  }
  SECTION("152: Never, all have exited") {
    PodRig rig;
    rig.pod(R"("restartPolicy":"Never","containers":[)" + container("a", R"(["true"])") + "," +
            container("b", R"(["false"])") + "]");
    rig.advance(minutes(3));
    CHECK(rig.phase() == "Failed");
    CHECK(rig.restarts(0) + rig.restarts(1) == 0);
  }
}

TEST_CASE("edge case 153: before the initial delay a probe's outcome is what it begins with") {
  const std::string timing =
      R"({"exec":{"command":["true"]},"initialDelaySeconds":20,"periodSeconds":5,"failureThreshold":1})";
  SECTION("liveness: success") {
    PodRig rig;
    probed(rig, R"("livenessProbe":)" + timing, R"({"liveness":{"failsAfterSeconds":0}})");
    rig.advance(seconds(19));
    CHECK(rig.restarts(0) == 0);
    rig.advance(seconds(30));
    CHECK(rig.restarts(0) > 0);
  }
  SECTION("readiness: failure") {
    PodRig rig;
    probed(rig, R"("readinessProbe":)" + timing);
    rig.advance(seconds(19));
    CHECK(rig.condition("Ready") == "False/ContainersNotReady");
    rig.advance(seconds(10));
    CHECK(rig.condition("Ready") == "True/");
  }
  SECTION("startup: unknown") {
    PodRig rig;
    probed(rig, R"("startupProbe":)" + timing);
    rig.advance(seconds(19));
    CHECK_FALSE(rig.get(kPod, "p")->status()["containerStatuses"][0]["started"].as_bool());
    rig.advance(seconds(10));
    CHECK(rig.get(kPod, "p")->status()["containerStatuses"][0]["started"].as_bool());
  }
}

TEST_CASE("edge cases 154 and 155: thresholds of a readiness probe") {
  SECTION("154: two failures leave it ready, the third makes it unready") {
    PodRig rig;
    probed(rig, R"("readinessProbe":{"exec":{"command":["true"]},"periodSeconds":10,"failureThreshold":3})",
           R"({"readiness":{"failsAfterSeconds":30}})");
    rig.advance(seconds(45));
    CHECK(rig.condition("Ready") == "True/");
    rig.advance(seconds(25));
    CHECK(rig.condition("Ready") == "False/ContainersNotReady");
  }
  SECTION("155: fewer successes than wanted leave it unready") {
    PodRig rig;
    probed(rig, R"("readinessProbe":{"exec":{"command":["true"]},"periodSeconds":10,"successThreshold":3})");
    rig.advance(seconds(15));
    CHECK(rig.condition("Ready") == "False/ContainersNotReady");
    rig.advance(seconds(25));
    CHECK(rig.condition("Ready") == "True/");
  }
}

TEST_CASE("edge case 156: of a pod that is being deleted readiness is still asked, liveness no longer") {
  PodRig rig;
  rig.create(
      R"({"apiVersion":"skiff.dev/v1","kind":"Behavior","metadata":{"name":"b"},"spec":{"match":{"images":["*"]},)"
      R"("probes":{"liveness":{"failsAfterSeconds":20},"readiness":{"failsAfterSeconds":20}},)"
      R"("shutdown":{"seconds":100}}})");
  rig.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"nodeName":"n0",)"
             R"("terminationGracePeriodSeconds":200,"containers":[{"name":"c","image":"nginx","livenessProbe":)"
             R"({"periodSeconds":5,"failureThreshold":1,"exec":{"command":["true"]}},"readinessProbe":)"
             R"({"periodSeconds":5,"failureThreshold":1,"exec":{"command":["true"]}}}]}})");
  rig.advance(seconds(10));
  rig.remove(kPod, "p");
  CHECK(rig.condition("Ready") == "True/");
  rig.advance(seconds(60));
  CHECK(rig.restarts(0) == 0);
  CHECK(rig.states() == "running");
  CHECK(rig.condition("Ready") == "False/ContainersNotReady");
}

TEST_CASE("edge case 157: liveness waits until the container has started") {
  PodRig rig;
  probed(rig,
         R"("startupProbe":{"exec":{"command":["true"]},"initialDelaySeconds":60,"periodSeconds":10},"livenessProbe":)"
         R"({"exec":{"command":["true"]},"periodSeconds":1,"failureThreshold":1})",
         R"({"liveness":{"failsAfterSeconds":0}})");
  rig.advance(seconds(55));
  CHECK(rig.restarts(0) == 0);
  rig.advance(seconds(40));
  CHECK(rig.restarts(0) > 0);
}

TEST_CASE("edge case 158: a readiness gate whose condition is missing") {
  PodRig rig;
  rig.pod(R"("readinessGates":[{"conditionType":"example.com/gate"}],"containers":[)" + container("c", kForever) + "]");
  rig.advance(seconds(10));
  CHECK(rig.condition("Ready") == "False/ReadinessGatesNotReady");
  CHECK(rig.condition("ContainersReady") == "True/");
}

TEST_CASE("edge case 159: the conditions of a pod that has succeeded") {
  PodRig rig;
  rig.pod(R"("restartPolicy":"Never","containers":[)" + container("c", R"(["true"])") + "]");
  rig.advance(seconds(10));
  CHECK(rig.condition("Ready") == "False/PodCompleted");
  CHECK(rig.condition("ContainersReady") == "False/PodCompleted");
  CHECK(rig.condition("Initialized") == "True/PodCompleted");
}

TEST_CASE("edge case 160: a container of which nothing is known when the pod has ended") {
  // A container that never came to run: its state is unknown when the pod is stopped for good.
  PodRig rig;
  rig.pod(R"("containers":[{"name":"c","image":"nginx:broken"}])", R"(,"finalizers":["a/b"])");
  rig.advance(seconds(10));
  rig.remove(kPod, "p");
  rig.advance(seconds(30));
  CHECK(rig.phase() == "Failed");
  const Value& ended = rig.get(kPod, "p")->status()["containerStatuses"][0]["state"]["terminated"];
  CHECK(ended["exitCode"].as_int() == 137);
  CHECK(ended["reason"].as_string() == "ContainerStatusUnknown");
}

TEST_CASE("edge case 161: sidecars stop after the main containers, the last declared first") {
  PodRig rig;
  rig.create(
      R"({"apiVersion":"skiff.dev/v1","kind":"Behavior","metadata":{"name":"b"},"spec":{"match":{"images":["*"]},)"
      R"("shutdown":{"seconds":3}}})");
  const std::string always = R"(,"restartPolicy":"Always")";
  rig.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","finalizers":["a/b"]},"spec":{"nodeName":"n0",)"
             R"("initContainers":[{"name":"s1","image":"nginx")" +
             always + R"(},{"name":"s2","image":"nginx")" + always +
             R"(}],"containers":[{"name":"c","image":"nginx"}]}})");
  rig.advance(seconds(10));
  REQUIRE(rig.states() == "running");
  rig.remove(kPod, "p");
  rig.advance(minutes(1));
  const Value& status = rig.get(kPod, "p")->status();
  const auto end_of = [](const Value& container) { return container.at("state", "terminated", "finishedAt").str(); };
  const std::string main = end_of(status["containerStatuses"][0]);
  const std::string first = end_of(status["initContainerStatuses"][0]);
  const std::string second = end_of(status["initContainerStatuses"][1]);
  REQUIRE_FALSE(main.empty());
  CHECK(main < second);
  CHECK(second < first);
}

TEST_CASE("edge case 162: pods that need no grace") {
  struct Row {
    const char* why;
    const char* node;
    const char* phase;
    bool gone;
  };
  for (const Row& row : {Row{"without a node", "", "Pending", true},
                         {"failed", R"("nodeName":"n0",)", "Failed", true},
                         {"succeeded", R"("nodeName":"n0",)", "Succeeded", true},
                         {"pending on a node", R"("nodeName":"n0",)", "Pending", false}})
    DYNAMIC_SECTION(row.why) {
      ControllerRig rig({});
      rig.put(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{)" + std::string(row.node) +
              R"("containers":[{"name":"c","image":"nginx"}]},"status":{"phase":")" + row.phase + "\"}}");
      rig.remove(kPod, "p", {}, 30);
      CHECK((rig.get(kPod, "p") == nullptr) == row.gone);
      if (!row.gone) CHECK(rig.text(kPod, "p", {"metadata", "deletionGracePeriodSeconds"}) == "30");
    }
}

TEST_CASE("edge cases 163 to 165: the STATUS column") {
  struct Row {
    const char* why;
    const char* metadata;
    const char* status;
    const char* shown;
  };
  const char* leaving = R"({"deletionTimestamp":"2026-11-22T15:00:00Z"})";
  const char* half = R"("containerStatuses":[{"name":"a","ready":true,"state":{"running":{}}},
      {"name":"b","ready":false,"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}])";
  const auto ended = [](const std::string& phase, const std::string& reason) {
    return R"({"phase":")" + phase +
           R"(","containerStatuses":[{"name":"a","ready":true,"state":{"terminated":{"reason":")" + reason +
           R"(","exitCode":0}}},{"name":"b","ready":false,"state":{}}]})";
  };
  const std::string succeeded = ended("Succeeded", "Completed");
  const std::string failed = ended("Failed", "Error");
  const std::string no_condition = std::string(R"({"phase":"Running",)") + half + "}";
  const std::string ready =
      std::string(R"({"phase":"Running","conditions":[{"type":"Ready","status":"True"}],)") + half + "}";
  const Row rows[] = {
      {"163: succeeded stays Completed while it is deleted", leaving, succeeded.c_str(), "Completed"},
      {"163: failed stays Error", leaving, failed.c_str(), "Error"},
      {"164: completed and running, no Ready condition", "{}", no_condition.c_str(), "NotReady"},
      {"164: completed and running, Ready", "{}", ready.c_str(), "Running"},
      {"165: gated", "{}",
       R"({"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}]})",
       "SchedulingGated"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Value pod{{"metadata", *parse_json(row.metadata)},
                      {"spec", *parse_json(R"({"containers":[{"name":"a"},{"name":"b"}]})")},
                      {"status", *parse_json(row.status)}};
      CHECK(summarize_pod(pod).status == row.shown);
    }
}
