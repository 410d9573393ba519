#include "kubelet/attended_command.h"

#include <algorithm>

#include "kubelet/container_command.h"
#include "kubelet/pod_environment.h"

namespace skiff {
namespace {

constexpr size_t kLogKept = size_t{1} << 16;

// Goes with what else is known of the pod's commands.
std::string attended_key(std::string_view pod_uid, std::string_view container) {
  return std::string(pod_uid) + "/" + std::string(container) + "/attended";
}

const Value& attended_state(const Store& store, std::string_view pod_uid, std::string_view container) {
  return store.state(kCommandStates, attended_key(pod_uid, container));
}

}  // namespace

bool await_attendant(Store& store, const Object& pod, const Value& container, Time now) {
  Behaviors behaviors;
  const Behavior& behavior = behavior_in(store, pod, container, behaviors);
  if (behavior.run && !behavior.run_unless_command_known) return false;
  const std::vector<std::string> argv = command_of(container, behavior);
  if (argv.empty() || is_interactive_shell(argv)) return false;
  const std::string_view name = container["name"].as_string();
  if (follow_command(store, pod, container, behaviors, now, std::nullopt) || unknown_program(store, pod, name))
    return false;
  store.set_state(kCommandStates, attended_key(pod.uid(), name), Value{{"waits", true}});
  return true;
}

bool awaits_attendant(const Store& store, std::string_view pod_uid, std::string_view container) {
  return attended_state(store, pod_uid, container)["waits"].as_bool();
}

bool is_attended(const Store& store, std::string_view pod_uid, std::string_view container) {
  return !attended_state(store, pod_uid, container).is_null();
}

std::unique_ptr<Dialogue> attended_dialogue(const Store& store, const Object& pod, const Value& container) {
  Behaviors behaviors;
  return dialogue_with(command_of(container, behavior_in(store, pod, container, behaviors)),
                       container["tty"].as_bool());
}

ShellOutcome attend(Store& store, const Object& pod, const Value& container, const std::string& input, Time now) {
  Behaviors behaviors;
  const std::vector<std::string> argv = command_of(container, behavior_in(store, pod, container, behaviors));
  ShellOutcome outcome = run_in_pod(
      store, pod, container, argv, {.input = input, .has_input = true, .at_terminal = container["tty"].as_bool()}, now);
  note_attended_output(store, pod, container["name"].as_string(), outcome.out + outcome.err);
  return outcome;
}

void note_attended_output(Store& store, const Object& pod, std::string_view container, std::string_view text) {
  if (text.size() > kLogKept) {
    text.remove_prefix(text.size() - kLogKept);
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  store.set_state(kCommandStates, attended_key(pod.uid(), container), Value{{"log", text}});
}

std::string attended_output(const Store& store, std::string_view pod_uid, std::string_view container) {
  return attended_state(store, pod_uid, container)["log"].str();
}

}  // namespace skiff
