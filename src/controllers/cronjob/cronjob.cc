#include "controllers/cronjob/cronjob.h"

#include <map>

#include "api/kinds/cronjob.h"
#include "api/kinds/job.h"
#include "controllers/controller_ref.h"
#include "controllers/cronjob/sync.h"

namespace skiff {
namespace {

class CronJobController : public Actor {
 public:
  std::string_view name() const override { return "cronjob-controller"; }

  void observe(const Change& change, const Store&, Workqueue& queue) override {
    if (&change.kind() == &kCronJob) observe_cronjob(change, queue);
    if (&change.kind() != &kJob) return;
    const auto owner = controller_key(*change.after, kCronJob);
    const auto former = change.before ? controller_key(*change.before, kCronJob) : std::nullopt;
    if (owner) queue.add(*owner);
    if (former && former != owner) queue.add(*former);
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override {
    ObjectRef cronjob = client.get(kCronJob, key);
    if (!cronjob) {
      streaks_.erase(key);
      return {};
    }
    return CronJobSync(std::move(cronjob), client, queue, streaks_[key]).run();
  }

 private:
  // A new schedule takes effect at its next moment, anything else at once.
  static void observe_cronjob(const Change& change, Workqueue& queue) {
    const bool rescheduled = change.type == Change::Type::kModified &&
                             (!(change.before->spec()["schedule"] == change.after->spec()["schedule"]) ||
                              !(change.before->spec()["timeZone"] == change.after->spec()["timeZone"]));
    if (!rescheduled) {
      queue.add(change.key());
    } else if (const auto delay = CronJobSync::next_run(*change.after, change.time)) {
      queue.add_after(change.key(), *delay);
    }
  }

  std::map<ObjectKey, CronStreak> streaks_;
};

}  // namespace

std::unique_ptr<Actor> make_cronjob_controller() { return std::make_unique<CronJobController>(); }

}  // namespace skiff
