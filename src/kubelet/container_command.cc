#include "kubelet/container_command.h"

#include <map>

#include "kubelet/dns.h"
#include "kubelet/pod_environment.h"
#include "kubelet/shell/programs.h"

namespace skiff {
namespace {

constexpr std::string_view kPods = "kubelet";  // the kubelet's own table: where each pod is in its life

// The pod as its command sees it, with what it writes kept apart; notices a look at what nobody knows.
class FollowedEnvironment : public PodEnvironment {
 public:
  FollowedEnvironment(Store& store, const Object& pod, const Value& container, Behaviors& behaviors, Time started)
      : PodEnvironment(store, pod, container, behaviors, started), store_(store), started_(started) {}

  std::optional<std::string> read_file(std::string_view path) const override {
    if (const auto found = own_.find(path); found != own_.end()) return found->second;
    unsure_ = unsure_ || !is_known(path);
    return PodEnvironment::read_file(path);
  }
  std::optional<std::vector<std::string>> list_directory(std::string_view path) const override {
    unsure_ = true;
    return PodEnvironment::list_directory(path);
  }
  std::string write_file(std::string_view path, std::string text) override {
    writes_.push_back({elapsed_, FileWrite::Kind::kWrite, std::string(path), text});
    own_.insert_or_assign(std::string(path), std::move(text));
    return {};
  }
  std::string append_file(std::string_view path, const std::string& text) override {
    if (const auto found = own_.find(path); found != own_.end()) found->second = found->second.value_or("") + text;
    // Nobody has written it before, so this is all there is.
    else if (!is_known(path)) own_.insert_or_assign(std::string(path), text);
    writes_.push_back({elapsed_, FileWrite::Kind::kAppend, std::string(path), text});
    return {};
  }
  std::string make_directory(std::string_view path) override {
    writes_.push_back({elapsed_, FileWrite::Kind::kMakeDirectory, std::string(path), {}});
    return {};
  }
  void remove_file(std::string_view path) override {
    writes_.push_back({elapsed_, FileWrite::Kind::kRemove, std::string(path), {}});
    own_.insert_or_assign(std::string(path), std::nullopt);
  }
  std::optional<FileStatus> file_status(std::string_view path) const override {
    if (const auto found = own_.find(path); found != own_.end()) {
      if (!found->second) return std::nullopt;
      return FileStatus{.size = found->second->size(), .changed = now()};
    }
    unsure_ = unsure_ || !(is_known(path) || is_mounted(path));
    return PodEnvironment::file_status(path);
  }
  std::string set_file_status(std::string_view path, const FileStatus& status) override {
    writes_.push_back({elapsed_, FileWrite::Kind::kStatus, std::string(path), read_file(path).value_or(""), status});
    return {};
  }
  HttpAnswer fetch(std::string_view, int64_t, std::string_view) override {
    unsure_ = true;
    return {};
  }
  DatabaseAnswer ask_database(const DatabaseRequest&) override {
    unsure_ = true;
    return {};
  }
  bool has_removed(std::string_view path) const override {
    if (const auto found = own_.find(path); found != own_.end()) return !found->second;
    return PodEnvironment::has_removed(path);
  }
  // Names come into being while a command waits for them: each is known from the time when its Service was made.
  std::optional<DnsAnswer> resolve(std::string_view name) const override {
    auto answer = PodEnvironment::resolve(name);
    const Time since = answer ? answered_since(store_, answer->name) : Time::max();
    if (since <= now()) return answer;
    misses_names_ = true;
    if (answer) in_vain_until_ = since - started_;
    else in_vain_until_.reset();
    return std::nullopt;
  }
  std::optional<Duration> in_vain_until() const override { return in_vain_until_; }
  Time now() const override { return started_ + elapsed_; }
  void passed(Duration total) override { elapsed_ = total; }

  bool unsure() const { return unsure_; }
  bool misses_names() const { return misses_names_; }
  std::vector<FileWrite> take_writes() { return std::move(writes_); }

 private:
  const Store& store_;
  Time started_;
  Duration elapsed_{};
  std::map<std::string, std::optional<std::string>, std::less<>> own_;  // without a text: removed
  std::vector<FileWrite> writes_;
  mutable bool unsure_ = false;
  mutable bool misses_names_ = false;
  mutable std::optional<Duration> in_vain_until_;
};

// An exec probe: it may look only at what is known.
class ProbedEnvironment : public PodEnvironment {
 public:
  using PodEnvironment::PodEnvironment;
  std::optional<std::string> read_file(std::string_view path) const override {
    unsure_ = unsure_ || !is_known(path);
    return PodEnvironment::read_file(path);
  }
  std::optional<std::vector<std::string>> list_directory(std::string_view path) const override {
    unsure_ = true;
    return PodEnvironment::list_directory(path);
  }
  std::optional<FileStatus> file_status(std::string_view path) const override {
    unsure_ = unsure_ || !(is_known(path) || is_mounted(path));
    return PodEnvironment::file_status(path);
  }
  HttpAnswer fetch(std::string_view, int64_t, std::string_view) override {
    unsure_ = true;
    return {};
  }
  DatabaseAnswer ask_database(const DatabaseRequest&) override {
    unsure_ = true;
    return {};
  }
  bool unsure() const { return unsure_; }

 private:
  mutable bool unsure_ = false;
};

void put(ContainerFiles& files, const FileWrite& write) {
  switch (write.kind) {
    case FileWrite::Kind::kWrite:
      files.write(write.path, write.text);
      return;
    case FileWrite::Kind::kAppend:
      files.write(write.path, files.read(write.path).text.value_or("") + write.text);
      return;
    case FileWrite::Kind::kMakeDirectory:
      files.make_directory(write.path);
      return;
    case FileWrite::Kind::kRemove:
      files.remove(write.path);
      return;
    case FileWrite::Kind::kStatus:
      files.set_status(write.path, write.status, write.text);
      return;
  }
}

}  // namespace

const Behavior& behavior_in(const Store& store, const Object& pod, const Value& container, Behaviors& behaviors) {
  return behaviors.of({.image = container["image"].as_string(),
                       .argument = container["args"][0].as_string(),
                       .container = container["name"].as_string(),
                       .restart_policy = pod.spec()["restartPolicy"].as_string("Always"),
                       .ns = pod.ns(),
                       .pod = pod.name()},
                      store);
}

bool has_command(const Value& container) { return !container["command"].empty() || !container["args"].empty(); }

std::vector<std::string> command_of(const Value& container, const Behavior& behavior) {
  std::vector<std::string> argv;
  const std::string_view first = container["args"][0].as_string();
  const bool entrypoint_runs = behavior.runs_arguments && !first.empty() && !first.starts_with('-');
  if (container["command"].empty() && behavior.has_entrypoint && !entrypoint_runs) return argv;
  for (const std::string_view part : {"command", "args"})
    for (const Value& word : container[part].elements()) argv.push_back(word.str());
  return argv;
}

std::optional<CommandTrace> follow_command(Store& store, const Object& pod, const Value& container,
                                           Behaviors& behaviors, Time started, std::optional<Duration> limit) {
  if (!has_command(container)) return std::nullopt;
  const std::vector<std::string> argv = command_of(container, behavior_in(store, pod, container, behaviors));
  if (argv.empty()) return std::nullopt;
  FollowedEnvironment environment(store, pod, container, behaviors, started);
  CommandTrace trace;
  trace.outcome = run_command(argv, environment, {.limit = limit});
  if (!trace.outcome.understood || environment.unsure()) return std::nullopt;
  trace.writes = environment.take_writes();
  trace.misses_names = environment.misses_names();
  return trace;
}

void bring_files_up_to_date(Store& store, const Object& pod, const ContainerRecord& container, Behaviors& behaviors,
                            Time now) {
  if (container.container_id.empty() || !has_command(*container.spec) || container.waiting()) return;
  const Time started = container.running() ? container.running_since : container.end.started;
  const Duration until = (container.running() ? now : std::min(now, container.end.finished)) - started;
  const std::string key = std::string(pod.uid()) + "/" + container.name;
  const Value& done = store.state(kCommandStates, key);
  const bool same = done["i"].as_string() == container.container_id;
  const Duration from = same ? Duration(done["o"].as_int()) : Duration(-1);
  if (until <= from) return;
  const auto trace = follow_command(store, pod, *container.spec, behaviors, started, until);
  if (!trace || trace->writes.empty()) return;
  ContainerFiles files(store, pod, *container.spec);
  for (const FileWrite& write : trace->writes)
    if (write.at > from && write.at <= until) {
      files.stamp(started + write.at, identity_in(pod, *container.spec));
      put(files, write);
    }
  store.set_state(kCommandStates, key,
                  Value{{"i", container.container_id}, {"o", static_cast<int64_t>(until.count())}});
}

void bring_files_up_to_date(Store& store, const Object& pod, Behaviors& behaviors, Time now) {
  const PodRecord record = PodRecord::of(pod, store.state(kPods, pod.uid()));
  for (const ContainerRecord& container : record.containers)
    bring_files_up_to_date(store, pod, container, behaviors, now);
}

namespace {

std::vector<std::string> command_in(const Store& store, const Object& pod, std::string_view name) {
  for (const Value& container : pod.spec()["containers"].elements()) {
    if (container["name"].as_string() != name) continue;
    Behaviors behaviors;
    const Behavior& behavior = behavior_in(store, pod, container, behaviors);
    if (!has_command(container))
      return behavior.has_entrypoint ? std::vector<std::string>{} : std::vector<std::string>{"sh"};
    return command_of(container, behavior);
  }
  return {};
}

}  // namespace

bool waits_for_input(const Store& store, const Object& pod, std::string_view container) {
  return is_interactive_shell(command_in(store, pod, container));
}

std::optional<std::string> unknown_program(const Store& store, const Object& pod, std::string_view container) {
  std::vector<std::string> argv = command_in(store, pod, container);
  // Arguments of an image's own program are as good as a command here: nobody runs them.
  if (argv.empty())
    for (const Value& one : pod.spec()["containers"].elements())
      if (one["name"].as_string() == container)
        for (const Value& word : one["args"].elements()) argv.push_back(word.str());
  return argv.empty() ? std::nullopt : unknown_program(argv);
}

std::optional<std::string> unknown_program(const std::vector<std::string>& argv) {
  BareEnvironment environment;
  const ShellOutcome outcome = run_command(argv, environment);
  if (outcome.understood || is_interactive_shell(argv)) return std::nullopt;
  // It may have stumbled only because it sees nothing: [ $A = 1 ] without an A.
  if (environment.looked() && shell::find_program(outcome.unknown.substr(0, outcome.unknown.find(' '))) != nullptr)
    return std::nullopt;
  return outcome.unknown.empty() ? argv[0] : outcome.unknown;
}

std::vector<std::pair<std::string_view, std::string>> states_of_commands(const Store& store, std::string_view pod_uid) {
  const std::string prefix = std::string(pod_uid) + "/";
  std::vector<std::pair<std::string_view, std::string>> found;
  for (std::string& key : store.states(kCommandStates).keys_with_prefix(prefix))
    found.emplace_back(kCommandStates, std::move(key));
  return found;
}

void forget_commands(Store& store, std::string_view pod_uid) {
  for (const auto& [table, key] : states_of_commands(store, pod_uid)) store.set_state(table, key, Value());
}

std::optional<ShellOutcome> run_hook(Store& store, const Object& pod, const Value& container, const Value& hook,
                                     Behaviors& behaviors, Time now) {
  std::vector<std::string> argv;
  for (const Value& word : hook.at("exec", "command").elements()) argv.push_back(word.str());
  if (argv.empty()) return std::nullopt;
  // Whether anybody knows all of it is found out where it does no harm.
  FollowedEnvironment rehearsal(store, pod, container, behaviors, now);
  const ShellOutcome rehearsed = run_command(argv, rehearsal);
  if (!rehearsed.understood || rehearsal.unsure()) return std::nullopt;
  PodEnvironment environment(store, pod, container, behaviors, now);
  return run_command(argv, environment);
}

std::string cannot_start(std::string_view program) {
  const std::string name(program);
  const bool by_path = program.find('/') != std::string_view::npos;
  return "OCI runtime exec failed: exec failed: unable to start container process: exec: \"" + name +
         "\": " + (by_path ? "stat " + name + ": no such file or directory" : "executable file not found in $PATH") +
         ": unknown";
}

std::optional<ProbeAnswer> ask_exec_probe(Store& store, const Object& pod, const Value& container, const Value& probe,
                                          Behaviors& behaviors, Time now) {
  std::vector<std::string> argv;
  for (const Value& word : probe["exec"]["command"].elements()) argv.push_back(word.str());
  if (argv.empty()) return std::nullopt;
  ProbedEnvironment environment(store, pod, container, behaviors, now);
  const ShellOutcome outcome = run_command(argv, environment);
  if (!outcome.understood || environment.unsure()) return std::nullopt;
  const auto timeout = seconds(probe["timeoutSeconds"].as_int(1));
  if (outcome.forever || outcome.took > timeout) {
    std::string text;
    for (const std::string& word : argv) text += (text.empty() ? "" : " ") + word;
    return ProbeAnswer{false, "command timed out: \"" + text + "\" timed out after " + go_duration(Duration(timeout))};
  }
  if (!outcome.started) return ProbeAnswer{false, cannot_start(outcome.missing), false, true};
  return ProbeAnswer{outcome.exit_code == 0, outcome.out + outcome.err, true, !outcome.missing.empty()};
}

}  // namespace skiff
