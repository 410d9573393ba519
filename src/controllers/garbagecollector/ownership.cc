#include "controllers/garbagecollector/ownership.h"

#include <algorithm>
#include <utility>

namespace skiff::garbagecollector {
namespace {

constexpr const char* kOrphan = "orphan";
constexpr const char* kForeground = "foregroundDeletion";

// The policy that an object's own finalizers ask for; Background where they say nothing.
Propagation own_policy(const Value& metadata) {
  if (has_finalizer(metadata, kOrphan)) return Propagation::kOrphan;
  if (has_finalizer(metadata, kForeground)) return Propagation::kForeground;
  return Propagation::kBackground;
}

// The member list without those that `drop` names; the member itself goes with the last of them.
template <class Drop>
Value without(const Value& metadata, std::string_view member, const Drop& drop) {
  Value kept = Value::array();
  for (const Value& one : metadata[member].elements())
    if (!drop(one)) kept.push_back(one);
  Value changed = metadata;
  if (kept.empty()) changed.erase(member);
  else changed.set(member, std::move(kept));
  return changed;
}

}  // namespace

Verdict judge(std::span<const OwnerState> owners, Dependents dependents, const Value& metadata) {
  const auto any = [&](OwnerState state) { return std::find(owners.begin(), owners.end(), state) != owners.end(); };
  if (owners.empty()) return {};
  if (any(OwnerState::kSolid)) {
    const bool all_solid = !any(OwnerState::kWaiting) && !any(OwnerState::kAbsent);
    return {.act = all_solid ? Verdict::Act::kKeep : Verdict::Act::kDropReferences, .propagation = std::nullopt};
  }
  const bool foreground = any(OwnerState::kWaiting) && dependents == Dependents::kSome;
  return {.act = Verdict::Act::kDelete, .propagation = foreground ? Propagation::kForeground : own_policy(metadata)};
}

bool has_finalizer(const Value& metadata, std::string_view finalizer) {
  const Elements& held = metadata["finalizers"].elements();
  return std::any_of(held.begin(), held.end(), [&](const Value& one) { return one.as_string() == finalizer; });
}

bool deletes_dependents(const Value& metadata) {
  return metadata.contains("deletionTimestamp") && has_finalizer(metadata, kForeground);
}

bool orphans_dependents(const Value& metadata) {
  return metadata.contains("deletionTimestamp") && has_finalizer(metadata, kOrphan);
}

Value without_finalizer(const Value& metadata, std::string_view finalizer) {
  return without(metadata, "finalizers", [&](const Value& one) { return one.as_string() == finalizer; });
}

Value without_owner(const Value& metadata, std::string_view uid) {
  return without(metadata, "ownerReferences", [&](const Value& one) { return one["uid"].as_string() == uid; });
}

Value without_blocking(const Value& metadata) {
  Value changed = metadata;
  for (Value& reference : changed["ownerReferences"].edit_elements())
    if (std::as_const(reference)["blockOwnerDeletion"].as_bool()) reference.set("blockOwnerDeletion", false);
  return changed;
}

}  // namespace skiff::garbagecollector
