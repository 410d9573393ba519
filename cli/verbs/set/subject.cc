// kubectl set subject: who a RoleBinding or ClusterRoleBinding is for. Mirrors set_subject.go.
#include <fmt/format.h>

#include <algorithm>

#include "api/patch/strategic_diff.h"
#include "api/schema.h"
#include "cli/printing.h"
#include "cli/rbac_subjects.h"
#include "cli/resource_args.h"
#include "cli/verbs/set/pod_template_edit.h"
#include "cli/write_flags.h"

namespace skiff::cli {

struct SetSubjectOptions {
  ResourceFlags resources;
  PrintFlags print;
  SubjectFlags subjects;
  std::string field_manager = "kubectl-set";
  bool local = false;
};

namespace {

Result<void> check(const SetSubjectOptions& options) {
  if (!options.resources.selector.empty() && options.resources.all)
    return client_error("cannot set --all and --selector at the same time");
  if (options.subjects.empty())
    return client_error("you must specify at least one value of user, group or serviceaccount");
  return {};
}

// Those that are not there yet are added at the end.
Outcome add_subjects(const SetSubjectOptions& options, const Value& wanted, const Target& target, Session& session,
                     ResultPrinter& printer) {
  const Value& before = target.object();
  if (target.kind->kind != "RoleBinding" && target.kind->kind != "ClusterRoleBinding")
    return refused_edit(target, "setting subjects is only supported for RoleBinding/ClusterRoleBinding");
  Value after = before;
  const Elements had = before["subjects"].elements();
  for (const Value& subject : wanted.elements())
    if (std::find(had.begin(), had.end(), subject) == had.end()) after["subjects"].push_back(subject);
  const bool only_shown = options.local || printer.dry_run() == DryRunMode::kClient;
  if (after == before && !only_shown) return {};
  if (!only_shown) {
    auto patch = strategic_diff(before, after, find_schema(*target.kind));
    if (!patch) return patch.error();
    auto patched = session.api().patch(*target.kind, target.key, PatchType::kStrategic, *patch,
                                       write_options(printer.dry_run(), options.field_manager));
    if (!patched) return as_client_error(patched.error(), "failed to patch subjects to rolebinding: ");
    after = (*patched)->document();
  }
  return printer.print(*target.kind, after, "subjects updated");
}

Outcome set_subject(const SetSubjectOptions& options, Invocation& call) {
  auto printer = ResultPrinter::make(options.print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args, options.resources};
  request.decoding = Decoding::kGoTypes;
  request.fetch = options.local ? Fetch::kLocal : Fetch::kLatest;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (!targets->errors.empty()) return targets->errors;
  if (auto fine = check(options); !fine) return fine.error();
  auto subjects = subjects_of(options.subjects);
  if (!subjects) return subjects.error();
  std::vector<Error> errors;
  for (const Target& target : targets->items) {
    const Outcome done = add_subjects(options, *subjects, target, **session, *printer);
    errors.insert(errors.end(), done.errors().begin(), done.errors().end());
  }
  return errors;
}

}  // namespace

void add_set_subject(Command& command) {
  auto options = std::make_shared<SetSubjectOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_selector_flag(flags, options->resources);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  declare_subject_flags(flags, options->subjects);
  flags.toggle(options->resources.all, "all", "Every object of the kinds");
  flags.toggle(options->local, "local", "Only print what it would become");
  declare_field_manager_flag(flags, options->field_manager);
  runs(command, options, set_subject);
}

}  // namespace skiff::cli
