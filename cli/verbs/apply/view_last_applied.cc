// kubectl apply view-last-applied: the manifest that apply was last given.
#include <fmt/format.h>

#include "base/json.h"
#include "cli/command.h"
#include "cli/last_applied.h"
#include "cli/printers/yaml.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct ViewLastAppliedOptions {
  ResourceFlags resources;
  std::string output = "yaml";
};

namespace {

Outcome run(const ViewLastAppliedOptions& options, Invocation& call) {
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args, options.resources, Unnamed::kRefused, Fetch::kLatest};
  request.all = AllFlag::kSelects;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  std::string shown;  // once all of them are found
  Outcome seen = visit_until_failure(*targets, [&](const Target& target) -> Outcome {
    const auto manifest = parse_json(last_applied(target.live->document()));
    if (!manifest) {
      if (target.source.empty()) return {};
      // Upstream wraps no error in a message that has this for its verb.
      return client_error(
          fmt::format("error when no last-applied-configuration annotation found on resource: {}\n \"{}\": <nil>",
                      target.key.name, target.source));
    }
    if (options.output != "yaml" && options.output != "json")
      return call.usage_error(
          fmt::format("Unexpected -o output mode: {}, the flag 'output' must be one of yaml|json", options.output));
    shown += options.output == "json" ? to_pretty_json(*manifest, 2) + "\n" : to_yaml(*manifest);
    return {};
  });
  if (seen.ok()) call.io.out << shown;
  return seen;
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
