// kubectl label: sets and removes labels with one merge patch an object. Mirrors pkg/cmd/label/label.go.
#include <fmt/format.h>

#include <algorithm>

#include "api/name_rules.h"
#include "cli/tagging.h"

namespace skiff::cli {
namespace {

// The labels of the command line, checked as the client does: values only, keys are the server's business.
Result<KeyValues> parse_labels(const TagOptions& options, const std::vector<std::string>& words) {
  for (const std::string& word : words)
    if (std::count(word.begin(), word.end(), '=') > 1) return client_error("invalid label spec: " + word);
  auto labels = parse_pairs(words, "label");
  if (!labels) return labels;
  for (const auto& [key, value] : labels->set)
    if (const auto wrong = label_value_problems(value); !wrong.empty())
      return client_error(fmt::format("invalid label value: \"{}={}\": {}", key, value, wrong.front()));
  for (const std::string& key : labels->removed)
    if (labels->set.count(key) > 0) return client_error("can not both modify and remove a label in the same command");
  if (options.list && !options.print.output.empty())
    return client_error("--list and --output may not be specified together");
  return labels;
}

// Upstream: updateDataChangeMsg.
std::string_view what_happened(const Value& before, const Value& after, const KeyValues& labels) {
  // Upstream writes an empty map where there was none, and takes that for a change.
  const bool made_a_map = before.is_null() && !labels.removed.empty() && labels.set.empty();
  if (made_a_map) return "labeled";
  if (before == after) return "not labeled";
  if (!labels.set.empty() && !labels.removed.empty()) return "modified";
  return labels.removed.empty() ? "labeled" : "unlabeled";
}

// Upstream: validateNoOverwrites; all conflicts in one message.
Result<void> check_labels(const Value& labels, const KeyValues& wanted) {
  std::string message;
  for (const auto& [key, value] : wanted.set)
    if (const Value* old = labels.find(key); old != nullptr && old->as_string() != value)
      message += fmt::format("{}'{}' already has a value ({}), and --overwrite is false", message.empty() ? "" : "; ",
                             key, old->as_string());
  if (message.empty()) return {};
  return client_error(message);
}

// The object after the change, as the patch that leads there and as the client sees it.
struct Relabeling {
  Value document;
  Value patch;
};
Relabeling relabel(const TagOptions& options, const Value& object, const KeyValues& wanted) {
  Relabeling change{object, Value::object()};
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

Result<Value> changed_labels(const TagOptions& options, const KeyValues& wanted, const Value& object) {
  if (!options.overwrite)
    if (auto free = check_labels(object["metadata"]["labels"], wanted); !free) return free.error();
  const Relabeling change = relabel(options, object, wanted);
  return change.document["metadata"]["labels"];
}

Outcome label_one(const TagOptions& options, const KeyValues& wanted, const Target& target, Session& session,
                  ResultPrinter& printer, IoStreams& io) {
  const Value& before = target.object();
  if (!options.overwrite)
    if (auto free = check_labels(before["metadata"]["labels"], wanted); !free) return free.error();
  for (const std::string& key : wanted.removed)
    if (!before["metadata"]["labels"].contains(key)) io.out << fmt::format("label \"{}\" not found.\n", key);
  Relabeling change = relabel(options, before, wanted);
  std::string_view said = what_happened(before["metadata"]["labels"], change.document["metadata"]["labels"], wanted);
  // A version is a change, too, unless it is that of the object.
  if (said == "not labeled" && before["metadata"]["resourceVersion"] != change.document["metadata"]["resourceVersion"])
    said = "labeled";
  if (!options.local && printer.dry_run() != DryRunMode::kClient && said != "not labeled") {
    options.cause.record(change.patch);
    auto patched = session.api().patch(*target.kind, target.key, PatchType::kMerge, change.patch,
                                       write_options(printer.dry_run(), options.field_manager));
    if (!patched) return patched.error();
    change.document = (*patched)->document();
  }
  return printer.print(*target.kind, change.document, said);
}

constexpr TagVerb kLabel{"label", "labels", parse_labels, changed_labels, label_one};

Outcome label(const TagOptions& options, Invocation& call) { return run_tag_verb(options, kLabel, call); }

}  // namespace

void add_label(Command& command) {
  auto options = std::make_shared<TagOptions>();
  options->field_manager = "kubectl-label";
  declare_record_flag(command, options->cause);
  declare_tag_flags(command.flags, *options, kLabel);
  runs(command, options, label);
}

}  // namespace skiff::cli
