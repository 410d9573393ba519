#include "cli/verbs/rollout/patching.h"

#include <fmt/format.h>

#include "cli/write_flags.h"

namespace skiff::cli {
namespace {

Outcome patch_one(const RolloutPatchOptions& options, const Target& target, Session& session,
                  const RolloutPatch& patch_for, std::string_view operation, ResultPrinter& printer) {
  auto patch = patch_for(*target.live, session.now());
  if (!patch)
    return client_error(
        fmt::format("error: {} \"{}\" {}", target.kind->qualified_name(), target.key.name, patch.error().message));
  auto patched = session.api().patch(*target.kind, target.key, PatchType::kStrategic, *patch,
                                     write_options(DryRunMode::kNone, options.field_manager));
  if (!patched) return as_client_error(patched.error(), "failed to patch: ");
  if ((*patched)->resource_version() == target.live->resource_version())
    return client_error(fmt::format(
        "failed to create patch for {}: if restart has already been triggered within the past second, please wait "
        "before attempting to trigger another",
        target.key.name));
  return printer.print(*target.kind, (*patched)->document(), operation);
}

}  // namespace

void declare_rollout_patch_flags(Flags& flags, RolloutPatchOptions& options) {
  declare_file_flags(flags, options.resources);
  declare_selector_flag(flags, options.resources);
  declare_output_flags(flags, options.print);
  declare_field_manager_flag(flags, options.field_manager);
}

Outcome patch_rollouts(const RolloutPatchOptions& options, Invocation& call, const RolloutPatch& patch_for,
                       std::string_view operation) {
  if (call.args.empty() && !options.resources.has_files()) return client_error("required resource not specified");
  auto printer = ResultPrinter::make(options.print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args, options.resources, Unnamed::kMeansEvery, Fetch::kLatest};
  request.decoding = Decoding::kGoTypes;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (targets->items.empty() && targets->errors.empty()) {
    call.io.err << fmt::format("No resources found in {} namespace.\n", (*session)->ns());
    return {};
  }
  std::vector<Error> errors;
  for (const Target& target : targets->items) {
    const Outcome done = patch_one(options, target, **session, patch_for, operation, *printer);
    errors.insert(errors.end(), done.errors().begin(), done.errors().end());
  }
  return after_reading(*targets, std::move(errors));
}

}  // namespace skiff::cli
