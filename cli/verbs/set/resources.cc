// kubectl set resources. Mirrors set_resources.go.
#include <fmt/format.h>

#include "api/quantity.h"
#include "base/strings.h"
#include "cli/verbs/set/pod_template_edit.h"

namespace skiff::cli {

struct SetResourcesOptions {
  SetOptions set;
  std::string containers = "*";
  std::string limits;
  std::string requests;
};

namespace {

// "cpu=1,memory=1Gi". Upstream: populateResourceListV1.
Result<Value> resource_list(const std::string& text) {
  Value list = Value::object();
  if (text.empty()) return list;
  for (std::string_view pair : split(text, ',')) {
    const auto parts = split(pair, '=');
    if (parts.size() != 2)
      return client_error(fmt::format("Invalid argument syntax {}, expected <resource>=<value>", pair));
    const auto quantity = Quantity::parse(parts[1]);
    if (!quantity) return quantity.error();
    list[parts[0]] = quantity->text();
  }
  return list;
}

std::vector<Error> set_resources(Value& pod_spec, std::string_view pattern, const Value& limits,
                                 const Value& requests) {
  bool found = false;
  for (const char* list : {"initContainers", "containers"}) {
    if (!pod_spec.contains(list)) continue;
    for (Value& container : pod_spec[list].edit_elements()) {
      if (!selects_container(pattern, std::as_const(container)["name"].as_string())) continue;
      found = true;
      for (const Member& entry : limits.members()) container["resources"]["limits"][entry.key] = entry.value;
      for (const Member& entry : requests.members()) container["resources"]["requests"][entry.key] = entry.value;
    }
  }
  if (found) return {};
  return {client_error(fmt::format("error: unable to find container named {}", pattern))};
}

Outcome run(const SetResourcesOptions& options, Invocation& call) {
  Value limits;
  Value requests;
  const auto check = [&]() -> Result<void> {
    if (options.limits.empty() && options.requests.empty())
      return client_error("you must specify an update to requests or limits (in the form of --requests/--limits)");
    for (auto [text, amounts] : {std::pair(&options.limits, &limits), std::pair(&options.requests, &requests)}) {
      auto parsed = resource_list(*text);
      if (!parsed) return parsed.error();
      *amounts = *parsed;
    }
    return {};
  };
  const auto edit = [&](Value& pod_spec, const Target&) {
    return set_resources(pod_spec, options.containers, limits, requests);
  };
  return edit_pod_templates(options.set, call, call.args, edit,
                            {"resource requirements updated", "failed to patch resources update to pod template "},
                            check);
}

}  // namespace

void add_set_resources(Command& command) {
  auto options = std::make_shared<SetResourcesOptions>();
  declare_set_flags(command.flags, options->set);
  declare_record_flag(command, options->set.cause);
  declare_selector_flag(command.flags, options->set.resources);
  command.flags.text(options->containers, "containers,c", "Which containers, with * and ?");
  command.flags.text(options->limits, "limits", "Limits: cpu=100m,memory=256Mi");
  command.flags.text(options->requests, "requests", "Requests: cpu=100m,memory=256Mi");
  runs(command, options, run);
}

}  // namespace skiff::cli
