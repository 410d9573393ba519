// kubectl apply set-last-applied: writes the annotation that apply leaves behind, as if the file had been applied.
// Mirrors apply_set_last_applied.go.
#include <fmt/format.h>

#include "base/json.h"
#include "base/strings.h"
#include "cli/last_applied.h"
#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct SetLastAppliedOptions {
  ResourceFlags resources;
  PrintFlags print;
  bool create_annotation = false;
};

namespace {

// The file as it stands: where it has no annotations, none are put into its copy. Upstream: editor.GetApplyPatch.
std::string remembered_text(const Value& manifest) {
  if (manifest["metadata"].contains("annotations")) return applied_text(manifest);
  return to_json(manifest, Escape::kGo) + "\n";
}

Outcome set_last_applied(const SetLastAppliedOptions& options, Invocation& call) {
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{{}, options.resources, Unnamed::kRefused, Fetch::kNever, ManifestCheck::kNone};
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  // All objects are looked at before the first is changed.
  std::vector<const Target*> changed;
  const Outcome looked = visit_until_failure(*targets, [&](const Target& target) -> Outcome {
    auto live = (*session)->api().get(*target.kind, target.key);
    if (!live) return live.error();
    const std::string_view before = last_applied((*live)->document());
    if (before.empty() && !options.create_annotation)
      return client_error(
          fmt::format("no last-applied-configuration annotation found on resource: {}, to create the "
                      "annotation, run the command with --create-annotation",
                      target.key.name));
    if (trim_space(before) == trim_space(remembered_text(target.document)))
      call.io.out << fmt::format("set-last-applied {}: no changes required.\n", target.key.name);
    else changed.push_back(&target);
    return {};
  });
  if (!looked.ok()) return looked;
  for (const Target* target : changed) {
    Value document = target->document;
    if (printer->dry_run() != DryRunMode::kClient) {
      Value patch;
      patch["metadata"]["annotations"][kLastApplied] = remembered_text(target->document);
      auto patched = (*session)->api().patch(*target->kind, target->key, PatchType::kMerge, patch,
                                             write_options(printer->dry_run(), ""));
      if (!patched) return patched.error();
      document = (*patched)->document();
    }
    if (auto printed = printer->print(*target->kind, document, "configured"); !printed) return printed.error();
  }
  return {};
}

}  // namespace

void add_apply_set_last_applied(Command& command) {
  auto options = std::make_shared<SetLastAppliedOptions>();
  command.flags.list(options->resources.filenames, "filename,f", Split::kCommas,
                     "Manifests: a file, a folder, or - for standard input");
  declare_output_flags(command.flags, options->print);
  declare_dry_run_flag(command.flags, options->print);
  command.flags.toggle(options->create_annotation, "create-annotation", "Also where there is none yet");
  runs(command, options, set_last_applied);
}

}  // namespace skiff::cli
