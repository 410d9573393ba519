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

constexpr int64_t kInt32Max = 2147483647;
constexpr std::string_view kContainerLists[] = {"containers", "initContainers"};

enum class Verdict { kGoesOn, kEnds };

// A deadline that is out of bounds, or later than it was, ends the comparison.
Verdict check_deadline(const Value& deadline, const Value& old, const FieldPath& path, FieldErrors& errors) {
  if (deadline.is_null()) {
    if (!old.is_null()) errors.invalid(path, deadline, "must not update from a positive integer to nil value");
    return Verdict::kGoesOn;
  }
  if (deadline.as_int() < 0 || deadline.as_int() > kInt32Max)
    errors.invalid(path, deadline, "must be between 0 and 2147483647, inclusive");
  else if (!old.is_null() && old.as_int() < deadline.as_int())
    errors.invalid(path, deadline, "must be less than or equal to previous value");
  else return Verdict::kGoesOn;
  return Verdict::kEnds;
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

// What has no gates yet may still be told where to run, if that leaves fewer nodes: validateNodeSelectorMutation,
// validateNodeAffinityMutation.
void check_narrowed(const Value& spec, const Value& before, FieldErrors& errors) {
  for (const Member& label : before["nodeSelector"].members())
    if (!(spec["nodeSelector"][label.key] == label.value)) {
      errors.invalid(FieldPath("spec.nodeSelector"), spec["nodeSelector"],
                     "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
      break;
    }
  constexpr std::string_view kRequired = "requiredDuringSchedulingIgnoredDuringExecution";
  const Value& old_terms = before.at("affinity", "nodeAffinity", kRequired, "nodeSelectorTerms");
  const Value& terms = spec.at("affinity", "nodeAffinity", kRequired, "nodeSelectorTerms");
  const FieldPath path = FieldPath("spec.affinity.nodeAffinity").child(kRequired).child("nodeSelectorTerms");
  if (old_terms.empty()) return;
  if (terms.size() != old_terms.size())
    return errors.invalid(path, terms, "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
  const auto begins_with = [](const Value& list, const Value& old) {
    return list.size() >= old.size() &&
           std::equal(old.elements().begin(), old.elements().end(), list.elements().begin(), semantically_equal);
  };
  for (size_t i = 0; i < terms.size(); ++i) {
    const Value& old = old_terms[i];
    const bool was_empty = old["matchExpressions"].empty() && old["matchFields"].empty();
    const bool only_more = begins_with(terms[i]["matchExpressions"], old["matchExpressions"]) &&
                           begins_with(terms[i]["matchFields"], old["matchFields"]) &&
                           (!was_empty || (terms[i]["matchExpressions"].empty() && terms[i]["matchFields"].empty()));
    if (!only_more)
      errors.invalid_shown(path.index(i), go_form("core.v1.NodeSelectorTerm", terms[i]),
                           "only additions are allowed (no mutations or deletions)");
  }
}

// The parts that a gated pod may change, as they were.
void keep_placement(Value& spec, const Value& before) {
  if (before["nodeSelector"].is_null()) spec.erase("nodeSelector");
  else spec.set("nodeSelector", before["nodeSelector"]);
  const Value& affinity = before.at("affinity", "nodeAffinity");
  if (std::as_const(spec).at("affinity", "nodeAffinity") == affinity) return;
  if (affinity.is_null()) spec["affinity"].erase("nodeAffinity");
  else spec["affinity"].set("nodeAffinity", affinity);
}

void check_gates(const Value& spec, const Value& before, const FieldPath& path, FieldErrors& errors) {
  const Elements& old = before["schedulingGates"].elements();
  const Value& gates = spec["schedulingGates"];
  for (size_t i = 0; i < gates.size(); ++i)
    if (const Value& gate = gates[i]; std::find(old.begin(), old.end(), gate) == old.end())
      errors.forbidden(path.index(i).child("name"),
                       "only deletion is allowed, but found new scheduling gate '" + gate["name"].str() + "'");
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
  if (check_deadline(spec["activeDeadlineSeconds"], before["activeDeadlineSeconds"],
                     path.child("activeDeadlineSeconds"), errors) == Verdict::kEnds)
    return;
  check_tolerations(spec, before, path.child("tolerations"), errors);
  check_gates(spec, before, path.child("schedulingGates"), errors);
  Value changed = munged(spec, before);
  if (!before["schedulingGates"].empty()) {
    check_narrowed(changed, before, errors);
    keep_placement(changed, before);
  }
  if (semantically_equal(changed, before)) return;
  errors.forbidden(
      path, std::string(kWhatMayChange) + unified_diff(go_form("core.v1.PodSpec", before, GoLayout::kIndented),
                                                       go_form("core.v1.PodSpec", changed, GoLayout::kIndented)));
}

}  // namespace skiff
