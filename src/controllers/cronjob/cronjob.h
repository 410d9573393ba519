// The CronJob controller: a Job for each moment of a schedule. Mirrors pkg/controller/cronjob.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_cronjob_controller();

}  // namespace skiff
