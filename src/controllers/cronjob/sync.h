// One sync of one CronJob: old Jobs go, the list of active ones is put right, a run that is due is started.
// Mirrors cleanupFinishedJobs and syncCronJob of cronjob_controllerv2.go.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "apiserver/actor.h"
#include "controllers/cronjob/schedule.h"

namespace skiff {

// Runs that went the same way one after the other while nobody looked: the next ones will, too.
struct CronStreak {
  Time unwatched_until{};
  Value spec;
  bool succeeded = false;
  bool replaces = false;  // the run before, which would have gone on
  int64_t runs = 0;
};

class CronJobSync {
 public:
  CronJobSync(ObjectRef cronjob, Client& client, Workqueue& queue, CronStreak& streak);
  Result<void> run();

  // How long until the next run by the schedule that `cronjob` has now; nullopt if it has none that makes sense.
  static std::optional<Duration> next_run(const Object& cronjob, Time now);

 private:
  void clean_up_finished();
  void remove_oldest(std::vector<ObjectRef> finished, const Value& limit);
  void reconcile_active();
  Result<void> start_due_run();
  bool skip_unwatched(const ScheduleQuestion& question);
  Result<void> start_job(Time scheduled);
  Value job_for(Time scheduled) const;
  bool replace_active(std::optional<Error>& error);
  bool remove_job(const Object& job);
  bool already_started(Time scheduled) const;

  bool is_active(std::string_view uid) const;
  void drop_active(std::string_view uid);
  void save();
  const Value& spec() const { return cronjob_->spec(); }
  const Elements& active() const { return std::as_const(status_)["active"].elements(); }

  ObjectRef cronjob_;
  Client& client_;
  Workqueue& queue_;
  CronStreak& streak_;
  Value status_;
  std::vector<ObjectRef> jobs_;
};

}  // namespace skiff
