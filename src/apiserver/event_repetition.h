// What the recorder of events would have written, had the same things been said over and over: the counts, the times
// and what the spam filter lets through are those of telling it each time, at a fraction of the cost.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "api/object_key.h"
#include "apiserver/event_recorder.h"
#include "base/time.h"
#include "store/store.h"

namespace skiff {

// One thing said once in each round.
struct RepeatedEvent {
  Time at{};  // when it was last said
  std::string source;
  const Kind* kind = nullptr;  // whom it is about
  ObjectKey key;
  uint64_t version = 0;  // of that object
  EventType type = EventType::kNormal;
  std::string reason, message, field_path, host;
  EventIdentity identity = EventIdentity::kMessage;

  EventText text() const { return {type, reason, message, field_path, host, identity}; }
};

// `said` is one round of what was said about one object, in order; it is said `rounds` times more, each `period` after
// the one before. `now` stamps the writes. False, and nothing is written, where similar events would have been merged.
bool repeat_events(Store& store, const Object& about, const std::vector<RepeatedEvent>& said, Duration period,
                   int64_t rounds, Time now);

// Would they be merged?
bool are_repeatable(const Store& store, const Object& about, const std::vector<RepeatedEvent>& said);

}  // namespace skiff
