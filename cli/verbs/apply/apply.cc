// kubectl apply: brings each object of the manifests to what they say. Mirrors pkg/cmd/apply/apply.go.
#include <fmt/format.h>

#include "cli/verbs/apply/client_side.h"

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
  return {};
}

Outcome run(const ApplyOptions& options, Invocation& call) {
  if (!call.args.empty()) return call.usage_error(fmt::format("Unexpected args: [{}]", fmt::join(call.args, " ")));
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  if (auto fine = check_flags(options, printer->dry_run()); !fine) return fine.error();
  if (!options.resources.has_files()) return client_error("must specify one of -f and -k");
  auto validation = field_validation(options.validate);
  if (!validation) return validation.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{{}, options.resources, Unnamed::kRefused, Fetch::kNever,
                          *validation == FieldValidation::kIgnore ? ManifestCheck::kNone : ManifestCheck::kStrict};
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  std::vector<Error> errors;
  std::vector<std::pair<const Kind*, Value>> shown;
  for (const Target& target : targets->items) {
    auto applied = options.server_side
                       ? apply_server_side(options, target, **session, printer->dry_run())
                       : apply_client_side(options, target, **session, printer->dry_run(), call.io.err);
    if (!applied) {
      errors.push_back(applied.error());
      continue;
    }
    if (!printer->says_operation()) shown.emplace_back(target.kind, applied->object);
    else if (auto printed = printer->print(*target.kind, applied->object, applied->operation); !printed)
      return printed.error();
  }
  errors.insert(errors.end(), targets->errors.begin(), targets->errors.end());
  if (errors.empty() && targets->items.empty()) return client_error("no objects passed to apply");
  if (!shown.empty())
    if (auto printed = printer->print_list(shown); !printed) errors.push_back(printed.error());
  return errors;
}

}  // namespace

void add_apply(Command& command) {
  auto options = std::make_shared<ApplyOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_selector_flag(flags, options->resources);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  flags.text(options->field_manager, "field-manager", "Name of the manager used to track field ownership");
  flags.optional_text(options->validate, "validate", "strict",
                      "Must be one of: strict (or true), warn, ignore (or false)");
  flags.toggle(options->server_side, "server-side", "If true, apply runs in the server instead of the client");
  flags.toggle(options->force_conflicts, "force-conflicts",
               "If true, server-side apply will force the changes against conflicts");
  flags.toggle(options->overwrite, "overwrite",
               "Automatically resolve conflicts between the modified and live configuration");
  flags.toggle(options->openapi_patch, "openapi-patch", "Accepted for compatibility");
  flags.toggle(options->resources.all, "all", "Select all resources in the namespace of the specified resource types");
  flags.toggle(options->prune, "prune", "Accepted for compatibility");
  flags.list(options->prune_allowlist, "prune-allowlist", Split::kNever, "Accepted for compatibility");
  flags.text(options->subresource, "subresource", "If specified, apply will operate on the subresource");
  flags.optional_text(options->cascade, "cascade", "background", "The deletion cascading strategy of --force");
  flags.toggle(options->force, "force", "If true, delete and create again what cannot be patched");
  flags.number(options->grace_period, "grace-period", "Seconds given to a resource to terminate gracefully");
  flags.duration(options->timeout, "timeout", "The length of time to wait before giving up on a delete");
  flags.toggle(options->wait, "wait", "If true, wait for resources to be gone before returning");
  runs(command, options, run);
}

}  // namespace skiff::cli
