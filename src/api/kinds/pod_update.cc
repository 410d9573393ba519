#include "api/kinds/pod_update.h"

#include <algorithm>
#include <utility>

#include "api/field_checks.h"
#include "api/go_form.h"
#include "base/unified_diff.h"

namespace skiff {
namespace {

constexpr std::string_view kWhatMayChange =
    "pod updates may not change fields other than "
    "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only "
    "additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was "
    "previously negative)\n";

constexpr std::string_view kContainerLists[] = {"containers", "initContainers"};

void check_deadline(const Value& deadline, const Value& old, const FieldPath& path, FieldErrors& errors) {
  if (deadline.is_null()) {
    if (!old.is_null()) errors.invalid(path, deadline, "must not update from a positive integer to nil value");
  } else if (!old.is_null() && old.as_int() < deadline.as_int()) {
    errors.invalid(path, deadline, "must be less than or equal to previous value");
  }
}

// Is `old` still among the tolerations, but for how long it tolerates?
bool is_kept(Value old, const Value& tolerations) {
  return std::any_of(tolerations.elements().begin(), tolerations.elements().end(), [&](const Value& toleration) {
    old.set("tolerationSeconds", toleration["tolerationSeconds"]);
    return semantically_equal(old, toleration);
  });
}

void check_tolerations(const Value& spec, const Value& before, const FieldPath& path, FieldErrors& errors) {
  for (const Value& old : before["tolerations"].elements())
    if (!is_kept(old, spec["tolerations"]))
      return errors.forbidden(path, "existing toleration can not be modified except its tolerationSeconds");
}

void check_gates(const Value& spec, const Value& before, const FieldPath& path, FieldErrors& errors) {
  const Elements& old = before["schedulingGates"].elements();
  for (const Value& gate : spec["schedulingGates"].elements())
    if (std::find(old.begin(), old.end(), gate) == old.end())
      errors.forbidden(path, "only deletion is allowed, but found new scheduling gate '" + gate["name"].str() + "'");
}

// The new spec with the old one's values where a change is allowed.
Value munged(Value spec, const Value& before) {
  for (const std::string_view list : kContainerLists)
    for (size_t i = 0; i < std::as_const(spec)[list].size(); ++i)
      if (!(std::as_const(spec)[list][i]["image"] == before[list][i]["image"]))
        spec[list].edit_at(i).set("image", before[list][i]["image"]);
  for (const std::string_view member : {"activeDeadlineSeconds", "schedulingGates", "tolerations"})
    spec.set(member, before[member]);
  const Value& grace = before["terminationGracePeriodSeconds"];
  if (grace.as_int() < 0 && std::as_const(spec)["terminationGracePeriodSeconds"] == Value(1))
    spec.set("terminationGracePeriodSeconds", grace);
  return spec;
}

}  // namespace

void validate_pod_update(const Value& pod, const Value& old, FieldErrors& errors) {
  const FieldPath path("spec");
  const Value& spec = pod["spec"];
  const Value& before = old["spec"];
  for (const std::string_view list : kContainerLists)
    if (spec[list].size() != before[list].size())
      return errors.forbidden(path.child(list), "pod updates may not add or remove containers");
  check_deadline(spec["activeDeadlineSeconds"], before["activeDeadlineSeconds"], path.child("activeDeadlineSeconds"),
                 errors);
  check_tolerations(spec, before, path.child("tolerations"), errors);
  check_gates(spec, before, path.child("schedulingGates"), errors);
  const Value changed = munged(spec, before);
  if (semantically_equal(changed, before)) return;
  errors.forbidden(
      path, std::string(kWhatMayChange) + unified_diff(go_form("core.v1.PodSpec", before, GoLayout::kIndented),
                                                       go_form("core.v1.PodSpec", changed, GoLayout::kIndented)));
}

}  // namespace skiff
