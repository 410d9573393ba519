#include "api/kinds/resourcequota.h"

#include "api/columns.h"
#include "api/kinds/limit_validation.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"quota"};

enum class Part { kRequests, kLimits };

// "pods: 1/2", joined: what is used of what is allowed, for the resources that do or do not begin with "limits.".
void append_usage(const Value& quota, Part part, std::string& out) {
  const Value& used = quota.at("status", "used");
  const char* separator = "";
  for (const Member& hard : quota.at("status", "hard").members()) {
    if (hard.name().starts_with("limits.") != (part == Part::kLimits)) continue;
    out.append(separator).append(hard.name()).append(": ");
    out.append(used[hard.key].as_string("0")).append("/").append(hard.value.as_string());
    separator = ", ";
  }
}

void request_cell(const Value& quota, Time, std::string& out) { append_usage(quota, Part::kRequests, out); }

void limit_cell(const Value& quota, Time, std::string& out) { append_usage(quota, Part::kLimits, out); }

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Request", Show::kAlways, request_cell},
    {"Limit", Show::kAlways, limit_cell},
    {"Age", Show::kAlways, age_cell},
};

void prepare_for_create(Value& quota) { quota.set("status", Value::object()); }

}  // namespace

const Kind kResourceQuota = {
    .group = "",
    .version = "v1",
    .kind = "ResourceQuota",
    .resource = "resourcequotas",
    .singular = "resourcequota",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .prepare_for_create = prepare_for_create,
    .validate = validate_resource_quota,
    .validate_update = validate_resource_quota_update,
    .columns = kColumns,
};

}  // namespace skiff
