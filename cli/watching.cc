#include "cli/watching.h"

#include <chrono>
#include <optional>

#include "cli/global_options.h"
#include "sim/wall_clock.h"

namespace skiff::cli {
namespace {

constexpr auto kLook = std::chrono::milliseconds(200);

constexpr Duration kLongestWaitForRun = hours(1);

using Look = std::function<Result<void>(Session&)>;

std::optional<Duration> time_limit(const Invocation& call) {
  const auto limit = request_timeout(call.global);
  return limit && limit->count() > 0 ? std::optional(*limit) : std::nullopt;
}

void play_until_settled(Cluster& cluster, ScheduledRuns runs) {
  cluster.settle();
  if (runs == ScheduledRuns::kIgnored) return;
  const auto next = cluster.next_scheduled_run();
  if (!next || *next > cluster.now() + kLongestWaitForRun) return;
  cluster.advance_to(*next);
  cluster.settle();
}

Outcome play(Invocation& call, Session& session, const Follower& follower) {
  Cluster& cluster = session.cluster();
  std::optional<Error> failed;
  cluster.set_on_change([&](const Change& change) {
    if (failed) return;
    if (auto seen = follower.see(session, change); !seen) failed = seen.error();
  });
  if (const auto limit = time_limit(call)) cluster.advance(*limit);
  else play_until_settled(cluster, follower.runs);
  cluster.set_on_change({});
  if (failed) return *failed;
  return {};
}

Outcome follow_in_real_time(Invocation& call, const Look& look) {
  const auto limit = time_limit(call);
  const auto start = std::chrono::steady_clock::now();
  SessionOptions options = call.session_options();
  options.read_only = true;
  while (!limit || std::chrono::steady_clock::now() - start < *limit) {
    wall_clock_sleep(kLook);
    auto session = Session::open(options, call.io.err);
    if (!session) return session.error();
    if (auto looked = look(**session); !looked) return looked.error();
  }
  return {};
}

}  // namespace

Outcome follow(Invocation& call, Session& session, const Follower& follower) {
  if (session.cluster().clock_mode() == ClockMode::kManual) {
    if (auto looked = follower.look(session); !looked) return looked.error();
    return play(call, session, follower);
  }
  if (auto saved = session.finish(); !saved) return saved.error();
  session.release();
  if (auto looked = follower.look(session); !looked) return looked.error();
  return follow_in_real_time(call, follower.look);
}

}  // namespace skiff::cli
