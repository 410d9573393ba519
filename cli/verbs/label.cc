// kubectl label: sets and removes labels with one merge patch an object. Mirrors pkg/cmd/label/label.go.
#include <fmt/format.h>

#include <algorithm>

#include "api/name_rules.h"
#include "cli/key_value_args.h"
#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct LabelOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-label";
  std::string resource_version;
  bool overwrite = false;
  bool list = false;
  bool local = false;
};

namespace {

// The labels of the command line, checked as the client does: values only, keys are the server's business.
Result<KeyValues> parse_labels(const std::vector<std::string>& words) {
  for (const std::string& word : words)
    if (std::count(word.begin(), word.end(), '=') > 1) return client_error("invalid label spec: " + word);
  auto labels = parse_pairs(words, "label");
  if (!labels) return labels;
  for (const auto& [key, value] : labels->set)
    if (const auto wrong = label_value_problems(value); !wrong.empty())
      return client_error(fmt::format("invalid label value: \"{}={}\": {}", key, value, wrong.front()));
  for (const std::string& key : labels->removed)
    if (labels->set.count(key) > 0) return client_error("can not both modify and remove a label in the same command");
  return labels;
}

// Upstream: updateDataChangeMsg.
std::string_view what_happened(const Value& before, const Value& after, const KeyValues& labels) {
  if (before == after) return "not labeled";
  if (!labels.set.empty() && !labels.removed.empty()) return "modified";
  return labels.removed.empty() ? "labeled" : "unlabeled";
}

void list_labels(const Targets& targets, IoStreams& io) {
  const bool several = targets.items.size() > 1;
  for (const Target& target : targets.items) {
    if (several)
      io.out << fmt::format("Listing labels for {}.{}/{}:\n", target.kind->kind, target.kind->group, target.key.name);
    for (const Member& label : target.object()["metadata"]["labels"].members())
      io.out << (several ? " " : "") << label.name() << "=" << label.value.as_string() << "\n";
  }
}

// Upstream: validateNoOverwrites; all conflicts in one message.
Result<void> check_overwrites(const Value& labels, const KeyValues& wanted) {
  std::string message;
  for (const auto& [key, value] : wanted.set)
    if (const Value* old = labels.find(key); old != nullptr && old->as_string() != value)
      message += fmt::format("{}'{}' already has a value ({}), and --overwrite is false", message.empty() ? "" : "; ",
                             key, old->as_string());
  if (message.empty()) return {};
  return client_error(message);
}

// The object after the change, as the patch that leads there and as the client sees it.
struct Change {
  Value document;
  Value patch;
};
Change relabel(const LabelOptions& options, const Value& object, const KeyValues& wanted) {
  Change change{object, Value::object()};
  Value patch = Value::object();
  Value& labels = change.document["metadata"]["labels"];
  for (const auto& [key, value] : wanted.set) labels[key] = patch[key] = value;
  for (const std::string& key : wanted.removed)
    if (labels.erase(key)) patch[key] = nullptr;
  if (labels.empty()) change.document["metadata"].erase("labels");
  change.patch["metadata"]["labels"] = patch;
  if (!options.resource_version.empty()) {
    change.document["metadata"]["resourceVersion"] = options.resource_version;
    change.patch["metadata"]["resourceVersion"] = options.resource_version;
  }
  return change;
}

Outcome label_one(const LabelOptions& options, const KeyValues& wanted, const Target& target, Session& session,
                  ResultPrinter& printer, IoStreams& io) {
  const Value& before = target.object();
  if (!options.overwrite)
    if (auto free = check_overwrites(before["metadata"]["labels"], wanted); !free) return free.error();
  for (const std::string& key : wanted.removed)
    if (!before["metadata"]["labels"].contains(key)) io.out << fmt::format("label \"{}\" not found.\n", key);
  Change change = relabel(options, before, wanted);
  const std::string_view said =
      what_happened(before["metadata"]["labels"], change.document["metadata"]["labels"], wanted);
  if (!options.local && printer.dry_run() != DryRunMode::kClient && said != "not labeled") {
    auto patched = session.api().patch(*target.kind, target.key, PatchType::kMerge, change.patch,
                                       write_options(printer.dry_run(), options.field_manager));
    if (!patched) return patched.error();
    change.document = (*patched)->document();
  }
  return printer.print(*target.kind, change.document, said);
}

}  // namespace

Outcome run(const LabelOptions& options, Invocation& call) {
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  auto words = split_resources_and_pairs(call.args, "label");
  if (!words) return words.error();
  auto labels = parse_labels(words->pairs);
  if (!labels) return labels.error();
  if (options.list && !options.print.output.empty())
    return client_error("--list and --output may not be specified together");
  if (words->resources.empty() && !options.resources.has_files())
    return client_error("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  if (labels->set.empty() && labels->removed.empty() && !options.list)
    return client_error("at least one label update is required");
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{words->resources, options.resources};
  request.fetch = options.local ? Fetch::kNever : Fetch::kLatest;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (!options.resource_version.empty() && targets->items.size() > 1)
    return client_error("--resource-version may only be used with a single resource");
  if (options.list) {
    list_labels(*targets, call.io);
    return targets->errors;
  }
  std::vector<Error> errors = std::move(targets->errors);
  for (const Target& target : targets->items) {
    const Outcome done = label_one(options, *labels, target, **session, *printer, call.io);
    errors.insert(errors.end(), done.errors().begin(), done.errors().end());
  }
  return errors;
}

void add_label(Command& command) {
  auto options = std::make_shared<LabelOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_selector_flag(flags, options->resources);
  declare_field_selector_flag(flags, options->resources);
  declare_all_namespaces_flag(flags, options->resources);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  flags.toggle(options->resources.all, "all", "Every object of the kinds");
  flags.toggle(options->overwrite, "overwrite", "Change what is there already");
  flags.toggle(options->list, "list", "Only show the labels");
  flags.toggle(options->local, "local", "Only print what it would become");
  flags.text(options->resource_version, "resource-version", "Refuse if the object has another resourceVersion");
  flags.text(options->field_manager, "field-manager", "Under which name fields are owned");
  runs(command, options, run);
}

}  // namespace skiff::cli
