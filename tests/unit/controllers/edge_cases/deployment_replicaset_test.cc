// The Deployment and ReplicaSet cases 72 to 105 of the catalogue of edge cases, each under its number.
#include <catch2/catch.hpp>
#include <limits>

#include "api/kinds/deployment.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "api/pod_view.h"
#include "base/json.h"
#include "controllers/deletion_order.h"
#include "controllers/deployment/history.h"
#include "controllers/deployment/progress.h"
#include "controllers/deployment/rolling.h"
#include "controllers/deployment/scaling.h"
#include "controllers/replicaset/replicaset.h"
#include "controllers/slow_start.h"
#include "support/controller_rig.h"
#include "unit/controllers/deployment/replica_sets.h"

using namespace skiff;
using test::ControllerRig;

namespace {

const Time kMoment = *parse_rfc3339("2026-11-22T12:00:00Z");

Value strategy(const Value& surge, const Value& unavailable) {
  return Value{{"type", "RollingUpdate"},
               {"rollingUpdate", Value{{"maxSurge", surge}, {"maxUnavailable", unavailable}}}};
}

// Sizes after scaling, oldest first; the last set is the new one unless `old_only`.
std::string scaled(const char* sets_text, bool old_only, int64_t from, int64_t to, int64_t surge) {
  ReplicaSetStates sets = replica_sets(sets_text);
  for (ReplicaSetState& set : sets) set.max = from + surge;
  const Value rolling = strategy(surge, 1);
  ScaleQuestion question{rolling, to, from, sets, std::nullopt};
  if (!old_only) {
    question.fresh = question.old.back();
    question.old.pop_back();
  }
  for (const Resize& one : plan_scale(question).resizes)
    for (ReplicaSetState& set : sets)
      if (set.name == one.name) set.replicas = one.to;
  std::string text;
  for (const ReplicaSetState& set : sets) text += (text.empty() ? "" : " ") + std::to_string(set.replicas);
  return text;
}

std::string workload(const char* kind, int replicas, const std::string& extra = "", const std::string& metadata = "") {
  return R"({"apiVersion":"apps/v1","kind":")" + std::string(kind) + R"(","metadata":{"name":"web")" + metadata +
         R"(},"spec":{)" + extra + R"("replicas":)" + std::to_string(replicas) +
         R"(,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{)"
         R"("containers":[{"name":"c","image":"nginx:1.26"}]}}}})";
}

struct Rig : ControllerRig {
  Rig() : ControllerRig({"deployment-controller", "replicaset-controller"}) {}
  std::vector<ObjectRef> pods() { return store().list(kPod, "default"); }
  std::string first_pod() { return pods().at(0)->name(); }
  void run_all() {
    for (const ObjectRef& pod : pods())
      if (!pod->terminating() && !pod->view<PodView>().ready && get(kPod, pod->name())) run(pod->name());
  }
  std::string condition(const Kind& kind, const std::string& type, const char* field) {
    return find_condition(get(kind, "web")->status(), type)[field].str();
  }
};

constexpr const char* kNewImage =
    R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}}})";

Value progressing(const char* status, const char* reason, Time updated) {
  return Value{{"conditions", Value::array({Value{{"type", "Progressing"},
                                                  {"status", status},
                                                  {"reason", reason},
                                                  {"lastUpdateTime", rfc3339(updated)},
                                                  {"lastTransitionTime", rfc3339(updated)}}})}};
}

}  // namespace

TEST_CASE("edge cases 72 to 79: scaling while several ReplicaSets are active") {
  struct Row {
    const char* why;
    const char* sets;  // oldest first, the new one last
    bool old_only;
    int64_t from, to, surge;
    const char* after;
  };
  const Row rows[] = {
      {"72: new 2, old 3, 5 to 10", "3 2", false, 5, 10, 0, "6 4"},
      {"73: new 2, old 3, 5 to 3", "3 2", false, 5, 3, 0, "2 1"},
      {"74: three of 1, 3 to 4: the newest gets what is left over", "1 1 1", false, 3, 4, 0, "1 1 2"},
      {"75: three of 1, 3 to 2: the oldest loses its pod", "1 1 1", false, 3, 2, 0, "0 1 1"},
      {"76: 6 to 0", "3 2 1", false, 6, 0, 0, "0 0 0"},
      {"77: 0 to 6: the newest alone", "0 0 0", false, 0, 6, 0, "0 0 6"},
      {"78: surge 2, 6 and 6, 10 to 20", "6 6", false, 10, 20, 2, "11 11"},
      {"79: template changed at once, no new set yet", "7 3", true, 10, 14, 0, "10 4"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(scaled(row.sets, row.old_only, row.from, row.to, row.surge) == row.after);
    }
}

TEST_CASE("edge case 80: a new set that has all its replicas and none available leaves the old ones alone") {
  const Value rolling = strategy(1, 1);
  ScaleQuestion question{rolling, 2, 3, {replica_set("old", 1, 1)}, replica_set("new", 2, 0, 1)};
  question.old[0].max = question.fresh->max = 3;
  question.fresh->desired = 2;
  const auto old_size = [&] {
    int64_t size = question.old[0].replicas;
    for (const Resize& one : plan_scale(question).resizes)
      if (one.name == "old") size = one.to;
    return size;
  };
  CHECK(old_size() == 1);
  // Once they are available there is no need of it any more.
  question.fresh = replica_set("new", 2, 2, 1);
  question.fresh->max = 3;
  question.fresh->desired = 2;
  CHECK(old_size() == 0);
}

TEST_CASE("edge case 81: a new set with more replicas than wanted is scaled down") {
  Rig rig;
  rig.create(workload("Deployment", 3));
  rig.run_all();
  const std::string set = rig.only(kReplicaSet);
  rig.patch(kReplicaSet, set, R"({"spec":{"replicas":7}})");
  CHECK(rig.text(kReplicaSet, set, {"spec", "replicas"}) == "3");
}

TEST_CASE("edge case 82: unhealthy pods of old sets go first, within the budget") {
  struct Row {
    const char* sets;
    int64_t budget;
    const char* left;
  };
  for (const Row& row : {Row{"10/8", 1, "a=9"}, {"10/8", 3, "a=8"}, {"10/8", 0, ""}, {"10/10", 4, ""}})
    DYNAMIC_SECTION(row.sets << " by " << row.budget) {
      ReplicaSetStates old = replica_sets(row.sets);
      CHECK(show(clean_up_unhealthy(old, row.budget).resizes) == row.left);
    }
}

TEST_CASE("edge cases 83 and 84: percentages, and never neither") {
  CHECK(rollout_bounds(strategy("39%", "39%"), 10) == RolloutBounds{4, 3});
  CHECK(rollout_bounds(strategy("0%", "0%"), 10) == RolloutBounds{0, 1});
  CHECK(rollout_bounds(Value{{"type", "RollingUpdate"}}, 10) == RolloutBounds{0, 1});
}

TEST_CASE("edge case 85: a new set that is too large cannot grow; Recreate takes what is wanted") {
  CHECK(new_replica_count(strategy(1, 0), 1, 5, 5) == 5);
  CHECK(new_replica_count(Value{{"type", "Recreate"}}, 1, 5, 5) == 1);
}

TEST_CASE("edge case 86: of two sets with the template the older is the new one") {
  Rig rig;
  rig.create(workload("Deployment", 2));
  const std::string first = rig.only(kReplicaSet);
  rig.advance(seconds(5));
  Value copy = rig.get(kReplicaSet, first)->document();
  copy["metadata"]["name"] = "web-another";
  copy["metadata"]["uid"] = "4711";
  copy["metadata"]["creationTimestamp"] = rig.time(Duration(0));
  rig.store().put(kReplicaSet, {"default", "web-another"}, std::move(copy), {"tester", rig.now()});
  rig.react();
  rig.run_all();
  rig.run_all();
  CHECK(rig.text(kReplicaSet, first, {"spec", "replicas"}) == "2");
  CHECK(rig.text(kReplicaSet, "web-another", {"spec", "replicas"}) == "0");
}

TEST_CASE("edge case 87: templates are the same but for the hash label") {
  const auto same = [](const char* a, const char* b) { return same_but_hash(*parse_json(a), *parse_json(b)); };
  constexpr const char* kBare = R"({"metadata":{"labels":{"app":"web"}},"spec":{"x":1}})";
  CHECK(same(R"({"metadata":{"labels":{"app":"web","pod-template-hash":"1"}},"spec":{"x":1}})",
             R"({"metadata":{"labels":{"app":"web","pod-template-hash":"2"}},"spec":{"x":1}})"));
  CHECK(same(R"({"metadata":{"labels":{"app":"web","pod-template-hash":"1"}},"spec":{"x":1}})", kBare));
  CHECK_FALSE(same(R"({"metadata":{"labels":{"app":"web","more":"1"}},"spec":{"x":1}})", kBare));
  CHECK_FALSE(same(R"({"metadata":{"labels":{"app":"web"}},"spec":{"x":2}})", kBare));
}

TEST_CASE("edge case 88: history goes by revision, age only breaks ties") {
  ReplicaSetStates old = replica_sets("0 0 0");
  old[0].revision = 3;
  old[1].revision = 1;
  old[2].revision = 2;
  CHECK(forgotten_replica_sets(old, 1) == std::vector<std::string>{"b", "c"});
  for (ReplicaSetState& set : old) set.revision = 1;
  CHECK(forgotten_replica_sets(old, 1) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("edge case 89: which old pods hold up a Recreate") {
  for (const auto& [phase, blocks] :
       {std::pair{"Pending", true}, {"Running", true}, {"Unknown", true}, {"Succeeded", false}, {"Failed", false}})
    DYNAMIC_SECTION(phase) {
      Rig rig;
      rig.create(workload("Deployment", 1, R"("strategy":{"type":"Recreate"},)"));
      const std::string pod = rig.first_pod();
      rig.bind(pod, "somewhere");
      rig.metadata(kPod, pod, R"({"finalizers":["a/b"]})");
      rig.status(kPod, pod, std::string(R"({"phase":")") + phase + R"("})");
      if (!blocks) rig.patch(kDeployment, "web", R"({"spec":{"replicas":0}})");
      rig.patch(kDeployment, "web", kNewImage);
      if (!blocks) rig.patch(kDeployment, "web", R"({"spec":{"replicas":1}})");
      CHECK(rig.store().count(kReplicaSet) == (blocks ? 1 : 2));
    }
}

TEST_CASE("edge cases 90 to 95: progress and its deadline") {
  const ReplicaSetState fresh = replica_set("web-1", 2, 1);
  SECTION("90: without a deadline the condition goes and stays away") {
    for (const char* deadline : {"2147483647", "600"}) {
      const Value spec = *parse_json(std::string(R"({"replicas":2,"progressDeadlineSeconds":)") + deadline + "}");
      const Object deployment(kDeployment, {"default", "web"}, 1,
                              Value{{"metadata", Value{{"generation", 1}}}, {"spec", spec}});
      const Value status = progressing("True", "ReplicaSetUpdated", kMoment);
      const Value after = rollout_status(deployment_facts(deployment, status), {fresh}, &fresh, kMoment);
      CHECK(find_condition(after, "Progressing").is_null() == (std::string(deadline) == "2147483647"));
    }
  }
  const auto facts = [](const Value& status) { return DeploymentFacts{"web", 1, 2, 0, 10, status}; };
  SECTION("91: progress while Progressing is True renews the update, not the transition") {
    const Value status = progressing("True", "ReplicaSetUpdated", kMoment);
    const Value after = rollout_status(facts(status), {fresh}, &fresh, kMoment + seconds(5));
    CHECK(find_condition(after, "Progressing")["lastUpdateTime"].as_string() == rfc3339(kMoment + seconds(5)));
    CHECK(find_condition(after, "Progressing")["lastTransitionTime"].as_string() == rfc3339(kMoment));
  }
  SECTION("92: progress after it was False renews both") {
    const Value status = progressing("False", "ProgressDeadlineExceeded", kMoment);
    const Value after = rollout_status(facts(status), {fresh}, &fresh, kMoment + seconds(5));
    CHECK(find_condition(after, "Progressing")["status"].as_string() == "True");
    CHECK(find_condition(after, "Progressing")["lastTransitionTime"].as_string() == rfc3339(kMoment + seconds(5)));
  }
  SECTION("93: who is looked at again for the deadline") {
    Value complete = progressing("True", "NewReplicaSetAvailable", kMoment);
    CHECK_FALSE(deadline_check_after(facts(complete), complete, kMoment));
    const Value late = progressing("False", "ProgressDeadlineExceeded", kMoment);
    CHECK_FALSE(deadline_check_after(facts(late), late, kMoment));
    const Value stuck = progressing("True", "ReplicaSetUpdated", kMoment);
    CHECK(deadline_check_after(facts(stuck), stuck, kMoment + seconds(4)) == Duration(seconds(7)));
  }
  SECTION("94: one replica that never comes up is not complete") {
    Rig rig;
    rig.create(workload("Deployment", 1));
    CHECK(rig.condition(kDeployment, "Progressing", "reason") != "NewReplicaSetAvailable");
    rig.run_all();
    CHECK(rig.condition(kDeployment, "Progressing", "reason") == "NewReplicaSetAvailable");
  }
  SECTION("95: 9 s are not too late for a deadline of 10, 11 are; who was complete is never late") {
    struct Row {
      const char* reason;
      int elapsed;
      const char* after;
    };
    Value counters{{"replicas", 2}, {"updatedReplicas", 2}, {"readyReplicas", 1}, {"availableReplicas", 1}};
    for (const Row& row : {Row{"ReplicaSetUpdated", 9, "ReplicaSetUpdated"},
                           {"ReplicaSetUpdated", 11, "ProgressDeadlineExceeded"},
                           {"NewReplicaSetAvailable", 11, "NewReplicaSetAvailable"}}) {
      Value status = progressing("True", row.reason, kMoment);
      for (const Member& one : counters.members()) status[one.key] = one.value;
      const Value after = rollout_status(facts(status), {fresh}, &fresh, kMoment + seconds(row.elapsed));
      CHECK(find_condition(after, "Progressing")["reason"].as_string() == row.after);
    }
  }
}

TEST_CASE("edge case 96: without a usable max-replicas the Deployment's status is the base") {
  const Value rolling = strategy(0, 1);
  for (const auto& max : {std::optional<int64_t>(), std::optional<int64_t>(0)}) {
    ScaleQuestion question{rolling, 10, 5, {replica_set("a", 3, 3)}, replica_set("b", 2, 2, 1)};
    question.old[0].max = question.fresh->max = max;
    if (!max) CHECK(show(plan_scale(question).resizes) == "a=6 b=4");
    question.status_replicas = 0;
    // Nothing is shared out; what there is to add is left over for the largest.
    CHECK(show(plan_scale(question).resizes) == "a=8 b=2");
  }
}

TEST_CASE("edge cases 97 to 99: which pod goes") {
  DeletionCandidate ready{.assigned = true, .ready = true, .ready_since = kMoment - hours(1), .uid = "b"};
  DeletionCandidate other = ready;
  other.uid = "a";
  SECTION("97: the one that is not ready") {
    other.ready = false;
    other.ready_since.reset();
    CHECK(choose_deletions({ready, other}, 1, kMoment) == std::vector<size_t>{1});
  }
  SECTION("98: the one on the node where another of the same owner is") {
    ready.neighbours = 1;
    other.neighbours = 2;
    CHECK(choose_deletions({ready, other}, 1, kMoment) == std::vector<size_t>{1});
  }
  SECTION("99: pending before running, unscheduled before scheduled") {
    DeletionCandidate pending;
    pending.phase = PodPhase::kPending;
    pending.uid = "c";
    DeletionCandidate unscheduled = pending;
    pending.assigned = true;
    other.ready = false;
    CHECK(choose_deletions({other, pending}, 1, kMoment) == std::vector<size_t>{1});
    CHECK(choose_deletions({pending, unscheduled}, 1, kMoment) == std::vector<size_t>{1});
  }
}

TEST_CASE("edge case 100: a ReplicaSet that is being deleted makes nothing and adopts nothing") {
  Rig rig;
  rig.create(workload("ReplicaSet", 1, "", R"(,"finalizers":["a/b"])"));
  rig.remove(kReplicaSet, "web");
  rig.gone(kPod, rig.first_pod());
  rig.put(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"orphan","labels":{"app":"web"}},
      "spec":{"containers":[{"name":"c","image":"nginx:1.26"}]}})");
  rig.react();
  CHECK(rig.names(kPod) == "orphan");
  CHECK(rig.text(kPod, "orphan", {"metadata", "ownerReferences"}) == "null");
}

TEST_CASE("edge case 101: another's pod with matching labels is neither taken nor counted") {
  Rig rig;
  rig.put(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"foreign","labels":{"app":"web"},"ownerReferences":[
      {"apiVersion":"apps/v1","kind":"ReplicaSet","name":"other","uid":"4711","controller":true}]},
      "spec":{"containers":[{"name":"c","image":"nginx:1.26"}]}})");
  const std::string version = rig.text(kPod, "foreign", {"metadata", "resourceVersion"});
  rig.create(workload("ReplicaSet", 2));
  CHECK(rig.text(kPod, "foreign", {"metadata", "resourceVersion"}) == version);
  CHECK(rig.text(kReplicaSet, "web", {"status", "replicas"}) == "2");
  CHECK(rig.store().count(kPod) == 3);
}

TEST_CASE("edge case 102: at most 500 pods in a sync") {
  CHECK(plan_replicas(600, 0, false) == ReplicaPlan{.create = 500});
  CHECK(plan_replicas(0, 600, false) == ReplicaPlan{.remove = 500});
}

TEST_CASE("edge cases 103 and 104: a pod on its way out counts as terminating, and its replacement comes at once") {
  Rig rig;
  rig.create(workload("ReplicaSet", 1));
  rig.run_all();
  const std::string pod = rig.first_pod();
  rig.forget_log();
  rig.remove(kPod, pod);
  CHECK(rig.created() == 1);
  CHECK(rig.text(kReplicaSet, "web", {"status", "replicas"}) == "1");
  CHECK(rig.text(kReplicaSet, "web", {"status", "terminatingReplicas"}) == "1");
}

TEST_CASE("edge case 105: batches that double end with the first that fails") {
  for (const auto& [fails_from, calls] : {std::pair{size_t{0}, 1}, {size_t{1}, 3}, {size_t{3}, 7}})
    DYNAMIC_SECTION("from call " << fails_from) {
      int made = 0;
      slow_start(10, [&, fails_from = fails_from](size_t index) -> Result<void> {
        ++made;
        if (index >= fails_from) return client_error("no");
        return {};
      });
      CHECK(made == calls);
    }
}
