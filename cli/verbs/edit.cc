// kubectl edit: the object in an editor, then what has changed as a patch. Mirrors util/editor/editoptions.go in its
// NormalEditMode.
#include <fmt/format.h>

#include "api/patch/merge_patch.h"
#include "api/patch/strategic_diff.h"
#include "api/schema.h"
#include "base/json.h"
#include "cli/change_cause.h"
#include "cli/editing.h"
#include "cli/last_applied.h"
#include "cli/patch_types.h"
#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/subresources.h"
#include "cli/write_flags.h"

namespace skiff::cli {

struct EditOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-edit";
  std::string validate = "strict";
  std::string subresource;
  bool output_patch = false;
  bool save_config = false;
  bool windows_line_endings = false;
  ChangeCause cause;
};

namespace {

Value to_edit(const Targets& targets) {
  if (targets.items.size() == 1) return without_managed_fields(targets.items[0].object());
  Value list{{"apiVersion", "v1"}, {"items", Value::array()}, {"kind", "List"}, {"metadata", Value::object()}};
  for (const Target& target : targets.items) list["items"].push_back(without_managed_fields(target.object()));
  return list;
}

struct EditPatch {
  PatchType type;
  Value patch;
};

Result<EditPatch> edit_patch(const Target& original, const Value& before, const Value& edited) {
  const Schema* schema =
      original.part == nullptr || original.part == original.kind ? find_patch_schema(*original.kind) : nullptr;
  if (schema == nullptr) return EditPatch{PatchType::kMerge, create_merge_patch(before, edited)};
  auto patch = strategic_diff(before, edited, schema);
  if (!patch) return patch.error();
  return EditPatch{PatchType::kStrategic, std::move(*patch)};
}

class Edit {
 public:
  Edit(const EditOptions& options, const Targets& targets, FieldValidation validation, Session& session,
       ResultPrinter& printer, IoStreams& io)
      : options_(options), targets_(targets), validation_(validation), session_(session), printer_(printer), io_(io) {}

  Result<EditVerdict> save(const Elements& edited) {
    EditVerdict verdict;
    for (const Value& object : edited)
      if (auto fine = in_its_namespace(object); !fine) return fine.error();
    for (const Value& object : edited)
      if (auto saved = save_one(object, verdict); !saved) return saved.error();
    return verdict;
  }

 private:
  // Upstream: RequireNamespace.
  Result<void> in_its_namespace(const Value& edited) const {
    const Target* original = original_of(edited);
    const std::string ns(edited["metadata"]["namespace"].as_string());
    if (original == nullptr || !original->kind->namespaced() || ns.empty() || ns == session_.ns()) return {};
    return client_error(
        fmt::format("the namespace from the provided object \"{}\" does not match the namespace \"{}\". You must pass "
                    "'--namespace={}' to perform this operation.",
                    ns, session_.ns(), ns));
  }

  const Target* original_of(const Value& edited) const {
    for (const Target& target : targets_.items)
      if (target.object()["metadata"]["uid"] == edited["metadata"]["uid"]) return &target;
    return nullptr;
  }

  Result<void> save_one(Value edited, EditVerdict& verdict) {
    const Target* original = original_of(edited);
    const Value before = original == nullptr ? Value() : without_managed_fields(original->object());
    if (original == nullptr || !(before["kind"] == edited["kind"]) || !(before["apiVersion"] == edited["apiVersion"]) ||
        !(before["metadata"]["name"] == edited["metadata"]["name"]))
      return client_error("At least one of apiVersion, kind and name was changed");
    if (options_.save_config) {  // upstream has given the object its managedFields back by then
      edited["metadata"].set("managedFields", original->object()["metadata"]["managedFields"]);
      edited = with_last_applied(edited);
      edited["metadata"].erase("managedFields");
    }
    options_.cause.record(edited);
    if (before == edited) return printer_.print(original->shown_kind(), before, "skipped");
    auto made = edit_patch(*original, before, edited);
    if (!made) return made.error();
    if (options_.output_patch) io_.out << "Patch: " << to_json(made->patch, Escape::kGo) << "\n";
    WriteOptions how = write_options(DryRunMode::kNone, options_.field_manager);
    how.field_validation = validation_;
    auto patched = send(*original, *made, how);
    if (patched) return printer_.print(original->shown_kind(), *patched, "edited");
    refused(*original, patched.error(), verdict);
    return {};
  }

  Result<Value> send(const Target& original, const EditPatch& patch, const WriteOptions& how) {
    ApiServer& api = session_.api();
    if (!options_.subresource.empty())
      return patch_subresource(api, *original.kind, original.key, options_.subresource, patch.type, patch.patch, how);
    auto patched = api.patch(*original.kind, original.key, patch.type, patch.patch, how);
    if (!patched) return patched.error();
    return (*patched)->document();
  }

  // Upstream: editResults.addError.
  void refused(const Target& original, const Error& error, EditVerdict& verdict) {
    const std::string subject = fmt::format("{} \"{}\"", original.kind->qualified_name(), original.key.name);
    if (error.is(Reason::kInvalid)) {
      verdict.reasons.push_back(refusal(subject, error.causes));
      io_.err << fmt::format("error: {} is invalid\n", subject);
    } else if (error.is(Reason::kNotFound)) {
      verdict.lost = true;
      io_.err << fmt::format("error: {} could not be found on the server\n", subject);
    } else {
      verdict.retryable = true;
      io_.err << fmt::format("error: {} could not be patched: {}\n", subject, error.message);
    }
  }

  const EditOptions& options_;
  const Targets& targets_;
  FieldValidation validation_;
  Session& session_;
  ResultPrinter& printer_;
  IoStreams& io_;
};

Outcome run(const EditOptions& options, Invocation& call) {
  const std::string& format = options.print.output;
  if (!format.empty() && format != "json" && format != "yaml" && format != "kyaml")
    return client_error(fmt::format(
        "unable to match a printer suitable for the output format \"{}\", allowed formats are: json,kyaml,yaml",
        format));
  auto validation = field_validation(options.validate);
  if (!validation) return validation.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args,      options.resources,    Unnamed::kMeansEvery,
                          Fetch::kLatest, ManifestCheck::kNone, options.subresource};
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (!targets->errors.empty()) return targets->errors;
  if (targets->items.empty()) return client_error("edit cancelled, no objects found");
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  const Target& first = targets->items[0];
  EditRounds rounds;
  rounds.format = edit_format(options.print.output);
  rounds.endings = options.windows_line_endings ? LineEndings::kWindows : LineEndings::kUnix;
  rounds.check = *validation == FieldValidation::kIgnore ? EditCheck::kNone : EditCheck::kStrict;
  rounds.subject = fmt::format("{} \"{}\"", first.kind->qualified_name(), first.key.name);
  Edit edit(options, *targets, *validation, **session, *printer, call.io);
  return edit_in_rounds(
      rounds, to_edit(*targets), [&](const Elements& edited) { return edit.save(edited); }, call.io);
}

}  // namespace

void add_edit(Command& command) {
  auto options = std::make_shared<EditOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_record_flag(command, options->cause);
  flags.text(options->print.output, "output,o", "Output format. One of: (json, yaml)");
  flags.text(options->print.template_text, "template", "A Go template");
  flags.toggle(options->print.allow_missing_template_keys, "allow-missing-template-keys",
               "A template may name what is not there");
  flags.toggle(options->print.show_managed_fields, "show-managed-fields", "Show who owns which field");
  declare_field_manager_flag(flags, options->field_manager);
  declare_validate_flag(flags, options->validate);
  flags.text(options->subresource, "subresource", "Write a subresource instead: status, scale");
  flags.toggle(options->output_patch, "output-patch", "Print the patch that was sent");
  flags.toggle(options->save_config, "save-config", "Keep the manifest in an annotation, for apply");
  flags.toggle(options->windows_line_endings, "windows-line-endings", "Give the editor lines that end as on Windows");
  runs(command, options, run);
}

}  // namespace skiff::cli
