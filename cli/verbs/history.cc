// skiff history: what has changed in the cluster, when and by whom; `-o trace` gives the events of a rollout in order,
// one a line, in the form of the conformance traces.
#include <fmt/format.h>

#include "api/kind_table.h"
#include "api/pod_view.h"
#include "cli/command.h"
#include "cli/trace.h"

namespace skiff::cli {

struct HistoryOptions {
  std::string output;
  bool all_namespaces = false;
};

namespace {

std::string_view change_word(journal::ObjectChange::Type type, const Value& before) {
  if (type == journal::ObjectChange::Type::kDelete) return "deleted";
  return before.is_null() ? "created" : "changed";
}

Outcome run(const HistoryOptions& options, Invocation& call) {
  if (auto unexpected = call.unexpected_arguments()) return *unexpected;
  if (!options.output.empty() && options.output != "trace")
    return client_error(
        fmt::format("unable to match a printer suitable for the output format \"{}\", allowed formats "
                    "are: trace",
                    options.output));
  auto session = call.session();
  if (!session) return session.error();
  const bool trace = options.output == "trace";
  (*session)->history().for_each_change(
      [&](const journal::ObjectChange& change, const Value& before, const Value& after) {
        if (trace) {
          for (const std::string& line : trace_lines(change, before, after)) call.io.out << line << "\n";
          return;
        }
        if (!options.all_namespaces && !change.ns.empty() && change.ns != (*session)->ns()) return;
        if (change.resource == "events" || change.resource.substr(0, 7) == "leases.") return;
        call.io.out << fmt::format("{}  {:<28} {} {}/{}\n", rfc3339(change.time), change.actor,
                                   change_word(change.type, before), change.resource, change.name);
      });
  return {};
}

}  // namespace

void add_history(Command& command) {
  auto options = std::make_shared<HistoryOptions>();
  command.flags.text(options->output, "output,o", "\"trace\": the events of workloads and pods, one a line");
  command.flags.toggle(options->all_namespaces, "all-namespaces,A", "In every namespace");
  runs(command, options, run);
}

}  // namespace skiff::cli
