// kubectl annotate: sets and removes annotations with one merge patch an object. Mirrors pkg/cmd/annotate/annotate.go.
#include <fmt/format.h>

#include "cli/tagging.h"

namespace skiff::cli {
namespace {

Result<KeyValues> parse_annotations(const TagOptions&, const std::vector<std::string>& words) {
  auto annotations = parse_pairs(words, "annotation");
  if (!annotations) return annotations;
  std::string both;
  for (const std::string& key : annotations->removed)
    if (annotations->set.count(key) > 0) both += (both.empty() ? "" : ", ") + key;
  if (!both.empty())
    return client_error("can not both modify and remove the following annotation(s) in the same command: " + both);
  return annotations;
}

Result<void> check_annotations(const Value& annotations, const KeyValues& wanted) {
  std::string found;
  for (const auto& [key, value] : wanted.set)
    if (const Value* old = annotations.find(key); old != nullptr && old->as_string() != value)
      found += fmt::format("{}'{}' already has a value ({})", found.empty() ? "" : "; ", key, old->as_string());
  if (found.empty()) return {};
  return client_error("--overwrite is false but found the following declared annotation(s): " + found);
}

Result<Value> changed_annotations(const TagOptions& options, const KeyValues& wanted, const Value& object) {
  Value annotations = object["metadata"]["annotations"];
  if (!options.overwrite)
    if (auto free = check_annotations(annotations, wanted); !free) return free.error();
  for (const auto& [key, value] : wanted.set) annotations[key] = value;
  for (const std::string& key : wanted.removed) annotations.erase(key);
  return annotations;
}

Outcome annotate_one(const TagOptions& options, const KeyValues& wanted, const Target& target, Session& session,
                     ResultPrinter& printer, IoStreams&) {
  Value document = target.object();
  if (!options.overwrite)
    if (auto free = check_annotations(document["metadata"]["annotations"], wanted); !free) return free.error();
  Value patch = Value::object();
  for (const auto& [key, value] : wanted.set) document["metadata"]["annotations"][key] = patch[key] = value;
  for (const std::string& key : wanted.removed) {
    document["metadata"]["annotations"].erase(key);
    patch[key] = nullptr;
  }
  if (!options.local && printer.dry_run() != DryRunMode::kClient) {
    Value whole = options.cause.patch();
    for (const Member& member : patch.members()) whole["metadata"]["annotations"][member.key] = member.value;
    if (!options.resource_version.empty()) whole["metadata"]["resourceVersion"] = options.resource_version;
    auto patched = session.api().patch(*target.kind, target.key, PatchType::kMerge, whole,
                                       write_options(printer.dry_run(), options.field_manager));
    if (!patched) return patched.error();
    document = (*patched)->document();
  }
  return printer.print(*target.kind, document, "annotated");
}

constexpr TagVerb kAnnotate{"annotation", "annotations", parse_annotations, changed_annotations, annotate_one};

Outcome annotate(const TagOptions& options, Invocation& call) { return run_tag_verb(options, kAnnotate, call); }

}  // namespace

void add_annotate(Command& command) {
  auto options = std::make_shared<TagOptions>();
  options->field_manager = "kubectl-annotate";
  declare_record_flag(command, options->cause);
  declare_tag_flags(command.flags, *options, kAnnotate);
  runs(command, options, annotate);
}

}  // namespace skiff::cli
