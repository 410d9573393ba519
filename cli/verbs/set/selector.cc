// kubectl set selector: only for Services. Mirrors set_selector.go.
#include <fmt/format.h>

#include "cli/selector_args.h"
#include "cli/verbs/set/pod_template_edit.h"

namespace skiff::cli {

struct SetSelectorOptions {
  SetOptions set;
  std::string resource_version;
};

namespace {

// A requirement as Go prints a struct of it: {a In [b c]}.
std::string shown(const LabelRequirement& requirement) {
  return fmt::format("{{{} {} [{}]}}", requirement.key, selector_operator(requirement.op),
                     fmt::join(requirement.values, " "));
}

// "app=web,tier=front": what the selector becomes; anything but equality only some other kind could take. Upstream:
// ParseToLabelSelector, updateSelectorForObject.
Result<Value> selector_map(const LabelSelector& parsed) {
  Value selector = Value::object();
  std::vector<std::string> expressions;
  for (const LabelRequirement& requirement : parsed.requirements())
    if (requirement.op == LabelRequirement::Operator::kEquals ||
        requirement.op == LabelRequirement::Operator::kDoubleEquals)
      selector[requirement.key] = requirement.values.front();
    else expressions.push_back(shown(requirement));
  if (expressions.empty()) return selector;
  return client_error(fmt::format("match expression [{}] not supported on this object", fmt::join(expressions, " ")));
}

Outcome run(const SetSelectorOptions& options, Invocation& call) {
  if (call.args.empty()) return client_error("one selector is required");
  std::vector<std::string> resources = call.args;
  const std::string text = resources.back();
  resources.pop_back();
  auto parsed = parse_selector_argument(text);
  if (!parsed) return parsed.error();
  auto printer = ResultPrinter::make(options.set.print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{resources, options.set.resources};
  request.decoding = Decoding::kGoTypes;
  request.fetch = options.set.local ? Fetch::kLocal : Fetch::kLatest;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  return visit_each(*targets, [&](const Target& target) -> Outcome {
    if (target.kind->kind != "Service") return client_error("setting a selector is only supported for Services");
    auto selector = selector_map(*parsed);
    if (!selector) return selector.error();
    Value document = target.object();
    document["spec"]["selector"] = *selector;
    options.set.cause.record(document);
    if (!options.resource_version.empty()) document["metadata"]["resourceVersion"] = options.resource_version;
    if (!options.set.local && printer->dry_run() != DryRunMode::kClient) {
      auto updated = (*session)->api().update(*target.kind, target.key, document,
                                              write_options(printer->dry_run(), options.set.field_manager));
      if (!updated) return updated.error();
      document = (*updated)->document();
    }
    return printer->print(*target.kind, document, "selector updated");
  });
}

}  // namespace

void add_set_selector(Command& command) {
  auto options = std::make_shared<SetSelectorOptions>();
  options->set.resources.recursive = true;
  declare_manifest_flags(command.flags, options->set.resources);
  declare_set_flags_beside_files(command.flags, options->set);
  declare_record_flag(command, options->set.cause);
  command.flags.text(options->resource_version, "resource-version", "Refuse if the object has another resourceVersion");
  runs(command, options, run);
}

}  // namespace skiff::cli
