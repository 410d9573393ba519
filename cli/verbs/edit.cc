// kubectl edit: the object in an editor, then what has changed as a patch. Mirrors util/editor/editoptions.go.
#include <fmt/format.h>

#include "api/decode.h"
#include "api/patch/merge_patch.h"
#include "api/patch/strategic_diff.h"
#include "api/schema.h"
#include "base/json.h"
#include "base/strings.h"
#include "cli/editor.h"
#include "cli/last_applied.h"
#include "cli/patch_types.h"
#include "cli/printers/yaml.h"
#include "cli/printing.h"
#include "cli/resource_args.h"

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
};

namespace {

constexpr const char* kHeader =
    "# Please edit the object below. Lines beginning with a '#' will be ignored,\n"
    "# and an empty file will abort the edit. If an error occurs while saving this file will be\n"
    "# reopened with the relevant failures.\n"
    "#\n";

std::string shown(const EditOptions& options, const Value& document) {
  return options.print.output == "json" ? to_pretty_json(document) + "\n" : to_yaml(document);
}

Value to_edit(const Targets& targets) {
  const auto plain = [](Value object) {
    if (std::as_const(object)["metadata"].contains("managedFields")) object["metadata"].erase("managedFields");
    return object;
  };
  if (targets.items.size() == 1) return plain(targets.items[0].object());
  Value list{{"apiVersion", "v1"}, {"items", Value::array()}, {"kind", "List"}, {"metadata", Value::object()}};
  for (const Target& target : targets.items) list["items"].push_back(plain(target.object()));
  return list;
}

const Target* find_original(const Targets& targets, const Value& edited) {
  for (const Target& target : targets.items)
    if (target.object()["metadata"]["uid"] == edited["metadata"]["uid"]) return &target;
  return nullptr;
}

Result<Value> edit_patch(const Kind& kind, const Value& before, const Value& edited) {
  const Schema* schema = find_patch_schema(kind);
  return schema != nullptr ? strategic_diff(before, edited, schema) : create_merge_patch(before, edited);
}

// Sends one edited object. `problem` gets the lines for the head of the file when it has to be opened again.
Outcome save_one(const EditOptions& options, const Target& original, Value edited, Session& session,
                 size_t edited_count, ResultPrinter& printer, IoStreams& io, std::string& problem) {
  Value before = original.object();
  if (std::as_const(before)["metadata"].contains("managedFields")) before["metadata"].erase("managedFields");
  if (!(before["kind"] == edited["kind"]) || !(before["apiVersion"] == edited["apiVersion"]) ||
      !(before["metadata"]["name"] == edited["metadata"]["name"]))
    return client_error("At least one of apiVersion, kind and name was changed");
  if (before == edited) {
    if (edited_count > 1) return printer.print(*original.kind, before, "skipped");
    return {};
  }
  if (options.save_config) edited = with_last_applied(edited);
  auto patch = edit_patch(*original.kind, before, edited);
  if (!patch) return patch.error();
  if (options.output_patch) io.out << "Patch: " << to_json(*patch, Escape::kGo) << "\n";
  auto patched = session.api().patch(*original.kind, original.key, patch_type_of(*original.kind), *patch,
                                     write_options(DryRunMode::kNone, options.field_manager));
  if (patched) return printer.print(*original.kind, (*patched)->document(), "edited");
  const std::string name = fmt::format("{} \"{}\"", original.kind->qualified_name(), original.key.name);
  if (!patched.error().is(Reason::kInvalid))
    return client_error(fmt::format("{} could not be patched: {}", name, patched.error().message));
  problem += fmt::format("# {} was not valid:\n", name);
  for (const Cause& cause : patched.error().causes)
    problem += fmt::format("# * {}\n", cause.field.empty() ? cause.message : cause.field + ": " + cause.message);
  problem += "#\n";
  io.err << fmt::format("error: {} is invalid\n", name);
  return {};
}

Outcome run(const EditOptions& options, Invocation& call) {
  auto opened = call.session();
  if (!opened) return opened.error();
  Session& session = **opened;
  ResourceRequest request{call.args, options.resources, Unnamed::kMeansEvery, Fetch::kLatest, ManifestCheck::kNone};
  auto targets = resolve_targets(session, request, call.io.in);
  if (!targets) return targets.error();
  if (!targets->errors.empty()) return targets->errors;
  if (targets->items.empty()) return client_error("edit cancelled, no objects found");
  auto printer = ResultPrinter::make({}, call.io);
  if (!printer) return printer.error();
  EditedFile file(options.print.output == "json" ? ".json" : ".yaml");
  const std::string original = shown(options, to_edit(*targets));
  std::string content = original;
  std::string problem;
  while (true) {
    call.io.out.flush();
    auto edited = file.edit(with_line_endings(
        kHeader + problem + content, options.windows_line_endings ? LineEndings::kWindows : LineEndings::kUnix));
    if (!edited) return edited.error();
    const std::string text = without_comments(*edited);
    if (trim_space(text).empty()) {
      file.remove();
      call.io.err << "Edit cancelled, saved file was empty.\n";
      return {};
    }
    if (trim_space(text) == trim_space(without_comments(content))) {
      if (problem.empty()) {
        file.remove();
        call.io.err << "Edit cancelled, no changes made.\n";
        return {};
      }
      call.io.err << fmt::format("A copy of your changes has been stored to \"{}\"\n", file.path());
      return client_error("Edit cancelled, no valid changes were saved.");
    }
    content = text;
    problem.clear();
    auto document = decode_yaml(text);
    if (!document) {
      problem = fmt::format("# The edited file had a syntax error: {}\n#\n", document.error().message);
      continue;
    }
    const std::vector<Value> objects = flatten_list(*document);
    std::vector<Error> errors;
    for (const Value& object : objects) {
      const Target* target = find_original(*targets, object);
      if (target == nullptr) {
        errors.push_back(client_error("At least one of apiVersion, kind and name was changed"));
        continue;
      }
      const Outcome saved = save_one(options, *target, object, session, objects.size(), *printer, call.io, problem);
      errors.insert(errors.end(), saved.errors().begin(), saved.errors().end());
    }
    if (!problem.empty()) continue;
    if (errors.empty()) file.remove();
    else call.io.err << fmt::format("You can run `kubectl replace -f {}` to try this update again.\n", file.path());
    return errors;
  }
}

}  // namespace

void add_edit(Command& command) {
  auto options = std::make_shared<EditOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  flags.text(options->print.output, "output,o", "Output format. One of: (json, yaml)");
  flags.text(options->field_manager, "field-manager", "Under which name fields are owned");
  flags.optional_text(options->validate, "validate", "strict",
                      "Fields that nobody knows: strict refuses, warn says so, ignore drops them");
  flags.text(options->subresource, "subresource", "Write a subresource instead: status, scale");
  flags.toggle(options->output_patch, "output-patch", "Print the patch that was sent");
  flags.toggle(options->save_config, "save-config", "Keep the manifest in an annotation, for apply");
  flags.toggle(options->windows_line_endings, "windows-line-endings", "Give the editor lines that end as on Windows");
  runs(command, options, run);
}

}  // namespace skiff::cli
