#include "kubelet/probe_workers.h"

#include <algorithm>

#include "kubelet/container_command.h"
#include "kubelet/container_files.h"

namespace skiff {
namespace {

struct Probe {
  ProbeType type;
  const Value& spec;
  const Behavior::Probe& behavior;
  ProbeWorker& worker;
};

std::optional<ProbeAnswer> ask_shell(PodRun& run, const ContainerRecord& container, const Value& spec) {
  // Only where the simulation knows what the container has done to its files; of an image's own program it is known
  // at least that nothing comes of a program that is gone.
  Store& store = run.client.shared_store();
  const bool knows_files = has_command(*container.spec);
  if (!spec.contains("exec") || (!knows_files && !lacks_programs(store, run.pod, container.name))) return std::nullopt;
  bring_files_up_to_date(store, run.pod, container, run.behaviors, run.now);
  auto answer = ask_exec_probe(store, run.pod, *container.spec, spec, run.behaviors, run.now);
  if (answer && !knows_files && !answer->misses_program) return std::nullopt;
  return answer;
}

// What the probe finds now; nothing if nobody but the plan can say.
std::optional<ProbeAnswer> ask(PodRun& run, const ContainerRecord& container, const Probe& probe) {
  if (probe.behavior.fails_after) {
    const bool fails = run.now - container.running_since >= *probe.behavior.fails_after;
    return ProbeAnswer{!fails, fails ? probe.behavior.message : ""};
  }
  return ask_shell(run, container, probe.spec);
}

// A worker begins where the plan's word ends: with the first run that can fail.
bool has_worker(PodRun& run, const ContainerRecord& container, const Probe& probe, Duration earliest) {
  if (probe.worker.active) return true;
  const auto& fails_after = probe.behavior.fails_after;
  if (!fails_after && !ask_shell(run, container, probe.spec)) return false;
  // What the runs until now would have said is known: nothing was amiss then.
  const Duration from = fails_after.value_or(run.now - container.running_since);
  probe.worker = {.active = true, .next = first_run(probe.spec, std::max(earliest, from))};
  return true;
}

void announce(PodRun& run, const ContainerRecord& container, const Probe& probe, const ProbeAnswer& answer) {
  std::string_view output = answer.output;
  while (output.ends_with('\n')) output.remove_suffix(1);
  std::string how = " probe failed: ";
  if (!answer.started)
    how =
        " probe errored and resulted in unknown state: rpc error: code = Unknown desc = failed to exec in container: "
        "failed to start exec \"" +
        run.client.random().hex(64) + "\": ";
  run.event(container, EventType::kWarning, "Unhealthy",
            std::string(probe_name(probe.type)) + how + std::string(output));
}

// Lets the worker do all runs that are due.
Verdict work(PodRun& run, ContainerRecord& container, const Probe& probe) {
  Verdict verdict = Verdict::kNone;
  while (verdict != Verdict::kFails && container.running_since + probe.worker.next <= run.now) {
    const auto answer = ask(run, container, probe);
    if (!answer) {
      probe.worker = {};
      return Verdict::kSucceeds;
    }
    if (!answer->succeeds) announce(run, container, probe, *answer);
    if (const Verdict found = count_result(probe.spec, probe.worker, answer->succeeds); found != Verdict::kNone)
      verdict = found;
  }
  run.wake(container.running_since + probe.worker.next);
  return verdict;
}

class Look {
 public:
  Look(PodRun& run, ContainerRecord& container, const RunPlan& plan) : run_(run), container_(container), plan_(plan) {}

  std::optional<ProbeType> play() {
    if (startup_fails()) return ProbeType::kStartup;
    if (!container_.started) {
      container_.ready = false;
      return std::nullopt;
    }
    readiness();
    if (liveness_fails()) return ProbeType::kLiveness;
    return std::nullopt;
  }

  void play_readiness() {
    if (container_.started) readiness();
  }

 private:
  std::optional<Probe> probe(ProbeType type) {
    const Value* spec = container_.spec->find(probe_field(type));
    if (spec == nullptr) return std::nullopt;
    return Probe{type, *spec, behavior_of_probe(run_.behavior_of(container_), type),
                 container_.workers[static_cast<size_t>(type)]};
  }

  bool reached(const std::optional<Duration>& after) {
    if (!after) return false;
    const Time at = container_.running_since + *after;
    if (run_.now >= at) return true;
    run_.wake(at);
    run_.record.probes_done = std::min(run_.record.probes_done.value_or(at), at);
    return false;
  }

  Duration since_start() const { return run_.now - container_.running_since; }

  bool startup_fails() {
    const auto startup = probe(ProbeType::kStartup);
    if (container_.started) return false;
    // What would have succeeded before it can fail has succeeded.
    const bool succeeds = !startup || (startup->behavior.fails_after && plan_.probes.started &&
                                       *startup->behavior.fails_after > *plan_.probes.started);
    if (succeeds || !has_worker(run_, container_, *startup, Duration(0))) {
      container_.started = reached(plan_.probes.started);
      return false;
    }
    const Verdict verdict = work(run_, container_, *startup);
    container_.started = verdict == Verdict::kSucceeds;
    if (!container_.started && startup->behavior.fails_after) {
      const int left = static_cast<int>(startup->spec["failureThreshold"].as_int(3)) - startup->worker.failures - 1;
      const Time last = container_.running_since + startup->worker.next + period_of(startup->spec) * std::max(left, 0);
      run_.record.probes_done = std::min(run_.record.probes_done.value_or(last), last);
    }
    return verdict == Verdict::kFails;
  }

  void readiness() {
    const bool overruled = plan_.readiness_overruled;
    const auto probed = overruled ? std::nullopt : probe(ProbeType::kReadiness);
    const bool planned = reached(plan_.probes.ready);
    if (!probed || !has_worker(run_, container_, *probed, plan_.probes.started.value_or(Duration(0)))) {
      container_.ready = planned;
      return;
    }
    // Before the worker's first run the plan holds.
    const bool begun = since_start() >= probed->worker.next || probed->worker.failures + probed->worker.successes > 0;
    if (!begun) {
      const bool fails_from_start =
          probed->behavior.fails_after && plan_.probes.ready && *probed->behavior.fails_after <= *plan_.probes.ready;
      container_.ready = planned && !fails_from_start && (probed->behavior.fails_after.has_value() || container_.ready);
      run_.wake(container_.running_since + probed->worker.next);
      return;
    }
    const Verdict verdict = work(run_, container_, *probed);
    if (verdict != Verdict::kNone) container_.ready = verdict == Verdict::kSucceeds;
  }

  bool liveness_fails() {
    const auto liveness = probe(ProbeType::kLiveness);
    if (!liveness || !has_worker(run_, container_, *liveness, plan_.probes.started.value_or(Duration(0)))) return false;
    return work(run_, container_, *liveness) == Verdict::kFails;
  }

  PodRun& run_;
  ContainerRecord& container_;
  const RunPlan& plan_;
};

}  // namespace

std::optional<ProbeType> play_probes(PodRun& run, ContainerRecord& container, const RunPlan& plan) {
  return Look(run, container, plan).play();
}

void play_readiness(PodRun& run, ContainerRecord& container, const RunPlan& plan) {
  Look(run, container, plan).play_readiness();
}

}  // namespace skiff
