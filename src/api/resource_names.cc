#include "api/resource_names.h"

#include <algorithm>
#include <string>

#include "api/field_checks.h"
#include "api/quantity.h"

namespace skiff {
namespace {

constexpr std::string_view kForContainers[] = {"cpu", "memory", "ephemeral-storage"};
constexpr std::string_view kCounted[] = {"pods",
                                         "services",
                                         "replicationcontrollers",
                                         "resourcequotas",
                                         "secrets",
                                         "configmaps",
                                         "persistentvolumeclaims",
                                         "services.nodeports",
                                         "services.loadbalancers"};
constexpr std::string_view kQuotaed[] = {"cpu",
                                         "memory",
                                         "ephemeral-storage",
                                         "requests.cpu",
                                         "requests.memory",
                                         "requests.storage",
                                         "requests.ephemeral-storage",
                                         "limits.cpu",
                                         "limits.memory",
                                         "limits.ephemeral-storage"};

template <size_t N>
bool is_among(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(names, names + N, name) != names + N;
}

bool has_domain(std::string_view name) { return name.find('/') != std::string_view::npos; }

}  // namespace

bool is_huge_page_resource(std::string_view name) { return name.starts_with("hugepages-"); }

bool is_native_resource(std::string_view name) {
  return !has_domain(name) || name.find("kubernetes.io/") != std::string_view::npos;
}

bool is_extended_resource(std::string_view name) {
  return !is_native_resource(name) && !name.starts_with("requests.") &&
         label_key_problems("requests." + std::string(name)).empty();
}

bool may_be_overcommitted(std::string_view name) { return is_native_resource(name) && !is_huge_page_resource(name); }

bool is_standard_container_resource(std::string_view name) {
  return is_among(name, kForContainers) || is_huge_page_resource(name);
}

bool is_standard_quota_resource(std::string_view name) {
  return is_among(name, kQuotaed) || is_among(name, kCounted) || is_huge_page_resource(name) ||
         name.starts_with("requests.hugepages-");
}

bool is_standard_resource(std::string_view name) { return is_standard_quota_resource(name) || name == "storage"; }

bool is_integer_resource(std::string_view name) { return is_among(name, kCounted) || is_extended_resource(name); }

bool check_resource_name(std::string_view name, const FieldPath& field, FieldErrors& errors) {
  const Problems problems = label_key_problems(name);
  add_problems(errors, field, name, problems);
  if (!problems.empty()) return false;
  if (has_domain(name) || is_standard_resource(name)) return true;
  errors.invalid(field, name, "must be a standard resource type or fully qualified");
  return false;
}

void check_resource_quantity(std::string_view resource, const Value& quantity, const FieldPath& field,
                             FieldErrors& errors) {
  const Result<Quantity> value = Quantity::of(quantity);
  if (!value) return;
  if (value->is_negative()) errors.invalid(field, value->text(), "must be greater than or equal to 0");
  if (is_integer_resource(resource) && !value->is_whole()) errors.invalid(field, value->text(), "must be an integer");
}

}  // namespace skiff
