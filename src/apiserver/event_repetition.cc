#include "apiserver/event_repetition.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "api/kinds/event.h"
#include "apiserver/event_rules.h"

namespace skiff {
namespace {

Time whole_seconds(Time time) { return std::chrono::floor<seconds>(time); }

// One event as the recorder counts it.
struct Series {
  ObjectRef stored;                     // null: it has come since
  const RepeatedEvent* said = nullptr;  // null: nobody says it any more
  size_t source = 0;
  Time first{}, last{};
  int64_t count = 0;
  bool counted = false;

  bool lives(Time now) const { return count > 0 && last + kEventTimeToLive > now; }
};

struct Source {
  std::string name, host;
  std::optional<TokenBucket> bucket;
  bool spent = false;
};

bool same_text(const RepeatedEvent& a, const RepeatedEvent& b) {
  return a.type == b.type && a.reason == b.reason && a.message == b.message && a.field_path == b.field_path &&
         a.source == b.source && a.host == b.host;
}

class Repetition {
 public:
  Repetition(Store& store, const Object& about, const std::vector<RepeatedEvent>& said)
      : store_(store), about_(about), said_(said) {
    for (const ObjectRef& event : store.events_about(about.uid())) add_stored(event);
    for (const RepeatedEvent& one : said) places_.push_back(place_of(one));
  }

  void say_all(Duration later) {
    for (size_t i = 0; i < said_.size(); ++i) say(all_[places_[i]], said_[i].at + later);
  }

  void write(Time now) {
    for (Series& series : all_)
      if (series.counted) write(series, now);
    for (const Source& source : sources_)
      if (source.spent)
        store_.set_state(kBuckets, TokenBucket::key_of(source.name, about_.uid()), source.bucket->state());
  }

 private:
  size_t source_of(std::string_view name, std::string_view host) {
    for (size_t i = 0; i < sources_.size(); ++i)
      if (sources_[i].name == name && sources_[i].host == host) return i;
    const Value& bucket = store_.state(kBuckets, TokenBucket::key_of(name, about_.uid()));
    sources_.push_back({std::string(name), std::string(host),
                        bucket.is_null() ? std::nullopt : std::optional(TokenBucket::read(bucket))});
    return sources_.size() - 1;
  }

  void add_stored(const ObjectRef& event) {
    const auto& view = event->view<EventView>();
    const Time first = parse_rfc3339(event->document()["firstTimestamp"].as_string()).value_or(view.last);
    all_.push_back(
        {event, nullptr, source_of(view.component, view.host), first, view.last, std::max<int64_t>(1, view.count)});
  }

  size_t place_of(const RepeatedEvent& one) {
    for (size_t i = 0; i < all_.size(); ++i) {
      Series& series = all_[i];
      const bool same = series.said != nullptr ? same_text(*series.said, one)
                                               : says_the_same(series.stored->view<EventView>(), one.text(),
                                                               one.message, about_, one.source);
      if (!same) continue;
      if (series.said == nullptr) series.said = &one;
      return i;
    }
    all_.push_back({nullptr, &one, source_of(one.source, one.host), {}, {}, 0});
    return all_.size() - 1;
  }

  bool spends_token(Source& source, Time now) {
    if (!source.bucket) {
      int64_t spoken = 0;
      for (const Series& series : all_)
        if (&sources_[series.source] == &source && series.lives(now)) spoken += series.count;
      if (spoken < TokenBucket::kQuiet) return true;
      source.bucket = TokenBucket{.tokens = TokenBucket::kBurst - static_cast<double>(spoken)};
    } else {
      source.bucket->refill(now);
    }
    source.spent = true;
    return source.bucket->take(now);
  }

  void say(Series& series, Time now) {
    if (!spends_token(sources_[series.source], now)) return;
    if (!series.lives(now)) {
      series.count = 0;
      series.first = now;
    }
    ++series.count;
    series.last = whole_seconds(now);
    series.counted = true;
  }

  void write(Series& series, Time now) {
    const WriteContext context{series.said->source, now};
    const bool same = series.stored && parse_rfc3339(series.stored->document()["firstTimestamp"].as_string()) ==
                                           whole_seconds(series.first);
    Value document = same ? series.stored->document()
                          : new_event(store_, about_, series.said->text(), series.said->message,
                                      {series.said->source, series.first});
    if (series.stored && !same) store_.erase(kEvent, series.stored->key(), context);
    document["count"] = series.count;
    document["lastTimestamp"] = rfc3339(series.last);
    const Value& metadata = std::as_const(document)["metadata"];
    const ObjectKey key{metadata["namespace"].str(), metadata["name"].str()};
    store_.put(kEvent, key, std::move(document), context);
  }

  Store& store_;
  const Object& about_;
  const std::vector<RepeatedEvent>& said_;
  std::vector<Source> sources_;
  std::vector<Series> all_;
  std::vector<size_t> places_;  // of each that is said, in all_
};

}  // namespace

bool are_repeatable(const Store& store, const Object& about, const std::vector<RepeatedEvent>& said) {
  using Sort = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;
  std::map<Sort, std::set<std::string_view>> messages;
  const std::vector<ObjectRef> living = store.events_about(about.uid());
  for (const ObjectRef& ref : living) {
    const auto& event = ref->view<EventView>();
    if (event.message.starts_with(kCombined)) return false;
    messages[{event.type, event.reason, event.component, event.host}].insert(event.message);
  }
  for (const RepeatedEvent& one : said)
    messages[{type_name(one.type), one.reason, one.source, one.host}].insert(one.message);
  return std::all_of(messages.begin(), messages.end(),
                     [](const auto& similar) { return similar.second.size() < kSimilarMax; });
}

bool repeat_events(Store& store, const Object& about, const std::vector<RepeatedEvent>& said, Duration period,
                   int64_t rounds, Time now) {
  if (!are_repeatable(store, about, said)) return false;
  Repetition repetition(store, about, said);
  for (int64_t round = 1; round <= rounds; ++round) repetition.say_all(period * round);
  repetition.write(now);
  return true;
}

}  // namespace skiff
