// skiff clock: shows the cluster's time, lets it pass, and says how it moves.
#include <fmt/format.h>

#include "base/go_format.h"
#include "cli/command.h"
#include "sim/wall_clock.h"

namespace skiff::cli {
namespace {

struct NoOptions {};

Outcome show(const NoOptions&, Invocation& call) {
  if (auto unexpected = call.unexpected_arguments()) return *unexpected;
  auto session = call.session();
  if (!session) return session.error();
  const bool manual = (*session)->cluster().clock_mode() == ClockMode::kManual;
  call.io.out << fmt::format("{} ({})\n", rfc3339_micro((*session)->now()), manual ? "manual" : "auto");
  return {};
}

Outcome advance(const NoOptions&, Invocation& call) {
  if (call.args.size() != 1)
    return call.usage_error(fmt::format("exactly one DURATION is required, got {}", call.args.size()));
  const auto duration = parse_duration(call.args[0]);
  if (!duration) return client_error(duration_complaint(call.args[0]));
  if (*duration < Duration::zero()) return client_error("time does not run backwards");
  auto session = call.session();
  if (!session) return session.error();
  // A century and more before what a Time can hold, so that whatever is counted from now on is held, too.
  const Time latest = *parse_rfc3339("2150-01-01T00:00:00Z");
  const Time now = (*session)->now();
  if (now > latest || *duration > latest - now) return client_error("simulated time ends with the year 2149");
  (*session)->cluster().advance(*duration);
  return {};
}

Outcome settle(const NoOptions&, Invocation& call) {
  if (auto unexpected = call.unexpected_arguments()) return *unexpected;
  auto session = call.session();
  if (!session) return session.error();
  (*session)->cluster().settle();
  return {};
}

Outcome set_mode(const NoOptions&, Invocation& call) {
  if (call.args.size() != 1 || (call.args[0] != "auto" && call.args[0] != "manual"))
    return call.usage_error("the mode must be \"auto\" or \"manual\"");
  auto session = call.session();
  if (!session) return session.error();
  (*session)->cluster().set_clock_mode(call.args[0] == "auto" ? ClockMode::kAuto : ClockMode::kManual,
                                       wall_clock_now());
  call.io.out << fmt::format("clock mode set to {}\n", call.args[0]);
  return {};
}

}  // namespace

void add_clock_show(Command& command) { runs(command, std::make_shared<NoOptions>(), show); }
void add_clock_advance(Command& command) { runs(command, std::make_shared<NoOptions>(), advance); }
void add_clock_settle(Command& command) { runs(command, std::make_shared<NoOptions>(), settle); }
void add_clock_set_mode(Command& command) { runs(command, std::make_shared<NoOptions>(), set_mode); }

}  // namespace skiff::cli
