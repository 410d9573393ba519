#include "cli/verbs/container_streams.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdint>
#include <iterator>

#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "base/strings.h"
#include "cli/verbs/endless_command.h"
#include "kubelet/attended_command.h"
#include "kubelet/container_command.h"
#include "kubelet/container_files.h"
#include "kubelet/container_log.h"
#include "kubelet/kubelet.h"
#include "kubelet/pod_environment.h"
#include "sim/wall_clock.h"

namespace skiff::cli {
namespace {

constexpr Duration kLogLook = milliseconds(200);

const Value& named_in(const Value& block, std::initializer_list<const char*> lists, std::string_view name) {
  static const Value kNone;
  for (const char* list : lists)
    for (const Value& member : block[list].elements())
      if (member["name"].as_string() == name) return member;
  return kNone;
}

// Shows what has come since, and says whether the container is still to write more.
bool show_news(Session& session, const ObjectKey& key, std::string_view uid, const std::string& container, size_t& seen,
               std::ostream& out) {
  const ObjectRef pod = session.store().get(kPod, key);
  if (!pod || pod->uid() != uid) return false;
  const auto lines = read_container_log(session.store(), *pod, container, LogInstance::kCurrent, session.now());
  for (; seen < lines.size(); ++seen) out << lines[seen].text << "\n";
  return container_status(*pod, container)["state"].contains("running");
}

}  // namespace

const Value& container_spec(const Object& pod, std::string_view name) {
  return named_in(pod.spec(), {"containers", "initContainers", "ephemeralContainers"}, name);
}

const Value& container_status(const Object& pod, std::string_view name) {
  return named_in(pod.status(), {"containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"}, name);
}

bool input_is_terminal() { return isatty(STDIN_FILENO) == 1; }

std::string read_to_end(std::istream& in) { return {std::istreambuf_iterator<char>(in), {}}; }

Error not_simulated(std::string_view program) {
  return client_error(fmt::format("a simulated container cannot run {}", go_quote(program)));
}

Error not_simulated(const ShellOutcome& outcome, const std::vector<std::string>& argv) {
  return not_simulated(outcome.unknown.empty() ? argv[0] : outcome.unknown);
}

Outcome converse(Session& session, const ObjectRef& pod, const std::string& container, Dialogue& dialogue,
                 IoStreams& io) {
  const bool prompts = input_is_terminal();
  const Value& spec = container_spec(*pod, container);
  const ShellOutcome begun = begin_in_pod(session.store(), *pod, spec, dialogue, session.now());
  io.out << begun.out;
  io.err << begun.err;
  for (std::string line; !dialogue.is_over();) {
    if (prompts) io.out << dialogue.prompt() << std::flush;
    if (!std::getline(io.in, line)) {
      io.out << dialogue.farewell();
      break;
    }
    const ShellOutcome outcome = say_in_pod(session.store(), *pod, spec, dialogue, line, session.now());
    if (!outcome.understood) {
      io.err << not_simulated(outcome, {line}).message << "\n";
      continue;
    }
    if (lacks_programs(session.store(), *pod, container)) session.cluster().look_at_pod(pod->key());
    if (outcome.took > Duration::zero()) session.cluster().advance(outcome.took);
    io.out << outcome.out;
    io.err << outcome.err;
    if (outcome.forever) return client_error("timed out waiting for the condition");
  }
  if (dialogue.exit_code() == 0) return {};
  io.err << fmt::format("command terminated with exit code {}\n", dialogue.exit_code());
  return Outcome::exit(dialogue.exit_code());
}

Result<void> leave_container(Session& session, const Object& pod, int exit_code) {
  Value patch;
  patch["metadata"]["annotations"][kInputClosed] = std::to_string(exit_code);
  auto left = session.api().patch(kPod, pod.key(), PatchType::kMerge, patch);
  if (!left) return left.error();
  return {};
}

namespace {

// A command that has waited for us.
Outcome attend_command(Invocation& call, Session& session, const ObjectRef& pod, const std::string& container,
                       const AttachRequest& request) {
  if (request.stdin_open && request.tty && input_is_terminal()) {
    if (const auto dialogue = attended_dialogue(session.store(), *pod, container_spec(*pod, container))) {
      Outcome said = converse(session, pod, container, *dialogue, call.io);
      if (auto left = leave_container(session, *pod, said.exit_code()); !left) return left.error();
      return said;
    }
  }
  const std::string input = request.stdin_open && !input_is_terminal() ? read_to_end(call.io.in) : std::string();
  if (is_endless(session, *pod, container)) return run_endless(call, session, pod, container, input);
  const ShellOutcome outcome = attend(session.store(), *pod, container_spec(*pod, container), input, session.now());
  if (!outcome.understood) call.io.err << not_simulated(outcome, {container}).message << "\n";
  if (outcome.took > Duration::zero()) session.cluster().advance(outcome.took);
  call.io.out << outcome.out << std::flush;
  call.io.err << outcome.err;
  if (outcome.forever) return follow_log(call, *pod, container, SIZE_MAX);
  if (auto left = leave_container(session, *pod, outcome.exit_code); !left) return left.error();
  return {};
}

// The log as simulated time brings it, which nobody waits for. False if the container goes on for ever.
bool play_log(Session& session, const Object& pod, const std::string& container, size_t& seen, std::ostream& out) {
  const ObjectKey key = pod.key();
  const std::string uid(pod.uid());
  const auto ended = [&] { return !show_news(session, key, uid, container, seen, out); };
  return session.cluster().wait_until(ended, std::nullopt) == WaitOutcome::kReached;
}

}  // namespace

Outcome attach_to(Invocation& call, const ObjectRef& pod, const std::string& container, const AttachRequest& request) {
  auto session = call.session();
  if (!session) return session.error();
  if (request.tty && request.stdin_open && !request.quiet && !input_is_terminal())
    call.io.err << "Unable to use a TTY - input is not a terminal or the right kind of file\n";
  const bool ended = pod->view<PodView>().terminal();
  // What is read from a pod that is over is its log.
  if (!request.quiet && !ended) call.io.err << kSessionIsRecorded;
  if (!ended && awaits_attendant((*session)->store(), pod->uid(), container))
    return attend_command(call, **session, pod, container, request);
  if (!request.stdin_open || ended || !waits_for_input((*session)->store(), *pod, container)) {
    if (const auto unknown = unknown_program((*session)->store(), *pod, container))
      call.io.err << not_simulated(*unknown).message << "\n";
    size_t seen = 0;
    const bool plays = request.pace == Pace::kSimulated && (*session)->cluster().clock_mode() == ClockMode::kAuto;
    if (plays && play_log(**session, *pod, container, seen, call.io.out)) return {};
    return follow_log(call, *pod, container, seen);
  }
  const auto dialogue = dialogue_with({"sh"}, input_is_terminal());
  Outcome said = converse(**session, pod, container, *dialogue, call.io);
  if (auto left = leave_container(**session, *pod, said.exit_code()); !left) return left.error();
  return said;
}

Outcome follow_log(Invocation& call, const Object& pod, const std::string& container, size_t seen) {
  auto session = call.session();
  if (!session) return session.error();
  const ObjectKey& key = pod.key();
  const std::string uid(pod.uid());
  if ((*session)->cluster().clock_mode() == ClockMode::kManual) {
    if (!show_news(**session, key, uid, container, seen, call.io.out)) return {};
    (*session)->cluster().settle([&] { show_news(**session, key, uid, container, seen, call.io.out); });
    show_news(**session, key, uid, container, seen, call.io.out);
    return {};
  }
  // Others bring the cluster on meanwhile.
  if (auto saved = (*session)->finish(); !saved) return saved.error();
  (*session)->release();
  SessionOptions options = call.session_options();
  options.read_only = true;
  for (;;) {
    {
      auto present = Session::open(options, call.io.err);
      if (!present) return present.error();
      const bool more = show_news(**present, key, uid, container, seen, call.io.out);
      call.io.out.flush();
      if (!more) return {};
    }
    wall_clock_sleep(kLogLook);  // nobody waits for us meanwhile
  }
}

}  // namespace skiff::cli
