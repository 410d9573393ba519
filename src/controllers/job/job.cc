#include "controllers/job/job.h"

#include "api/kinds/job.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "controllers/controller_ref.h"
#include "controllers/job/job_pods.h"
#include "controllers/job/sync.h"

namespace skiff {
namespace {

// What happens to pods is looked at in batches, so that a hundred that finish together cost one sync. A watch tells of
// a change a moment after it was made: pods that end a second after they started are seen to have ended.
constexpr Duration kWatchDelay = milliseconds(1);
constexpr Duration kBatch = seconds(1) + kWatchDelay;

// A pod whose Job is gone keeps the tracking finalizer unless somebody takes it off. It is queued under a key that no
// Job can have.
constexpr std::string_view kOrphanPrefix = "pod/";

ObjectKey orphan_key(const Object& pod) { return {pod.ns(), std::string(kOrphanPrefix) + pod.name()}; }

ObjectRef job_of(const Object& pod, const Store& store) {
  const auto key = controller_key(pod, kJob);
  ObjectRef job = key ? store.get(kJob, *key) : nullptr;
  return job && job->uid() == controller_of(pod.metadata())["uid"].as_string() ? job : nullptr;
}

class JobController : public Actor {
 public:
  std::string_view name() const override { return "job-controller"; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    if (&change.kind() == &kJob) observe_job(change, store, queue);
    if (&change.kind() == &kPod) observe_pod(change, store, queue);
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override {
    if (key.name.starts_with(kOrphanPrefix))
      return reconcile_orphan({key.ns, key.name.substr(kOrphanPrefix.size())}, client);
    ObjectRef job = client.get(kJob, key);
    if (!job) {
      JobSync::forget(client, key);
      return {};
    }
    return JobSync(std::move(job), client, queue).run();
  }

 private:
  static void observe_job(const Change& change, const Store& store, Workqueue& queue) {
    const bool spec_is_same = change.type == Change::Type::kModified &&
                              change.before->metadata()["generation"] == change.after->metadata()["generation"];
    if (spec_is_same) queue.add_after(change.key(), kBatch);
    else queue.add(change.key());
    if (change.type != Change::Type::kDeleted) return;
    for (const ObjectRef& pod : store.dependents(kPod, change.after->uid()))
      if (is_tracked(*pod)) queue.add(orphan_key(*pod));
  }

  static void observe_pod(const Change& change, const Store& store, Workqueue& queue) {
    const Object& pod = *change.after;
    const auto owner = controller_key(pod, kJob);
    const auto former = change.before ? controller_key(*change.before, kJob) : std::nullopt;
    if (owner) queue.add_after(*owner, kBatch);
    if (former && former != owner) queue.add_after(*former, kBatch);
    if (change.type == Change::Type::kDeleted) return;
    const bool uncontrolled = pod.view<PodView>().controller_uid.empty();
    if ((owner || uncontrolled) && is_tracked(pod) && !job_of(pod, store)) queue.add(orphan_key(pod));
    const bool may_match_now =
        !change.before || former || !(change.before->metadata()["labels"] == pod.metadata()["labels"]);
    if (uncontrolled && !pod.terminating() && may_match_now)
      for_each_matching_controller(store, kJob, pod, [&](const ObjectKey& key) { queue.add_after(key, kBatch); });
  }

  static Result<void> reconcile_orphan(const ObjectKey& key, Client& client) {
    const ObjectRef pod = client.get(kPod, key);
    if (!pod || !is_tracked(*pod) || job_of(*pod, client.store())) return {};
    if (!pod->view<PodView>().controller_uid.empty() && !controller_key(*pod, kJob)) return {};  // somebody else's
    untrack(client, key);
    return {};
  }
};

}  // namespace

std::unique_ptr<Actor> make_job_controller() { return std::make_unique<JobController>(); }

}  // namespace skiff
