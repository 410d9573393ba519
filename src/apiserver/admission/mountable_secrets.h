// ServiceAccount admission: pods of an account that says so may read no secrets but those that it names. Mirrors
// limitSecretReferences of plugin/pkg/admission/serviceaccount.
#pragma once
#include <optional>
#include <string>

#include "base/value.h"

namespace skiff {

// Why the pod may not be made; nothing if it may.
std::optional<std::string> secrets_problem(const Value& account, const Value& pod);

}  // namespace skiff
