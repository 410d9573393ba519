// kubectl apply view-last-applied: the manifest that apply was last given.
#include <fmt/format.h>

#include "base/json.h"
#include "cli/last_applied.h"
#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct ViewLastAppliedOptions {
  ResourceFlags resources;
  std::string output = "yaml";
};

namespace {

Outcome run(const ViewLastAppliedOptions& options, Invocation& call) {
  if (options.output != "yaml" && options.output != "json")
    return call.usage_error(
        fmt::format("Unexpected -o output mode: {}, the flag 'output' must be one of yaml|json", options.output));
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args, options.resources, Unnamed::kMeansEvery, Fetch::kLatest};
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (!targets->errors.empty()) return targets->errors;
  PrintFlags print;
  print.output = options.output;
  auto printer = ResultPrinter::make(print, call.io);
  if (!printer) return printer.error();
  for (const Target& target : targets->items) {
    const auto manifest = parse_json(last_applied(target.live->document()));
    if (!manifest) {
      if (target.source.empty()) continue;
      return client_error(
          fmt::format("no last-applied-configuration annotation found on resource: {}", target.key.name));
    }
    if (auto printed = printer->print_object(*manifest); !printed) return printed.error();
  }
  return {};
}

}  // namespace

void add_apply_view_last_applied(Command& command) {
  auto options = std::make_shared<ViewLastAppliedOptions>();
  declare_file_flags(command.flags, options->resources);
  declare_selector_flag(command.flags, options->resources);
  command.flags.toggle(options->resources.all, "all", "Every object of the namespace");
  command.flags.text(options->output, "output,o", "Output format. Must be one of (yaml, json)");
  runs(command, options, run);
}

}  // namespace skiff::cli
