// The Job cases 106 to 130 of the catalogue of edge cases, each under its number.
#include <catch2/catch.hpp>

#include "api/kinds/job.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "base/json.h"
#include "controllers/job/backoff.h"
#include "controllers/job/index_set.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;
using Write = Client::Write;

namespace {

std::string job(const std::string& extra, const std::string& policy = "Never", const std::string& metadata = "") {
  return R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"job")" + metadata + R"(},"spec":{)" + extra +
         R"("template":{"spec":{"restartPolicy":")" + policy + R"(","containers":[{"name":"c","image":"busybox"}]}}}})";
}
std::string indexed(int completions, const std::string& more = "") {
  const std::string count = std::to_string(completions);
  return job(R"("completionMode":"Indexed","completions":)" + count + R"(,"parallelism":)" + count + "," + more);
}

struct JobRig : ControllerRig {
  JobRig() : ControllerRig({"job-controller"}) {}
  std::vector<ObjectRef> pods() { return store().list(kPod, "default"); }
  std::string pod_of(const std::string& index) {
    for (const ObjectRef& pod : pods())
      if (pod->metadata().at("annotations", "batch.kubernetes.io/job-completion-index").as_string() == index &&
          pod->view<PodView>().active())
        return pod->name();
    FAIL("no active pod of index " << index);
    return {};
  }
  std::string some_active() {
    for (const ObjectRef& pod : pods())
      if (pod->view<PodView>().active()) return pod->name();
    FAIL("no active pod");
    return {};
  }
  size_t active_pods() {
    size_t count = 0;
    for (const ObjectRef& pod : pods()) count += pod->view<PodView>().active() ? 1 : 0;
    return count;
  }
  void end(const std::string& pod, const std::string& phase, int exit_code = 1) {
    if (get(kPod, pod)->spec()["nodeName"].as_string().empty()) bind(pod, "somewhere");
    const std::string code = phase == "Succeeded" ? "0" : std::to_string(exit_code);
    status(kPod, pod,
           R"({"phase":")" + phase +
               R"(","containerStatuses":[{"name":"c","restartCount":0,"state":{"terminated":{)"
               R"("exitCode":)" +
               code + R"(,"finishedAt":")" + time(Duration(0)) + R"("}}}]})");
  }
  void sync() { advance(seconds(1) + milliseconds(1)); }
  void end_and_sync(const std::string& pod, const std::string& phase, int exit_code = 1) {
    end(pod, phase, exit_code);
    sync();
  }
  std::string count(const char* field) const { return text(kJob, "job", {"status", field}); }
  std::string conditions() const {
    std::string all;
    for (const Value& one : get(kJob, "job")->status()["conditions"].elements())
      all += (all.empty() ? "" : " ") + one["type"].str() + "=" + one["status"].str() + "/" + one["reason"].str();
    return all;
  }
  // A pod that the Job might have made.
  void leave(const std::string& name, const std::string& index, const std::string& phase) {
    const std::string uid = text(kJob, "job", {"metadata", "uid"});
    const std::string annotation =
        index.empty() ? "{}" : R"({"batch.kubernetes.io/job-completion-index":")" + index + "\"}";
    put(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"(","annotations":)" + annotation +
        R"(,"finalizers":["batch.kubernetes.io/job-tracking"],"labels":{"batch.kubernetes.io/controller-uid":")" + uid +
        R"("},"ownerReferences":[{"apiVersion":"batch/v1","kind":"Job","name":"job","uid":")" + uid +
        R"(","controller":true}]},"spec":{"restartPolicy":"Never","nodeName":"somewhere","containers":[{"name":"c",)"
        R"("image":"busybox"}]},"status":{"phase":")" +
        phase + "\"}}");
  }
};

bool has_event(const std::vector<std::string>& events, const std::string& event) {
  return std::find(events.begin(), events.end(), event) != events.end();
}

constexpr const char* kFailed = "FailureTarget=True/BackoffLimitExceeded Failed=True/BackoffLimitExceeded";
constexpr const char* kComplete = "SuccessCriteriaMet=True/CompletionsReached Complete=True/CompletionsReached";

}  // namespace

TEST_CASE("edge case 106: parallelism 2 of completions 5 starts two") {
  JobRig rig;
  rig.create(job(R"("parallelism":2,"completions":5,)"));
  CHECK(rig.created() == 2);
  CHECK(rig.count("active") == "2");
}

TEST_CASE("edge case 107: within the back-off none is made, and none is reported active") {
  JobRig rig;
  rig.create(job(R"("parallelism":2,"completions":2,)"));
  rig.forget_log();
  rig.end_and_sync(rig.some_active(), "Failed");
  CHECK(rig.created() == 0);
  CHECK(rig.count("active") == "null");
  rig.advance(milliseconds(8900));
  CHECK(rig.created() == 0);
  rig.advance(milliseconds(200));
  CHECK(rig.created() == 1);
}

TEST_CASE("edge case 108: ten active with parallelism 2: eight go, none comes") {
  JobRig rig;
  rig.create(job(R"("parallelism":10,"completions":20,)"));
  rig.forget_log();
  rig.patch(kJob, "job", R"({"spec":{"parallelism":2}})");
  CHECK(rig.deleted() == 8);
  CHECK(rig.created() == 0);
}

TEST_CASE("edge case 109: five of five succeeded is complete, and no pod is tracked any more") {
  JobRig rig;
  rig.create(job(R"("parallelism":5,"completions":5,)"));
  for (const ObjectRef& pod : rig.pods()) rig.end(pod->name(), "Succeeded");
  rig.sync();
  CHECK(rig.conditions() == kComplete);
  CHECK(rig.count("succeeded") == "5");
  for (const ObjectRef& pod : rig.pods()) CHECK(pod->metadata()["finalizers"].is_null());
}

TEST_CASE("edge case 110: a work queue with one success and one active waits for that one") {
  JobRig rig;
  rig.create(job(R"("parallelism":2,)"));
  rig.forget_log();
  rig.end_and_sync(rig.some_active(), "Succeeded");
  CHECK(rig.created() == 0);
  CHECK(rig.count("active") == "1");
  CHECK(rig.conditions().empty());
}

TEST_CASE("edge case 111: a Job that is being deleted leaves its pods alone but lets them go") {
  JobRig rig;
  rig.create(job(R"("parallelism":2,"completions":2,)", "Never", R"(,"finalizers":["a/b"])"));
  rig.end(rig.some_active(), "Failed");
  rig.remove(kJob, "job", Propagation::kBackground);
  rig.forget_log();
  rig.advance(minutes(1));
  CHECK(rig.created() == 0);
  CHECK(rig.deleted() == 0);
  for (const ObjectRef& pod : rig.pods()) CHECK(pod->metadata()["finalizers"].is_null());
}

TEST_CASE("edge case 112: beyond backoffLimit active pods are deleted and count as failed") {
  JobRig rig;
  rig.create(job(R"("parallelism":3,"completions":3,"backoffLimit":0,)"));
  for (const ObjectRef& pod : rig.pods()) rig.run(pod->name());
  rig.forget_log();
  rig.end_and_sync(rig.some_active(), "Failed");
  CHECK(rig.deleted() == 2);
  CHECK(rig.conditions() == "FailureTarget=True/BackoffLimitExceeded");
  for (const ObjectRef& pod : rig.pods())
    if (pod->terminating()) rig.gone(kPod, pod->name());
  rig.sync();
  CHECK(rig.conditions() == kFailed);
  CHECK(rig.count("failed") == "3");
}

// Expectations are open between a write and the moment at which the controller sees it. It sees its own writes at once
// here, so that what keeps the Job from settling its pods is a server that refuses.
TEST_CASE("edge case 113: failures beyond the limit are counted before the Job can be said to have failed") {
  JobRig rig;
  rig.create(job(R"("parallelism":2,"completions":2,"backoffLimit":0,)"));
  for (const ObjectRef& pod : rig.pods()) rig.run(pod->name());
  rig.refuse(Write::kDelete, kPod, "job-", 2, forbidden("pods", "", "job-x", "not now"));
  rig.forget_log();
  rig.end_and_sync(rig.some_active(), "Failed");
  CHECK(rig.count("failed") == "1");
  CHECK(rig.count("active") == "1");
  CHECK(rig.conditions().empty());
  CHECK(rig.deleted() == 0);
  CHECK(has_event(rig.events(kJob, "job"), "FailedDelete Error deleting: pods \"job-x\" is forbidden: not now"));
  // The next syncs, a second and two later, take the other pod down, which then counts, too.
  rig.advance(seconds(4));
  CHECK(rig.refusals_left() == 0);
  CHECK(rig.deleted() == 1);
  CHECK(rig.conditions() == "FailureTarget=True/BackoffLimitExceeded");
  for (const ObjectRef& pod : rig.pods())
    if (pod->terminating()) rig.gone(kPod, pod->name());
  rig.sync();
  CHECK(rig.conditions() == kFailed);
  CHECK(rig.count("failed") == "2");
}

TEST_CASE("edge case 114: an index that failed once and then succeeded") {
  JobRig rig;
  rig.create(indexed(3));
  rig.end_and_sync(rig.pod_of("1"), "Failed");
  rig.advance(seconds(15));
  for (const char* index : {"0", "1", "2"}) rig.end(rig.pod_of(index), "Succeeded");
  rig.sync();
  CHECK(rig.count("completedIndexes") == "0-2");
  CHECK(rig.count("failed") == "1");
  CHECK(rig.conditions() == kComplete);
}

TEST_CASE("edge cases 115 to 117: pods that a tidy Job would not have") {
  SECTION("115: two successes of one index count once") {
    JobRig rig;
    rig.create(indexed(3, R"("suspend":true,)"));
    rig.leave("a", "0", "Succeeded");
    rig.leave("b", "1", "Succeeded");
    rig.leave("c", "1", "Succeeded");
    rig.forget_log();
    rig.patch(kJob, "job", R"({"spec":{"suspend":false}})");
    CHECK(rig.count("succeeded") == "2");
    CHECK(rig.count("completedIndexes") == "0,1");
    CHECK(rig.active_pods() == 1);
    CHECK_FALSE(rig.pod_of("2").empty());
  }
  SECTION("116: no index, or one out of range: deleted if active, never counted") {
    JobRig rig;
    rig.create(indexed(2));
    for (const char* index : {"0", "1"}) rig.run(rig.pod_of(index));
    rig.leave("a", "", "Succeeded");
    rig.leave("b", "7", "Succeeded");
    rig.leave("c", "", "Running");
    rig.leave("d", "7", "Running");
    rig.react();
    rig.sync();
    CHECK(rig.count("succeeded") == "null");
    CHECK(rig.names(kPod).find("c-") != std::string::npos);
    CHECK(rig.names(kPod).find("d-") != std::string::npos);
    CHECK(rig.active_pods() == 2);
  }
  SECTION("117: of two active of one index one goes, none comes") {
    JobRig rig;
    rig.create(indexed(2));
    for (const char* index : {"0", "1"}) rig.run(rig.pod_of(index));
    rig.leave("twin", "1", "Running");
    rig.forget_log();
    rig.react();
    rig.sync();
    CHECK(rig.deleted() == 1);
    CHECK(rig.created() == 1);  // the twin itself
  }
}

TEST_CASE("edge case 118: a resumed Job starts now") {
  JobRig rig;
  rig.create(job(R"("suspend":true,)"));
  CHECK(rig.created() == 0);
  rig.advance(minutes(7));
  rig.patch(kJob, "job", R"({"spec":{"suspend":false}})");
  CHECK(rig.created() == 1);
  CHECK(rig.conditions() == "Suspended=False/JobResumed");
  CHECK(rig.count("startTime") == rig.time(Duration(0)));
}

TEST_CASE("edge case 119: a FailureTarget=False put there by hand is ignored and kept") {
  JobRig rig;
  rig.create(job(""));
  rig.status(kJob, "job", R"({"conditions":[{"type":"FailureTarget","status":"False","reason":"ByHand"}]})");
  rig.end_and_sync(rig.some_active(), "Succeeded");
  CHECK(rig.conditions() == std::string("FailureTarget=False/ByHand ") + kComplete);
}

TEST_CASE("edge case 120: past its deadline a Job fails; too many failures are the better reason") {
  SECTION("the deadline alone") {
    JobRig rig;
    rig.create(job(R"("activeDeadlineSeconds":10,)"));
    rig.run(rig.some_active());
    rig.advance(seconds(11));
    CHECK(rig.deleted() == 1);
    CHECK(rig.conditions() == "FailureTarget=True/DeadlineExceeded");
  }
  SECTION("both") {
    JobRig rig;
    rig.create(job(R"("activeDeadlineSeconds":10,"backoffLimit":0,)"));
    rig.end(rig.some_active(), "Failed");
    rig.store().take_changes();
    rig.advance(seconds(11));
    CHECK(rig.conditions() == kFailed);
  }
}

TEST_CASE("edge case 121: with OnFailure restarts count as failures") {
  for (const auto& [restarts, fails] : {std::pair{1, true}, {0, false}}) DYNAMIC_SECTION(restarts << " restarts") {
      JobRig rig;
      rig.create(job(R"("backoffLimit":1,)", "OnFailure"));
      const std::string pod = rig.some_active();
      rig.run(pod);
      rig.status(kPod, pod, R"({"containerStatuses":[{"name":"c","restartCount":)" + std::to_string(restarts) + "}]}");
      rig.sync();
      CHECK((rig.conditions() == "FailureTarget=True/BackoffLimitExceeded") == fails);
    }
}

TEST_CASE("edge case 122: backoffLimit 6 lets six fail, not seven") {
  JobRig rig;
  rig.create(job(""));
  for (int i = 0; i < 6; ++i) {
    rig.end_and_sync(rig.some_active(), "Failed");
    CHECK(rig.conditions().empty());
    rig.advance(minutes(11));
  }
  rig.end_and_sync(rig.some_active(), "Failed");
  CHECK(rig.conditions() == kFailed);
  CHECK(rig.count("failed") == "7");
}

TEST_CASE("edge cases 123 and 124: pod failure policy") {
  const auto policy = [](const std::string& rules) { return R"("podFailurePolicy":{"rules":[)" + rules + "]},"; };
  const auto rule = [](const char* action, int code) {
    return std::string(R"({"action":")") + action + R"(","onExitCodes":{"operator":"In","values":[)" +
           std::to_string(code) + "]}}";
  };
  SECTION("123: of two rules that match the first is applied") {
    JobRig rig;
    rig.create(job(R"("backoffLimit":0,)" + policy(rule("Ignore", 5) + "," + rule("FailJob", 5))));
    rig.end_and_sync(rig.some_active(), "Failed", 5);
    CHECK(rig.conditions().empty());
    CHECK(rig.count("failed") == "null");
  }
  SECTION("124: an ignored failure is not counted, but its replacement is put off") {
    JobRig rig;
    rig.create(job(policy(rule("Ignore", 5))));
    rig.forget_log();
    rig.end_and_sync(rig.some_active(), "Failed", 5);
    CHECK(rig.count("failed") == "null");
    rig.advance(seconds(8));
    CHECK(rig.created() == 0);
    rig.advance(seconds(2));
    CHECK(rig.created() == 1);
  }
}

TEST_CASE("edge case 125: failure wins over success, unless success was there before") {
  const std::string spec = R"("successPolicy":{"rules":[{"succeededIndexes":"0"}]},"backoffLimit":0,)";
  SECTION("both in one sync") {
    JobRig rig;
    rig.create(indexed(2, spec));
    rig.end(rig.pod_of("0"), "Succeeded");
    rig.end(rig.pod_of("1"), "Failed");
    rig.sync();
    CHECK(rig.conditions() == kFailed);
  }
  SECTION("success first") {
    JobRig rig;
    rig.create(indexed(2, spec));
    rig.run(rig.pod_of("1"));
    const std::string other = rig.pod_of("1");
    rig.end_and_sync(rig.pod_of("0"), "Succeeded");
    CHECK(rig.conditions() == "SuccessCriteriaMet=True/SuccessPolicy");
    rig.end_and_sync(other, "Failed");
    rig.gone(kPod, other);
    rig.sync();
    CHECK(rig.conditions() == "SuccessCriteriaMet=True/SuccessPolicy Complete=True/SuccessPolicy");
  }
}

TEST_CASE("edge case 126: Complete waits for the pods that are still on their way out") {
  JobRig rig;
  rig.create(indexed(2, R"("successPolicy":{"rules":[{"succeededCount":1}]},)"));
  const std::string other = rig.pod_of("1");
  rig.run(other);
  rig.end_and_sync(rig.pod_of("0"), "Succeeded");
  CHECK(rig.conditions() == "SuccessCriteriaMet=True/SuccessPolicy");
  CHECK(rig.count("terminating") == "1");
  rig.gone(kPod, other);
  rig.sync();
  CHECK(rig.conditions() == "SuccessCriteriaMet=True/SuccessPolicy Complete=True/SuccessPolicy");
}

TEST_CASE("edge case 127: one index beyond its limit fails, the others go on, the Job fails at the end") {
  JobRig rig;
  rig.create(indexed(2, R"("backoffLimitPerIndex":0,)"));
  rig.end_and_sync(rig.pod_of("1"), "Failed");
  CHECK(rig.count("failedIndexes") == "1");
  CHECK(rig.conditions().empty());
  CHECK(rig.active_pods() == 1);
  rig.end_and_sync(rig.pod_of("0"), "Succeeded");
  CHECK(rig.conditions() == "FailureTarget=True/FailedIndexes Failed=True/FailedIndexes");
}

TEST_CASE("edge case 128: indexes beyond lowered completions drop out") {
  CHECK(IndexSet::parse("0-3,5,7,9", 6).str() == "0-3,5");
  JobRig rig;
  rig.create(indexed(4));
  for (const char* index : {"0", "2", "3"}) rig.end(rig.pod_of(index), "Succeeded");
  rig.sync();
  REQUIRE(rig.count("completedIndexes") == "0,2,3");
  rig.patch(kJob, "job", R"({"spec":{"completions":3,"parallelism":3}})");
  rig.sync();
  CHECK(rig.count("completedIndexes") == "0,2");
  CHECK(rig.count("succeeded") == "2");
}

TEST_CASE("edge case 129: more than 500 finished pods are counted over several syncs") {
  JobRig rig;
  rig.create(job(R"("parallelism":501,"completions":501,)"));
  rig.sync();
  REQUIRE(rig.active_pods() == 501);
  for (const ObjectRef& pod : rig.pods()) {
    Value document = pod->document();
    document["status"]["phase"] = "Succeeded";
    rig.store().put(kPod, pod->key(), std::move(document), {"tester", rig.now()});
  }
  rig.react();
  rig.sync();
  CHECK(rig.count("succeeded") == "500");
  CHECK(rig.conditions() == "SuccessCriteriaMet=True/CompletionsReached");
  rig.advance(seconds(2));
  CHECK(rig.count("succeeded") == "501");
  CHECK(rig.conditions() == kComplete);
}

TEST_CASE("Job: who watches sees what the end will be, and the finished pods listed, before they are counted") {
  JobRig rig;
  rig.create(job(R"("parallelism":2,"completions":2,)"));
  std::vector<std::string> seen;
  rig.cluster().set_on_change([&](const Change& change) {
    if (&change.kind() != &kJob) return;
    const Value& status = change.after->status();
    std::string text = std::to_string(status["uncountedTerminatedPods"]["succeeded"].size()) + " listed, " +
                       std::to_string(status["succeeded"].as_int()) + " counted";
    for (const Value& condition : status["conditions"].elements()) text += ", " + condition["type"].str();
    seen.push_back(std::move(text));
  });
  for (const ObjectRef& pod : rig.pods()) rig.end(pod->name(), "Succeeded");
  rig.sync();
  CHECK(seen == std::vector<std::string>{"2 listed, 0 counted, SuccessCriteriaMet",
                                         "0 listed, 2 counted, SuccessCriteriaMet, Complete"});
}

TEST_CASE("Job: a pod whose finalizer stays is listed as uncounted, and counted once when it goes") {
  JobRig rig;
  rig.create(job(R"("parallelism":1,"completions":2,)"));
  const std::string pod = rig.some_active();
  rig.end(pod, "Succeeded");
  rig.refuse(Write::kUpdate, kPod, pod, 1, forbidden("pods", "", pod, "not now"));
  const std::string uid = rig.text(kPod, pod, {"metadata", "uid"});
  std::string listed;
  rig.cluster().set_on_change([&](const Change& change) {
    if (&change.kind() == &kJob && change.after->status()["succeeded"].as_int() == 0)
      listed = to_json(change.after->status()["uncountedTerminatedPods"]);
  });
  rig.sync();
  CHECK(listed == R"({"succeeded":[")" + uid + R"("]})");
  rig.advance(seconds(2));
  CHECK(rig.refusals_left() == 0);
  CHECK(rig.count("succeeded") == "1");
  CHECK(rig.count("uncountedTerminatedPods") == "{}");
  CHECK(rig.created() == 2);
}

TEST_CASE("Job: pods that are refused are tried again after a second, then after two and four") {
  JobRig rig;
  rig.refuse(Write::kCreate, kPod, "", 3, forbidden("pods", "", "job-x", "exceeded quota"));
  rig.create(job(""));
  CHECK(rig.refusals_left() == 2);
  rig.advance(milliseconds(900));
  CHECK(rig.refusals_left() == 2);
  rig.advance(milliseconds(200));
  CHECK(rig.refusals_left() == 1);
  rig.advance(milliseconds(1800));
  CHECK(rig.refusals_left() == 1);
  rig.advance(milliseconds(200));
  CHECK(rig.refusals_left() == 0);
  rig.advance(milliseconds(3800));
  CHECK(rig.created() == 0);
  rig.advance(milliseconds(200));
  CHECK(rig.created() == 1);
}

TEST_CASE("Job: pods that end together a second after they started are replaced together") {
  JobRig rig;
  rig.create(job(R"("parallelism":2,"completions":4,)"));
  rig.forget_log();
  const std::vector<ObjectRef> first = rig.pods();
  for (const ObjectRef& pod : first) rig.run(pod->name());
  rig.advance(seconds(1));
  for (const ObjectRef& pod : first) {
    CHECK(rig.created() == 0);
    rig.end(pod->name(), "Succeeded");
  }
  rig.advance(milliseconds(1));
  CHECK(rig.created() == 2);
}

TEST_CASE("edge case 130: the back-off doubles from ten seconds to ten minutes") {
  const Time last = *parse_rfc3339("2026-11-22T12:00:00Z");
  for (const auto& [failures, delay] : {std::pair{0, 0}, {1, 10}, {2, 20}, {3, 40}, {4, 80}, {7, 600}, {60, 600}})
    DYNAMIC_SECTION(failures << " failures") {
      const FailureRecord record{failures, last};
      CHECK(record.remaining(last) == Duration(seconds(delay)));
      CHECK(record.remaining(last + seconds(delay + 1)) == Duration(0));
      if (delay > 0) CHECK(record.remaining(last + seconds(4)) == Duration(seconds(delay - 4)));
    }
}
