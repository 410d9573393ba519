// Brings claims and volumes together, and says what becomes of a volume whose claim is gone.
// Mirrors pkg/controller/volume/persistentvolume/pv_controller.go.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

inline constexpr std::string_view kBinderName = "persistentvolume-controller";
// The key of the look at all claims that are not bound, every 15 seconds as long as there are any. A volume or a class
// that comes after them is not seen before.
inline const ObjectKey kBinderResync{"", "*"};

// Is there something in it for one of them, the next time?
bool binds_at_resync(const Store& store);

std::unique_ptr<Actor> make_persistentvolume_binder();

}  // namespace skiff
