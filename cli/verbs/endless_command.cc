#include "cli/verbs/endless_command.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "api/kinds/pod.h"
#include "cli/verbs/container_streams.h"
#include "kubelet/attended_command.h"
#include "kubelet/container_command.h"
#include "kubelet/live_environment.h"
#include "kubelet/pod_environment.h"
#include "sim/wall_clock.h"

namespace skiff::cli {
namespace {

constexpr Duration kShortestPause = milliseconds(200);
constexpr Duration kWatched = milliseconds(6500);  // with a manual clock

// Where the command sits at the moment: the container as this session knows it.
struct Seat {
  std::unique_ptr<Session> own;  // none with a manual clock: the command's session stays
  ObjectRef pod;
  Behaviors behaviors;
  std::optional<PodEnvironment> view;
};

class EndlessCommand {
 public:
  EndlessCommand(Invocation& call, Session& session, const ObjectRef& pod, std::string container)
      : call_(call),
        session_(session),
        key_(pod->key()),
        uid_(pod->uid()),
        container_(std::move(container)),
        in_real_time_(session.cluster().clock_mode() == ClockMode::kAuto) {}

  Outcome run(const ObjectRef& pod, const std::string& input) {
    const std::vector<std::string> argv = argv_of(pod);
    if (in_real_time_) {
      if (auto saved = session_.finish(); !saved) return saved.error();
      session_.release();
    }
    std::shared_ptr<Environment> view = sit_down();
    if (!view) return problem_ ? Outcome(*problem_) : Outcome();
    LiveEnvironment environment(std::move(view));  // nobody else keeps the session open
    ShellOptions how;
    how.input = input;
    how.has_input = true;
    how.at_terminal = container_spec(*pod, container_)["tty"].as_bool();
    how.paused = [&](const ShellOutcome& outcome) { return pause(outcome, environment); };
    const ShellOutcome outcome = run_command(argv, environment, how);
    if (problem_) return *problem_;
    show(outcome);
    if (outcome.cut || !seat_) return {};
    return leave(outcome);
  }

 private:
  std::vector<std::string> argv_of(const ObjectRef& pod) const {
    Behaviors behaviors;
    const Value& spec = container_spec(*pod, container_);
    return command_of(spec, behavior_in(session_.store(), *pod, spec, behaviors));
  }

  Session& present() { return seat_ && seat_->own ? *seat_->own : session_; }

  // Null: the container is no more, or the cluster cannot be opened.
  std::shared_ptr<Environment> sit_down() {
    auto seat = std::make_shared<Seat>();
    if (in_real_time_) {
      auto opened = Session::open(call_.session_options(), call_.io.err);
      if (!opened) {
        problem_ = opened.error();
        return nullptr;
      }
      seat->own = std::move(*opened);
    }
    Session& session = seat->own ? *seat->own : session_;
    seat->pod = session.store().get(kPod, key_);
    if (!seat->pod || seat->pod->uid() != uid_ ||
        !container_status(*seat->pod, container_)["state"].contains("running"))
      return nullptr;
    bring_files_up_to_date(session.store(), *seat->pod, seat->behaviors, session.now());
    seat->view.emplace(session.store(), *seat->pod, container_spec(*seat->pod, container_), seat->behaviors,
                       session.now());
    seat_ = seat;
    return {seat, &*seat->view};
  }

  void show(const ShellOutcome& outcome) {
    call_.io.out << std::string_view(outcome.out).substr(std::min(out_shown_, outcome.out.size())) << std::flush;
    call_.io.err << std::string_view(outcome.err).substr(std::min(err_shown_, outcome.err.size())) << std::flush;
    out_shown_ = outcome.out.size();
    err_shown_ = outcome.err.size();
  }

  // False: it goes on no more.
  bool pause(const ShellOutcome& outcome, LiveEnvironment& environment) {
    const Duration passed = outcome.took - played_;
    if (passed < kShortestPause) return true;
    show(outcome);
    note_attended_output(present().store(), *seat_->pod, container_, outcome.out + outcome.err);
    played_ = outcome.took;
    if (in_real_time_) {
      if (auto saved = seat_->own->finish(); !saved) problem_ = saved.error();
      environment.look_through(nullptr);
      seat_.reset();
      if (problem_) return false;
      wall_clock_sleep(passed);
    } else {
      session_.cluster().advance(passed);
    }
    std::shared_ptr<Environment> view = sit_down();
    environment.look_through(view);
    return view && (in_real_time_ || played_ < kWatched);
  }

  // It has ended after all, and with it the container.
  Outcome leave(const ShellOutcome& outcome) {
    Session& session = present();
    note_attended_output(session.store(), *seat_->pod, container_, outcome.out + outcome.err);
    if (auto left = leave_container(session, *seat_->pod, outcome.exit_code); !left) return left.error();
    if (seat_->own)
      if (auto saved = seat_->own->finish(); !saved) return saved.error();
    return {};
  }

  Invocation& call_;
  Session& session_;
  ObjectKey key_;
  std::string uid_, container_;
  bool in_real_time_;
  std::shared_ptr<Seat> seat_;
  std::optional<Error> problem_;
  Duration played_{};
  size_t out_shown_ = 0, err_shown_ = 0;
};

}  // namespace

bool is_endless(Session& session, const Object& pod, const std::string& container) {
  Behaviors behaviors;
  const Value& spec = container_spec(pod, container);
  BareEnvironment nothing;
  const ShellOutcome outcome =
      run_command(command_of(spec, behavior_in(session.store(), pod, spec, behaviors)), nothing);
  return outcome.understood && outcome.forever && outcome.took > Duration(0);
}

Outcome run_endless(Invocation& call, Session& session, const ObjectRef& pod, const std::string& container,
                    const std::string& input) {
  return EndlessCommand(call, session, pod, container).run(pod, input);
}

}  // namespace skiff::cli
