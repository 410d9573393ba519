// kubectl debug: containers here are simulated, so nothing can be looked into. Wrong words are refused as kubectl
// refuses them (pkg/cmd/debug/debug.go); right ones are told what is missing.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "cli/command.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct DebugOptions {
  ResourceFlags resources;
  std::vector<std::string> env;
  std::vector<std::string> set_image;
  std::string image;
  std::string container;
  std::string copy_to;
  std::string target;
  std::string profile = "general";
  std::string custom;
  std::string pull_policy;
  bool keep_annotations = false, keep_init_containers = true, keep_labels = false, keep_liveness = false,
       keep_readiness = false, keep_startup = false;
  bool stdin_open = false, tty = false, attach = false, quiet = false, replace = false, arguments_only = false,
       same_node = false, share_processes = true;
};

namespace {

constexpr std::string_view kProfiles[] = {"auto",     "baseline",   "general", "legacy",
                                          "netadmin", "restricted", "sysadmin"};

bool is_one_of(std::string_view word, std::span<const std::string_view> known) {
  return std::find(known.begin(), known.end(), word) != known.end();
}

// Upstream: DebugOptions.Complete and Validate.
Result<void> check_settings(const DebugOptions& options) {
  constexpr std::string_view kPullPolicies[] = {"", "Always", "IfNotPresent", "Never"};
  if (!is_one_of(options.profile, kProfiles)) return client_error("unknown profile: " + options.profile);
  for (const std::string& pair : options.set_image)
    if (pair.find('=') == std::string::npos)
      return client_error(
          fmt::format("invalid argument \"{0}\" for \"--set-image\" flag: {0} must be formatted as "
                      "key=value\nSee 'kubectl debug --help' for usage.",
                      pair));
  if (!is_one_of(options.pull_policy, kPullPolicies))
    return client_error("invalid image pull policy: " + options.pull_policy);
  if (options.same_node && options.copy_to.empty()) return client_error("--same-node may only be used with --copy-to.");
  if (options.tty && !options.stdin_open)
    return client_error("-i/--stdin is required for containers with -t/--tty=true");
  return {};
}

Outcome debug(const DebugOptions& options, Invocation& call) {
  const bool with_command = call.before_dash.has_value() && *call.before_dash < call.args.size();
  if (options.image.empty() && options.copy_to.empty())
    return client_error("you must specify --image when not using --copy-to.");
  if (!options.copy_to.empty() && options.image.empty() && options.set_image.empty() && !with_command)
    return client_error("you must specify --image, --set-image or command arguments.");
  if (!options.target.empty() && !options.copy_to.empty())
    return client_error("--target is incompatible with --copy-to. Use --share-processes instead.");
  if (auto fine = check_settings(options); !fine) return fine.error();
  if (call.args.empty() && !options.resources.has_files())
    return client_error("NAME or filename is required for debug");
  auto session = call.session();
  if (!session) return session.error();
  std::vector<std::string> words(
      call.args.begin(), call.args.begin() + static_cast<std::ptrdiff_t>(call.before_dash.value_or(call.args.size())));
  for (std::string& word : words)
    if (word.find('/') == std::string::npos) word.insert(0, "pods/");
  auto targets = resolve_targets(**session, {words, options.resources}, call.io.in);
  if (!targets) return targets.error();
  if (!targets->errors.empty()) return targets->errors;
  for (const Target& target : targets->items)
    if (target.kind != &kPod && target.kind != &kNode)
      return client_error(fmt::format(
          "\"{}, Kind={}\" not supported by debug",
          target.kind->group.empty() ? fmt::format("/{}", target.kind->version) : target.kind->api_version(),
          target.kind->kind));
  return client_error("containers are simulated here: a debugging container would find no process to look into");
}

}  // namespace

void add_debug(Command& command) {
  auto options = std::make_shared<DebugOptions>();
  Flags& flags = command.flags;
  flags.list(options->resources.filenames, "filename,f", Split::kCommas, "Manifests of what is looked into");
  flags.text(options->image, "image", "The image of the debugging container");
  flags.text(options->container, "container,c", "Its name");
  flags.text(options->copy_to, "copy-to", "Look into a copy of the pod, with this name");
  flags.text(options->target, "target", "The container whose processes it would see");
  flags.text(options->profile, "profile", "A set of settings: general, baseline, restricted, netadmin, sysadmin");
  flags.text(options->custom, "custom", "A file with settings of the container");
  flags.text(options->pull_policy, "image-pull-policy", "When the image is pulled");
  flags.list(options->env, "env", Split::kNever, "Environment variables, KEY=VALUE");
  flags.list(options->set_image, "set-image", Split::kCommas, "Other images in the copy, CONTAINER=IMAGE");
  flags.toggle(options->keep_annotations, "keep-annotations", "The copy keeps annotations");
  flags.toggle(options->keep_init_containers, "keep-init-containers", "The copy keeps init containers");
  flags.toggle(options->keep_labels, "keep-labels", "The copy keeps labels");
  flags.toggle(options->keep_liveness, "keep-liveness", "The copy keeps liveness probes");
  flags.toggle(options->keep_readiness, "keep-readiness", "The copy keeps readiness probes");
  flags.toggle(options->keep_startup, "keep-startup", "The copy keeps startup probes");
  flags.toggle(options->stdin_open, "stdin,i", "Keep its input open");
  flags.toggle(options->tty, "tty,t", "Give it a terminal");
  flags.toggle(options->attach, "attach", "Wait for it and attach to it");
  flags.toggle(options->quiet, "quiet,q", "Say less");
  flags.toggle(options->replace, "replace", "Delete the pod that is copied");
  flags.toggle(options->arguments_only, "arguments-only", "What follows -- are arguments, not a command");
  flags.toggle(options->same_node, "same-node", "Put the copy onto the same node");
  flags.toggle(options->share_processes, "share-processes", "Containers of the copy see each other's processes");
  runs(command, options, debug);
}

}  // namespace skiff::cli
