// kubectl rollout history: the revisions of a workload, or the template of one. Mirrors rollout_history.go.
#include <fmt/format.h>

#include <algorithm>

#include "api/kind_table.h"
#include "cli/pod_template_text.h"
#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/verbs/rollout/kinds/rollout_table.h"

namespace skiff::cli {

struct RolloutHistoryOptions {
  ResourceFlags resources;
  PrintFlags print;
  int64_t revision = 0;
};

namespace {

// Two columns, two blanks apart.
std::string revision_table(const std::vector<Revision>& revisions) {
  if (revisions.empty()) return "No rollout history found.";
  size_t width = std::string_view("REVISION").size();
  for (const Revision& revision : revisions) width = std::max(width, std::to_string(revision.number).size());
  std::string out = fmt::format("{:<{}}  CHANGE-CAUSE\n", "REVISION", width);
  for (const Revision& revision : revisions)
    out += fmt::format("{:<{}}  {}\n", revision.number, width,
                       revision.change_cause.empty() ? "<none>" : revision.change_cause);
  return out;
}

const Revision* find_number(const std::vector<Revision>& revisions, int64_t number) {
  for (const Revision& revision : revisions)
    if (revision.number == number) return &revision;
  return nullptr;
}

// A revision as an object: the ReplicaSet, or the workload as it was.
Result<void> print_revision(const Revision& revision, ResultPrinter& printer) {
  const Kind* kind = find_kind(revision.shown["apiVersion"].as_string(), revision.shown["kind"].as_string());
  return kind != nullptr ? printer.print(*kind, revision.shown, "") : printer.print_object(revision.shown);
}

// With -o every revision is an object.
Outcome print_shown(const RolloutHistoryOptions& options, const std::vector<Revision>& revisions,
                    ResultPrinter& printer) {
  if (options.revision > 0) {
    const Revision* revision = find_number(revisions, options.revision);
    if (revision == nullptr) return client_error("unable to find the specified revision");
    if (auto printed = print_revision(*revision, printer); !printed) return printed;
    return {};
  }
  for (const Revision& revision : revisions)
    if (auto printed = print_revision(revision, printer); !printed) return printed;
  return {};
}

}  // namespace

Outcome run(const RolloutHistoryOptions& options, Invocation& call) {
  if (call.args.empty() && !options.resources.has_files()) return client_error("required resource not specified");
  if (options.revision < 0)
    return client_error(fmt::format("revision must be a positive integer: {}", options.revision));
  auto printer = ResultPrinter::make(options.print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args, options.resources, Unnamed::kMeansEvery, Fetch::kLatest};
  request.decoding = Decoding::kGoTypes;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  return visit_each(*targets, [&](const Target& target) -> Outcome {
    const RolloutKind* rollout = find_rollout_kind(*target.kind);
    if (rollout == nullptr) return no_history_viewer(*target.kind);
    const std::vector<Revision> revisions = rollout->history((*session)->api(), *target.live);
    if (!printer->says_operation() || !options.print.output.empty()) return print_shown(options, revisions, *printer);
    std::string heading;
    std::string text;
    if (options.revision > 0) {
      const Revision* revision = find_number(revisions, options.revision);
      if (revision == nullptr) return client_error("unable to find the specified revision");
      heading = fmt::format("with revision #{}", options.revision);
      text = pod_template_text(revision->pod_template);
    } else {
      text = revision_table(revisions);
    }
    call.io.out << display_name(*target.kind, target.key.name) << " " << heading << "\n" << text << "\n";
    return {};
  });
}

void add_rollout_history(Command& command) {
  auto options = std::make_shared<RolloutHistoryOptions>();
  declare_file_flags(command.flags, options->resources);
  declare_selector_flag(command.flags, options->resources);
  declare_output_flags(command.flags, options->print);
  command.flags.number(options->revision, "revision", "Show this revision whole");
  runs(command, options, run);
}

}  // namespace skiff::cli
