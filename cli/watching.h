// Verbs that follow the cluster: get -w, events -w. With a manual clock the simulation is played until it has settled,
// or for as long as --request-timeout says; in auto the state file is followed in real time, without a lock and without
// moving the clock, until Ctrl-C or as long as --request-timeout says.
#pragma once
#include <functional>

#include "cli/command.h"
#include "store/store.h"

namespace skiff::cli {

// Is a CronJob's next run, if that is due within the hour, something to wait for before the cluster counts as settled?
enum class ScheduledRuns { kIgnored, kAwaited };

struct Follower {
  // Shows what is new since it was last called; its first failure ends it all.
  std::function<Result<void>(Session&)> look;
  // With a manual clock: shows one change.
  std::function<Result<void>(Session&, const Change&)> see;
  ScheduledRuns runs = ScheduledRuns::kIgnored;
};

Outcome follow(Invocation& call, Session& session, const Follower& follower);

}  // namespace skiff::cli
