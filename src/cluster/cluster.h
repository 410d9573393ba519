// The loop: changes wake actors, actors change objects, and when nothing is left to do at this instant the clock jumps
// to the next event. Owns the clock and all actors; the door stamps its time on every write.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apiserver/actor.h"
#include "apiserver/apiserver.h"
#include "base/time.h"
#include "store/store.h"

namespace skiff {

// How a wait ended.
enum class WaitOutcome {
  kReached,
  kTimedOut,  // the limit has passed in simulated time
  kStuck,     // no limit given, and the cluster cannot get there any more
};

// kAuto follows the wall clock plus an offset, kManual moves only when told to.
enum class ClockMode { kAuto, kManual };

class Cluster {
 public:
  // `store` already holds a cluster (default_cluster.h makes one) with its clock.
  explicit Cluster(Store& store);
  // With actors of the caller's choice (tests).
  Cluster(Store& store, std::vector<std::unique_ptr<Actor>> actors);
  ~Cluster();

  ApiServer& api();
  Time now() const;
  ClockMode clock_mode() const;
  void set_clock_mode(ClockMode mode, Time wall);

  // In mode auto: runs the simulation up to what the wall clock says.
  void catch_up(Time wall);
  // Writes clock, timers and retries into the store's state; before every commit. That time has passed by the wall clock is
  // written only with something else.
  void save(Time wall);

  // Runs all work queues at the present instant until they are empty.
  void react();
  // The kubelet looks at this pod: something that is no object's has changed, such as a file in a container.
  void look_at_pod(const ObjectKey& pod);

  // Called before the clock jumps ahead, with how far: for one who plays in real time.
  // Called again and again while the cluster works, but not for every piece of work.
  void set_on_work(std::function<void()> hook);
  size_t pods() const;
  size_t pods_ready() const;  // or finished

  void set_before_jump(std::function<void(Duration)> hook);

  // Called with every single change, also with several of one object in one step of an actor: for who watches.
  void set_on_change(std::function<void(const Change&)> hook);
  // When the first CronJob that is not suspended is due.
  std::optional<Time> next_scheduled_run() const;

  // Lets simulated time pass: everything due in between happens at its own instant.
  void advance(Duration duration);
  void advance_to(Time time);

  // design.md, Time: until every workload has reached what it can reach and nothing more is due within two seconds;
  // where one cannot get there, until nothing has changed for six and a half. The clock stays at the last instant
  // looked at.
  // `looked`, if given, is called after every single step of an actor.
  void settle(const std::function<void()>& looked = {});

  // Lets time pass until `reached` says true; it is asked after every single step of an actor, so that a caller who
  // prints sees each intermediate state. `limit` is simulated time from now on.
  WaitOutcome wait_until(const std::function<bool()>& reached, std::optional<Duration> limit);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The clock of a new cluster, before its Cluster is made.
void set_initial_clock(Store& store, ClockMode mode, Time now, Time wall);

}  // namespace skiff
