// Takes the protection finalizers off claims that no pod uses any more and off volumes that no claim is bound to.
// Mirrors pkg/controller/volume/pvcprotection and pvprotection.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_pvc_protection();
std::unique_ptr<Actor> make_pv_protection();

}  // namespace skiff
