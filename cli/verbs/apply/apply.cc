// kubectl apply: brings each object of the manifests to what they say. Mirrors pkg/cmd/apply/apply.go.
#include <fmt/format.h>

#include "cli/cascading.h"
#include "cli/verbs/apply/client_side.h"
#include "cli/verbs/apply/prune.h"
#include "cli/write_flags.h"

namespace skiff::cli {
namespace {

// Which flags cannot stand together. Upstream: ApplyFlags.ToOptions and ApplyOptions.Validate.
Result<void> check_flags(const ApplyOptions& options, DryRunMode dry_run) {
  if (options.force_conflicts && !options.server_side)
    return client_error("--force-conflicts only works with --server-side");
  if (dry_run == DryRunMode::kClient && options.server_side)
    return client_error("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  if (!options.subresource.empty() && !options.server_side)
    return client_error("--subresource can only be specified for --server-side");
  if (options.force && options.server_side) return client_error("--force cannot be used with --server-side");
  if (dry_run == DryRunMode::kServer && options.force)
    return client_error("--dry-run=server cannot be used with --force");
  if (options.resources.all && !options.resources.selector.empty())
    return client_error("cannot set --all and --selector at the same time");
  if (!options.prune) return {};
  if (!options.resources.all && options.resources.selector.empty())
    return client_error(
        "all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all "
        "flag. If you did not mean to prune all resources, specify a label selector");
  if (options.server_side)
    return client_error("--prune is in alpha and doesn't currently work on objects created by server-side apply");
  if (auto kinds = prunable_kinds(options.prune_allowlist); !kinds) return kinds.error();
  return {};
}

Outcome run(const ApplyOptions& options, Invocation& call) {
  if (!call.args.empty()) return call.usage_error(fmt::format("Unexpected args: [{}]", fmt::join(call.args, " ")));
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  if (auto policy = propagation_of(options.cascade, call.io.err); !policy) return policy.error();
  if (auto fine = check_flags(options, printer->dry_run()); !fine) return fine.error();
  if (!options.resources.has_files()) return client_error("must specify one of -f and -k");
  auto validation = field_validation(options.validate);
  if (!validation) return validation.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{{},
                          options.resources,
                          Unnamed::kRefused,
                          Fetch::kNever,
                          *validation == FieldValidation::kIgnore ? ManifestCheck::kNone : ManifestCheck::kStrict};
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  std::vector<Error> errors;
  std::vector<std::pair<const Kind*, Value>> shown;
  Visited visited;
  for (Target& target : targets->items) {
    options.cause.record(target.document);
    auto applied = options.server_side ? apply_server_side(options, target, **session, printer->dry_run(), call.io.err)
                                       : apply_client_side(options, target, **session, printer->dry_run(), call.io.err);
    call.tell_warnings();
    if (!applied) {
      errors.push_back(applied.error());
      continue;
    }
    visited.uids.insert(std::as_const(applied->object)["metadata"]["uid"].str());
    if (target.kind->namespaced()) visited.namespaces.insert(target.key.ns);
    if (!printer->says_operation()) shown.emplace_back(target.kind, applied->object);
    else if (auto printed = printer->print(*target.kind, applied->object, applied->operation); !printed)
      return printed.error();
  }
  if (targets->errors.empty() && targets->items.empty()) return client_error("no objects passed to apply");
  if (!shown.empty())
    if (auto printed = printer->print_list(shown); !printed) errors.push_back(printed.error());
  if (errors.empty() && targets->errors.empty() && options.prune) return prune(options, **session, visited, *printer);
  if (errors.empty()) return targets->errors;
  return after_reading(*targets, std::move(errors));
}

}  // namespace

void add_apply(Command& command) {
  auto options = std::make_shared<ApplyOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_record_flag(command, options->cause);
  declare_selector_flag(flags, options->resources);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  declare_field_manager_flag(flags, options->field_manager);
  declare_validate_flag(flags, options->validate);
  flags.toggle(options->server_side, "server-side", "Let the server merge, field by field and with owners");
  flags.toggle(options->force_conflicts, "force-conflicts", "Take over fields that others own");
  flags.toggle(options->overwrite, "overwrite", "Let the manifest win where both sides have changed");
  flags.toggle(options->openapi_patch, "openapi-patch",
               "Merge by the API's own description of its types; always so here");
  flags.toggle(options->resources.all, "all", "Every object of the kinds");
  flags.toggle(options->prune, "prune",
               "Delete what was applied once and is in no manifest any more; with -l or --all");
  flags.list(options->prune_allowlist, "prune-allowlist", Split::kNever, "Of these kinds alone, as GROUP/VERSION/KIND");
  flags.text(options->subresource, "subresource", "Write a subresource instead: status, scale");
  flags.optional_text(options->cascade, "cascade", "background", "The deletion cascading strategy of --force");
  flags.toggle(options->force, "force", "If true, delete and create again what cannot be patched");
  flags.number(options->grace_period, "grace-period", "Seconds that it has for its end");
  flags.duration(options->timeout, "timeout", "Limit of the wait");
  flags.toggle(options->wait, "wait", "Come back when all is gone");
  runs(command, options, run);
}

}  // namespace skiff::cli
