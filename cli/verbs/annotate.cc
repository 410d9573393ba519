// kubectl annotate: sets and removes annotations with one merge patch an object. Mirrors pkg/cmd/annotate/annotate.go.
#include <fmt/format.h>

#include "cli/key_value_args.h"
#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct AnnotateOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-annotate";
  std::string resource_version;
  bool overwrite = false;
  bool list = false;
  bool local = false;
};

namespace {

void list_annotations(const Targets& targets, IoStreams& io) {
  const bool several = targets.items.size() > 1;
  for (const Target& target : targets.items) {
    if (several)
      io.out << fmt::format("Listing annotations for {}.{}/{}:\n", target.kind->kind, target.kind->group,
                            target.key.name);
    for (const Member& entry : target.object()["metadata"]["annotations"].members())
      io.out << (several ? " " : "") << entry.name() << "=" << entry.value.as_string() << "\n";
  }
}

Result<KeyValues> parse_annotations(const std::vector<std::string>& words) {
  auto annotations = parse_pairs(words, "annotation");
  if (!annotations) return annotations;
  std::string both;
  for (const std::string& key : annotations->removed)
    if (annotations->set.count(key) > 0) both += (both.empty() ? "" : ", ") + key;
  if (!both.empty())
    return client_error("can not both modify and remove the following annotation(s) in the same command: " + both);
  return annotations;
}

Result<void> check_overwrites(const Value& annotations, const KeyValues& wanted) {
  std::string found;
  for (const auto& [key, value] : wanted.set)
    if (const Value* old = annotations.find(key); old != nullptr && old->as_string() != value)
      found += fmt::format("{}'{}' already has a value ({})", found.empty() ? "" : "; ", key, old->as_string());
  if (found.empty()) return {};
  return client_error("--overwrite is false but found the following declared annotation(s): " + found);
}

Outcome annotate_one(const AnnotateOptions& options, const KeyValues& wanted, const Target& target, Session& session,
                     ResultPrinter& printer) {
  Value document = target.object();
  if (!options.overwrite)
    if (auto free = check_overwrites(document["metadata"]["annotations"], wanted); !free) return free.error();
  Value patch = Value::object();
  for (const auto& [key, value] : wanted.set) document["metadata"]["annotations"][key] = patch[key] = value;
  for (const std::string& key : wanted.removed) {
    document["metadata"]["annotations"].erase(key);
    patch[key] = nullptr;
  }
  if (!options.local && printer.dry_run() != DryRunMode::kClient) {
    Value whole{{"metadata", Value{{"annotations", patch}}}};
    if (!options.resource_version.empty()) whole["metadata"]["resourceVersion"] = options.resource_version;
    auto patched = session.api().patch(*target.kind, target.key, PatchType::kMerge, whole,
                                       write_options(printer.dry_run(), options.field_manager));
    if (!patched) return patched.error();
    document = (*patched)->document();
  }
  return printer.print(*target.kind, document, "annotated");
}

}  // namespace

Outcome run(const AnnotateOptions& options, Invocation& call) {
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  auto words = split_resources_and_pairs(call.args, "annotation");
  if (!words) return words.error();
  auto annotations = parse_annotations(words->pairs);
  if (!annotations) return annotations.error();
  if (words->resources.empty() && !options.resources.has_files())
    return client_error("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  if (annotations->set.empty() && annotations->removed.empty() && !options.list)
    return client_error("at least one annotation update is required");
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{words->resources, options.resources};
  request.fetch = options.local ? Fetch::kNever : Fetch::kLatest;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (!options.resource_version.empty() && targets->items.size() > 1)
    return client_error("--resource-version may only be used with a single resource");
  if (options.list) {
    list_annotations(*targets, call.io);
    return targets->errors;
  }
  std::vector<Error> errors = std::move(targets->errors);
  for (const Target& target : targets->items) {
    const Outcome done = annotate_one(options, *annotations, target, **session, *printer);
    errors.insert(errors.end(), done.errors().begin(), done.errors().end());
  }
  return errors;
}

void add_annotate(Command& command) {
  auto options = std::make_shared<AnnotateOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_selector_flag(flags, options->resources);
  declare_field_selector_flag(flags, options->resources);
  declare_all_namespaces_flag(flags, options->resources);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  flags.toggle(options->resources.all, "all", "Every object of the kinds");
  flags.toggle(options->overwrite, "overwrite", "Change what is there already");
  flags.toggle(options->list, "list", "Only show the annotations");
  flags.toggle(options->local, "local", "Only print what it would become");
  flags.text(options->resource_version, "resource-version", "Refuse if the object has another resourceVersion");
  flags.text(options->field_manager, "field-manager", "Under which name fields are owned");
  runs(command, options, run);
}

}  // namespace skiff::cli
