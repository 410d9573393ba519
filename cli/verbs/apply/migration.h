// What happens to the fields of an object that was applied by the client before, once it is applied by the server: they
// become server-side apply's. Mirrors client-go's util/csaupgrade and apply.go's migrateToSSAIfNecessary.
#pragma once
#include <string>

#include "cli/resource_args.h"
#include "cli/session.h"

namespace skiff::cli {

enum class Migration { kNone, kDone };

// `live` is the object as the server-side apply by `manager` has left it. After kDone the manifest is to be applied
// once more, so that what it does not say goes.
Result<Migration> migrate_to_server_side(const Target& target, const Value& live, const std::string& manager,
                                         Session& session);

}  // namespace skiff::cli
