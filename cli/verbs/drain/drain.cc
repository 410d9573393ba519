// kubectl drain: no new pods for the node, then its pods are evicted, with simulated time passing until they are gone.
// Mirrors pkg/cmd/drain/drain.go and pkg/drain/drain.go.
#include <fmt/format.h>

#include <algorithm>

#include "api/kinds/pod.h"
#include "api/label_selector.h"
#include "cli/cordoning.h"
#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/verbs/drain/pod_filters.h"

namespace skiff::cli {

struct DrainOptions {
  ResourceFlags resources;
  PrintFlags print;
  DrainRules rules;
  int64_t grace_period = -1;
  int64_t skip_wait_seconds = 0;
  int64_t chunk_size = 500;
  Duration timeout = Duration::zero();
  bool disable_eviction = false;
};

namespace {

constexpr Duration kRetryAfter = seconds(5);

// Several at once read as a list in brackets, as an aggregate does.
std::string joined(const std::vector<Error>& errors) {
  std::string text;
  for (const Error& error : errors) text += (text.empty() ? "" : ", ") + error.message;
  return errors.size() > 1 ? "[" + text + "]" : text;
}

class Evictions {
 public:
  Evictions(const DrainOptions& options, Session& session, ResultPrinter& printer, IoStreams& io)
      : options_(options), session_(session), printer_(printer), io_(io) {
    if (options.timeout > Duration::zero()) deadline_ = session.now() + options.timeout;
  }

  // Evicts all pods at once; those that a disruption budget protects are asked for again every five seconds.
  Outcome run(const std::vector<ObjectRef>& pods) {
    std::vector<ObjectRef> waiting = pods;
    std::vector<ObjectRef> leaving;
    const char* suffix = printer_.dry_run() == DryRunMode::kNone ? "" : dry_run_suffix(printer_.dry_run()).data();
    if (!options_.disable_eviction || printer_.dry_run() == DryRunMode::kClient)
      for (const ObjectRef& pod : pods)
        io_.out << fmt::format("evicting pod {}/{}{}\n", pod->ns(), pod->name(), suffix);
    if (printer_.dry_run() == DryRunMode::kClient) return {};
    while (!waiting.empty()) {
      std::vector<ObjectRef> refused;
      for (const ObjectRef& pod : waiting)
        if (Outcome asked = ask_to_leave(pod, refused, leaving); !asked.ok()) return asked;
      waiting = std::move(refused);
      if (printer_.dry_run() == DryRunMode::kServer) return {};
      if (Outcome gone = report_gone(leaving, waiting.empty()); !gone.ok()) return gone;
      for (const ObjectRef& pod : waiting) io_.out << fmt::format("evicting pod {}/{}\n", pod->ns(), pod->name());
      if (past_deadline() && !waiting.empty()) return given_up(waiting, leaving);
    }
    return {};
  }

 private:
  bool past_deadline() const { return deadline_ && session_.now() >= *deadline_; }

  // The limit is looked at between two attempts only, when the next one has been announced.
  Outcome given_up(const std::vector<ObjectRef>& waiting, const std::vector<ObjectRef>& leaving) const {
    std::vector<Error> errors = still_there(leaving);
    for (const ObjectRef& pod : waiting)
      errors.push_back(client_error(fmt::format("error when evicting pods/\"{}\" -n \"{}\": global timeout reached: {}",
                                                pod->name(), pod->ns(), go_duration(options_.timeout))));
    return errors;
  }

  // Each evicted pod is waited for by itself; deleted ones are waited for together, and nobody says which it was.
  std::vector<Error> still_there(const std::vector<ObjectRef>& leaving) const {
    if (options_.disable_eviction) return {client_error("context deadline exceeded")};
    std::vector<Error> errors;
    for (const ObjectRef& pod : leaving)
      errors.push_back(client_error(
          fmt::format("error when waiting for pod \"{}\" in namespace \"{}\" to terminate: context deadline exceeded",
                      pod->name(), pod->ns())));
    return errors;
  }

  Outcome ask_to_leave(const ObjectRef& pod, std::vector<ObjectRef>& refused, std::vector<ObjectRef>& leaving) {
    DeleteOptions how;
    if (options_.grace_period >= 0) how.grace_seconds = options_.grace_period;
    how.dry_run = printer_.dry_run() == DryRunMode::kServer ? DryRun::kYes : DryRun::kNo;
    Result<void> asked;
    if (options_.disable_eviction) {
      auto removed = session_.api().remove(kPod, pod->key(), how);
      if (!removed) asked = removed.error();
    } else {
      asked = session_.api().evict(pod->key(), how);
    }
    if (asked) {
      leaving.push_back(pod);
      return {};
    }
    if (asked.error().is(Reason::kNotFound)) return {};
    if (options_.disable_eviction) return asked.error();
    if (!asked.error().is(Reason::kTooManyRequests))
      return client_error(
          fmt::format("error when evicting pods/\"{}\" -n \"{}\": {}", pod->name(), pod->ns(), asked.error().message));
    io_.err << fmt::format("error when evicting pods/\"{}\" -n \"{}\" (will retry after 5s): {}\n", pod->name(),
                           pod->ns(), asked.error().message);
    refused.push_back(pod);
    return {};
  }

  // Says of each pod that it is gone as soon as it is. While others still wait for their turn, at most five seconds
  // pass.
  Outcome report_gone(std::vector<ObjectRef>& leaving, bool to_the_end) {
    const auto all_gone = [&] {
      leaving.erase(std::remove_if(leaving.begin(), leaving.end(), [&](const ObjectRef& pod) { return gone(pod); }),
                    leaving.end());
      return leaving.empty();
    };
    if (!to_the_end) {
      const Time retry = session_.now() + kRetryAfter;
      all_gone();
      session_.cluster().wait_until(
          [&] {
            all_gone();
            return session_.now() >= retry;
          },
          retry - session_.now());
      return {};
    }
    std::optional<Duration> limit;
    if (deadline_) limit = std::max(*deadline_ - session_.now(), Duration::zero());
    if (all_gone() || session_.cluster().wait_until(all_gone, limit) == WaitOutcome::kReached) return {};
    return still_there(leaving);
  }

  bool gone(const ObjectRef& pod) {
    const auto live = session_.api().get(kPod, pod->key());
    if (live && (*live)->uid() == pod->uid()) return false;
    io_.out << fmt::format("pod/{} {}\n", pod->name(), options_.disable_eviction ? "deleted" : "evicted");
    return true;
  }

  const DrainOptions& options_;
  Session& session_;
  ResultPrinter& printer_;
  IoStreams& io_;
  std::optional<Time> deadline_;
};

// What would still have to go, leaving pods included.
void report_pending(const DrainOptions& options, const Target& node, const ApiServer& api,
                    const std::vector<Error>& errors, IoStreams& io) {
  const auto list = pods_to_drain(api, node.key.name, options.rules);
  if (!list || list->pods.empty()) return;
  io.err << fmt::format("There are pending pods in node \"{}\" when an error occurred: {}\n", node.key.name,
                        joined(errors));
  for (const ObjectRef& pod : list->pods) io.err << fmt::format("pod/{}\n", pod->name());
}

Outcome drain_node(const DrainOptions& options, const Target& node, Session& session, ResultPrinter& printer,
                   IoStreams& io) {
  auto list = pods_to_drain(session.api(), node.key.name, options.rules);
  if (!list) return list.error();
  std::vector<Error> refusals;
  for (const std::string& refusal : list->refusals) refusals.push_back(client_error(refusal));
  if (!refusals.empty()) return refusals;
  if (!list->warning.empty()) io.err << "Warning: " << list->warning << "\n";
  Outcome emptied = Evictions(options, session, printer, io).run(list->pods);
  if (!emptied.ok()) report_pending(options, node, session.api(), emptied.errors(), io);
  return emptied;
}

Outcome run(const DrainOptions& options, Invocation& call) {
  if (call.args.empty() && options.resources.selector.empty()) return call.usage_error("USAGE: drain NODE [flags]");
  if (!call.args.empty() && !options.resources.selector.empty())
    return call.usage_error("error: cannot specify both a node name and a --selector option");
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  if (auto labels = LabelSelector::parse(options.rules.pod_selector); !labels)
    return client_error("--pod-selector=<pod_selector> must be a valid label selector");
  auto session = call.session();
  if (!session) return session.error();
  auto nodes = resolve_targets(**session, node_request(call.args, options.resources), call.io.in);
  if (!nodes) return nodes.error();
  if (auto others = other_than_nodes(*nodes)) return *others;
  if (!nodes->errors.empty()) return nodes->errors;
  for (const Target& node : nodes->items)
    if (Outcome cordoned = set_scheduling(**session, node, Scheduling::kOff, *printer); !cordoned.ok()) return cordoned;
  std::vector<std::pair<const Target*, std::vector<Error>>> pending;
  for (const Target& node : nodes->items) {
    const Outcome drained = drain_node(options, node, **session, *printer, call.io);
    if (drained.ok()) {
      if (auto printed = printer->print(*node.kind, node.object(), "drained"); !printed) return printed.error();
      continue;
    }
    pending.emplace_back(&node, drained.errors());
    call.io.err << fmt::format("error: unable to drain node \"{}\" due to error: {}, continuing command...\n",
                               node.key.name, joined(drained.errors()));
  }
  if (pending.empty()) return {};
  call.io.err << "There are pending nodes to be drained:\n";
  for (const auto& [node, errors] : pending) call.io.err << " " << node->key.name << "\n";
  // Upstream reports an aggregate inside an aggregate here, whose text goes without `error: `: of one node an error a
  // line, of several a node a line.
  for (const auto& [node, errors] : pending) {
    if (pending.size() > 1) call.io.err << joined(errors) << "\n";
    else
      for (const Error& error : errors) call.io.err << error.message << "\n";
  }
  return Outcome::exit(1);
}

}  // namespace

void add_drain(Command& command) {
  auto options = std::make_shared<DrainOptions>();
  Flags& flags = command.flags;
  declare_selector_flag(flags, options->resources);
  declare_dry_run_flag(flags, options->print);
  flags.toggle(options->rules.force, "force", "Take pods that nobody would make again, too");
  flags.toggle(options->rules.ignore_daemonsets, "ignore-daemonsets", "Leave pods of DaemonSets where they are");
  flags.toggle(options->rules.delete_emptydir_data, "delete-emptydir-data",
               "Take pods whose emptyDir data would be lost, too");
  flags.text(options->rules.pod_selector, "pod-selector", "Only pods with these labels");
  flags.number(options->grace_period, "grace-period", "Seconds that each pod has for its end; negative: its own");
  flags.duration(options->timeout, "timeout", "Limit of the wait; 0: none");
  flags.toggle(options->disable_eviction, "disable-eviction",
               "Delete pods instead of evicting them; budgets do not count then");
  flags.number(options->skip_wait_seconds, "skip-wait-for-delete-timeout",
               "Do not wait for pods that have been terminating for longer than this many seconds");
  flags.number(options->chunk_size, "chunk-size", "Accepted for compatibility");
  runs(command, options, run);
}

}  // namespace skiff::cli
