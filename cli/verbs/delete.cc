// kubectl delete: asks for deletion, says so, and lets time pass until the objects are gone.
// Mirrors pkg/cmd/delete/delete.go.
#include <fmt/format.h>

#include <iostream>
#include <set>

#include "cli/cascading.h"
#include "cli/manifests.h"
#include "cli/printing.h"
#include "cli/raw_write.h"
#include "cli/resource_args.h"
#include "cli/waiting.h"

namespace skiff::cli {

struct DeleteVerbOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string cascade = "background";
  int64_t grace_period = -1;
  Duration timeout = Duration::zero();
  bool now = false;
  bool force = false;
  bool wait = true;
  bool ignore_not_found = false;
  bool interactive = false;
  std::string raw;
};

namespace {

Result<int64_t> grace_seconds(const DeleteVerbOptions& options, std::ostream& err) {
  int64_t grace = options.grace_period;
  if (options.now && grace != -1) return client_error("--now and --grace-period cannot be specified together");
  if (options.now) grace = 1;
  if (options.force && grace > 0)
    return client_error("--force and --grace-period greater than 0 cannot be specified together");
  if (options.force) {
    err << "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. "
           "The resource may continue to run on the cluster indefinitely.\n";
    return 0;
  }
  return grace == 0 ? 1 : grace;  // zero without --force still waits for the kubelet
}

std::string deleted_line(const Target& target, int64_t grace, DryRunMode dry_run) {
  const std::string type = qualified(target.kind->singular, target.kind->group);
  std::string line = fmt::format("{} \"{}\" {}", type, target.key.name, grace == 0 ? "force deleted" : "deleted");
  if (target.kind->namespaced()) line += fmt::format(" from {} namespace", target.key.ns);
  return line.append(dry_run_suffix(dry_run)).append("\n");
}

bool confirmed(const std::vector<Target>& targets, IoStreams& io) {
  io.out << fmt::format("You are about to delete the following {} resource(s):\n", targets.size());
  for (const Target& target : targets) io.out << display_name(*target.kind, target.key.name) << "\n";
  io.out << "Do you want to continue? (y/N): " << std::flush;
  std::string answer;
  std::getline(io.in, answer);
  return answer == "y" || answer == "Y";
}

}  // namespace

Outcome run(const DeleteVerbOptions& options, Invocation& call) {
  if (!options.print.output.empty() && options.print.output != "name")
    return client_error(fmt::format("unexpected -o output mode: {}. We only support '-o name'", options.print.output));
  auto dry_run = dry_run_mode(options.print);
  if (!dry_run) return dry_run.error();
  auto policy = propagation_of(options.cascade, call.io.err);
  if (!policy) return policy.error();
  auto grace = grace_seconds(options, call.io.err);
  if (!grace) return grace.error();
  if (!options.raw.empty()) {
    if (auto fine = check_raw(Method::kDelete, options.raw, options.resources, options.print.output); !fine)
      return fine.error();
    return write_raw(call, Method::kDelete, options.raw, options.resources);
  }
  if (options.resources.all && (!options.resources.selector.empty() || !options.resources.field_selector.empty()))
    return client_error("setting 'all' parameter but found a non empty selector. ");
  auto session = call.session();
  if (!session) return session.error();

  const bool selects =
      options.resources.all || !options.resources.selector.empty() || !options.resources.field_selector.empty();
  const bool ignore_missing = options.ignore_not_found || (selects && !call.given("ignore-not-found"));
  ResourceRequest request{call.args, options.resources, Unnamed::kRefused, Fetch::kNever, ManifestCheck::kNone};
  request.all = AllFlag::kSelects;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (options.interactive && !targets->items.empty() && !confirmed(targets->items, call.io)) {
    call.io.out << "deletion is cancelled\n";
    return {};
  }

  DeleteOptions how;
  if (*grace >= 0) how.grace_seconds = *grace;
  how.propagation = *policy;
  how.dry_run = *dry_run == DryRunMode::kServer ? DryRun::kYes : DryRun::kNo;
  std::vector<AwaitedDeletion> awaited;
  ApiServer& api = (*session)->api();
  size_t found = 0;
  bool warned = false;
  const Outcome outcome = visit_each(*targets, [&](const Target& target) -> Outcome {
    ++found;
    if (!warned && !target.kind->namespaced() && (*session)->ns_given()) {
      call.io.err << "Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n";
      warned = true;
    }
    ObjectRef live;
    if (*dry_run != DryRunMode::kClient) {
      if (target.key.name.empty())  // it has a generateName at most
        return client_error(fmt::format("error when deleting \"{}\": resource name may not be empty", target.source));
      if (auto served = check_address(target); !served)
        return in_context(served.error(), fmt::format("error when deleting \"{}\": ", target.source));
      if (auto got = api.get(*target.kind, target.key)) live = *got;
      if (auto removed = api.remove(*target.kind, target.key, how); !removed) {
        if (removed.error().is(Reason::kNotFound) && ignore_missing) return {};
        return target.source.empty()
                   ? removed.error()
                   : in_context(removed.error(), fmt::format("error when deleting \"{}\": ", target.source));
      }
    }
    if (options.print.output == "name") call.io.out << display_name(*target.kind, target.key.name) << "\n";
    else call.io.out << deleted_line(target, *grace, *dry_run);
    if (live) awaited.push_back({target.kind, target.key, std::string(live->uid())});
    return {};
  });
  if (!outcome.ok()) return outcome;
  if (found == 0) {
    call.io.out << "No resources found\n";
    return {};
  }
  if (!options.wait || *dry_run != DryRunMode::kNone) return {};
  return await_deletions(**session, awaited, options.timeout);
}

void add_delete(Command& command) {
  auto options = std::make_shared<DeleteVerbOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_selector_flag(flags, options->resources);
  declare_field_selector_flag(flags, options->resources);
  declare_all_namespaces_flag(flags, options->resources);
  declare_dry_run_flag(flags, options->print);
  flags.text(options->print.output, "output,o", "name: nothing but TYPE/NAME");
  flags.toggle(options->resources.all, "all", "All objects of the kinds");
  flags.optional_text(options->cascade, "cascade", "background",
                      "What becomes of dependents: background, foreground, or orphan");
  flags.toggle(options->force, "force", "Remove objects at once, however long they would take");
  flags.number(options->grace_period, "grace-period", "Seconds that it has for its end; negative: its own");
  flags.toggle(options->ignore_not_found, "ignore-not-found", "What is not there counts as removed");
  flags.toggle(options->interactive, "interactive,i", "Ask before");
  flags.toggle(options->now, "now", "With a second of grace");
  flags.text(options->raw, "raw", "A path of the API instead");
  flags.duration(options->timeout, "timeout", "Limit of the wait");
  flags.toggle(options->wait, "wait", "Come back when all is gone");
  runs(command, options, run);
}

}  // namespace skiff::cli
