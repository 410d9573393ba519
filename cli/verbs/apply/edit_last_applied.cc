// kubectl apply edit-last-applied: the manifest that the last apply left behind, in an editor. Mirrors
// util/editor/editoptions.go in its ApplyEditMode.
#include <fmt/format.h>

#include "api/decode.h"
#include "base/json.h"
#include "base/strings.h"
#include "cli/editing.h"
#include "cli/editor.h"
#include "cli/last_applied.h"
#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/write_flags.h"

namespace skiff::cli {

struct EditLastAppliedOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-client-side-apply";
  std::string validate = "strict";
  bool windows_line_endings = false;
};

namespace {

constexpr const char* kLastAppliedHeader =
    "# Please edit the 'last-applied-configuration' annotations below.\n"
    "# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.\n"
    "#\n";

// The manifests of those objects that have one.
Value manifests_of(const std::vector<Target>& targets) {
  Value list{{"apiVersion", "v1"}, {"items", Value::array()}, {"kind", "List"}, {"metadata", Value::object()}};
  for (const Target& target : targets)
    if (auto manifest = parse_json(last_applied(target.object()))) list["items"].push_back(*manifest);
  if (std::as_const(list)["items"].size() == 1) return Value(std::as_const(list)["items"][0]);
  return list;
}

Outcome save(const EditLastAppliedOptions& options, const Value& manifest, const std::vector<Target>& targets,
             Session& session, ResultPrinter& printer) {
  for (const Target& target : targets) {
    const Value& metadata = manifest["metadata"];
    const bool same_ns =
        metadata["namespace"].as_string().empty() || metadata["namespace"].as_string() == target.key.ns;
    if (manifest["kind"].as_string() != target.kind->kind || metadata["name"].as_string() != target.key.name ||
        !same_ns)
      continue;
    const std::string text = applied_text(manifest);
    if (text == last_applied(target.object())) return {};
    Value patch;
    patch["metadata"]["annotations"][kLastApplied] = text;
    auto patched = session.api().patch(*target.kind, target.key, PatchType::kMerge, patch,
                                       write_options(DryRunMode::kNone, options.field_manager));
    if (!patched) return patched.error();
    return printer.print(*target.kind, manifest, "edited");
  }
  return client_error("At least one of apiVersion, kind and name was changed");
}

Outcome edit_last_applied(const EditLastAppliedOptions& options, Invocation& call) {
  const std::string& format = options.print.output;
  if (!format.empty() && format != "json" && format != "yaml" && format != "kyaml")
    return client_error(fmt::format(
        "unable to match a printer suitable for the output format \"{}\", allowed formats are: json,kyaml,yaml",
        format));
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args, options.resources, Unnamed::kMeansEvery, Fetch::kLatest, ManifestCheck::kNone};
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (!targets->errors.empty()) return targets->errors;
  const Value manifests = manifests_of(targets->items);
  if (manifests["kind"].as_string() == "List" && manifests["items"].empty())
    return client_error(
        "no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl "
        "apply set-last-applied --create-annotation`");
  const EditFormat shown_as = edit_format(options.print.output);
  const std::string content = shown_text(shown_as, manifests);
  EditedFile file(file_suffix(shown_as));
  call.io.out.flush();
  auto edited = file.edit(with_line_endings(kLastAppliedHeader + content,
                                            options.windows_line_endings ? LineEndings::kWindows : LineEndings::kUnix));
  if (!edited) return edited.error();
  const std::string text = without_comments(*edited);
  if (trim_space(text).empty() || trim_space(text) == trim_space(content)) {
    file.remove();
    call.io.err << (trim_space(text).empty() ? "Edit cancelled, saved file was empty.\n"
                                             : "Edit cancelled, no changes made.\n");
    return {};
  }
  auto document = decode_yaml(text);
  if (!document) return client_error(fmt::format("The edited file had a syntax error: {}", document.error().message));
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  std::vector<Error> errors;
  for (const Value& manifest : flatten_list(*document)) {
    const Outcome saved = save(options, manifest, targets->items, **session, *printer);
    errors.insert(errors.end(), saved.errors().begin(), saved.errors().end());
  }
  if (errors.empty()) file.remove();
  else call.io.err << fmt::format("A copy of your changes has been stored to \"{}\"\n", file.path());
  return errors;
}

}  // namespace

void add_apply_edit_last_applied(Command& command) {
  auto options = std::make_shared<EditLastAppliedOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_output_flags(flags, options->print);
  declare_field_manager_flag(flags, options->field_manager);
  flags.optional_text(options->validate, "validate", "strict", "Has no say: an annotation is not checked");
  flags.toggle(options->windows_line_endings, "windows-line-endings", "Give the editor lines that end as on Windows");
  runs(command, options, edit_last_applied);
}

}  // namespace skiff::cli
