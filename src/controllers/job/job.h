// The Job controller: pods that run until enough of them have succeeded. Mirrors pkg/controller/job.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_job_controller();

}  // namespace skiff
