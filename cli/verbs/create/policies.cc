// kubectl create poddisruptionbudget, priorityclass and quota. Mirrors create_pdb.go, create_priorityclass.go and
// create_quota.go.
#include <fmt/format.h>

#include <algorithm>

#include "api/int_or_string.h"
#include "api/kinds/poddisruptionbudget.h"
#include "api/kinds/priorityclass.h"
#include "api/kinds/resourcequota.h"
#include "api/quantity.h"
#include "base/strings.h"
#include "cli/selector_args.h"
#include "cli/verbs/create/generator.h"

namespace skiff::cli {

struct CreatePolicyOptions {
  GeneratorOptions generator;
  std::string min_available;
  std::string max_unavailable;
  std::string selector;
  std::string description;
  std::string preemption_policy = "PreemptLowerPriority";
  std::string hard;
  std::string scopes;
  int64_t value = 0;
  bool global_default = false;
};

namespace {

Value int_or_percent(const std::string& text) { return parse_int_or_string(text); }

Result<Value> selector_value(const std::string& text) {
  auto parsed = parse_selector_argument(text);
  if (!parsed) return parsed.error();
  Value selector = Value::object();
  for (const LabelRequirement& requirement : parsed->requirements()) {
    if (requirement.op == LabelRequirement::Operator::kEquals ||
        requirement.op == LabelRequirement::Operator::kDoubleEquals) {
      selector["matchLabels"][requirement.key] = requirement.values.front();
      continue;
    }
    Value expression{{"key", requirement.key}, {"operator", selector_operator(requirement.op)}};
    std::vector<std::string> values = requirement.values;
    std::sort(values.begin(), values.end());
    for (const std::string& value : values) expression["values"].push_back(value);
    selector["matchExpressions"].push_back(expression);
  }
  return selector;
}

// Upstream: a number, or a number with a percent sign.
bool is_amount(std::string_view text) {
  if (text.ends_with('%')) text.remove_suffix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Outcome disruption_budget(const CreatePolicyOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  if (options.selector.empty()) return client_error("a selector must be specified");
  if (options.min_available.empty() && options.max_unavailable.empty())
    return client_error("one of min-available or max-unavailable must be specified");
  if (!options.min_available.empty() && !options.max_unavailable.empty())
    return client_error("min-available and max-unavailable cannot be both specified");
  if (!options.min_available.empty() && !is_amount(options.min_available))
    return client_error("invalid format specified for min-available");
  if (!options.max_unavailable.empty() && !is_amount(options.max_unavailable))
    return client_error("invalid format specified for max-unavailable");
  auto selector = selector_value(options.selector);
  if (!selector) return selector.error();
  Value document;
  document["metadata"]["name"] = *name;
  document["spec"]["selector"] = *selector;
  if (!options.min_available.empty()) document["spec"]["minAvailable"] = int_or_percent(options.min_available);
  else document["spec"]["maxUnavailable"] = int_or_percent(options.max_unavailable);
  document["status"] =
      Value{{"currentHealthy", 0}, {"desiredHealthy", 0}, {"disruptionsAllowed", 0}, {"expectedPods", 0}};
  return create_generated(options.generator, call, kPodDisruptionBudget, document,
                          "failed to create poddisruptionbudgets: ");
}

Outcome priority_class(const CreatePolicyOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  Value document{{"preemptionPolicy", options.preemption_policy}, {"value", options.value}};
  document["metadata"]["name"] = *name;
  if (!options.description.empty()) document["description"] = options.description;
  if (options.global_default) document["globalDefault"] = true;
  return create_generated(options.generator, call, kPriorityClass, document, "failed to create priorityclass: ");
}

Outcome quota(const CreatePolicyOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  Value document;
  document["metadata"]["name"] = *name;
  document["spec"] = Value::object();
  if (!options.hard.empty())
    for (std::string_view pair : split(options.hard, ',')) {
      const auto parts = split(pair, '=');
      if (parts.size() != 2)
        return client_error(fmt::format("Invalid argument syntax {}, expected <resource>=<value>", pair));
      const auto quantity = Quantity::parse(parts[1]);
      if (!quantity) return quantity.error();
      document["spec"]["hard"][parts[0]] = quantity->text();
    }
  if (!options.scopes.empty())
    for (std::string_view scope : split(options.scopes, ',')) {
      if (scope.empty()) return client_error("invalid resource quota scope \"\"");  // which there are, the server knows
      document["spec"]["scopes"].push_back(Value(scope));
    }
  document["status"] = Value::object();
  return create_generated(options.generator, call, kResourceQuota, document, "failed to create quota: ");
}

std::shared_ptr<CreatePolicyOptions> declare_policy(Command& command) {
  auto options = std::make_shared<CreatePolicyOptions>();
  declare_generator_flags(command.flags, options->generator);
  return options;
}

}  // namespace

void add_create_poddisruptionbudget(Command& command) {
  auto options = declare_policy(command);
  command.flags.text(options->min_available, "min-available",
                     "At least this many pods must be there, a number or a percentage");
  command.flags.text(options->max_unavailable, "max-unavailable",
                     "At most this many pods may be missing, a number or a percentage");
  command.flags.text(options->selector, "selector", "Which pods the budget protects");
  runs(command, options, disruption_budget);
}

void add_create_priorityclass(Command& command) {
  auto options = declare_policy(command);
  command.flags.number(options->value, "value", "The priority; higher goes first");
  command.flags.toggle(options->global_default, "global-default", "For all pods that name no class");
  command.flags.text(options->description, "description", "What the class is for");
  command.flags.text(options->preemption_policy, "preemption-policy",
                     "Whether it may push others out: PreemptLowerPriority or Never");
  runs(command, options, priority_class);
}

void add_create_quota(Command& command) {
  auto options = declare_policy(command);
  command.flags.text(options->hard, "hard", "What may be used at most: resource=quantity, parted by commas");
  command.flags.text(options->scopes, "scopes", "The scopes an object must all be in to be counted");
  runs(command, options, quota);
}

}  // namespace skiff::cli
