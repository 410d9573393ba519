// kubectl rollout undo: back to an earlier revision. Mirrors rollout_undo.go.
#include <fmt/format.h>

#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/verbs/rollout/kinds/rollout_table.h"

namespace skiff::cli {

struct RolloutUndoOptions {
  ResourceFlags resources;
  PrintFlags print;
  int64_t to_revision = 0;
};

namespace {

void warn_if_applied(const Target& target, std::ostream& err) {
  if (!target.live->metadata()["annotations"].contains("kubectl.kubernetes.io/last-applied-configuration")) return;
  err << fmt::format(
      "Warning: resource {}/{} was previously managed with 'kubectl apply'. Rolling back will not update the "
      "kubectl.kubernetes.io/last-applied-configuration annotation, which may cause unexpected behavior on future "
      "'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n",
      target.kind->resource, target.key.name);
}

}  // namespace

Outcome run(const RolloutUndoOptions& options, Invocation& call) {
  if (call.args.empty() && !options.resources.has_files()) return client_error("required resource not specified");
  auto printer = ResultPrinter::make(options.print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args, options.resources, Unnamed::kMeansEvery, Fetch::kLatest};
  request.decoding = Decoding::kGoTypes;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  return visit_each(*targets, [&](const Target& target) -> Outcome {
    const RolloutKind* rollout = find_rollout_kind(*target.kind);
    if (rollout == nullptr) return no_rollbacker(*target.kind);
    warn_if_applied(target, call.io.err);
    auto done = rollout->undo((*session)->api(), *target.live, {options.to_revision, printer->dry_run()});
    if (!done) return done.error();
    return printer->print(*target.kind, target.live->document(), *done);
  });
}

void add_rollout_undo(Command& command) {
  auto options = std::make_shared<RolloutUndoOptions>();
  declare_file_flags(command.flags, options->resources);
  declare_selector_flag(command.flags, options->resources);
  declare_output_flags(command.flags, options->print);
  declare_dry_run_flag(command.flags, options->print);
  command.flags.number(options->to_revision, "to-revision", "Which revision; 0: the one before");
  runs(command, options, run);
}

}  // namespace skiff::cli
