// kubectl logs: what the containers of a pod, or of several, have written. Mirrors pkg/cmd/logs and polymorphichelpers'
// LogsForObject.
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "api/kinds/pod.h"
#include "cli/command.h"
#include "cli/resource_args.h"
#include "cli/verbs/container_streams.h"
#include "cli/verbs/pod_choice.h"
#include "kubelet/container_log.h"

namespace skiff::cli {

struct LogsOptions {
  ResourceFlags resources;
  std::string container;
  std::string since_time;
  Duration pod_running_timeout = seconds(20);
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
  bool insecure = false;
};

namespace {

constexpr int64_t kTailOfSelected = 10;

// One container's log.
struct LogRequest {
  ObjectRef pod;
  std::string container;
};

// Asked once the pod has been found. Upstream: LogsOptions.Validate.
Result<void> check_options(const LogsOptions& options) {
  if (options.all_containers && !options.container.empty())
    return client_error(
        fmt::format("--all-containers=true should not be specified with container name {}", options.container));
  if (options.limit_bytes < 0) return client_error("--limit-bytes must be greater than 0");
  if (options.tail < -1) return client_error("--tail must be greater than or equal to -1");
  if (options.since < Duration::zero()) return client_error("--since must be greater than 0");
  if (!options.since_time.empty() && options.since > Duration::zero())
    return client_error("at most one of `sinceTime` or `sinceSeconds` may be specified");
  return {};
}

Result<void> check_since_time(const LogsOptions& options) {
  if (options.since_time.empty() || parse_rfc3339(options.since_time)) return {};
  return client_error(
      fmt::format("parsing time \"{0}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{0}\" as "
                  "\"2006\"",
                  options.since_time));
}

Error waiting(const LogRequest& request, std::string_view reason) {
  if (reason == "ErrImagePull") reason = "image can't be pulled";
  if (reason == "ImagePullBackOff") reason = "trying and failing to pull image";
  return bad_request(fmt::format("container \"{}\" in pod \"{}\" is waiting to start: {}", request.container,
                                 request.pod->name(), reason));
}

// Which log is meant can be a reason to refuse. Upstream: the kubelet's validateContainerLogStatus.
Result<std::vector<LogLine>> read_log(const LogsOptions& options, const LogRequest& request, Session& session) {
  const Object& pod = *request.pod;
  const Value& status = container_status(pod, request.container);
  if (options.previous && status["lastState"]["terminated"].is_null())
    return bad_request(
        fmt::format("previous terminated container \"{}\" in pod \"{}\" not found", request.container, pod.name()));
  if (!options.previous && status["state"]["waiting"].is_object() && status["lastState"]["terminated"].is_null())
    return waiting(request, status["state"]["waiting"]["reason"].as_string());
  if (status.is_null())
    return pod.spec()["nodeName"].as_string().empty() ? Result<std::vector<LogLine>>(std::vector<LogLine>())
                                                      : waiting(request, "ContainerCreating");
  const LogInstance instance = options.previous ? LogInstance::kPrevious : LogInstance::kCurrent;
  return read_container_log(session.store(), pod, request.container, instance, session.now());
}

// 2026-01-01T00:00:01.000000000Z
std::string stamp(Time at) {
  const std::string micro = rfc3339_micro(at);
  const auto nanoseconds = at.time_since_epoch().count() % 1000;
  return fmt::format("{}{:03}Z", micro.substr(0, micro.size() - 1), nanoseconds);
}

// The lines asked for: of the last while, the last few of them.
std::vector<LogLine> chosen(const LogsOptions& options, std::vector<LogLine> lines, Time now) {
  Time from = Time::min();
  if (options.since > Duration::zero()) from = now - options.since;
  if (!options.since_time.empty()) from = *parse_rfc3339(options.since_time);
  lines.erase(lines.begin(),
              std::find_if(lines.begin(), lines.end(), [&](const LogLine& line) { return line.at >= from; }));
  if (options.tail >= 0 && lines.size() > static_cast<size_t>(options.tail))
    lines.erase(lines.begin(), lines.end() - options.tail);
  return lines;
}

void print_log(const LogsOptions& options, const LogRequest& request, const std::vector<LogLine>& lines,
               std::ostream& out) {
  std::string text;
  for (const LogLine& line : lines) {
    if (options.prefix) text += fmt::format("[pod/{}/{}] ", request.pod->name(), request.container);
    if (options.timestamps) text += stamp(line.at) + " ";
    text += line.text + "\n";
  }
  if (options.limit_bytes > 0 && text.size() > static_cast<size_t>(options.limit_bytes))
    text.resize(static_cast<size_t>(options.limit_bytes));
  out << text;
}

Result<std::vector<LogRequest>> requests_for(const LogsOptions& options, const std::vector<ObjectRef>& pods,
                                             IoStreams& io) {
  std::vector<LogRequest> requests;
  std::ostringstream silence;  // which container is the default is not told of all pods
  for (const ObjectRef& pod : pods) {
    if (options.all_containers) {
      for (const std::string& name : container_names_of(*pod)) requests.push_back({pod, name});
      continue;
    }
    std::ostream& told = options.all_pods ? silence : io.err;
    auto name = choose_container(*pod, options.container, told);
    if (!name) return name.error();
    requests.push_back({pod, *name});
  }
  return requests;
}

Result<std::vector<ObjectRef>> pods_of(const LogsOptions& options, Session& session, Invocation& call) {
  if (!options.resources.selector.empty()) {
    auto listed = session.api().list(kPod, {session.ns(), options.resources.selector, ""});
    if (!listed) return list_error(listed.error(), kPod, options.resources);
    if (listed->empty()) call.io.err << fmt::format("No resources found in {} namespace.\n", session.ns());
    return listed;
  }
  if (options.all_pods) {
    auto pods = pods_of_workload(session, call.args[0], PodUse::kLogs, call.io);
    if (pods || !pods.error().is(Reason::kNotFound)) return pods;
  } else {
    auto pod = choose_pod(session, call.args[0], PodUse::kLogs, call.io);
    if (pod) return std::vector<ObjectRef>{*pod};
    if (!pod.error().is(Reason::kNotFound)) return pod.error();
    return client_error(
        fmt::format("error from server (NotFound): {} in namespace \"{}\"", pod.error().message, session.ns()));
  }
  return client_error("no pods found");
}

Outcome print_all(const LogsOptions& options, const std::vector<LogRequest>& requests, Session& session,
                  Invocation& call) {
  for (const LogRequest& request : requests) {
    auto lines = read_log(options, request, session);
    if (!lines) {
      if (!options.ignore_errors) return lines.error();
      call.io.out << "error: " << lines.error().message << "\n";
      continue;
    }
    const size_t all = lines->size();
    print_log(options, request, chosen(options, std::move(*lines), session.now()), call.io.out);
    if (!options.follow || options.previous) continue;
    if (Outcome followed = follow_log(call, *request.pod, request.container, all); !followed.ok()) return followed;
  }
  return {};
}

Outcome run(const LogsOptions& given, Invocation& call) {
  LogsOptions options = given;
  const bool selects = !options.resources.selector.empty();
  if ((call.args.empty() && !selects) || call.args.size() > 2)
    return call.usage_error(
        "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required "
        "argument for the logs command");
  if (!call.args.empty() && selects) return call.usage_error("only a selector (-l) or a POD name is allowed");
  const bool both = call.args.size() == 2 && !options.container.empty();
  if (call.args.size() == 2 && !both) options.container = call.args[1];
  if (auto fine = check_running_timeout(options.pod_running_timeout); !fine) return fine.error();
  if (auto fine = check_since_time(options); !fine) return fine.error();
  if (options.all_pods) options.prefix = true;
  if (selects && !call.given("tail") && !options.follow) options.tail = kTailOfSelected;
  auto session = call.session();
  if (!session) return session.error();
  auto pods = pods_of(options, **session, call);
  if (!pods) return pods.error();
  if (both) return client_error("only one of -c or an inline [CONTAINER] arg is allowed");
  if (auto fine = check_options(options); !fine) return fine.error();
  auto requests = requests_for(options, *pods, call.io);
  if (!requests) return requests.error();
  if (options.follow && requests->size() > static_cast<size_t>(std::max<int64_t>(options.max_log_requests, 0)))
    return client_error(
        fmt::format("you are attempting to follow {} log streams, but maximum allowed concurrency is "
                    "{}, use --max-log-requests to increase the limit",
                    requests->size(), options.max_log_requests));
  return print_all(options, *requests, **session, call);
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
  flags.toggle(options->insecure, "insecure-skip-tls-verify-backend", "Accepted for compatibility");
  flags.toggle(options->ignore_errors, "ignore-errors", "Go on past what cannot be read");
  flags.duration(options->pod_running_timeout, "pod-running-timeout", "Limit of waiting for a pod that runs");
  runs(command, options, run);
}

}  // namespace skiff::cli
