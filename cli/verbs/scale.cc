// kubectl scale: writes the scale subresource. Mirrors pkg/cmd/scale/scale.go.
#include <fmt/format.h>

#include "cli/change_cause.h"
#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct ScaleOptions {
  ResourceFlags resources;
  PrintFlags print;
  int64_t replicas = 0;
  int64_t current_replicas = -1;
  std::string resource_version;
  Duration timeout = Duration::zero();
  ChangeCause cause;
};

namespace {

// Upstream: ScalePrecondition.Validate.
Result<void> preconditions_hold(const ScaleOptions& options, const Value& scale) {
  const int64_t replicas = scale["spec"]["replicas"].as_int();
  if (options.current_replicas != -1 && replicas != options.current_replicas)
    return client_error(fmt::format("Expected replicas to be {}, was {}", options.current_replicas, replicas));
  const std::string version = scale["metadata"]["resourceVersion"].str();
  if (!options.resource_version.empty() && version != options.resource_version)
    return client_error(fmt::format("Expected resource version to be {}, was {}", options.resource_version, version));
  return {};
}

// Until the controller has seen the new count and made it true. Upstream: scale.WaitForScaleHasDesiredReplicas.
Outcome await_replicas(Session& session, const Target& target, const ScaleOptions& options) {
  const auto reached = [&] {
    const auto live = session.api().get(*target.kind, target.key);
    if (!live) return true;
    const Value& status = (*live)->status();
    return status["observedGeneration"].as_int() >= (*live)->metadata()["generation"].as_int() &&
           status["replicas"].as_int() == (*live)->spec()["replicas"].as_int(1);
  };
  if (session.cluster().wait_until(reached, options.timeout) == WaitOutcome::kReached) return {};
  return client_error(fmt::format("timed out waiting for \"{}\" to be synced", target.key.name));
}

Result<Value> scaled_object(Session& session, const Target& target, const ScaleOptions& options, DryRunMode dry_run) {
  // There is no such path, whether the object is there or not.
  if (!target.kind->has_scale)
    return Error{Reason::kNotFound, "the server could not find the requested resource", {}, {}, {}, {}};
  if (options.current_replicas != -1 || !options.resource_version.empty() || dry_run == DryRunMode::kClient) {
    auto scale = session.api().get_scale(*target.kind, target.key);
    if (!scale) return scale.error();
    if (auto hold = preconditions_hold(options, *scale); !hold) return hold.error();
  }
  if (dry_run == DryRunMode::kClient) return target.object();
  const Value patch{{"spec", Value{{"replicas", options.replicas}}}};
  WriteOptions how = write_options(dry_run, "kubectl");
  how.subresource = Subresource::kScale;
  auto patched = session.api().patch(*target.kind, target.key, PatchType::kMerge, patch, how);
  if (!patched) return patched.error();
  // As upstream: what cannot be recorded is no reason to fail.
  if (options.cause.wanted)
    (void)session.api().patch(*target.kind, target.key, PatchType::kMerge, options.cause.patch(),
                              write_options(dry_run, "kubectl-scale"));
  return (*patched)->document();
}

}  // namespace

Outcome run(const ScaleOptions& options, Invocation& call) {
  if (options.replicas < 0)
    return client_error("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0");
  if (options.current_replicas < -1)
    return client_error("The --current-replicas must specify an integer of -1 or greater");
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  auto targets = resolve_targets(**session, {call.args, options.resources}, call.io.in);
  if (!targets) return targets.error();
  if (!options.resource_version.empty() && targets->items.size() > 1)
    return client_error("cannot use --resource-version with multiple resources");
  // The first that cannot be scaled ends it; what could not be read is told when all others are done. Upstream:
  // RunScale.
  for (const Target& target : targets->items) {
    auto object = scaled_object(**session, target, options, printer->dry_run());
    if (!object) return object.error();
    if (printer->dry_run() == DryRunMode::kNone && options.timeout > Duration::zero())
      if (Outcome waited = await_replicas(**session, target, options); !waited.ok()) return waited;
    // As upstream: what is shown is the object as it was found.
    if (auto printed = printer->print(*target.kind, target.object(), "scaled"); !printed) return printed.error();
  }
  if (targets->errors.empty() && targets->items.empty()) return client_error("no objects passed to scale");
  return targets->errors;
}

void add_scale(Command& command) {
  auto options = std::make_shared<ScaleOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_selector_flag(flags, options->resources);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  declare_record_flag(command, options->cause);
  flags.toggle(options->resources.all, "all", "Every object of the kinds");
  flags.number(options->replicas, "replicas", "How many there shall be");
  flags.require("replicas");
  flags.number(options->current_replicas, "current-replicas", "Refuse if there are not this many now");
  flags.text(options->resource_version, "resource-version", "Refuse if the object has another resourceVersion");
  flags.duration(options->timeout, "timeout", "Wait for the new size, at most so long; 0: do not");
  runs(command, options, run);
}

}  // namespace skiff::cli
