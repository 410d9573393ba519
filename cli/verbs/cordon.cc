// kubectl cordon and uncordon. Mirrors pkg/cmd/drain/drain.go, RunCordonOrUncordon.
#include <fmt/format.h>

#include "cli/cordoning.h"
#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct CordonOptions {
  ResourceFlags resources;
  PrintFlags print;
};

namespace {

Outcome run_cordon(const CordonOptions& options, Invocation& call, Scheduling wanted) {
  const std::string_view verb = wanted == Scheduling::kOff ? "cordon" : "uncordon";
  if (call.args.empty() && options.resources.selector.empty())
    return call.usage_error(fmt::format("USAGE: {} NODE [flags]", verb));
  if (!call.args.empty() && !options.resources.selector.empty())
    return call.usage_error("error: cannot specify both a node name and a --selector option");
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  auto nodes = resolve_targets(**session, node_request(call.args, options.resources), call.io.in);
  if (!nodes) return nodes.error();
  if (auto others = other_than_nodes(*nodes)) return *others;
  if (!nodes->errors.empty()) return nodes->errors;  // all or none
  std::vector<Error> errors;
  for (const Target& node : nodes->items)
    if (const Outcome done = set_scheduling(**session, node, wanted, *printer); !done.ok())
      errors.insert(errors.end(), done.errors().begin(), done.errors().end());
  return errors;
}

Outcome cordon(const CordonOptions& options, Invocation& call) { return run_cordon(options, call, Scheduling::kOff); }
Outcome uncordon(const CordonOptions& options, Invocation& call) { return run_cordon(options, call, Scheduling::kOn); }

std::shared_ptr<CordonOptions> declare(Command& command) {
  auto options = std::make_shared<CordonOptions>();
  declare_selector_flag(command.flags, options->resources);
  declare_dry_run_flag(command.flags, options->print);
  return options;
}

}  // namespace

void add_cordon(Command& command) { runs(command, declare(command), cordon); }
void add_uncordon(Command& command) { runs(command, declare(command), uncordon); }

}  // namespace skiff::cli
