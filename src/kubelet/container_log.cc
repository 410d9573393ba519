#include "kubelet/container_log.h"

#include <algorithm>

#include "base/strings.h"
#include "kubelet/attended_command.h"
#include "kubelet/container_command.h"

namespace skiff {
namespace {

struct Run {
  Time started{}, until{};
};

std::optional<Run> run_of(const ContainerRecord& container, LogInstance instance, Time now) {
  if (instance == LogInstance::kPrevious) {
    // In back-off the run that has just ended is the one before, too: both logs are its own.
    if (!container.last) return std::nullopt;
    return Run{container.last->started, container.last->finished};
  }
  if (container.running()) return Run{container.running_since, now};
  if (const Termination* ended = container.ended()) return Run{ended->started, std::min(ended->finished, now)};
  return std::nullopt;
}

// Text that comes in pieces, as lines with the time of their first piece.
class Lines {
 public:
  void add(Time at, std::string_view text) {
    for (const char c : text) {
      if (line_.empty() && !open_) at_ = at;
      open_ = true;
      if (c != '\n') line_ += c;
      else close();
    }
  }
  std::vector<LogLine> take() {
    if (open_) close();
    return std::move(lines_);
  }

 private:
  void close() {
    lines_.push_back({at_, std::move(line_)});
    line_.clear();
    open_ = false;
  }
  std::vector<LogLine> lines_;
  std::string line_;
  Time at_{};
  bool open_ = false;
};

std::vector<LogLine> lines_of_command(const ShellOutcome& outcome, const Run& run) {
  Lines lines;
  size_t out = 0, err = 0;
  for (const OutputMark& mark : outcome.marks) {
    if (run.started + mark.at > run.until) break;
    lines.add(run.started + mark.at, std::string_view(outcome.out).substr(out, mark.out - out));
    lines.add(run.started + mark.at, std::string_view(outcome.err).substr(err, mark.err - err));
    out = mark.out;
    err = mark.err;
  }
  return lines.take();
}

std::vector<LogLine> lines_of_image(const Behavior& behavior, const Run& run) {
  Lines lines;
  for (const Behavior::Line& line : behavior.logs)
    if (run.started + line.after <= run.until) lines.add(run.started + line.after, line.text + "\n");
  return lines.take();
}

}  // namespace

std::vector<LogLine> read_container_log(Store& store, const Object& pod, std::string_view name, LogInstance instance,
                                        Time now) {
  const PodRecord record = PodRecord::of(pod, store.state("kubelet", pod.uid()));
  const auto found = std::find_if(record.containers.begin(), record.containers.end(),
                                  [&](const ContainerRecord& container) { return container.name == name; });
  if (found == record.containers.end()) return {};
  const auto run = run_of(*found, instance, now);
  if (!run) return {};
  Behaviors behaviors;
  const Behavior& behavior = behaviors.of({.image = (*found->spec)["image"].as_string(),
                                           .argument = (*found->spec)["args"][0].as_string(),
                                           .container = found->name,
                                           .role = found->role,
                                           .restart_policy = pod.spec()["restartPolicy"].as_string("Always"),
                                           .ns = pod.ns(),
                                           .pod = pod.name()},
                                          store);
  // A Behavior's word goes before what the command would write.
  if (!behavior.logs.empty()) return lines_of_image(behavior, *run);
  if (is_attended(store, pod.uid(), name)) {
    Lines lines;
    lines.add(run->started, attended_output(store, pod.uid(), name));
    return lines.take();
  }
  const auto trace = follow_command(store, pod, *found->spec, behaviors, run->started, run->until - run->started);
  return trace ? lines_of_command(trace->outcome, *run) : std::vector<LogLine>();
}

}  // namespace skiff
