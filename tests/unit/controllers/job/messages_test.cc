// Every event and every condition of a Job, word for word.
#include <catch2/catch.hpp>

#include "api/kinds/job.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;

namespace {

std::string job(const std::string& spec) {
  return R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"job"},"spec":{)" + spec +
         R"(,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"busybox"}]}}}})";
}

struct JobRig : ControllerRig {
  JobRig() : ControllerRig({"job-controller"}) {}
  // Ends the pods that run, one after the other, with these phases.
  void end(const std::vector<std::string>& phases) {
    size_t next = 0;
    for (const ObjectRef& pod : store().list(kPod, "default")) {
      if (next == phases.size() || !pod->view<PodView>().active()) continue;
      if (pod->spec()["nodeName"].as_string().empty()) bind(pod->name(), "somewhere");
      const std::string& phase = phases[next++];
      status(kPod, pod->name(),
             R"({"phase":")" + phase + R"(","containerStatuses":[{"name":"c","state":{"terminated":{"exitCode":)" +
                 (phase == "Succeeded" ? "0" : "1") + R"(,"finishedAt":")" + time(Duration(0)) + "\"}}}]}");
    }
    REQUIRE(next == phases.size());
    advance(milliseconds(1001));
  }
  std::string conditions() const {
    std::string all;
    for (const Value& one : get(kJob, "job")->status()["conditions"].elements())
      all += one["type"].str() + " " + one["status"].str() + " " + one["reason"].str() + ": " + one["message"].str() +
             "\n";
    return all;
  }
  bool tells(const std::string& event) const {
    const auto all = events(kJob, "job");
    UNSCOPED_INFO(Catch::StringMaker<std::vector<std::string>>::convert(all));
    return std::find(all.begin(), all.end(), event) != all.end();
  }
};

}  // namespace

TEST_CASE("Job: how it ends, and what it says then") {
  struct Row {
    const char* why;
    const char* spec;
    std::vector<std::vector<std::string>> ends;
    std::string target, end;  // types of conditions
    std::string says;
    std::string event;
  };
  const Row rows[] = {
      {"all completions",
       R"("completions":2,"parallelism":2)",
       {{"Succeeded", "Succeeded"}},
       "SuccessCriteriaMet",
       "Complete",
       "CompletionsReached: Reached expected number of succeeded pods",
       "Completed Job completed"},
      {"a work queue",
       R"("parallelism":2)",
       {{"Succeeded", "Succeeded"}},
       "SuccessCriteriaMet",
       "Complete",
       "CompletionsReached: Reached expected number of succeeded pods",
       "Completed Job completed"},
      {"too many failures",
       R"("backoffLimit":0)",
       {{"Failed"}},
       "FailureTarget",
       "Failed",
       "BackoffLimitExceeded: Job has reached the specified backoff limit",
       "BackoffLimitExceeded Job has reached the specified backoff limit"},
      {"an index has failed for good",
       R"("completionMode":"Indexed","completions":2,"parallelism":2,"backoffLimitPerIndex":0)",
       {{"Failed", "Succeeded"}},
       "FailureTarget",
       "Failed",
       "FailedIndexes: Job has failed indexes",
       "FailedIndexes Job has failed indexes"},
      {"more indexes than may have",
       R"("completionMode":"Indexed","completions":3,"parallelism":3,"backoffLimitPerIndex":0,"maxFailedIndexes":1)",
       {{"Failed", "Failed"}},
       "FailureTarget",
       "Failed",
       "MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes",
       "MaxFailedIndexesExceeded Job has exceeded the specified maximal number of failed indexes"},
      {"enough of them for the policy",
       R"("completionMode":"Indexed","completions":2,"parallelism":2,"successPolicy":{"rules":[{"succeededIndexes":"0"}]})",
       {{"Succeeded", "Succeeded"}},
       "SuccessCriteriaMet",
       "Complete",
       "SuccessPolicy: Matched rules at index 0",
       "Completed Job completed"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      JobRig rig;
      rig.create(job(row.spec));
      for (const auto& phases : row.ends) rig.end(phases);
      rig.advance(seconds(5));
      CHECK(rig.conditions() == row.target + " True " + row.says + "\n" + row.end + " True " + row.says + "\n");
      CHECK(rig.tells(row.event));
    }
}

TEST_CASE("Job: its deadline") {
  JobRig rig;
  rig.create(job(R"("activeDeadlineSeconds":5)"));
  const std::string pod = rig.only(kPod);
  CHECK(rig.tells("SuccessfulCreate Created pod: " + pod));
  rig.advance(seconds(7));  // the end is written once the pods have gone
  CHECK(rig.tells("SuccessfulDelete Deleted pod: " + pod));
  CHECK(rig.tells("DeadlineExceeded Job was active longer than specified deadline"));
}

TEST_CASE("Job: put to sleep and woken") {
  JobRig rig;
  rig.create(job(R"("activeDeadlineSeconds":60)"));
  rig.patch(kJob, "job", R"({"spec":{"suspend":true}})");
  CHECK(rig.tells("Suspended Job suspended"));
  CHECK(rig.conditions() == "Suspended True JobSuspended: Job suspended\n");
  CHECK(rig.text(kJob, "job", {"status", "startTime"}) == "null");
  rig.advance(minutes(5));
  rig.patch(kJob, "job", R"({"spec":{"suspend":false}})");
  CHECK(rig.tells("Resumed Job resumed"));
  CHECK(rig.conditions() == "Suspended False JobResumed: Job resumed\n");
  CHECK(rig.text(kJob, "job", {"status", "startTime"}) == rig.time(Duration(0)));
  rig.advance(seconds(59));
  CHECK_FALSE(rig.tells("DeadlineExceeded Job was active longer than specified deadline"));
  rig.advance(seconds(3));
  CHECK(rig.tells("DeadlineExceeded Job was active longer than specified deadline"));
}

TEST_CASE("Job: pods that are refused") {
  JobRig rig;
  rig.refuse(Client::Write::kCreate, kPod, "", 1, forbidden("pods", "", "job-x", "exceeded quota: few"));
  rig.create(job(R"("completions":1)"));
  CHECK(rig.tells("FailedCreate Error creating: pods \"job-x\" is forbidden: exceeded quota: few"));
}

TEST_CASE("Job: more successes than were asked for") {
  JobRig rig;
  rig.create(job(R"("completions":1,"parallelism":1)"));
  const std::string uid = rig.text(kJob, "job", {"metadata", "uid"});
  rig.put(
      R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"other","finalizers":["batch.kubernetes.io/job-tracking"],)"
      R"("labels":{"batch.kubernetes.io/controller-uid":")" +
      uid + R"("},"ownerReferences":[{"apiVersion":"batch/v1","kind":"Job","name":"job","uid":")" + uid +
      R"(","controller":true}]},"spec":{"restartPolicy":"Never","nodeName":"n","containers":[{"name":"c","image":"i"}]},)"
      R"("status":{"phase":"Succeeded"}})");
  rig.end({"Succeeded"});
  rig.advance(seconds(5));
  CHECK(rig.tells("TooManySucceededPods Too many succeeded pods running after completion count reached"));
  CHECK(rig.tells("Completed Job completed"));
}

TEST_CASE("Job: each try of an index says how many have failed before it") {
  JobRig rig;
  rig.create(job(R"("completionMode":"Indexed","completions":1,"backoffLimitPerIndex":2)"));
  const auto failures = [&] {
    for (const ObjectRef& pod : rig.store().list(kPod, "default"))
      if (pod->view<PodView>().active())
        return pod->metadata()["annotations"]["batch.kubernetes.io/job-index-failure-count"].str();
    return std::string("none");
  };
  CHECK(failures() == "0");
  rig.end({"Failed"});
  rig.advance(seconds(10));
  CHECK(failures() == "1");
}
