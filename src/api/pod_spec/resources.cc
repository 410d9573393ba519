#include "api/pod_spec/resources.h"

#include "api/field_checks.h"
#include "api/pod_resources.h"
#include "api/quantity.h"
#include "api/resource_names.h"

namespace skiff {
namespace {

void check_against_limit(const Member& request, const Value& limits, const FieldPath& path, FieldErrors& errors) {
  const std::string_view name = request.name();
  const Value& limit = limits[request.key];
  if (limit.is_null()) {
    if (!may_be_overcommitted(name))
      errors.required(path.child("limits"), "Limit must be set for non overcommitable resources");
    return;
  }
  const Result<Quantity> asked = Quantity::of(request.value);
  const Result<Quantity> most = Quantity::of(limit);
  if (!asked || !most) return;
  const std::string of_limit = std::string(name) + " limit of " + most->text();
  if (!may_be_overcommitted(name) && !(*asked == *most)) {
    errors.invalid(path.child("requests"), asked->text(), "must be equal to " + of_limit);
  } else if (*asked > *most) {
    errors.invalid(path.child("requests"), asked->text(), "must be less than or equal to " + of_limit);
  }
}

// Pages come whole: validateResourceQuantityHugePageValue.
void check_huge_pages(const Member& resource, const FieldPath& field, FieldErrors& errors) {
  const std::string_view name = resource.name();
  if (!is_huge_page_resource(name)) return;
  const Result<Quantity> amount = Quantity::of(resource.value);
  if (!amount) return;
  const Result<Quantity> page = Quantity::parse(name.substr(name.find('-') + 1));
  const bool is_size = page && *page > Quantity() && page->is_whole();
  if (!is_size || amount->value() % page->value() != 0)
    errors.invalid(field, amount->text(), amount->text() + " is not positive integer multiple of " + std::string(name));
}

template <class Test>
bool any_name(const Value& resources, Test test) {
  for (const std::string_view list : {"limits", "requests"})
    for (const Member& resource : resources[list].members())
      if (test(resource.name())) return true;
  return false;
}

void check_company_of_huge_pages(const Value& resources, const FieldPath& path, FieldErrors& errors) {
  const bool computes = any_name(resources, [](std::string_view name) { return name == "cpu" || name == "memory"; });
  if (!computes && any_name(resources, is_huge_page_resource))
    errors.forbidden(path, "HugePages require cpu or memory");
}

}  // namespace

void check_container_resource_name(std::string_view name, const FieldPath& field, FieldErrors& errors) {
  check_resource_name(name, field, errors);
  if (name.find('/') == std::string_view::npos) {
    if (!is_standard_container_resource(name))
      errors.invalid(field, name, "must be a standard resource for containers");
  } else if (!is_native_resource(name) && !is_extended_resource(name)) {
    errors.invalid(field, name, "doesn't follow extended resource name standard");
  }
}

void validate_container_resources(const Value& resources, const FieldPath& path, FieldErrors& errors) {
  const Value& limits = resources["limits"];
  for (const Member& limit : limits.members()) {
    const FieldPath field = path.child("limits").key(limit.name());
    check_container_resource_name(limit.name(), field, errors);
    check_resource_quantity(limit.name(), limit.value, field, errors);
    check_huge_pages(limit, field, errors);
  }
  for (const Member& request : resources["requests"].members()) {
    const FieldPath field = path.child("requests").key(request.name());
    check_container_resource_name(request.name(), field, errors);
    check_resource_quantity(request.name(), request.value, field, errors);
    check_against_limit(request, limits, path, errors);
    check_huge_pages(request, field, errors);
  }
  check_company_of_huge_pages(resources, path, errors);
}

void validate_pod_resources(const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const Value& resources = spec["resources"];
  if (!resources.is_object()) return;
  const auto check = [&](const Member& resource, const FieldPath& field) {
    const std::string_view name = resource.name();
    if (name != "cpu" && name != "memory" && !is_huge_page_resource(name))
      errors.not_supported(field, name, {"cpu", "hugepages-", "memory"});
    check_resource_quantity(name, resource.value, field, errors);
  };
  for (const Member& limit : resources["limits"].members()) {
    const FieldPath field = path.child("limits").key(limit.name());
    check(limit, field);
    check_huge_pages(limit, field, errors);
  }
  for (const Member& request : resources["requests"].members()) {
    const FieldPath field = path.child("requests").key(request.name());
    check(request, field);
    check_against_limit(request, resources["limits"], path, errors);
    check_huge_pages(request, field, errors);
  }
  check_company_of_huge_pages(resources, path, errors);
  const Value of_containers = container_requests(spec);
  for (const Member& sum : of_containers.members()) {
    const Value& whole = resources["requests"][sum.key];
    if (whole.is_null()) continue;
    const Result<Quantity> needed = Quantity::of(sum.value);
    const Result<Quantity> asked = Quantity::of(whole);
    if (needed && asked && *needed > *asked)
      errors.invalid(path.child("requests").key(sum.name()), asked->text(),
                     "must be greater than or equal to aggregate container requests of " + needed->text());
  }
}

}  // namespace skiff
