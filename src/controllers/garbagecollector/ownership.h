// What becomes of an object, given how its owners fare. Pure functions of values.
// Mirrors garbagecollector.go: attemptToDeleteItem, classifyReferences.
#pragma once
#include <optional>
#include <span>

#include "apiserver/apiserver.h"
#include "base/value.h"

namespace skiff::garbagecollector {

// kSolid: the owner lives. kWaiting: it is being deleted in the foreground. kAbsent: no object has that uid.
enum class OwnerState { kSolid, kWaiting, kAbsent };

// Whether an object has dependents that are going away themselves.
enum class Dependents { kNone, kSome };

struct Verdict {
  enum class Act { kKeep, kDropReferences, kDelete };
  Act act = Act::kKeep;
  std::optional<Propagation> propagation;  // of the deletion
};

// One state for each ownerReference; an object without any is nobody's to collect.
Verdict judge(std::span<const OwnerState> owners, Dependents dependents, const Value& metadata);

bool has_finalizer(const Value& metadata, std::string_view finalizer);
// Terminating, and held until its dependents are gone.
bool deletes_dependents(const Value& metadata);
// Terminating, and held until its dependents have let go of it.
bool orphans_dependents(const Value& metadata);

// `metadata` without the finalizer, and without references to the uid.
Value without_finalizer(const Value& metadata, std::string_view finalizer);
Value without_owner(const Value& metadata, std::string_view uid);
// `metadata` whose references hold up no owner's deletion any more.
Value without_blocking(const Value& metadata);

}  // namespace skiff::garbagecollector
