// One claim of the binder: find it a volume, have one made, or see that it still has the one it is bound to.
// Mirrors pv_controller.go: syncUnboundClaim, syncBoundClaim, bind.
#pragma once
#include "api/object.h"
#include "apiserver/client.h"

namespace skiff::volume {

// Why the claim is looked at: something has changed, or it is time for another look at all that is not bound.
enum class Look { kChange, kResync };

void sync_claim(const ObjectRef& claim, Look look, Client& client);

// Is there a volume, or a default class, that the next look at the claim would take?
bool would_get_on(const Object& claim, const Store& store);

inline constexpr const char* kBindCompleted = "pv.kubernetes.io/bind-completed";
inline constexpr const char* kBoundByController = "pv.kubernetes.io/bound-by-controller";
inline constexpr const char* kProvisionedBy = "pv.kubernetes.io/provisioned-by";
inline constexpr const char* kSelectedNode = "volume.kubernetes.io/selected-node";
inline constexpr const char* kStorageProvisioner = "volume.kubernetes.io/storage-provisioner";
inline constexpr const char* kBetaStorageProvisioner = "volume.beta.kubernetes.io/storage-provisioner";

// The volume with status.phase and the moment it came to it.
ObjectRef set_volume_phase(const ObjectRef& volume, std::string_view phase, std::string_view message, Client& client);

}  // namespace skiff::volume
