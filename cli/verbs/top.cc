// kubectl top: what pods and nodes use, as Behaviors state it. Mirrors pkg/cmd/top and metricsutil's printer.
#include <fmt/format.h>

#include <algorithm>

#include "api/kinds/behavior.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "api/quantity.h"
#include "apiserver/pod_metrics.h"
#include "cli/command.h"
#include "cli/printers/tabwriter.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct TopOptions {
  ResourceFlags resources;
  std::string sort_by;
  bool no_headers = false;
  bool containers = false;
  bool sum = false;
  bool show_capacity = false;
  bool show_swap = false;
  bool protocol_buffers = true;
};

namespace {

constexpr int64_t kMebibyte = int64_t{1024} * 1024;

struct Usage {
  int64_t millicores = 0;
  int64_t bytes = 0;
  void add(const Usage& other) {
    millicores += other.millicores;
    bytes += other.bytes;
  }
};

struct UsageRow {
  std::vector<std::string> names;  // namespace, pod, container, as far as they are shown
  Usage usage;
};

Usage usage_of(const ContainerMetrics& container) {
  return {container.cpu ? container.cpu->milli_value() : 0, container.memory ? container.memory->value() : 0};
}

Usage usage_of(const PodMetrics& pod) {
  Usage sum;
  for (const ContainerMetrics& container : pod.containers) sum.add(usage_of(container));
  return sum;
}

// A cluster without a word of what anything uses has no metrics server, so to speak.
bool has_metrics(const Store& store) {
  bool found = false;
  store.for_each(kBehavior, {}, [&](const ObjectRef& behavior) {
    found = behavior->spec().contains("usage") || behavior->spec().contains("load");
    return !found;
  });
  return found;
}

Result<void> check_sorting(const TopOptions& options) {
  if (options.sort_by.empty() || options.sort_by == "cpu" || options.sort_by == "memory") return {};
  return client_error("--sort-by accepts only cpu or memory");
}

void sort_rows(const TopOptions& options, std::vector<UsageRow>& rows) {
  std::stable_sort(rows.begin(), rows.end(), [&](const UsageRow& a, const UsageRow& b) {
    if (options.sort_by == "cpu") return a.usage.millicores > b.usage.millicores;
    if (options.sort_by == "memory") return a.usage.bytes > b.usage.bytes;
    return a.names < b.names;
  });
}

// A simulated node has no swap: what pods have of it is nothing, and how much there is, nobody knows.
constexpr std::string_view kPodSwap = "0Mi\t";
constexpr std::string_view kNodeSwap = "<unknown>\t<unknown>\t";

std::string cells(const TopOptions& options, const Usage& usage) {
  return fmt::format("{}m\t{}Mi\t{}", usage.millicores, usage.bytes / kMebibyte, options.show_swap ? kPodSwap : "");
}

std::string pod_table(const TopOptions& options, const std::vector<UsageRow>& rows) {
  std::string text;
  const bool spaces = options.resources.all_namespaces;
  if (!options.no_headers)
    text = fmt::format("{}{}CPU(cores)\tMEMORY(bytes)\t{}\n", spaces ? "NAMESPACE\t" : "",
                       options.containers ? "POD\tNAME\t" : "NAME\t", options.show_swap ? "SWAP(bytes)\t" : "");
  Usage total;
  for (const UsageRow& row : rows) {
    for (const std::string& name : row.names) text += name + "\t";
    text += cells(options, row.usage) + "\n";
    total.add(row.usage);
  }
  if (options.sum) {
    const size_t names = (spaces ? 1 : 0) + (options.containers ? 2 : 1);
    text += std::string(names, '\t') + "________\t________\t\n";
    text += std::string(names, '\t') + cells(options, total) + "\n";
  }
  return align_columns(text, kTableTabstops);
}

Outcome top_pod(const TopOptions& options, Invocation& call) {
  if (call.args.size() > 1)
    return call.usage_error("pod [NAME | -l label]");
  if (!call.args.empty() && !options.resources.selector.empty())
    return client_error("only one of NAME or selector can be provided");
  if (auto fine = check_sorting(options); !fine) return fine.error();
  auto session = call.session();
  if (!session) return session.error();
  const std::string ns = options.resources.all_namespaces ? "" : (*session)->ns();
  if (!has_metrics((*session)->store())) return client_error("Metrics API not available");
  auto pods = (*session)->api().list(kPod, {ns, options.resources.selector, options.resources.field_selector});
  if (!pods) return pods.error();
  MetricsReader reader((*session)->store(), (*session)->now());
  std::vector<UsageRow> rows;
  for (const ObjectRef& pod : *pods) {
    if (!call.args.empty() && pod->name() != call.args[0]) continue;
    const auto metrics = reader.of(*pod);
    if (!metrics) continue;
    std::vector<std::string> names = {pod->name()};
    if (ns.empty()) names.insert(names.begin(), pod->ns());
    if (!options.containers) rows.push_back({names, usage_of(*metrics)});
    else
      for (const ContainerMetrics& container : metrics->containers) {
        std::vector<std::string> all = names;
        all.emplace_back(container.container);
        rows.push_back({std::move(all), usage_of(container)});
      }
  }
  if (rows.empty() && !call.args.empty())
    return not_found("podmetrics", "metrics.k8s.io", (*session)->ns() + "/" + call.args[0]);
  if (rows.empty() && !pods->empty()) return client_error("metrics not available yet");
  if (rows.empty()) {
    call.io.err << (ns.empty() ? "No resources found\n" : fmt::format("No resources found in {} namespace.\n", ns));
    return {};
  }
  sort_rows(options, rows);
  call.io.out << pod_table(options, rows);
  return {};
}

Quantity amount(const Value& value) {
  const auto parsed = Quantity::of(value);
  return parsed ? *parsed : Quantity();
}

int64_t percent(int64_t used, int64_t available) { return available == 0 ? 0 : used * 100 / available; }

Outcome top_node(const TopOptions& options, Invocation& call) {
  if (call.args.size() > 1) return call.usage_error("node [NAME | -l label]");
  if (!call.args.empty() && !options.resources.selector.empty())
    return client_error("only one of NAME or --selector can be provided");
  if (auto fine = check_sorting(options); !fine) return fine.error();
  auto session = call.session();
  if (!session) return session.error();
  if (!has_metrics((*session)->store())) return client_error("Metrics API not available");
  auto nodes = (*session)->api().list(kNode, {"", options.resources.selector, ""});
  if (!nodes) return nodes.error();
  MetricsReader reader((*session)->store(), (*session)->now());
  std::vector<UsageRow> rows;
  for (const ObjectRef& node : *nodes) {
    if (!call.args.empty() && node->name() != call.args[0]) continue;
    UsageRow row{{node->name()}, {}};
    for (const ObjectRef& pod : (*session)->store().pods_on_node(node->name()))
      if (const auto metrics = reader.of(*pod)) row.usage.add(usage_of(*metrics));
    rows.push_back(std::move(row));
  }
  if (rows.empty() && !call.args.empty()) return not_found("nodes", "", call.args[0]);
  sort_rows(options, rows);
  std::string text = options.no_headers ? ""
                                        : fmt::format("NAME\tCPU(cores)\tCPU(%)\tMEMORY(bytes)\tMEMORY(%)\t{}\n",
                                                      options.show_swap ? "SWAP(bytes)\tSWAP(%)\t" : "");
  for (const UsageRow& row : rows) {
    const ObjectRef node = (*session)->store().get(kNode, {"", row.names[0]});
    const Value& amounts = node->status()[options.show_capacity ? "capacity" : "allocatable"];
    const Quantity cpu = amount(amounts["cpu"]), memory = amount(amounts["memory"]);
    text += fmt::format("{}\t{}m\t{}%\t{}Mi\t{}%\t{}\n", node->name(), row.usage.millicores,
                        percent(row.usage.millicores, cpu.milli_value()), row.usage.bytes / kMebibyte,
                        percent(row.usage.bytes, memory.value()), options.show_swap ? kNodeSwap : "");
  }
  call.io.out << align_columns(text, kTableTabstops);
  return {};
}

void declare_top_flags(Flags& flags, TopOptions& options) {
  declare_selector_flag(flags, options.resources);
  flags.text(options.sort_by, "sort-by", "cpu or memory");
  flags.toggle(options.no_headers, "no-headers", "Rows only");
  flags.toggle(options.show_swap, "show-swap", "With the swap that is used, of which a simulated node has none");
  flags.toggle(options.protocol_buffers, "use-protocol-buffers", "Accepted for compatibility");
}

}  // namespace

void add_top_pod(Command& command) {
  auto options = std::make_shared<TopOptions>();
  declare_top_flags(command.flags, *options);
  declare_field_selector_flag(command.flags, options->resources);
  declare_all_namespaces_flag(command.flags, options->resources);
  command.flags.toggle(options->containers, "containers", "Each container by itself");
  command.flags.toggle(options->sum, "sum", "What they use together, too");
  runs(command, options, top_pod);
}

void add_top_node(Command& command) {
  auto options = std::make_shared<TopOptions>();
  declare_top_flags(command.flags, *options);
  command.flags.toggle(options->show_capacity, "show-capacity", "Parts of the capacity, not of the allocatable");
  runs(command, options, top_node);
}

}  // namespace skiff::cli
