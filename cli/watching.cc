#include "cli/watching.h"

#include <chrono>

#include "sim/wall_clock.h"

namespace skiff::cli {
namespace {

constexpr auto kLook = std::chrono::milliseconds(200);

using Look = std::function<Result<void>(Session&)>;

Outcome play_until_settled(Session& session, const Look& look) {
  std::optional<Error> failed;
  session.cluster().settle([&] {
    if (failed) return;
    if (auto looked = look(session); !looked) failed = looked.error();
  });
  if (failed) return *failed;
  return {};
}

Outcome follow_in_real_time(Invocation& call, const Look& look) {
  const auto limit = parse_duration(call.global.request_timeout);
  const auto start = std::chrono::steady_clock::now();
  SessionOptions options = call.session_options();
  options.read_only = true;
  while (!limit || limit->count() == 0 || std::chrono::steady_clock::now() - start < *limit) {
    wall_clock_sleep(kLook);
    auto session = Session::open(options, call.io.err);
    if (!session) return session.error();
    if (auto looked = look(**session); !looked) return looked.error();
  }
  return {};
}

}  // namespace

Outcome follow(Invocation& call, Session& session, const Look& look) {
  if (session.cluster().clock_mode() == ClockMode::kManual) {
    if (auto looked = look(session); !looked) return looked.error();
    return play_until_settled(session, look);
  }
  if (auto saved = session.finish(); !saved) return saved.error();
  session.release();
  if (auto looked = look(session); !looked) return looked.error();
  return follow_in_real_time(call, look);
}

}  // namespace skiff::cli
