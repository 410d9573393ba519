#include "api/kinds/limit_validation.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <string>

#include "api/field_checks.h"
#include "api/pod_spec/resources.h"
#include "api/resource_amounts.h"
#include "api/resource_names.h"

namespace skiff {
namespace {

// --- limit ranges

bool is_standard_limit_type(std::string_view type) {
  return type == "Pod" || type == "Container" || type == "PersistentVolumeClaim";
}

void check_limit_type(const Value& type, const FieldPath& field, FieldErrors& errors) {
  const Problems problems = label_key_problems(type.as_string());
  add_problems(errors, field, type, problems);
  if (problems.empty() && type.as_string().find('/') == std::string_view::npos &&
      !is_standard_limit_type(type.as_string()))
    errors.invalid(field, type, "must be a standard limit type or fully qualified");
}

// One item of spec.limits: its amounts by part, and what is wrong between them.
class LimitItem {
 public:
  LimitItem(const Value& limit, const FieldPath& path, FieldErrors& errors)
      : limit_(limit), path_(path), errors_(errors) {}

  void check() {
    check_names("max");
    check_names("min");
    for (const char* part : {"default", "defaultRequest"}) {
      if (limit_["type"].as_string() != "Pod") check_names(part);
      else if (!limit_[part].empty()) errors_.forbidden(path_.child(part), "may not be specified when `type` is 'Pod'");
    }
    if (limit_["type"].as_string() == "PersistentVolumeClaim" && !limit_["min"].contains("storage") &&
        !limit_["max"].contains("storage"))
      errors_.required(path_.child("limits"),
                       "either minimum or maximum storage value is required, but neither was provided");
    check_names("maxLimitRequestRatio");
    for (const std::string& resource : resources_) check_amounts(resource);
  }

 private:
  void check_names(const char* part) {
    const bool compute = limit_["type"].as_string() == "Pod" || limit_["type"].as_string() == "Container";
    for (const Member& resource : limit_[part].members()) {
      resources_.emplace(resource.name());
      const FieldPath field = path_.child(part).key(resource.name());
      if (compute) check_container_resource_name(resource.name(), field, errors_);
      else check_resource_name(resource.name(), field, errors_);
    }
  }

  const Quantity* amount(const char* part, const std::string& resource) {
    const bool ignored = limit_["type"].as_string() == "Pod" && std::string_view(part).starts_with("default");
    const Value& value = limit_[part][resource];
    if (ignored || value.is_null()) return nullptr;
    const auto parsed = Quantity::of(value);
    return parsed ? &(amounts_[part] = *parsed) : nullptr;
  }

  void refuse(const char* part, const std::string& resource, const Quantity& shown, const std::string& why) {
    errors_.invalid(path_.child(part).key(resource), shown.text(), why);
  }

  void check_amounts(const std::string& resource) {
    amounts_.clear();
    const Quantity* min = amount("min", resource);
    const Quantity* max = amount("max", resource);
    const Quantity* preset = amount("default", resource);
    const Quantity* request = amount("defaultRequest", resource);
    const Quantity* ratio = amount("maxLimitRequestRatio", resource);
    const auto differ = [](const char* a, const Quantity& x, const char* b, const Quantity& y) {
      return std::string(a) + " value " + x.text() + " is greater than " + b + " value " + y.text();
    };
    if (min != nullptr && max != nullptr && *min > *max)
      refuse("min", resource, *min, differ("min", *min, "max", *max));
    if (request != nullptr && min != nullptr && *min > *request)
      refuse("defaultRequest", resource, *request, differ("min", *min, "default request", *request));
    if (request != nullptr && max != nullptr && *request > *max)
      refuse("defaultRequest", resource, *request, differ("default request", *request, "max", *max));
    if (request != nullptr && preset != nullptr && *request > *preset)
      refuse("defaultRequest", resource, *request, differ("default request", *request, "default limit", *preset));
    if (preset != nullptr && min != nullptr && *min > *preset)
      refuse("default", resource, *min, differ("min", *min, "default", *preset));
    if (preset != nullptr && max != nullptr && *preset > *max)
      refuse("default", resource, *max, differ("default", *preset, "max", *max));
    if (ratio != nullptr) check_ratio(resource, *ratio, min, max);
    if (!may_be_overcommitted(resource) && preset != nullptr && request != nullptr && !(*preset == *request))
      refuse("defaultRequest", resource, *request,
             "default value " + preset->text() + " must equal to defaultRequest value " + request->text() + " in " +
                 resource);
  }

  void check_ratio(const std::string& resource, const Quantity& ratio, const Quantity* min, const Quantity* max) {
    if (ratio < Quantity::whole(1))
      refuse("maxLimitRequestRatio", resource, ratio, "ratio " + ratio.text() + " is less than 1");
    if (min == nullptr || max == nullptr || min->is_zero()) return;
    const double most = static_cast<double>(max->milli_value()) / static_cast<double>(min->milli_value());
    if (static_cast<double>(ratio.milli_value()) / 1000 <= most) return;
    char shown[64];
    std::snprintf(shown, sizeof shown, "%f", most);
    refuse("maxLimitRequestRatio", resource, ratio, "ratio " + ratio.text() + " is greater than max/min = " + shown);
  }

  const Value& limit_;
  const FieldPath path_;
  FieldErrors& errors_;
  std::set<std::string> resources_;
  std::map<std::string_view, Quantity> amounts_;
};

// --- quotas

bool is_among(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_standard_scope(std::string_view scope) {
  return is_among(scope, {"Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass",
                          "CrossNamespacePodAffinity", "VolumeAttributesClass"});
}

// IsResourceQuotaScopeValidForResource.
bool scope_fits(std::string_view scope, std::string_view resource) {
  if (scope == "BestEffort") return resource == "pods";
  if (scope == "VolumeAttributesClass") return is_among(resource, {"persistentvolumeclaims", "requests.storage"});
  return is_among(resource,
                  {"cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory",
                   "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage", "pods"}) ||
         is_huge_page_resource(resource) || resource.starts_with("requests.hugepages-");
}

bool fits_all(const Value& scope, const Value& hard) {
  return std::all_of(hard.members().begin(), hard.members().end(), [&](const Member& resource) {
    return !is_standard_quota_resource(resource.name()) || scope_fits(scope.as_string(), resource.name());
  });
}

// Scopes that no pod can be in at once, given by themselves or as a `member` of something. What is shown are the plain
// ones, wherever they stand.
void check_conflicts(const Elements& given, const char* member, const Value& shown, const FieldPath& path,
                     FieldErrors& errors) {
  const auto has = [&](std::string_view wanted) {
    return std::any_of(given.begin(), given.end(),
                       [&](const Value& one) { return (member == nullptr ? one : one[member]).as_string() == wanted; });
  };
  for (const std::string_view scope : {"BestEffort", "Terminating"})
    if (has(scope) && has("Not" + std::string(scope))) errors.invalid(path, shown, "conflicting scopes");
}

// validateResourceQuotaScopes.
void check_scopes(const Value& spec, FieldErrors& errors) {
  const FieldPath path("spec.scopes");
  const Value& scopes = spec["scopes"];
  for (const Value& scope : scopes.elements()) {
    if (!is_standard_scope(scope.as_string())) errors.invalid(path, scopes, "unsupported scope");
    for (const Member& resource : spec["hard"].members())
      if (is_standard_quota_resource(resource.name()) && !scope_fits(scope.as_string(), resource.name()))
        errors.invalid(path, scopes, "unsupported scope applied to resource");
  }
  check_conflicts(scopes.elements(), nullptr, scopes, path, errors);
}

void check_scope_requirement(const Value& requirement, const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& scope = requirement["scopeName"];
  const Value& values = requirement["values"];
  const std::string_view op = requirement["operator"].as_string();
  if (!is_standard_scope(scope.as_string())) errors.invalid(path.child("scopeName"), scope, "unsupported scope");
  if (!fits_all(scope, spec["hard"]))
    errors.invalid(path, spec["scopeSelector"], "unsupported scope applied to resource");
  if (is_among(scope.as_string(),
               {"BestEffort", "NotBestEffort", "Terminating", "NotTerminating", "CrossNamespacePodAffinity"}) &&
      op != "Exists")
    errors.invalid(path.child("operator"), requirement["operator"],
                   "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, "
                   "ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or "
                   "ResourceQuotaScopeCrossNamespacePodAffinity");
  if (op == "In" || op == "NotIn") {
    if (values.empty())
      errors.required(path.child("values"),
                      "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
  } else if (op == "Exists" || op == "DoesNotExist") {
    if (!values.empty())
      errors.invalid(path.child("values"), values,
                     "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
  } else {
    errors.invalid(path.child("operator"), requirement["operator"], "not a valid selector operator");
  }
}

}  // namespace

void validate_limit_range(const Value& range, FieldErrors& errors) {
  const FieldPath path("spec.limits");
  const Value& limits = range.at("spec", "limits");
  std::set<std::string_view> types;
  for (size_t i = 0; i < limits.size(); ++i) {
    const Value& type = limits[i]["type"];
    check_limit_type(type, path.index(i).child("type"), errors);
    if (!types.insert(type.as_string()).second) errors.duplicate(path.index(i).child("type"), type);
    LimitItem(limits[i], path.index(i), errors).check();
  }
}

void validate_resource_quota(const Value& quota, FieldErrors& errors) {
  const Value& spec = quota["spec"];
  for (const Member& hard : spec["hard"].members()) {
    const FieldPath field = FieldPath("spec.hard").key(hard.name());
    check_resource_name(hard.name(), field, errors);
    if (hard.name().find('/') == std::string_view::npos && !is_standard_quota_resource(hard.name()))
      errors.invalid(field, hard.name(), "must be a standard resource for quota");
    check_resource_quantity(hard.name(), hard.value, field, errors);
  }
  check_scopes(spec, errors);
  const FieldPath selector("spec.scopeSelector.matchExpressions");
  for (const Value& requirement : spec.at("scopeSelector", "matchExpressions").elements())
    check_scope_requirement(requirement, spec, selector, errors);
  check_conflicts(spec.at("scopeSelector", "matchExpressions").elements(), "scopeName", spec["scopes"], selector,
                  errors);
}

void validate_resource_quota_update(const Value& quota, const Value& old, FieldErrors& errors) {
  const auto sorted = [](const Value& spec) {
    std::set<std::string> scopes;
    for (const Value& scope : spec["scopes"].elements()) scopes.insert(scope.str());
    return scopes;
  };
  if (sorted(quota["spec"]) != sorted(old["spec"]))
    errors.invalid(FieldPath("spec.scopes"), quota.at("spec", "scopes"), "field is immutable");
}

}  // namespace skiff
