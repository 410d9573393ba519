#include "controllers/resourcequota/resourcequota.h"

#include <algorithm>
#include <map>
#include <set>

#include "api/kind_table.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/resourcequota.h"
#include "api/kinds/service.h"
#include "api/pod_view.h"
#include "api/quota/scopes.h"
#include "api/quota/usage.h"

namespace skiff {
namespace resourcequota {
namespace {

// Of the resources that the quota limits; nothing for an object out of its scope.
ResourceAmounts usage_in(const Object& quota, const Kind& kind, const Value& object, Time now) {
  if (!quota::in_scope(quota.spec(), kind, object)) return {};
  ResourceAmounts usage = quota::usage_of(kind, object, now);
  mask_amounts(usage, resource_amounts(quota.spec()["hard"]));
  return usage;
}

// quota.CalculateUsage: a resource that nothing takes is there as 0.
ResourceAmounts count_through(const Object& quota, const Store& store, Time now) {
  const Value& hard = quota.spec()["hard"];
  ResourceAmounts used;
  for (const Kind* kind : all_kinds()) {
    if (!quota::counts_any(*kind, hard)) continue;
    for (const Member& resource : hard.members())
      if (quota::counts(*kind, resource.name())) used.emplace(resource.name(), Quantity());
    store.for_each(*kind, quota.ns(), [&](const ObjectRef& object) {
      add_amounts(used, usage_in(quota, *kind, object->document(), now));
      return true;
    });
  }
  return used;
}

// The filters of QuotaMonitor, which look at the three kinds whose usage can change.
bool may_change_usage(const Change& change) {
  if (change.type == Change::Type::kAdded) return false;
  if (change.type == Change::Type::kDeleted) return true;
  if (&change.kind() == &kPod)
    return change.before->view<PodView>().terminal() != change.after->view<PodView>().terminal() ||
           !(change.before->spec() == change.after->spec());
  if (&change.kind() == &kService) return !(change.before->spec() == change.after->spec());
  return &change.kind() == &kPersistentVolumeClaim;
}

class ResourceQuotaController final : public Actor {
 public:
  std::string_view name() const override { return "resourcequota-controller"; }

  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    if (&change.kind() == &kResourceQuota) observe_quota(change, queue);
    if (store.count(kResourceQuota) == 0 || !change.kind().namespaced() || !may_change_usage(change)) return;
    store.for_each(kResourceQuota, change.key().ns, [&](const ObjectRef& quota) {
      if (quota::counts_any(change.kind(), quota->spec()["hard"]) && note_release(*quota, change))
        queue.add(quota->key());
      return true;
    });
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue&) override {
    const auto released = released_.extract(key);
    const bool count = recount_.erase(key) > 0;
    const ObjectRef quota = client.get(kResourceQuota, key);
    if (!quota) return {};
    const Value& hard = quota->spec()["hard"];
    const Value& status = quota->status();
    ResourceAmounts used = resource_amounts(status["used"]);
    const bool is_counted = status.contains("used") && status["hard"] == hard;
    if (is_counted && !count && !released.empty()) subtract_amounts(used, released.mapped());
    else used = count_through(*quota, client.store(), client.now());
    client.update_status(*quota, Value{{"hard", hard}, {"used", resource_list(used)}});
    return {};
  }

 private:
  void observe_quota(const Change& change, Workqueue& queue) {
    if (change.type == Change::Type::kDeleted) {
      released_.erase(change.key());
      recount_.erase(change.key());
    } else if (change.type == Change::Type::kAdded ||
               !(change.before->spec()["hard"] == change.after->spec()["hard"])) {
      recount_.insert(change.key());
      queue.add(change.key());
    }
  }

  // How much less there is of it now. Admission has charged what there is more of, save for a pod that has come into
  // the scope. Of a pod that is beyond its end it is not known whether it was still counted.
  bool note_release(const Object& quota, const Change& change) {
    const bool gone = change.type == Change::Type::kDeleted;
    const Kind& kind = change.kind();
    if (gone && &kind == &kPod && quota::is_past_its_end(change.before->document(), change.time))
      return recount_.insert(quota.key()).second;
    ResourceAmounts less = usage_in(quota, kind, change.before->document(), change.time);
    if (!gone) subtract_amounts(less, usage_in(quota, kind, change.after->document(), change.time));
    const bool charged = &kind != &kPod;
    std::erase_if(less, [&](const auto& one) { return one.second.is_zero() || (charged && one.second.is_negative()); });
    if (less.empty()) return false;
    add_amounts(released_[quota.key()], less);
    return true;
  }

  // Between a change and the reconciling of its quotas, which is in the same instant.
  std::map<ObjectKey, ResourceAmounts> released_;
  std::set<ObjectKey> recount_;
};

}  // namespace
}  // namespace resourcequota

std::unique_ptr<Actor> make_resourcequota_controller() {
  return std::make_unique<resourcequota::ResourceQuotaController>();
}

}  // namespace skiff
