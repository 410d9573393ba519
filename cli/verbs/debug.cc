// kubectl debug: containers here are simulated, so nothing can be looked into. Wrong words are refused as kubectl
// refuses them (pkg/cmd/debug/debug.go); right ones are told what is missing.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "api/decode.h"
#include "api/image_reference.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "api/scalar_decoding.h"
#include "api/schema.h"
#include "api/strict_decoding.h"
#include "base/strings.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct DebugOptions {
  ResourceFlags resources;
  std::map<std::string, std::string> env;
  std::map<std::string, std::string> set_image;
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

bool is_one_of(std::string_view word, std::span<const std::string_view> known) {
  return std::find(known.begin(), known.end(), word) != known.end();
}

// A file with part of a container. What a profile may not change is refused. Upstream: DebugOptions.Complete reads it,
// Validate looks at it.
Result<Value> read_custom_profile(const std::string& path) {
  auto text = read_file(path, client_error("must pass a container spec json file for custom profile: open " + path +
                                           ": no such file or directory"));
  if (!text) return text.error();
  const auto refused = [&](const std::string& why) {
    return client_error(path + " does not contain a valid container spec: " + why);
  };
  auto document = decode_yaml(*text);
  if (!document) return refused(document.error().message);
  if (document->is_null()) return Value::object();
  if (!document->is_object())
    return refused("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal " + json_type_name(*document) +
                   " into Go value of type v1.Container");
  auto decoded = decode_fields(find_type("core.v1.Container"), *document);
  if (!decoded) return refused("error unmarshaling JSON: while decoding JSON: " + decoded.error().message);
  return decoded->document;
}

Result<void> check_custom_profile(const Value& container) {
  for (const char* field : {"name", "command", "image", "lifecycle", "volumeDevices"})
    if (const Value& value = container[field]; !value.is_null() && value != Value("") && !value.empty())
      return client_error("name, command, image, lifecycle and volume devices are not modifiable via custom profile");
  return {};
}

// Which flags go with --copy-to, and which only with it.
Result<void> check_copy(const DebugOptions& options, bool with_command) {
  if (options.copy_to.empty()) {
    if (options.replace) return client_error("--replace may only be used with --copy-to.");
    if (options.same_node) return client_error("--same-node may only be used with --copy-to.");
    if (!options.set_image.empty()) return client_error("--set-image may only be used with --copy-to.");
    if (options.image.empty()) return client_error("you must specify --image when not using --copy-to.");
    return {};
  }
  if (options.image.empty() && options.set_image.empty() && !with_command)
    return client_error("you must specify --image, --set-image or command arguments.");
  if (with_command && options.container.empty() && options.image.empty())
    return client_error("you must specify an existing container or a new image when specifying args.");
  return {};
}

// Upstream: DebugOptions.Validate.
Result<void> check_settings(const DebugOptions& options, const Invocation& call, bool with_command) {
  constexpr std::string_view kPullPolicies[] = {"", "Always", "IfNotPresent", "Never"};
  if (options.attach && options.image.empty() && options.container.empty())
    return client_error("you must specify --container or create a new container using --image in order to attach.");
  if (auto fine = check_copy(options, with_command); !fine) return fine.error();
  if (!options.image.empty() && !is_image_reference(options.image))
    return client_error(fmt::format("invalid image name \"{}\": invalid reference format", options.image));
  if (call.before_dash.value_or(call.args.size()) == 0 && options.resources.filenames.empty())
    return client_error("NAME or filename is required for debug");
  if (!is_one_of(options.pull_policy, kPullPolicies))
    return client_error("invalid image pull policy: " + options.pull_policy);
  for (const auto& [container, image] : options.set_image)
    if (!is_image_reference(image))
      return client_error(fmt::format("invalid image name {} for container {}: invalid reference format",
                                      go_quote(image), go_quote(container)));
  if (!options.target.empty() && !options.copy_to.empty())
    return client_error("--target is incompatible with --copy-to. Use --share-processes instead.");
  if (!options.target.empty() && !options.quiet)
    call.io.out << fmt::format(
        "Targeting container {}. If you don't see processes from this container it may be because the container "
        "runtime doesn't support this feature.\n",
        go_quote(options.target));
  if (options.tty && !options.stdin_open)
    return client_error("-i/--stdin is required for containers with -t/--tty=true");
  return {};
}

Outcome debug(const DebugOptions& options, Invocation& call) {
  constexpr std::string_view kProfiles[] = {"baseline", "general", "legacy", "netadmin", "restricted", "sysadmin"};
  if (!is_one_of(options.profile, kProfiles)) return client_error("unknown profile: " + options.profile);
  Value custom;
  if (!options.custom.empty()) {
    auto read = read_custom_profile(options.custom);
    if (!read) return read.error();
    custom = std::move(*read);
  }
  const size_t named = call.before_dash.value_or(call.args.size());
  if (auto fine = check_settings(options, call, named < call.args.size()); !fine) return fine.error();
  if (auto fine = check_custom_profile(custom); !fine) return fine.error();
  if (options.profile == "legacy")
    call.io.err << "--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly "
                   "specify a profile, for example \"--profile=general\".\n";
  auto session = call.session();
  if (!session) return session.error();
  std::vector<std::string> words(call.args.begin(), call.args.begin() + static_cast<std::ptrdiff_t>(named));
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
  flags.pairs(options->env, "env", "Environment variables, KEY=VALUE");
  flags.pairs(options->set_image, "set-image", "Other images in the copy, CONTAINER=IMAGE");
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
