// kubectl attach: the output of a container's own program, and its input where that is a shell. Mirrors pkg/cmd/attach.
#include <fmt/format.h>

#include <algorithm>

#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "cli/command.h"
#include "cli/verbs/container_streams.h"
#include "cli/verbs/pod_choice.h"

namespace skiff::cli {

struct AttachOptions {
  std::string container;
  AttachRequest request;
  Duration pod_running_timeout = minutes(1);
};

namespace {

Outcome attach(const AttachOptions& options, Invocation& call) {
  if (auto fine = check_running_timeout(options.pod_running_timeout); !fine)
    return call.usage_error(fine.error().message);
  if (call.args.empty()) return client_error("at least 1 argument is required for attach");
  if (call.args.size() > 2)
    return client_error(fmt::format("expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw {}: [{}]",
                                    call.args.size(), fmt::join(call.args, " ")));
  auto session = call.session();
  if (!session) return session.error();
  const std::string word = call.args.size() == 2 ? call.args[0] + "/" + call.args[1] : call.args[0];
  auto pod = choose_pod(**session, word, PodUse::kAttach, call.io);
  if (!pod) return pod.error();
  if ((*pod)->view<PodView>().terminal())
    return client_error(fmt::format("cannot attach a container in a completed pod; current phase is {}",
                                    (*pod)->status()["phase"].as_string()));
  const std::vector<std::string> names = container_names_of(**pod);
  if (!options.container.empty() && std::find(names.begin(), names.end(), options.container) == names.end())
    return client_error(fmt::format("cannot attach to the container: container {} not found in pod {}",
                                    options.container, (*pod)->name()));
  auto name = choose_container(**pod, options.container, call.io.err);
  if (!name) return name.error();
  if (!container_status(**pod, *name)["state"].contains("running")) {
    if (!options.request.quiet) call.io.err << kSessionIsRecorded;
    if ((*pod)->view<PodView>().node.empty())
      return bad_request(fmt::format("pod {} does not have a host assigned", (*pod)->name()));
    return client_error(
        fmt::format("Internal error occurred: unable to upgrade connection: container {} not found in pod {}_{}", *name,
                    (*pod)->name(), (*pod)->ns()));
  }
  AttachRequest request = options.request;
  if (request.tty && !container_spec(**pod, *name)["tty"].as_bool()) {
    request.tty = false;
    if (!request.quiet)
      call.io.err << fmt::format("error: Unable to use a TTY - container {} did not allocate one\n", *name);
  }
  return attach_to(call, *pod, *name, request);
}

}  // namespace

void add_attach(Command& command) {
  auto options = std::make_shared<AttachOptions>();
  Flags& flags = command.flags;
  flags.text(options->container, "container,c",
             "The container; else the one that an annotation makes the default, else the first");
  flags.duration(options->pod_running_timeout, "pod-running-timeout", "Limit of waiting for a pod that runs");
  flags.toggle(options->request.quiet, "quiet,q", "Nothing but what the container writes");
  flags.toggle(options->request.stdin_open, "stdin,i", "Hand standard input on");
  flags.toggle(options->request.tty, "tty,t", "Standard input is a terminal");
  runs(command, options, attach);
}

}  // namespace skiff::cli
