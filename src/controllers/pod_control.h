// Makes and deletes pods on behalf of a workload, and says so in its events. Mirrors RealPodControl and
// GetPodFromTemplate of pkg/controller/controller_utils.go.
#pragma once
#include <string_view>

#include "api/object.h"
#include "apiserver/client.h"
#include "base/result.h"

namespace skiff {

// A pod of `pod_template` for `owner`: generateName, the template's labels, annotations and finalizers, the controller
// reference. Shares all parts of the template, so that ten thousand pods hold its spec once.
Value pod_from_template(const Value& pod_template, const Object& owner);

// Creates it and records SuccessfulCreate `Created pod: <name>` on `owner`, or FailedCreate `Error creating: <why>`
// (silent in a namespace that is being deleted).
Result<ObjectRef> create_pod(Client& client, const Object& owner, Value pod);

// Deletes it with its own grace period and records SuccessfulDelete `Deleted pod: <name>`, or FailedDelete. A pod that
// is already gone is no error.
Result<void> delete_pod(Client& client, const Object& owner, const Object& pod);

// The API server refused a creation because the namespace is going away: retrying is of no use.
bool is_namespace_terminating(const Error& error);

}  // namespace skiff
