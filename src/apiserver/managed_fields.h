// metadata.managedFields: who owns which fields of an object. Kept for objects that came from outside; for those that
// controllers have made nobody asks, and the first server-side apply works out who owned what. Mirrors
// apimachinery/pkg/util/managedfields.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "base/time.h"
#include "base/value.h"

namespace skiff {

// The annotation in which kubectl remembers the manifest that it was last given.
inline constexpr std::string_view kLastAppliedAnnotation = "kubectl.kubernetes.io/last-applied-configuration";

enum class ManagerOperation { kApply, kUpdate };

struct FieldManager {
  std::string name;
  ManagerOperation operation = ManagerOperation::kUpdate;
  std::string api_version;
  std::string subresource;
  std::string time;  // RFC 3339, when its fields last changed
  Value fields;      // api/field_set.h

  bool applies(std::string_view other) const {
    return name == other && operation == ManagerOperation::kApply && subresource.empty();
  }
  // Who updates in another version of the API is another manager: BuildManagerIdentifier.
  bool updates(std::string_view other, std::string_view version, std::string_view through) const {
    return name == other && operation == ManagerOperation::kUpdate && api_version == version && subresource == through;
  }
};

// The entries of an object; for one without any, whoever must have made it.
std::vector<FieldManager> managers_of(const Kind& kind, const Value& object);
// Writes the entries that own something, in the order of the API.
void set_managers(Value& object, std::vector<FieldManager> managers);

// An object as it is shown with its entries, whether it is kept with any or not.
Value with_managers(const Kind& kind, Value object);

// The fields of a document that can be owned: all but what the system alone sets.
Value ownable_fields(const Kind& kind, const Value& document);

// The manager that the writes of a component go by: the program it is part of, "kube-controller-manager". Kubelets do
// not say who they are, which the API server calls "unknown".
std::string_view manager_of(std::string_view component);

// Before admission sees an object that is being made: all that it says is `manager`'s, unless it comes with entries.
void record_create(const Kind& kind, Value& document, std::string_view manager, Time now);

// After an ordinary write: what it has changed is `manager`'s alone now. More than ten that have updated the object are
// too many: the oldest become one. Nothing if `before` has no managedFields.
void record_update(const Kind& kind, const Value& before, Value& after, std::string_view manager,
                   std::string_view subresource, Time now);

}  // namespace skiff
