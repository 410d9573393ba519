// Verbs that follow the cluster: get -w, events -w. With a manual clock the simulation is played until it has settled;
// in auto the state file is followed in real time, without a lock and without moving the clock, until Ctrl-C or as long
// as --request-timeout says.
#pragma once
#include <functional>

#include "cli/command.h"

namespace skiff::cli {

// `look` shows what is new since it was last called; its first failure ends it all.
Outcome follow(Invocation& call, Session& session, const std::function<Result<void>(Session&)>& look);

}  // namespace skiff::cli
