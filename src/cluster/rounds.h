// Work that goes round and round while nobody looks: a container that crashes every five minutes, a probe, a retry.
// What a jump of the clock would let happen a hundred thousand times in the same way is worked out instead (decision
// 22).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "apiserver/event_recorder.h"
#include "apiserver/event_repetition.h"
#include "base/time.h"
#include "cluster/workqueues.h"
#include "store/store.h"

namespace skiff {

// Is told all that happens during a jump, step by step: one or more keys are woken, and all that follows at that
// instant. Steps that share a key or an object belong to one cycle.
class Rounds {
 public:
  // `kubelet`: which of the actors it is. All outlive this.
  Rounds(Store& store, Workqueues& queues, size_t kubelet) : store_(store), queues_(queues), kubelet_(kubelet) {}

  void begin_step(Time now);
  void worked(const WorkItem& item);
  void changed(const Change& change, std::string_view writer);
  void said(const Object& about, const EventText& text, std::string_view source);
  void end_step();

  // Moves every cycle that has gone the same way for long enough as many rounds ahead as fit before `until`, or before
  // anything else is due. Changes of the store are left to be delivered: they are what has been seen already, only
  // later, and nobody needs to react. False if nothing was moved.
  bool leave_out(Time until);

 private:
  using Id = uint32_t;
  struct Written {
    Id object;
    ObjectRef before, after;
    std::string writer;
  };
  struct Step {
    Time at{};
    uint64_t signature = 0;
    std::vector<Id> parts;
    std::vector<std::pair<Id, std::optional<Time>>> timers;  // of the keys worked on, as they are left
    std::vector<Written> written;
    std::vector<RepeatedEvent> said;
    std::vector<ObjectRef> pods;               // that a kubelet has looked at
    std::vector<std::pair<Id, Value>> states;  // of those pods
  };
  // Steps of one cycle, oldest first, and where its last round begins.
  struct Cycle {
    std::vector<const Step*> steps;
    size_t in_round = 0;
    Duration period{};
    Time since{};  // as far as the steps go back
    uint64_t signature = 0;

    const Step& back(size_t i) const { return *steps[steps.size() - 1 - i]; }
    std::vector<const Step*> last_round() const;
  };
  struct Streak {
    Time since{}, seen{};
  };
  using Streaks = std::unordered_map<uint64_t, Streak>;  // by the cycle's signature
  struct Poll {
    int looks = 0;
    Time since{};
  };
  struct Versions {
    std::optional<Value> first, second, third;
  };
  // A cycle that can be moved, with what it would move.
  struct Movable {
    Cycle cycle;
    std::vector<std::pair<Written, Versions>> objects;  // the last write of each
    std::vector<std::pair<Id, Versions>> states;
    std::vector<Id> timers;
    std::optional<Time> deadline;  // it cannot go on beyond
  };

  Id id_of(std::string name);
  Id id_of(const WorkItem& item);
  std::vector<Cycle> cycles() const;
  static bool find_round(Cycle& cycle);
  bool lasts(const Cycle& cycle);
  std::optional<Movable> movable(Cycle cycle) const;
  bool add_objects(Movable& movable) const;
  bool add_states(Movable& movable) const;
  bool add_timers(Movable& movable) const;
  bool add_deadlines(Movable& movable) const;
  bool may_say_it_again(const Cycle& cycle) const;
  bool is_mere_poll(const WorkItem& item) const;
  void move(const Movable& movable, int64_t rounds);
  void say_again(const Cycle& cycle, int64_t rounds);
  void forget_old();
  void forget_all();

  Store& store_;
  Workqueues& queues_;
  size_t kubelet_;
  Time now_{};
  std::vector<Step> steps_;
  size_t looked_at_ = 0;  // how many steps there were when last it was tried
  std::unordered_map<std::string, Id> ids_;
  std::vector<std::string> names_;
  std::vector<std::optional<WorkItem>> items_;  // by id
  std::unordered_map<std::string, Poll> polls_;
  Streaks streaks_;
};

}  // namespace skiff
