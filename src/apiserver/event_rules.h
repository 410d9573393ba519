// What the recorder of events goes by, whether it is told one by one (event_recorder.h) or of many that repeat
// (event_repetition.h). Mirrors client-go tools/record/events_cache.go.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>

#include "api/event_view.h"
#include "api/object.h"
#include "apiserver/event_recorder.h"
#include "base/time.h"
#include "base/value.h"
#include "store/store.h"

namespace skiff {

inline constexpr std::string_view kCombined = "(combined from similar events): ";
inline constexpr size_t kSimilarMax = 10;                   // EventAggregator: maxEvents
inline constexpr Duration kEventTimeToLive = hours(1);      // kube-apiserver --event-ttl
inline constexpr std::string_view kBuckets = "event-spam";  // state: a bucket by source and object

// EventSourceObjectSpamFilter: what one source may still say about one object.
struct TokenBucket {
  static constexpr double kBurst = 25;
  static constexpr Duration kRefill = minutes(5);  // one token each
  static constexpr int64_t kQuiet = 10;            // below this many events no bucket is kept

  double tokens = kBurst;
  Time at{};

  void refill(Time now) {
    tokens = std::min(kBurst, tokens + static_cast<double>((now - at).count()) / static_cast<double>(kRefill.count()));
  }
  bool take(Time now) {
    const bool allowed = tokens >= 1;
    if (allowed) tokens -= 1;
    at = now;
    return allowed;
  }

  static std::string key_of(std::string_view source, std::string_view uid) {
    return std::string(source) + "/" + std::string(uid);
  }
  static TokenBucket read(const Value& state) {
    return {state["tokens"].as_double(), Time(Duration(state["at"].as_int()))};
  }
  Value state() const { return Value{{"at", at.time_since_epoch().count()}, {"tokens", tokens}}; }
};

inline std::string_view type_name(EventType type) { return type == EventType::kNormal ? "Normal" : "Warning"; }

bool same_source(const EventView& event, std::string_view component, std::string_view host);
bool says_the_same(const EventView& event, const EventText& text, std::string_view message, const Object& about,
                   std::string_view component);

// The first of its sort, not yet written.
Value new_event(Store& store, const Object& about, const EventText& text, const std::string& message,
                const WriteContext& context);

}  // namespace skiff
