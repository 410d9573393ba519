// skiff cluster create: a new simulated cluster in a new state file.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/contexts.h"

namespace skiff::cli {

struct ClusterCreateOptions {
  int64_t nodes = 3;
  int64_t pods = 110;
  int64_t seed = 1;
  std::string cpu = "4";
  std::string memory = "8Gi";
  std::string clock = "auto";
};

namespace {

Outcome run(const ClusterCreateOptions& options, Invocation& call) {
  if (call.args.size() > 1)
    return call.usage_error(fmt::format("at most one NAME is allowed, got {}", call.args.size()));
  if (options.nodes < 0 || options.nodes > 100000) return client_error("--nodes must be between 0 and 100000");
  if (options.pods < 1) return client_error("--pods must be at least 1");
  const std::string clock = call.given("clock") ? options.clock : call.environment("SKIFF_CLOCK");
  const bool auto_clock = clock != "manual";
  if (options.clock != "auto" && options.clock != "manual")
    return client_error(fmt::format("--clock must be \"auto\" or \"manual\", not \"{}\"", options.clock));
  NewCluster wanted;
  if (!call.args.empty()) wanted.spec.name = call.args[0];
  wanted.spec.workers = static_cast<int>(options.nodes);
  wanted.spec.cpu = options.cpu;
  wanted.spec.memory = options.memory;
  wanted.spec.pods = static_cast<int>(options.pods);
  wanted.clock = auto_clock ? ClockMode::kAuto : ClockMode::kManual;
  wanted.seed = static_cast<uint64_t>(options.seed);
  if (auto good = check_cluster_name(wanted.spec.name); !good) return good.error();
  SessionOptions where = call.session_options();
  if (!call.args.empty()) where.context = call.args[0];
  auto session = Session::create(where, wanted, call.io.err);
  if (!session) return session.error();
  if (auto saved = (*session)->finish(); !saved) return saved.error();
  // A cluster in skiff's own folder gets a context; one in a file of the user's choice is named by that file.
  if ((*session)->state_file() == default_state_file(wanted.spec.name)) {
    Contexts contexts = Contexts::load();
    contexts.entries.emplace(wanted.spec.name, Context{wanted.spec.name, "", ""});
    contexts.current = wanted.spec.name;
    if (auto saved = contexts.save(); !saved) return saved.error();
  }
  call.io.out << fmt::format("cluster/{} created\n", wanted.spec.name);
  return {};
}

}  // namespace

void add_cluster_create(Command& command) {
  auto options = std::make_shared<ClusterCreateOptions>();
  Flags& flags = command.flags;
  flags.number(options->nodes, "nodes", "How many workers the cluster has, beside its control plane");
  flags.text(options->cpu, "cpu", "CPUs of each node");
  flags.text(options->memory, "memory", "Memory of each node");
  flags.number(options->pods, "pods", "How many pods a node takes");
  flags.text(options->clock, "clock", "\"auto\": simulated time follows real time; \"manual\": it moves when told to");
  flags.number(options->seed, "seed", "Where the cluster's names, uids and addresses come from");
  runs(command, options, run);
}

}  // namespace skiff::cli
