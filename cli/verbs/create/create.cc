// kubectl create -f: makes each object of the manifests. Mirrors pkg/cmd/create/create.go.
#include <fmt/format.h>

#include "api/conversion.h"
#include "cli/change_cause.h"
#include "cli/editing.h"
#include "cli/last_applied.h"
#include "cli/manifests.h"
#include "cli/printing.h"
#include "cli/raw_write.h"
#include "cli/resource_args.h"
#include "cli/write_flags.h"

namespace skiff::cli {

struct CreateOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-create";
  std::string validate = "strict";
  std::string raw;
  bool save_config = false;
  bool edit = false;
  bool windows_line_endings = false;
  ChangeCause cause;
};

namespace {

Result<void> check_flags(const CreateOptions& options) {
  if (options.raw.empty()) return {};
  if (options.edit) return client_error("--raw and --edit are mutually exclusive");
  return check_raw(Method::kPost, options.raw, options.resources, options.print.output);
}

// Each object goes through the editor by itself, and is made as it comes back. Upstream: RunEditOnCreate.
Outcome create_edited(const CreateOptions& options, const Targets& targets, FieldValidation validation,
                      Session& session, ResultPrinter& printer, IoStreams& io) {
  std::vector<Error> errors = targets.errors;
  EditRounds rounds;
  rounds.format = edit_format(options.print.output);
  rounds.endings = options.windows_line_endings ? LineEndings::kWindows : LineEndings::kUnix;
  rounds.check = validation == FieldValidation::kIgnore ? EditCheck::kNone : EditCheck::kStrict;
  for (const Target& target : targets.items) {
    rounds.subject = fmt::format("{} \"{}\"", target.kind->qualified_name(), target.key.name);
    const auto create = [&](const Elements& edited) -> Result<EditVerdict> {
      for (const Value& object : edited) {
        Value document = options.save_config ? with_last_applied(object) : object;
        options.cause.record(document);
        WriteOptions how = write_options(DryRunMode::kNone, options.field_manager);
        how.field_validation = validation;
        auto made = session.api().create(*target.kind, target.key.ns, document, how);
        if (!made) return made.error();
        const Value shown = in_version(*target.kind, (*made)->document(), target.api_version);
        if (auto printed = printer.print(*target.kind, shown, "created"); !printed) return printed.error();
      }
      return EditVerdict{};
    };
    const Outcome done = edit_in_rounds(rounds, target.document, create, io);
    errors.insert(errors.end(), done.errors().begin(), done.errors().end());
  }
  return errors;
}

Outcome run(const CreateOptions& options, Invocation& call) {
  if (!call.args.empty()) return call.usage_error(fmt::format("Unexpected args: [{}]", fmt::join(call.args, " ")));
  if (!options.resources.has_files()) return client_error("must specify one of -f and -k");
  if (auto fine = check_flags(options); !fine) return fine.error();
  if (!options.raw.empty()) return write_raw(call, Method::kPost, options.raw, options.resources);
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
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
  if (options.edit) return create_edited(options, *targets, *validation, **session, *printer, call.io);
  if (targets->errors.empty() && targets->items.empty()) return client_error("no objects passed to create");
  return visit_each(*targets, [&](const Target& target) -> Outcome {
    Value document = options.save_config ? with_last_applied(target.document) : target.document;
    options.cause.record(document);
    if (printer->dry_run() != DryRunMode::kClient) {
      WriteOptions how = write_options(printer->dry_run(), options.field_manager);
      how.field_validation = *validation;
      if (auto served = check_address(target); !served)
        return in_context(served.error(), fmt::format("error when creating \"{}\": ", target.source));
      auto made = (*session)->api().create(*target.kind, target.key.ns, document, how);
      if (!made) return in_context(made.error(), fmt::format("error when creating \"{}\": ", target.source));
      document = (*made)->document();
    }
    // The server answers in the version of the request.
    return printer->print(*target.kind, in_version(*target.kind, document, target.api_version), "created");
  });
}

}  // namespace

void add_create(Command& command) {
  auto options = std::make_shared<CreateOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_selector_flag(flags, options->resources);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  declare_record_flag(command, options->cause);
  declare_field_manager_flag(flags, options->field_manager);
  declare_validate_flag(flags, options->validate);
  flags.toggle(options->save_config, "save-config", "Keep the manifest in an annotation, for apply");
  flags.toggle(options->edit, "edit", "Open an editor on it first");
  flags.text(options->raw, "raw", "Send the file to this path of the API as it is");
  flags.toggle(options->windows_line_endings, "windows-line-endings",
               "Give the editor of --edit lines that end as on Windows");
  runs(command, options, run);
}

}  // namespace skiff::cli
