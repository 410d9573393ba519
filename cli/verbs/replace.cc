// kubectl replace: the manifest takes the place of the object. Mirrors pkg/cmd/replace/replace.go.
#include <fmt/format.h>

#include <utility>

#include "api/conversion.h"
#include "cli/cascading.h"
#include "cli/last_applied.h"
#include "cli/manifests.h"
#include "cli/printing.h"
#include "cli/raw_write.h"
#include "cli/resource_args.h"
#include "cli/subresources.h"
#include "cli/waiting.h"
#include "cli/write_flags.h"

namespace skiff::cli {

struct ReplaceOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-replace";
  std::string validate = "strict";
  std::string cascade = "background";
  std::string subresource;
  std::string raw;
  int64_t grace_period = -1;
  Duration timeout = Duration::zero();
  bool force = false;
  bool wait = false;
  bool save_config = false;
};

namespace {

Value manifest_to_send(const ReplaceOptions& options, const Target& target, const ObjectRef& live) {
  const bool annotate = options.save_config || !last_applied(target.document).empty() ||
                        (live && !last_applied(live->document()).empty());
  return annotate ? with_last_applied(target.document) : target.document;
}

Outcome replace_one(const ReplaceOptions& options, const Target& target, Session& session, FieldValidation validation,
                    ResultPrinter& printer) {
  ApiServer& api = session.api();
  auto live = api.get(*target.kind, target.key);
  Value document = manifest_to_send(options, target, live ? *live : nullptr);
  if (printer.dry_run() == DryRunMode::kClient) return printer.print(*target.kind, document, "replaced");
  if (target.key.name.empty())  // it has a generateName at most
    return client_error(fmt::format("error when replacing \"{}\": resource name may not be empty", target.source));
  // Some kinds are not updated without a version. Upstream: Helper.Replace.
  if (live && std::as_const(document)["metadata"]["resourceVersion"].as_string().empty())
    document["metadata"]["resourceVersion"] = (*live)->metadata()["resourceVersion"];
  if (auto served = check_address(target); !served)
    return in_context(served.error(), fmt::format("error when replacing \"{}\": ", target.source));
  WriteOptions how = write_options(printer.dry_run(), options.field_manager);
  how.field_validation = validation;
  if (!options.subresource.empty()) {
    auto part = replace_subresource(api, *target.kind, target.key, options.subresource, document, how);
    if (!part) return in_context(part.error(), fmt::format("error when replacing \"{}\": ", target.source));
    return printer.print(kind_of_subresource(*target.kind, options.subresource), *part, "replaced");
  }
  auto replaced = api.update(*target.kind, target.key, document, how);
  if (!replaced) return in_context(replaced.error(), fmt::format("error when replacing \"{}\": ", target.source));
  return printer.print(*target.kind, in_version(*target.kind, (*replaced)->document(), target.api_version), "replaced");
}

// --force: every object is deleted, and when all are gone, made anew. Upstream: forceReplace.
Outcome force_replace(const ReplaceOptions& options, const std::vector<Target>& targets, Session& session,
                      FieldValidation validation, Propagation propagation, ResultPrinter& printer, IoStreams& io) {
  std::vector<AwaitedDeletion> awaited;
  std::vector<Error> errors;
  for (const Target& target : targets) {
    auto live = session.api().get(*target.kind, target.key);
    if (!live) continue;
    DeleteOptions how;
    if (options.grace_period >= 0) how.grace_seconds = std::max<int64_t>(options.grace_period, 1);
    how.propagation = propagation;
    auto removed = session.api().remove(*target.kind, target.key, how);
    if (!removed) {
      errors.push_back(removed.error());
      continue;
    }
    io.out << fmt::format("{} \"{}\" deleted{}\n", qualified(target.kind->singular, target.kind->group),
                          target.key.name,
                          target.kind->namespaced() ? fmt::format(" from {} namespace", target.key.ns) : "");
    awaited.push_back({target.kind, target.key, std::string((*live)->uid())});
  }
  if (!errors.empty()) return errors;
  if (Outcome gone = await_deletions(session, awaited, options.timeout); !gone.ok()) return gone;
  for (const Target& target : targets) {
    WriteOptions how = write_options(DryRunMode::kNone, options.field_manager);
    how.field_validation = validation;
    auto made = session.api().create(*target.kind, target.key.ns, manifest_to_send(options, target, nullptr), how);
    if (!made) {
      errors.push_back(made.error());
      continue;
    }
    const Value shown = in_version(*target.kind, (*made)->document(), target.api_version);
    if (auto printed = printer.print(*target.kind, shown, "replaced"); !printed) errors.push_back(printed.error());
  }
  return errors;
}

Result<void> check_flags(const ReplaceOptions& options, DryRunMode dry_run) {
  if (options.grace_period >= 0 && !options.force) return client_error("--grace-period must have --force specified");
  if (options.timeout != Duration::zero() && !options.force)
    return client_error("--timeout must have --force specified");
  if (options.force && dry_run != DryRunMode::kNone)
    return client_error("--dry-run can not be used when --force is set");
  return {};
}

Outcome run(const ReplaceOptions& options, Invocation& call) {
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  if (!options.resources.has_files()) return client_error("must specify one of -f and -k");
  auto policy = propagation_of(options.cascade, call.io.err);
  if (!policy) return policy.error();
  if (auto fine = check_flags(options, printer->dry_run()); !fine) return fine.error();
  if (!options.raw.empty()) {
    if (auto fine = check_raw(Method::kPut, options.raw, options.resources, options.print.output); !fine)
      return fine.error();
    return write_raw(call, Method::kPut, options.raw, options.resources);
  }
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
  if (options.force) {
    if (!targets->errors.empty()) return targets->errors;
    if (targets->items.empty()) {
      call.io.out << "No resources found\n";
      return client_error("no objects passed to replace");
    }
    return force_replace(options, targets->items, **session, *validation, *policy, *printer, call.io);
  }
  return visit_each(
      *targets, [&](const Target& target) { return replace_one(options, target, **session, *validation, *printer); });
}

}  // namespace

void add_replace(Command& command) {
  auto options = std::make_shared<ReplaceOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  declare_field_manager_flag(flags, options->field_manager);
  declare_validate_flag(flags, options->validate);
  flags.optional_text(options->cascade, "cascade", "background", "The deletion cascading strategy of --force");
  flags.toggle(options->force, "force", "Remove what is there and make it anew");
  flags.number(options->grace_period, "grace-period", "Seconds that it has for its end");
  flags.duration(options->timeout, "timeout", "Limit of the wait");
  flags.toggle(options->wait, "wait", "Come back when all is gone");
  flags.toggle(options->save_config, "save-config", "Keep the manifest in an annotation, for apply");
  flags.text(options->subresource, "subresource", "Write a subresource instead: status, scale");
  flags.text(options->raw, "raw", "A path of the API instead");
  runs(command, options, run);
}

}  // namespace skiff::cli
