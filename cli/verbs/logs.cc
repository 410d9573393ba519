// kubectl logs: what the commands of a pod's containers have written. Mirrors pkg/cmd/logs.
#include <fmt/format.h>

#include <algorithm>

#include "api/kinds/pod.h"
#include "cli/command.h"
#include "cli/resource_args.h"
#include "cli/verbs/pod_choice.h"
#include "kubelet/shell.h"

namespace skiff::cli {

struct LogsOptions {
  ResourceFlags resources;
  std::string container;
  std::string since_time;
  std::string pod_running_timeout = "20s";
  Duration since = Duration::zero();
  int64_t tail = -1;
  int64_t limit_bytes = 0;
  int64_t max_log_requests = 5;
  bool follow = false;
  bool previous = false;
  bool all_containers = false;
  bool all_pods = false;
  bool timestamps = false;
  bool prefix = false;
  bool ignore_errors = false;
};

namespace {

Result<void> check_options(const LogsOptions& options, const Invocation& call) {
  if (options.all_containers && !options.container.empty())
    return client_error(
        fmt::format("--all-containers=true should not be specified with container name {}", options.container));
  if (call.given("limit-bytes") && options.limit_bytes < 1) return client_error("--limit-bytes must be greater than 0");
  if (options.tail < -1) return client_error("--tail must be greater than or equal to -1");
  if (call.given("since") && options.since <= Duration::zero()) return client_error("--since must be greater than 0");
  if (!options.since_time.empty() && options.since > Duration::zero())
    return client_error("at most one of `sinceTime` or `sinceSeconds` may be specified");
  return {};
}

const Value& status_of(const Object& pod, const std::string& container) {
  static const Value kNone;
  for (const char* list : {"containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"})
    for (const Value& status : pod.status()[list].elements())
      if (status["name"].as_string() == container) return status;
  return kNone;
}

const Value& spec_of(const Object& pod, const std::string& container) {
  static const Value kNone;
  for (const char* list : {"containers", "initContainers"})
    for (const Value& spec : pod.spec()[list].elements())
      if (spec["name"].as_string() == container) return spec;
  return kNone;
}

// What the container's command has written: the shell says so where it knows the command, images write nothing.
std::string written_by(const Value& container) {
  std::vector<std::string> argv;
  for (const char* list : {"command", "args"})
    for (const Value& word : container[list].elements()) argv.push_back(word.str());
  if (container["command"].empty()) return "";
  const ShellOutcome outcome = run_command(argv, BareEnvironment());
  return outcome.understood ? outcome.out + outcome.err : "";
}

Result<std::string> container_log(const LogsOptions& options, const Object& pod, const std::string& container) {
  const Value& status = status_of(pod, container);
  const std::string where = fmt::format("container \"{}\" in pod \"{}\"", container, pod.name());
  if (options.previous) {
    if (status["lastState"]["terminated"].is_null())
      return bad_request(fmt::format("previous terminated {} not found", where));
  } else if (status["state"]["waiting"].is_object() && status["lastState"]["terminated"].is_null()) {
    return bad_request(
        fmt::format("{} is waiting to start: {}", where, status["state"]["waiting"]["reason"].as_string()));
  } else if (status.is_null()) {
    if (pod.spec()["nodeName"].as_string().empty()) return std::string();
    return bad_request(fmt::format("{} is waiting to start: ContainerCreating", where));
  }
  return written_by(spec_of(pod, container));
}

// The last lines, and no more than the bytes asked for.
std::string cut(const LogsOptions& options, std::string text, int64_t tail) {
  if (tail >= 0) {
    std::vector<size_t> starts = {0};
    for (size_t at = text.find('\n'); at != std::string::npos && at + 1 < text.size(); at = text.find('\n', at + 1))
      starts.push_back(at + 1);
    if (text.empty() || tail == 0) return "";
    if (static_cast<size_t>(tail) < starts.size())
      text = text.substr(starts[starts.size() - static_cast<size_t>(tail)]);
  }
  if (options.limit_bytes > 0 && text.size() > static_cast<size_t>(options.limit_bytes))
    text.resize(static_cast<size_t>(options.limit_bytes));
  return text;
}

void print_log(const LogsOptions& options, const Object& pod, const std::string& container, const std::string& text,
               std::ostream& out) {
  if (!options.prefix) {
    out << text;
    return;
  }
  size_t begin = 0;
  while (begin < text.size()) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    out << fmt::format("[pod/{}/{}] {}\n", pod.name(), container, text.substr(begin, end - begin));
    begin = end + 1;
  }
}

Outcome logs_of(const LogsOptions& options, const Object& pod, Invocation& call, int64_t tail) {
  std::vector<std::string> containers;
  if (options.all_containers) {
    containers = container_names_of(pod);
  } else {
    auto chosen = choose_container(pod, options.container, call.io.err);
    if (!chosen) return chosen.error();
    containers.push_back(*chosen);
  }
  for (const std::string& container : containers) {
    auto text = container_log(options, pod, container);
    if (!text) return text.error();
    print_log(options, pod, container, cut(options, *text, tail), call.io.out);
  }
  return {};
}

Outcome run(const LogsOptions& given, Invocation& call) {
  LogsOptions options = given;
  if (auto fine = check_options(options, call); !fine) return fine.error();
  if (call.args.empty() && options.resources.selector.empty())
    return call.usage_error(
        "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required "
        "argument for the logs command");
  if (call.args.size() == 2) {
    if (!options.container.empty()) return call.usage_error("only one of -c or an inline [CONTAINER] arg is allowed");
    options.container = call.args[1];
  }
  auto session = call.session();
  if (!session) return session.error();
  if (!options.resources.selector.empty()) {
    auto listed = (*session)->api().list(kPod, {(*session)->ns(), options.resources.selector, ""});
    if (!listed) return listed.error();
    if (listed->empty()) call.io.err << fmt::format("No resources found in {} namespace.\n", (*session)->ns());
    for (const ObjectRef& pod : *listed)
      if (const Outcome done = logs_of(options, *pod, call, options.tail < 0 ? 10 : options.tail); !done.ok())
        return done;
    return {};
  }
  auto pod = choose_pod(**session, call.args[0], call.io);
  if (!pod) {
    if (!pod.error().is(Reason::kNotFound)) return pod.error();
    return client_error(
        fmt::format("error from server (NotFound): {} in namespace \"{}\"", pod.error().message, (*session)->ns()));
  }
  return logs_of(options, **pod, call, options.tail);
}

}  // namespace

void add_logs(Command& command) {
  auto options = std::make_shared<LogsOptions>();
  Flags& flags = command.flags;
  declare_selector_flag(flags, options->resources);
  flags.text(options->container, "container,c", "The container");
  flags.toggle(options->follow, "follow,f", "Go on with lines as they come");
  flags.toggle(options->previous, "previous,p", "The run of the container before this one");
  flags.toggle(options->all_containers, "all-containers", "Every container of the pod");
  flags.toggle(options->all_pods, "all-pods", "Every pod of the workload");
  flags.duration(options->since, "since", "Only lines of the last 5s, 2m, 3h …");
  flags.text(options->since_time, "since-time", "Only lines after this moment (RFC 3339)");
  flags.number(options->tail, "tail", "Only this many lines from the end");
  flags.number(options->limit_bytes, "limit-bytes", "At most this many bytes");
  flags.number(options->max_log_requests, "max-log-requests", "At most this many logs at once");
  flags.toggle(options->timestamps, "timestamps", "Each line with its time");
  flags.toggle(options->prefix, "prefix", "Each line with its pod and container");
  flags.toggle(options->ignore_errors, "ignore-errors", "Go on past what cannot be read");
  flags.text(options->pod_running_timeout, "pod-running-timeout", "Limit of waiting for a pod that runs");
  runs(command, options, run);
}

}  // namespace skiff::cli
