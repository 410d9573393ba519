// kubectl create -f: makes each object of the manifests. Mirrors pkg/cmd/create/create.go.
#include <fmt/format.h>

#include "cli/last_applied.h"
#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/verbs/apply/client_side.h"

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
};

namespace {

Outcome run(const CreateOptions& options, Invocation& call) {
  if (!call.args.empty()) return call.usage_error(fmt::format("Unexpected args: [{}]", fmt::join(call.args, " ")));
  if (!options.resources.has_files()) return client_error("must specify one of -f and -k");
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
  std::vector<Error> errors;
  for (const Target& target : targets->items) {
    Value document = options.save_config ? with_last_applied(target.document) : target.document;
    if (printer->dry_run() != DryRunMode::kClient) {
      WriteOptions how = write_options(printer->dry_run(), options.field_manager);
      how.field_validation = *validation;
      auto made = (*session)->api().create(*target.kind, target.key.ns, document, how);
      if (!made) {
        errors.push_back(in_context(made.error(), fmt::format("error when creating \"{}\": ", target.source)));
        continue;
      }
      document = (*made)->document();
    }
    if (auto printed = printer->print(*target.kind, document, "created"); !printed) return printed.error();
  }
  errors.insert(errors.end(), targets->errors.begin(), targets->errors.end());
  if (errors.empty() && targets->items.empty()) return client_error("no objects passed to create");
  return errors;
}

}  // namespace

void add_create(Command& command) {
  auto options = std::make_shared<CreateOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_selector_flag(flags, options->resources);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  flags.text(options->field_manager, "field-manager", "Under which name fields are owned");
  flags.optional_text(options->validate, "validate", "strict",
                      "Fields that nobody knows: strict refuses, warn says so, ignore drops them");
  flags.toggle(options->save_config, "save-config", "Keep the manifest in an annotation, for apply");
  flags.toggle(options->edit, "edit", "Open an editor on it first");
  flags.text(options->raw, "raw", "A path of the API instead");
  flags.toggle(options->windows_line_endings, "windows-line-endings", "Accepted for compatibility");
  runs(command, options, run);
}

}  // namespace skiff::cli
