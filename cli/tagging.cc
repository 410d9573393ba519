#include "cli/tagging.h"

#include <fmt/format.h>

#include "cli/write_flags.h"

namespace skiff::cli {
namespace {

// What is asked for is listed as if it were there; nothing is sent.
Outcome list_tags(const TagOptions& options, const KeyValues& wanted, const TagVerb& verb, const Targets& targets,
                  IoStreams& io) {
  const bool bare = targets.single_item;
  return visit_each(targets, [&](const Target& target) -> Outcome {
    const auto tags = verb.changed(options, wanted, target.object());
    if (!tags) return tags.error();
    if (!bare)
      io.out << fmt::format("Listing {} for {}.{}/{}:\n", verb.field, target.kind->kind, target.kind->group,
                            target.key.name);
    for (const Member& entry : tags->members())
      io.out << (bare ? "" : " ") << entry.name() << "=" << entry.value.as_string() << "\n";
    return {};
  });
}

}  // namespace

void declare_tag_flags(Flags& flags, TagOptions& options, const TagVerb& verb) {
  declare_file_flags(flags, options.resources);
  declare_selector_flag(flags, options.resources);
  declare_field_selector_flag(flags, options.resources);
  declare_all_namespaces_flag(flags, options.resources);
  declare_output_flags(flags, options.print);
  declare_dry_run_flag(flags, options.print);
  flags.toggle(options.resources.all, "all", "Every object of the kinds");
  flags.toggle(options.overwrite, "overwrite", "Change what is there already");
  flags.toggle(options.list, "list", fmt::format("Only show the {}", verb.field));
  flags.toggle(options.local, "local", "Only print what it would become");
  flags.text(options.resource_version, "resource-version", "Refuse if the object has another resourceVersion");
  declare_field_manager_flag(flags, options.field_manager);
}

Outcome run_tag_verb(const TagOptions& options, const TagVerb& verb, Invocation& call) {
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  auto words = split_resources_and_pairs(call.args, verb.one);
  if (!words) return words.error();
  auto wanted = verb.parse(options, words->pairs);
  if (!wanted) return wanted.error();
  const std::string_view example = verb.one == "label" ? "pod" : "rsrc";
  if (words->resources.empty() && !options.resources.has_files() && options.local)
    return client_error(
        fmt::format("one or more files must be specified as -f {0}.yaml or --filename={0}.json", example));
  if (words->resources.empty() && !options.resources.has_files())
    return client_error("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  if (wanted->set.empty() && wanted->removed.empty() && !options.list)
    return client_error(fmt::format("at least one {} update is required", verb.one));
  if (options.resources.all_and_selector()) return client_error("cannot set --all and --selector at the same time");
  if (options.local && !words->resources.empty())
    return client_error(fmt::format(
        "can only use local files by -f {0}.yaml or --filename={0}.json when --local=true is set", example));
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{words->resources, options.resources};
  request.fetch = options.local ? Fetch::kLocal : Fetch::kLatest;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (!options.resource_version.empty() && targets->items.size() > 1)
    return client_error("--resource-version may only be used with a single resource");
  if (options.list) return list_tags(options, *wanted, verb, *targets, call.io);
  return visit_each(*targets, [&](const Target& target) {
    return verb.change(options, *wanted, target, **session, *printer, call.io);
  });
}

}  // namespace skiff::cli
