// kubectl rollout status: prints each step of a rollout while simulated time passes. Mirrors rollout_status.go.
#include <fmt/format.h>

#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/verbs/rollout/kinds/rollout_table.h"

namespace skiff::cli {

struct RolloutStatusOptions {
  ResourceFlags resources;
  bool watch = true;
  Duration timeout = Duration::zero();
  int64_t revision = 0;
};

namespace {

Outcome follow(const RolloutStatusOptions& options, const Target& target, Session& session, IoStreams& io) {
  const RolloutKind* rollout = find_rollout_kind(*target.kind);
  if (rollout == nullptr) return client_error("no status viewer has been implemented for " + group_kind(*target.kind));
  Outcome outcome;
  uint64_t shown = 0;
  // Each new version of the object is looked at once, as a watch would deliver it.
  const auto finished = [&] {
    const auto live = session.api().get(*target.kind, target.key);
    if (!live || (*live)->uid() != target.live->uid()) {
      outcome = client_error("object has been deleted");
      return true;
    }
    if ((*live)->resource_version() == shown) return false;
    shown = (*live)->resource_version();
    const auto progress = rollout->status(**live, options.revision);
    if (!progress) {
      outcome = progress.error();
      return true;
    }
    io.out << progress->line;
    return progress->done || !options.watch;
  };
  if (finished()) return outcome;
  std::optional<Duration> limit;
  if (options.timeout > Duration::zero()) limit = options.timeout;
  if (session.cluster().wait_until(finished, limit) != WaitOutcome::kReached)
    return client_error("timed out waiting for the condition");
  return outcome;
}

}  // namespace

Outcome run(const RolloutStatusOptions& options, Invocation& call) {
  if (call.args.empty() && !options.resources.has_files()) return client_error("required resource not specified");
  if (options.revision < 0)
    return client_error(fmt::format("revision must be a positive integer: {}", options.revision));
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args, options.resources, Unnamed::kMeansEvery, Fetch::kLatest};
  request.decoding = Decoding::kGoTypes;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (targets->items.empty()) {
    if (!targets->errors.empty()) return targets->errors;
    call.io.err << fmt::format("No resources found in {} namespace.\n", (*session)->ns());
    return {};
  }
  return visit_each(*targets, [&](const Target& target) { return follow(options, target, **session, call.io); });
}

void add_rollout_status(Command& command) {
  auto options = std::make_shared<RolloutStatusOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_selector_flag(flags, options->resources);
  flags.toggle(options->watch, "watch,w", "Follow the rollout to its end");
  flags.duration(options->timeout, "timeout", "When to stop following; 0: not at all");
  flags.number(options->revision, "revision", "Only this revision will do");
  runs(command, options, run);
}

}  // namespace skiff::cli
