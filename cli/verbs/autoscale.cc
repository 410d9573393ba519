// kubectl autoscale: a HorizontalPodAutoscaler. Mirrors pkg/cmd/autoscale/autoscale.go.
#include <fmt/format.h>

#include "api/kinds/horizontalpodautoscaler.h"
#include "api/quantity.h"
#include "cli/change_cause.h"
#include "cli/last_applied.h"
#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/verbs/rollout/kinds/rollout_table.h"
#include "cli/write_flags.h"

namespace skiff::cli {

struct AutoscaleOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-autoscale";
  std::string cpu;
  std::string memory;
  std::string name;
  int64_t min = -1;
  int64_t max = -1;
  int64_t cpu_percent = -1;
  bool save_config = false;
  ChangeCause cause;
};

namespace {

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "70%" is a share of what is requested, "500m" an average; a bare number of CPUs counts thousandths. Upstream:
// parseResourceInput.
Result<Value> metric(std::string_view resource, const std::string& text) {
  Value target;
  if (text.back() == '%') {
    const std::string number = text.substr(0, text.size() - 1);
    if (!is_number(number)) return client_error(fmt::format("invalid percentage value: {}", number));
    target = Value{{"averageUtilization", std::stoll(number)}, {"type", "Utilization"}};
  } else {
    const auto quantity = Quantity::parse(resource == "cpu" && is_number(text) ? text + "m" : text);
    if (!quantity) return client_error(fmt::format("invalid resource {} value: {}", resource, text));
    target = Value{{"averageValue", quantity->text()}, {"type", "AverageValue"}};
  }
  return Value{{"resource", Value{{"name", resource}, {"target", target}}}, {"type", "Resource"}};
}

Result<Value> autoscaler_for(const AutoscaleOptions& options, const Target& target) {
  Value document{{"apiVersion", kHorizontalPodAutoscaler.api_version()}, {"kind", kHorizontalPodAutoscaler.kind}};
  document["metadata"]["name"] = options.name.empty() ? target.key.name : options.name;
  Value& spec = document["spec"];
  spec["maxReplicas"] = options.max;
  if (options.min > 0) spec["minReplicas"] = options.min;
  spec["scaleTargetRef"] =
      Value{{"apiVersion", target.kind->api_version()}, {"kind", target.kind->kind}, {"name", target.key.name}};
  const std::string cpu = options.cpu_percent > 0 ? fmt::format("{}%", options.cpu_percent) : options.cpu;
  for (const auto& [resource, text] :
       {std::pair<std::string_view, std::string>{"cpu", cpu}, {"memory", options.memory}}) {
    if (text.empty()) continue;
    auto one = metric(resource, text);
    if (!one) return one;
    spec["metrics"].push_back(*one);
  }
  return document;
}

// What autoscaling/v2 refuses is tried again as autoscaling/v1, which knows nothing but a percentage of the CPU; what
// is told of anything else is not why it was refused. Upstream: canCreateHPAV1.
Error refused_autoscaler(const AutoscaleOptions& options, const Error& why) {
  constexpr std::string_view kIncompatible =
      "failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: ";
  if (options.cpu.empty()) return client_error(fmt::format("{}empty input", kIncompatible));
  if (!options.cpu.ends_with('%') || !options.memory.empty())
    return client_error(fmt::format("{}%!w(<nil>)", kIncompatible));
  return why;
}

Outcome run(const AutoscaleOptions& options, Invocation& call) {
  if (call.given("cpu-percent"))
    call.io.err << "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format "
                   "(e.g., '70%' for utilization or '500m' for milliCPU).\n";
  if (options.max < 1)
    return client_error(fmt::format("--max=MAXPODS is required and must be at least 1, max: {}", options.max));
  if (options.max < options.min)
    return client_error(fmt::format("--max=MAXPODS must be larger or equal to --min=MINPODS, max: {}, min: {}",
                                    options.max, options.min));
  if (options.cpu_percent > 0 && !options.cpu.empty())
    return client_error("--cpu-percent and --cpu are mutually exclusive");
  auto printer = ResultPrinter::make(options.print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  auto targets = resolve_targets(**session, {call.args, options.resources}, call.io.in);
  if (!targets) return targets.error();
  if (targets->items.empty() && targets->errors.empty()) return client_error("no objects passed to autoscale");
  return visit_each(*targets, [&](const Target& target) -> Outcome {
    if (!target.kind->has_scale)
      return client_error(
          fmt::format("cannot autoscale a {}: could not find scale subresource for {} in discovery information",
                      target.kind->kind, group_version_resource(*target.kind)));
    auto document = autoscaler_for(options, target);
    if (!document) return document.error();
    options.cause.record(*document);
    if (printer->dry_run() != DryRunMode::kClient) {
      if (options.save_config) *document = with_last_applied_of_types(kHorizontalPodAutoscaler, *document);
      auto made = (*session)->api().create(kHorizontalPodAutoscaler, target.key.ns, *document,
                                           write_options(printer->dry_run(), options.field_manager));
      if (!made) return refused_autoscaler(options, made.error());
      *document = (*made)->document();
    }
    const char* said = printer->dry_run() == DryRunMode::kClient ? "created" : "autoscaled";
    return printer->print(kHorizontalPodAutoscaler, *document, said);
  });
}

}  // namespace

void add_autoscale(Command& command) {
  auto options = std::make_shared<AutoscaleOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_record_flag(command, options->cause);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  declare_field_manager_flag(flags, options->field_manager);
  flags.number(options->max, "max", "Never more pods than this");
  flags.require("max");
  flags.number(options->min, "min", "Never fewer pods than this");
  flags.text(options->cpu, "cpu", "The CPU use to aim at: a percentage of requests, or a quantity");
  flags.text(options->memory, "memory", "The memory use to aim at: a percentage of requests, or a quantity");
  flags.number(options->cpu_percent, "cpu-percent", "");
  flags.text(options->name, "name", "What it is called");
  flags.toggle(options->save_config, "save-config", "Keep the manifest in an annotation, for apply");
  runs(command, options, run);
}

}  // namespace skiff::cli
