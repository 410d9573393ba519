// kubectl describe. Mirrors pkg/cmd/describe/describe.go.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/describers/describer_table.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct DescribeOptions {
  ResourceFlags resources;
  bool show_events = true;
  int64_t chunk_size = 500;
};

namespace {

// A name that is none may be the beginning of some. Upstream: DescribeMatchingResources, which takes two arguments for
// a type and a name, whatever they are.
Outcome describe_by_prefix(const Error& missing, Session& session, const Invocation& call,
                           const DescribeContext& context) {
  if (call.args[0].find('/') != std::string::npos) return missing;
  if (call.args[0].find(',') != std::string::npos) return client_error("you may only specify a single resource type");
  auto kind = kind_for(call.args[0]);
  if (!kind) return kind.error();
  ListOptions listing;
  if ((*kind)->namespaced()) listing.ns = session.ns();
  auto listed = session.api().list(**kind, listing);
  if (!listed) return listed.error();
  bool found = false;
  for (const ObjectRef& object : *listed) {
    if (object->name().rfind(call.args[1], 0) != 0) continue;
    found = true;
    call.io.out << describe(*object, context) << "\n";
  }
  if (!found) return missing;
  return {};
}

enum class Looked { kAtOne, kAtSeveral, kElsewhere };

// Unless somebody says otherwise, events are shown for an object that stands alone and was found by its name.
ShowEvents events_by_default(const DescribeOptions& options, const Invocation& call, Looked looked) {
  if (call.given("show-events")) return options.show_events ? ShowEvents::kYes : ShowEvents::kNo;
  return looked == Looked::kAtOne ? ShowEvents::kYes : ShowEvents::kNo;
}

void add_once(const Error& error, std::vector<Error>& errors) {
  for (const Error& one : errors)
    if (one.message == error.message) return;
  errors.push_back(error);
}

Outcome run(const DescribeOptions& options, Invocation& call) {
  if (call.args.empty() && !options.resources.has_files())
    return client_error(
        "You must specify the type of resource to describe. Use \"kubectl api-resources\" for a complete "
        "list of supported resources.\n");
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args, options.resources, Unnamed::kMeansEvery, Fetch::kArguments, ManifestCheck::kNone};
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (call.args.size() == 2 && targets->errors.size() == 1 && targets->errors.front().is(Reason::kNotFound))
    return describe_by_prefix(targets->errors.front(), **session, call,
                              {(*session)->api(), events_by_default(options, call, Looked::kElsewhere)});
  const Looked looked = targets->items.size() == 1 && targets->errors.empty() ? Looked::kAtOne : Looked::kAtSeveral;
  const DescribeContext context{(*session)->api(), events_by_default(options, call, looked)};
  bool first = true;
  std::vector<Error> errors;
  for (const Target& target : targets->items) {
    auto live = target.live ? Result(target.live) : (*session)->api().get(*target.kind, target.key);
    if (!live) {
      add_once(live.error(), errors);
      continue;
    }
    call.io.out << (first ? "" : "\n\n") << describe(**live, context);
    first = false;
  }
  if (targets->items.empty() && targets->errors.empty())
    call.io.err << (options.resources.all_namespaces
                        ? std::string("No resources found\n")
                        : fmt::format("No resources found in {} namespace.\n", (*session)->ns()));
  return after_reading(*targets, std::move(errors));
}

}  // namespace

void add_describe(Command& command) {
  auto options = std::make_shared<DescribeOptions>();
  declare_file_flags(command.flags, options->resources);
  declare_selector_flag(command.flags, options->resources);
  declare_all_namespaces_flag(command.flags, options->resources);
  command.flags.toggle(options->show_events, "show-events", "With the events about it");
  command.flags.number(options->chunk_size, "chunk-size",
                       "How many objects a request asks for; one request is enough here");
  runs(command, options, run);
}

}  // namespace skiff::cli
