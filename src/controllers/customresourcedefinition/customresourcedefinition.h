// Makes what CustomResourceDefinitions define: accepts their names, establishes them, and when one is deleted, deletes
// its objects first. Mirrors apiextensions-apiserver's controllers status (naming), establish and finalizer.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_customresourcedefinition_controller();

}  // namespace skiff
