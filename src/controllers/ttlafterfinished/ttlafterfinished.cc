#include "controllers/ttlafterfinished/ttlafterfinished.h"

#include "api/kinds/job.h"

namespace skiff {
namespace {

class TtlAfterFinishedController final : public Actor {
 public:
  std::string_view name() const override { return "ttl-after-finished-controller"; }

  void observe(const Change& change, const Store&, Workqueue& queue) override {
    if (&change.kind() != &kJob || change.type == Change::Type::kDeleted || change.after->terminating()) return;
    if (expires_at(*change.after)) queue.add(change.key());
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override {
    const ObjectRef job = client.get(kJob, key);
    if (!job || job->terminating()) return {};
    const std::optional<Time> expiry = expires_at(*job);
    if (!expiry) return {};
    if (*expiry > client.now()) {
      queue.add_after(key, *expiry - client.now());
      return {};
    }
    DeleteOptions options;
    options.propagation = Propagation::kForeground;
    options.uid_precondition = job->uid();
    const Result<DeleteOutcome> removed = client.remove(*job, options);
    if (!removed && !removed.error().is(Reason::kNotFound)) return removed.error();
    return {};
  }
};

}  // namespace

std::optional<Time> expires_at(const Object& job) {
  const Value& ttl = job.spec()["ttlSecondsAfterFinished"];
  if (!ttl.is_number()) return std::nullopt;
  for (const Value& condition : job.status()["conditions"].elements()) {
    const std::string_view type = condition["type"].as_string();
    if ((type != "Complete" && type != "Failed") || condition["status"].as_string() != "True") continue;
    const std::optional<Time> finished = parse_rfc3339(condition["lastTransitionTime"].as_string());
    if (finished) return *finished + seconds(ttl.as_int());
  }
  return std::nullopt;
}

std::unique_ptr<Actor> make_ttlafterfinished_controller() { return std::make_unique<TtlAfterFinishedController>(); }

}  // namespace skiff
