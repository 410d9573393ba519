// One sync of one Job: counts what has finished, decides whether the Job has, else makes or removes pods, and writes
// the status. Mirrors syncJob, manageJob and trackJobStatusAndRemoveFinalizers of job_controller.go.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "apiserver/actor.h"
#include "controllers/job/backoff.h"
#include "controllers/job/index_set.h"
#include "controllers/job/job_pods.h"

namespace skiff {

class JobSync {
 public:
  JobSync(ObjectRef job, Client& client, Workqueue& queue);
  Result<void> run();

  // What the Job's failures have been, kept between syncs; forgotten when it is gone or has finished.
  static void forget(Client& client, const ObjectKey& job);

 private:
  // The Job has come to its end: it is first said that it will (SuccessCriteriaMet, FailureTarget), and once all pods
  // are counted and gone that it has (Complete, Failed).
  struct Finish {
    bool success = false;
    std::string reason;
    std::string message;
  };

  void claim_pods();
  void gather();
  void start();
  std::optional<Finish> find_finish();
  std::optional<Finish> find_failure() const;
  std::optional<Finish> find_index_finish() const;
  void plan_deadline();
  bool past_deadline() const;
  bool restarts_exceed_limit() const;
  void compute_indexes();
  void find_delayed_pods();

  Result<void> stop_active_pods();
  Result<void> manage();
  int64_t wanted_active() const;
  Result<void> remove_pods(const std::vector<ObjectRef>& pods);
  Result<void> create_pods(int64_t count);
  std::vector<int64_t> indexes_to_create(int64_t count, Duration& wait) const;
  void finish_if_complete();
  void note_suspension();

  // Pods that have finished and are still tracked; `all` unless there are more of them.
  struct Countable {
    std::vector<ObjectRef> pods;
    bool all = true;
  };

  void track();
  bool may_untrack(const Object& pod) const;
  // Is the pod in this list of status.uncountedTerminatedPods, and how many are?
  bool is_listed(std::string_view list, const Object& pod) const;
  int64_t listed(std::string_view list) const;
  Countable list_finished();
  void list_pod(const Object& pod);
  void count_listed(const std::set<std::string, std::less<>>& tracked);
  void set_counters();
  bool save();
  void save_record(Value record) const;
  void announce_finish();
  bool enact_finish();
  void record_finish() const;

  int64_t status_int(std::string_view name) const { return std::as_const(status_)[name].as_int(); }

  ObjectRef job_;
  JobSpec spec_;
  Client& client_;
  Workqueue& queue_;
  Value status_;

  std::vector<ObjectRef> pods_;
  std::vector<ObjectRef> active_pods_;
  int64_t active_ = 0;
  int64_t ready_ = 0;
  int64_t terminating_ = 0;
  int64_t succeeded_ = 0;  // with those that are new
  int64_t failed_ = 0;
  FailureRecord record_;
  IndexSet counted_indexes_;  // as the status had them
  IndexSet succeeded_indexes_;
  IndexSet failed_indexes_;
  std::map<int64_t, ObjectRef> delayed_;  // per index the failed pod that stays until it is replaced
  std::optional<Finish> finish_;
};

}  // namespace skiff
