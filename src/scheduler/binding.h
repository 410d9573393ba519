// What happens between the choice of a node and the binding: the pod's claims are bound for that node, or their
// volumes are made there. Mirrors the volumebinding plugin's PreBind.
#pragma once
#include <string_view>

#include "apiserver/client.h"
#include "scheduler/attempt.h"

namespace skiff {

// Reserves volumes and asks for new ones on `node`.
void bind_claims(Client& client, const Attempt& attempt, const Object& node);

enum class ClaimsState { kBound, kWaiting, kFailed };
// How far the claims of a pod are that was given `node`.
ClaimsState claims_of_pod(const Store& store, const Object& pod, std::string_view node);
// The choice of `node` is taken back.
void release_claims(Client& client, const Object& pod, std::string_view node);

}  // namespace skiff
