// kubectl set selector: only for Services. Mirrors set_selector.go.
#include "base/strings.h"
#include "cli/verbs/set/pod_template_edit.h"

namespace skiff::cli {

struct SetSelectorOptions {
  SetOptions set;
  std::string resource_version;
};

namespace {

// "app=web,tier=front": what the selector becomes.
Result<Value> selector_map(const std::string& text) {
  Value selector = Value::object();
  for (std::string_view pair : split(text, ',')) {
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos) return client_error("couldn't parse the selector string \"" + text + "\"");
    const size_t value = pair.find_first_not_of('=', equals);
    selector[trim_space(pair.substr(0, equals))] =
        value == std::string_view::npos ? std::string_view() : trim_space(pair.substr(value));
  }
  return selector;
}

Outcome run(const SetSelectorOptions& options, Invocation& call) {
  if (call.args.empty()) return client_error("one selector is required");
  std::vector<std::string> resources = call.args;
  const std::string text = resources.back();
  resources.pop_back();
  auto selector = selector_map(text);
  if (!selector) return selector.error();
  auto printer = ResultPrinter::make(options.set.print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{resources, options.set.resources};
  request.fetch = options.set.local ? Fetch::kLocal : Fetch::kLatest;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  std::vector<Error> errors = std::move(targets->errors);
  for (const Target& target : targets->items) {
    if (target.kind->kind != "Service") return client_error("setting a selector is only supported for Services");
    Value document = target.object();
    document["spec"]["selector"] = *selector;
    if (!options.resource_version.empty()) document["metadata"]["resourceVersion"] = options.resource_version;
    if (!options.set.local && printer->dry_run() != DryRunMode::kClient) {
      auto updated = (*session)->api().update(*target.kind, target.key, document,
                                              write_options(printer->dry_run(), options.set.field_manager));
      if (!updated) {
        errors.push_back(as_client_error(updated.error(), "failed to patch selector: "));
        continue;
      }
      document = (*updated)->document();
    }
    if (auto printed = printer->print(*target.kind, document, "selector updated"); !printed) return printed.error();
  }
  return errors;
}

}  // namespace

void add_set_selector(Command& command) {
  auto options = std::make_shared<SetSelectorOptions>();
  options->set.resources.recursive = true;
  declare_set_flags(command.flags, options->set);
  command.flags.text(options->resource_version, "resource-version", "Refuse if the object has another resourceVersion");
  runs(command, options, run);
}

}  // namespace skiff::cli
