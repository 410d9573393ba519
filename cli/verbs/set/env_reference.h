// What an environment variable's valueFrom says, and what it stands for. Mirrors util/env/env_resolve.go.
#pragma once
#include <string>

#include "base/result.h"
#include "base/value.h"
#include "cli/session.h"

namespace skiff::cli {

// "secret sec, key k", "configmap cm, key k", "field path metadata.name", "resource field limits.cpu".
std::string reference_text(const Value& value_from);

// The value, for a container of `object`. Fails with the server's words if a ConfigMap or Secret is not there, and for
// what only a running pod could know.
Result<std::string> reference_value(Session& session, const Value& object, const Value& container,
                                    const Value& value_from);

}  // namespace skiff::cli
