#include "cli/verbs/set/pod_template_edit.h"

#include <fmt/format.h>

#include "api/patch/strategic_diff.h"
#include "api/schema.h"
#include "base/strings.h"
#include "cli/write_flags.h"

namespace skiff::cli {
namespace {

// An object as it would be. Upstream: set.Patch.
struct EditedObject {
  const Target* target;
  Value after;
  bool has_pod_spec;
  std::vector<Error> refusals;  // told when its turn to be sent comes
};

// Every object is edited before the first is sent. Upstream: CalculatePatches.
std::vector<EditedObject> edit_all(const Targets& targets, const SetOptions& options, const PodSpecEdit& edit,
                                   const SetWords& words, std::vector<Error>& errors) {
  std::vector<EditedObject> out;
  for (const Target& target : targets.items) {
    EditedObject one{&target, target.object(), false, {}};
    if (Value* pod_spec = pod_spec_of(*target.kind, one.after)) {
      one.has_pod_spec = true;
      auto& told = words.told == Told::kFirst ? errors : one.refusals;
      for (Error& error : edit(*pod_spec, target)) told.push_back(std::move(error));
      options.cause.record(one.after);
    }
    out.push_back(std::move(one));
  }
  return out;
}

Result<void> send(const EditedObject& edited, const SetOptions& options, Session& session, const SetWords& words,
                  ResultPrinter& printer) {
  const Target& target = *edited.target;
  if (!edited.has_pod_spec) return no_pod_spec(target);
  const Value& before = target.object();
  Value after = edited.after;
  const bool only_shown = options.local || printer.dry_run() == DryRunMode::kClient;
  const bool shown_anyway = only_shown && !printer.says_operation() && words.unchanged == Unchanged::kSilent;
  if (after == before && words.unchanged != Unchanged::kSentAllTheSame && !shown_anyway) return {};
  if (!only_shown) {
    auto patch = strategic_diff(before, after, find_schema(*target.kind));
    if (!patch) return patch.error();
    auto patched = session.api().patch(*target.kind, target.key, PatchType::kStrategic, *patch,
                                       write_options(printer.dry_run(), options.field_manager));
    if (!patched) return as_client_error(patched.error(), words.patch_failed);
    after = (*patched)->document();
  }
  return printer.print(*target.kind, after, words.operation);
}

}  // namespace

void declare_set_flags(Flags& flags, SetOptions& options) {
  declare_file_flags(flags, options.resources);
  declare_set_flags_beside_files(flags, options);
}

void declare_set_flags_beside_files(Flags& flags, SetOptions& options) {
  declare_output_flags(flags, options.print);
  declare_dry_run_flag(flags, options.print);
  flags.toggle(options.resources.all, "all", "Every object of the kinds");
  flags.toggle(options.local, "local", "Only print what it would become");
  declare_field_manager_flag(flags, options.field_manager);
}

std::string object_name(const Target& target) {
  if (target.live) return fmt::format("{}/{}", target.kind->resource, target.key.name);
  const std::string kind = to_lower(target.kind->kind);
  if (target.kind->group.empty()) return fmt::format("{}/{}", kind, target.key.name);
  return fmt::format("{}.{}/{}\n", kind, target.kind->group, target.key.name);
}

Error refused_edit(const Target& target, std::string_view text) {
  return client_error(fmt::format("error: {} {}\n", object_name(target), text));
}

Error no_pod_spec(const Target& target) {
  return refused_edit(target, fmt::format("the object is not a pod or does not have a pod template: *{}.{}",
                                          target.kind->version, target.kind->kind));
}

Value* pod_spec_of(const Kind& kind, Value& document) {
  if (kind.kind == "Pod") return &document["spec"];
  if (kind.kind == "CronJob") return &document["spec"]["jobTemplate"]["spec"]["template"]["spec"];
  if (kind.kind == "PodTemplate") return &document["template"]["spec"];
  const Value& seen = document;
  if (seen["spec"]["template"]["spec"].is_null()) return nullptr;
  return &document["spec"]["template"]["spec"];
}

bool selects_container(std::string_view pattern, std::string_view name) {
  const size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  if (name.substr(0, star) != pattern.substr(0, star)) return false;
  const std::string_view rest = pattern.substr(star + 1);
  for (size_t at = star; at <= name.size(); ++at)
    if (selects_container(rest, name.substr(at))) return true;
  return false;
}

Outcome edit_pod_templates(const SetOptions& options, Invocation& call, const std::vector<std::string>& resources,
                           const PodSpecEdit& edit, const SetWords& words, const std::function<Result<void>()>& check) {
  auto printer = ResultPrinter::make(options.print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{resources, options.resources};
  request.decoding = Decoding::kGoTypes;
  request.fetch = options.local ? Fetch::kLocal : Fetch::kLatest;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (!targets->errors.empty()) return targets->errors;
  if (options.resources.all_and_selector()) return client_error("cannot set --all and --selector at the same time");
  if (check)
    if (auto fine = check(); !fine) return fine.error();
  std::vector<Error> errors;
  for (const EditedObject& edited : edit_all(*targets, options, edit, words, errors)) {
    errors.insert(errors.end(), edited.refusals.begin(), edited.refusals.end());
    if (!edited.refusals.empty()) continue;
    if (auto sent = send(edited, options, **session, words, *printer); !sent) errors.push_back(sent.error());
  }
  return errors;
}

}  // namespace skiff::cli
