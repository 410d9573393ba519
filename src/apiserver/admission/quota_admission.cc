#include "apiserver/admission/quota_admission.h"

#include <algorithm>
#include <string>

#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/resourcequota.h"
#include "api/kinds/service.h"
#include "api/quota/scopes.h"
#include "api/quota/usage.h"
#include "apiserver/managed_fields.h"
#include "base/strings.h"

namespace skiff {
namespace {

bool is_charged_on_update(const Kind& kind) { return &kind == &kService || &kind == &kPersistentVolumeClaim; }

std::vector<ObjectRef> pertinent_quotas(const Store& store, const Kind& kind, const Value& document) {
  std::vector<ObjectRef> quotas;
  store.for_each(kResourceQuota, document.at("metadata", "namespace").as_string(), [&](const ObjectRef& quota) {
    if (quota::counts_any(kind, quota->status()["hard"]) && quota::in_scope(quota->spec(), kind, document))
      quotas.push_back(quota);
    return true;
  });
  return quotas;
}

// Whether the quota controller has not counted yet: hasUsageStats.
std::string uncounted(const Object& quota, const Kind& kind) {
  std::vector<std::string> names;
  bool all_counted = true;
  for (const Member& hard : quota.status()["hard"].members()) {
    if (!quota::counts(kind, hard.name())) continue;
    names.emplace_back(hard.name());
    if (!quota.status()["used"].contains(hard.name())) all_counted = false;
  }
  return all_counted ? std::string() : join(names, ",");
}

// What the write adds. Of an update that asks for less, nothing.
ResourceAmounts added_usage(const Kind& kind, const Value& document, const Value* old, Time now) {
  ResourceAmounts usage = quota::usage_of(kind, document, now);
  if (old != nullptr) subtract_amounts(usage, quota::usage_of(kind, *old, now));
  std::erase_if(usage,
                [&](const auto& one) { return one.second.is_zero() || (old != nullptr && one.second.is_negative()); });
  return usage;
}

// Error text, or "" with `used` grown by what is asked for.
std::string take(const Object& quota, const ResourceAmounts& asked, ResourceAmounts& used) {
  const ResourceAmounts hard = resource_amounts(quota.status()["hard"]);
  ResourceAmounts requested = asked;
  mask_amounts(requested, hard);
  const ResourceAmounts before = used;
  add_amounts(used, requested);
  ResourceAmounts exceeded;
  for (const auto& [name, amount] : requested)
    if (used[name] > hard.at(name)) exceeded.emplace(name, amount);
  if (exceeded.empty()) return {};
  const auto only_exceeded = [&](ResourceAmounts amounts) {
    mask_amounts(amounts, exceeded);
    return amounts_text(amounts);
  };
  return "exceeded quota: " + quota.name() + ", requested: " + amounts_text(exceeded) +
         ", used: " + only_exceeded(before) + ", limited: " + only_exceeded(hard);
}

}  // namespace

Result<std::vector<QuotaCharge>> check_quotas(const Store& store, const Kind& kind, const Value& document,
                                              const Value* old, Time now) {
  std::vector<QuotaCharge> charges;
  if (!kind.namespaced() || store.count(kResourceQuota) == 0) return charges;
  if (old != nullptr && !is_charged_on_update(kind)) return charges;
  const std::vector<ObjectRef> quotas = pertinent_quotas(store, kind, document);
  if (quotas.empty()) return charges;

  const auto refuse = [&](const std::string& why) {
    return forbidden(kind.resource, kind.group, document.at("metadata", "name").as_string(), why);
  };
  for (const ObjectRef& quota : quotas) {
    if (const std::string missing = quota::missing_resources(kind, document, quota->status()["hard"]); !missing.empty())
      return refuse("failed quota: " + quota->name() + ": " + missing);
    if (const std::string names = uncounted(*quota, kind); !names.empty())
      return refuse("status unknown for quota: " + quota->name() + ", resources: " + names);
  }
  const ResourceAmounts asked = added_usage(kind, document, old, now);
  ResourceAmounts negative = asked;
  std::erase_if(negative, [](const auto& one) { return !one.second.is_negative(); });
  if (!negative.empty()) {
    std::vector<std::string> names;
    for (const auto& [name, amount] : negative) names.push_back(name);
    return refuse("quota usage is negative for resource(s): " + join(names, ","));
  }
  if (asked.empty()) return charges;
  for (const ObjectRef& quota : quotas) {
    ResourceAmounts used = resource_amounts(quota->status()["used"]);
    if (const std::string why = take(*quota, asked, used); !why.empty()) return refuse(why);
    charges.push_back({quota, resource_list(used)});
  }
  return charges;
}

void charge_quotas(Store& store, std::vector<QuotaCharge> charges, const WriteContext& context) {
  for (QuotaCharge& charge : charges) {
    Value document = charge.quota->document();
    document["status"]["used"] = std::move(charge.used);
    record_update(kResourceQuota, charge.quota->document(), document, "kube-apiserver", "status", context.now);
    store.put(kResourceQuota, charge.quota->key(), std::move(document), {"resourcequota", context.now});
  }
}

}  // namespace skiff
