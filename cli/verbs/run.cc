// kubectl run: one pod. Mirrors pkg/cmd/run/run.go.
#include <fmt/format.h>

#include <charconv>

#include "api/image_reference.h"
#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "api/name_rules.h"
#include "api/pod_view.h"
#include "base/strings.h"
#include "cli/cascading.h"
#include "cli/change_cause.h"
#include "cli/key_value_args.h"
#include "cli/overrides.h"
#include "cli/resource_args.h"
#include "cli/verbs/container_streams.h"
#include "cli/verbs/create/generator.h"
#include "cli/verbs/pod_choice.h"
#include "cli/waiting.h"
#include "cli/write_flags.h"
#include "kubelet/attended_command.h"

namespace skiff::cli {

struct RunOptions {
  GeneratorOptions generator;
  ChangeCause cause;
  std::string image;
  std::string labels;
  std::string port;
  std::string restart = "Always";
  std::string image_pull_policy;
  Overrides overrides;
  Duration pod_running_timeout = minutes(1);
  ResourceFlags unread_files;  // -f, -k and -R are accepted, and nobody looks at them
  std::string cascade = "background";
  std::vector<std::string> env;
  std::vector<std::string> annotations;
  int64_t grace_period = -1;
  Duration timeout = Duration::zero();
  bool command = false;
  bool expose = false;
  bool privileged = false;
  bool attach = false;
  bool stdin_open = false;
  bool tty = false;
  bool remove = false;
  bool quiet = false;
  bool leave_stdin_open = false;
  bool force = false;
  bool wait = false;
};

namespace {

std::string restart_policy(const RunOptions& options) { return options.restart.empty() ? "Always" : options.restart; }

Result<void> check_options(const RunOptions& options, const Invocation& call) {
  if (options.image.empty()) return client_error("--image is required");
  if (auto fine = check_running_timeout(options.pod_running_timeout); !fine)
    return call.usage_error(fine.error().message);
  if (!is_image_reference(options.image))
    return client_error(fmt::format("Invalid image name \"{}\": invalid reference format", options.image));
  if (options.tty && !options.stdin_open)
    return call.usage_error("-i/--stdin is required for containers with -t/--tty=true");
  if (options.expose && options.port.empty()) return call.usage_error("--port must be set when exposing a service");
  if (!options.restart.empty() && options.restart != "Always" && options.restart != "OnFailure" &&
      options.restart != "Never")
    return call.usage_error("invalid restart policy: " + options.restart);
  if (options.remove && !options.attach && !options.stdin_open)
    return call.usage_error("--rm should only be used for attached containers");
  const std::string& dry_run = options.generator.print.dry_run;
  if ((options.attach || options.stdin_open) && dry_run != "none")
    return call.usage_error(
        "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)");
  const std::string& pull = options.image_pull_policy;
  if (!pull.empty() && pull != "Always" && pull != "IfNotPresent" && pull != "Never")
    return call.usage_error("invalid image pull policy: " + pull);
  return {};
}

Result<Value> label_map(const std::string& text, const std::string& name) {
  if (text.empty()) return Value{{"run", name}};
  return parse_label_list(text);
}

Result<Value> annotation_map(const std::vector<std::string>& words) {
  Value annotations = Value::object();
  for (const std::string& word : words) {
    const auto pair = split_literal(word);
    if (!pair || pair->first.empty()) return client_error("invalid annotations format: " + word);
    annotations[pair->first] = pair->second;
  }
  return annotations;
}

// strconv.Atoi, cut down to the 32 bits of the field.
Result<int64_t> port_number(const std::string& text) {
  int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size())
    return client_error(fmt::format("strconv.Atoi: parsing \"{}\": invalid syntax", text));
  return static_cast<int32_t>(number);
}

Result<Value> container(const RunOptions& options, const std::string& name, const std::vector<std::string>& words) {
  Value out{{"image", options.image}, {"name", name}, {"resources", Value::object()}};
  for (const std::string& word : words) out[options.command ? "command" : "args"].push_back(word);
  for (const std::string& word : options.env) {
    const auto pair = split_literal(word);
    if (!pair || !is_plain_env_name(pair->first)) return client_error("invalid env: " + word);
    Value variable{{"name", pair->first}};
    if (!pair->second.empty()) variable["value"] = pair->second;
    out["env"].push_back(variable);
  }
  if (!options.port.empty()) {
    auto port = port_number(options.port);
    if (!port) return port.error();
    out["ports"].push_back(Value{{"containerPort", *port}});
  }
  if (!options.image_pull_policy.empty()) out["imagePullPolicy"] = options.image_pull_policy;
  if (options.privileged) out["securityContext"]["privileged"] = true;
  if (options.stdin_open) out["stdin"] = true;
  if (options.stdin_open && !options.leave_stdin_open) out["stdinOnce"] = true;
  if (options.tty) out["tty"] = true;
  return out;
}

// Labels that were asked for are the service's, too. Upstream: RunOptions.generateService.
Value service_for(const std::string& name, const RunOptions& options, const Value& labels) {
  const int64_t number = std::strtoll(options.port.c_str(), nullptr, 10);
  Value document;
  if (!options.labels.empty()) document["metadata"]["labels"] = labels;
  document["metadata"]["name"] = name;
  document["spec"] =
      Value{{"ports", Value::array({Value{{"port", number}, {"protocol", "TCP"}, {"targetPort", number}}})},
            {"selector", labels}};
  document["status"] = Value{{"loadBalancer", Value::object()}};
  return document;
}

// Removes the pod again, as --rm asks.
Outcome remove_pod(const RunOptions& options, Session& session, const Object& pod, std::ostream& out) {
  DeleteOptions how;
  if (options.grace_period >= 0) how.grace_seconds = options.grace_period;
  if (options.force) how.grace_seconds = 0;
  auto removed = session.api().remove(kPod, pod.key(), how);
  if (!removed) return removed.error();
  if (!options.quiet) out << fmt::format("pod \"{}\" deleted from {} namespace\n", pod.name(), pod.ns());
  return await_deletions(session, {{&kPod, pod.key(), std::string(pod.uid())}}, options.timeout);
}

// How the pod has ended is how the command ends. Upstream: run.go, after waitForPod(podCompleted).
Outcome outcome_of(const Object& pod) {
  if (pod.status()["phase"].as_string() != "Failed") return {};
  const Value& ended = pod.status()["containerStatuses"][0].at("state", "terminated");
  const auto code = static_cast<int>(ended["exitCode"].as_int());
  if (code == 0) return client_error(fmt::format("pod {}/{} failed with unknown exit code", pod.ns(), pod.name()));
  std::string words = fmt::format("pod {}/{} terminated ({})", pod.ns(), pod.name(), ended["reason"].as_string());
  if (const std::string_view last = ended["message"].as_string(); !last.empty()) words.append("\n").append(last);
  return Outcome::program_ended(std::move(words), code);
}

// Creates the pod and sits down at its container until that ends. Upstream: handleAttachPod.
Outcome run_attached(const RunOptions& options, Invocation& call, Value document) {
  document["apiVersion"] = kPod.api_version();
  document["kind"] = kPod.kind;
  auto session = call.session();
  if (!session) return session.error();
  document["metadata"]["namespace"] = (*session)->ns();
  auto made =
      (*session)->api().create(kPod, (*session)->ns(), document, write_options(DryRunMode::kNone, "kubectl-run"));
  if (!made) return made.error();
  const ObjectKey key = (*made)->key();
  await_attendant((*session)->store(), **made, (*made)->spec()["containers"][0], (*session)->now());
  const auto present = [&] { return (*session)->store().get(kPod, key); };
  const auto has_begun = [&] {
    const ObjectRef pod = present();
    return !pod || pod->view<PodView>().terminal() || pod->view<PodView>().ready;
  };
  // --rm removes a pod that could not start, too. Upstream: a deferred removeCreatedObjects.
  const auto removed = [&](Outcome ended) -> Outcome {
    if (!options.remove) return ended;
    if (Outcome gone = remove_pod(options, **session, **made, call.io.out); !gone.ok()) return gone;
    return ended;
  };
  const Error timed_out = client_error("timed out waiting for the condition");
  if ((*session)->cluster().wait_until(has_begun, options.pod_running_timeout) != WaitOutcome::kReached)
    return removed(timed_out);
  const AttachRequest request{options.stdin_open, options.tty, options.quiet, Pace::kSimulated};
  Outcome ended = attach_to(call, present(), key.name, request);
  if ((*session)->is_released()) return ended;  // others have gone on: what we know of the pod is out of date
  const bool ends = restart_policy(options) != "Always" && !options.leave_stdin_open;
  if (ends) {
    const auto is_over = [&] { return !present() || present()->view<PodView>().terminal(); };
    // It goes on for ever: a person would press ^C now, and that leaves the pod where it is.
    if ((*session)->cluster().wait_until(is_over, std::nullopt) != WaitOutcome::kReached) return timed_out;
    ended = outcome_of(*present());
  }
  return removed(std::move(ended));
}

// The pod is made before its service, and told after it. Upstream: RunOptions.Run.
Outcome create_exposed(const RunOptions& options, Invocation& call, const Kind& kind, const Value& document,
                       const Value& service) {
  auto pod = send_generated(options.generator, call, kind, document, "");
  if (!pod) return pod.error();
  Outcome exposed = create_generated(options.generator, call, kService, service, "");
  // Upstream's printer counts twice what comes after the service.
  if (exposed.ok() && to_lower(options.generator.print.output) == "yaml") call.io.out << "---\n---\n";
  if (Outcome printed = print_generated(options.generator, call, kind, *pod); !printed.ok()) return printed;
  return exposed;
}

Outcome run(const RunOptions& options, Invocation& call) {
  if (call.args.empty()) return call.usage_error("NAME is required for run");
  if (auto fine = check_options(options, call); !fine) return fine.error();
  if (auto policy = propagation_of(options.cascade, call.io.err); !policy) return policy.error();
  const std::string name = call.args[0];
  auto labels = label_map(options.labels, name);
  if (!labels) return labels.error();
  auto made = container(options, name, {call.args.begin() + 1, call.args.end()});
  if (!made) return made.error();
  Value document;
  document["metadata"] = Value{{"labels", *labels}, {"name", name}};
  auto annotations = annotation_map(options.annotations);
  if (!annotations) return annotations.error();
  if (!annotations->empty()) document["metadata"]["annotations"] = *annotations;
  document["spec"] = Value{
      {"containers", Value::array({*made})}, {"dnsPolicy", "ClusterFirst"}, {"restartPolicy", restart_policy(options)}};
  document["status"] = Value::object();
  auto changed = overridden(kPod, document, options.overrides);
  if (!changed) return changed.error();
  document = std::move(changed->document);
  options.cause.record(document);
  const bool attached = options.attach || options.stdin_open;
  Value service;
  if (options.expose) {
    service = service_for(name, options, *labels);
    options.cause.record(service);
  }
  if (options.expose && !attached) return create_exposed(options, call, *changed->kind, document, service);
  if (!attached) return create_generated(options.generator, call, *changed->kind, document, "");
  if (options.expose)
    if (Outcome exposed = create_generated(options.generator, call, kService, service, ""); !exposed.ok())
      return exposed;
  return run_attached(options, call, std::move(document));
}

}  // namespace

void add_run(Command& command) {
  auto options = std::make_shared<RunOptions>();
  options->generator.field_manager = "kubectl-run";
  options->generator.validate = "ignore";
  options->generator.remembers = Remembers::kWhatIsMade;
  Flags& flags = command.flags;
  declare_record_flag(command, options->cause);
  declare_output_flags(flags, options->generator.print);
  declare_dry_run_flag(flags, options->generator.print);
  declare_field_manager_flag(flags, options->generator.field_manager);
  flags.toggle(options->generator.save_config, "save-config", "Keep the manifest in an annotation, for apply");
  declare_file_flags(flags, options->unread_files);
  flags.text(options->image, "image", "The image");
  flags.require("image");
  flags.text(options->labels, "labels,l", "Labels of the pod, parted by commas");
  flags.list(options->annotations, "annotations", Split::kNever, "Annotations of the pod");
  flags.list(options->env, "env", Split::kNever, "Environment variables, NAME=VALUE");
  flags.text(options->port, "port", "The port of the container");
  flags.toggle(options->expose, "expose", "Make a service for the pod, too; needs --port");
  flags.text(options->restart, "restart", "Always, OnFailure or Never");
  flags.toggle(options->command, "command", "What comes after -- is the command, not its arguments");
  flags.text(options->image_pull_policy, "image-pull-policy", "Always, IfNotPresent or Never");
  flags.toggle(options->privileged, "privileged", "Let the container do all that its node may");
  declare_override_flags(flags, options->overrides);
  flags.toggle(options->stdin_open, "stdin,i", "Keep standard input open");
  flags.toggle(options->tty, "tty,t", "Give the container a terminal");
  flags.toggle(options->attach, "attach", "Attach to the pod once it runs");
  flags.toggle(options->remove, "rm", "Remove the pod when it has ended");
  flags.toggle(options->quiet, "quiet,q", "Say nothing beside the output");
  flags.toggle(options->leave_stdin_open, "leave-stdin-open", "Keep standard input open after the first is done");
  flags.duration(options->pod_running_timeout, "pod-running-timeout", "Limit of waiting for a pod that runs");
  flags.optional_text(options->cascade, "cascade", "background", "The deletion cascading strategy of --rm");
  flags.toggle(options->force, "force", "Remove objects at once, however long they would take");
  flags.number(options->grace_period, "grace-period", "Seconds that it has for its end");
  flags.duration(options->timeout, "timeout", "Limit of the wait");
  flags.toggle(options->wait, "wait", "Come back when all is gone");
  runs(command, options, run);
}

}  // namespace skiff::cli
