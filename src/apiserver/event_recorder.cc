#include "apiserver/event_recorder.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "api/kinds/event.h"
#include "apiserver/event_rules.h"

namespace skiff {
namespace {

constexpr Duration kSimilarWithin = minutes(10);  // EventAggregator: maxIntervalInSeconds

// The one that is told; the engine has one thread.
EventTap::Listener& listening() {
  static EventTap::Listener listener;
  return listener;
}

// The events about the object that are still there; older ones are swept on the way.
std::vector<ObjectRef> living_events(Store& store, const Object& about, const WriteContext& context) {
  std::vector<ObjectRef> events = store.events_about(about.uid());
  std::erase_if(events, [&](const ObjectRef& event) {
    if (event->view<EventView>().last + kEventTimeToLive > context.now) return false;
    store.erase(kEvent, event->key(), context);
    return true;
  });
  return events;
}

// A token bucket for each (source, object). While few events are there they are the bucket.
bool spends_token(Store& store, const std::vector<ObjectRef>& events, const Object& about, std::string_view host,
                  const WriteContext& context) {
  int64_t spoken = 0;
  for (const ObjectRef& ref : events)
    if (const auto& event = ref->view<EventView>(); same_source(event, context.actor, host))
      spoken += std::max<int64_t>(1, event.count);
  const std::string key = TokenBucket::key_of(context.actor, about.uid());
  const Value& bucket = store.state(kBuckets, key);
  if (bucket.is_null() && spoken < TokenBucket::kQuiet) return true;
  TokenBucket left{.tokens = TokenBucket::kBurst - static_cast<double>(spoken)};
  if (!bucket.is_null()) {
    left = TokenBucket::read(bucket);
    left.refill(context.now);
  }
  const bool allowed = left.take(context.now);
  store.set_state(kBuckets, key, left.state());
  return allowed;
}

// EventAggregator: the tenth distinct message of one object, source, type and reason within ten minutes, and every
// further one, is merged into one event. Returns the message to record.
std::string aggregated_message(const std::vector<ObjectRef>& events, const EventText& text,
                               const WriteContext& context) {
  if (events.size() + 1 < kSimilarMax && std::none_of(events.begin(), events.end(), [](const ObjectRef& event) {
        return event->view<EventView>().message.starts_with(kCombined);
      }))
    return std::string(text.message);
  std::set<std::string_view> messages{text.message};
  bool merging = false;
  for (const ObjectRef& ref : events) {
    const auto& event = ref->view<EventView>();
    if (event.type != type_name(text.type) || event.reason != text.reason) continue;
    if (!same_source(event, context.actor, text.host)) continue;
    if (event.last + kSimilarWithin < context.now) continue;
    if (event.message.starts_with(kCombined)) merging = true;
    messages.insert(event.message);
  }
  if (!merging && messages.size() < kSimilarMax) return std::string(text.message);
  return std::string(kCombined) + std::string(text.message);
}

// The moment in nanoseconds, in hex, as client-go names events: they list in the order in which they happened. What
// happens at one instant of simulated time is told apart by the store's version.
std::string event_suffix(const Store& store, Time now) {
  constexpr uint64_t kWithinInstant = 1'000'000;
  const uint64_t nanos =
      static_cast<uint64_t>(now.time_since_epoch().count()) + store.resource_version() % kWithinInstant;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  uint64_t rest = nanos;
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, rest /= 16) *digit = kDigits[rest % 16];
  return text;
}

// An object whose members are added in the order of their names: most of what is made are events.
class SortedObject {
 public:
  explicit SortedObject(size_t size) { members_.reserve(size); }
  void add(MemberName name, Value value) { members_.push_back({Key::intern(name), std::move(value)}); }
  Value take() { return Value::object_of(std::move(members_)); }

 private:
  Members members_;
};

Value reference_to(const Object& about, std::string_view field_path) {
  SortedObject reference(7);
  reference.add("apiVersion", about.kind().api_version());
  if (!field_path.empty()) reference.add("fieldPath", field_path);
  reference.add("kind", about.kind().kind);
  reference.add("name", about.name());
  if (!about.ns().empty()) reference.add("namespace", about.ns());
  reference.add("resourceVersion", std::to_string(about.resource_version()));
  reference.add("uid", about.uid());
  return reference.take();
}

Value event_metadata(const Object& about, std::string_view name, std::string_view uid, const Value& created) {
  SortedObject metadata(5);  // and a resourceVersion
  metadata.add("creationTimestamp", created);
  metadata.add("name", name);
  metadata.add("namespace", about.ns().empty() ? "default" : about.ns());
  metadata.add("uid", uid);
  return metadata.take();
}

Value event_source(std::string_view component, std::string_view host) {
  SortedObject source(2);
  source.add("component", component);
  if (!host.empty()) source.add("host", host);
  return source.take();
}

}  // namespace

bool same_source(const EventView& event, std::string_view component, std::string_view host) {
  return event.component == component && event.host == host;
}

bool says_the_same(const EventView& event, const EventText& text, std::string_view message, const Object& about,
                   std::string_view component) {
  if (event.type != type_name(text.type) || event.reason != text.reason) return false;
  if (!same_source(event, component, text.host)) return false;
  if (text.identity == EventIdentity::kMessageAndVersion &&
      event.resource_version != std::to_string(about.resource_version()))
    return false;
  if (message.starts_with(kCombined)) return event.message.starts_with(kCombined);
  return event.message == message && event.field_path == text.field_path;
}

Value new_event(Store& store, const Object& about, const EventText& text, const std::string& message,
                const WriteContext& context) {
  const Value now = rfc3339(context.now);
  std::string name = about.name() + "." + event_suffix(store, context.now);
  SortedObject event(14);
  event.add("apiVersion", "v1");
  event.add("count", 1);
  event.add("eventTime", Value());
  event.add("firstTimestamp", now);
  event.add("involvedObject", reference_to(about, text.field_path));
  event.add("kind", "Event");
  event.add("lastTimestamp", now);
  event.add("message", message);
  event.add("metadata", event_metadata(about, name, store.random().uid(), now));
  event.add("reason", text.reason);
  event.add("reportingComponent", context.actor);
  event.add("reportingInstance", text.host);
  event.add("source", event_source(context.actor, text.host));
  event.add("type", type_name(text.type));
  return event.take();
}

EventTap::EventTap(Listener listener) { listening() = std::move(listener); }
EventTap::~EventTap() { listening() = nullptr; }

void record_event(Store& store, const Object& about, const EventText& text, const WriteContext& context) {
  if (listening()) listening()(about, text, context.actor);
  const std::vector<ObjectRef> events = living_events(store, about, context);
  const std::string message = aggregated_message(events, text, context);
  if (!spends_token(store, events, about, text.host, context)) return;
  for (const ObjectRef& event : events) {
    if (!says_the_same(event->view<EventView>(), text, message, about, context.actor)) continue;
    Value counted = event->document();
    counted["count"] = std::as_const(counted)["count"].as_int() + 1;
    counted["lastTimestamp"] = rfc3339(context.now);
    if (message.starts_with(kCombined)) counted["message"] = message;
    store.put(kEvent, event->key(), std::move(counted), context);
    return;
  }
  Value event = new_event(store, about, text, message, context);
  const Value& metadata = std::as_const(event)["metadata"];
  const ObjectKey key{metadata["namespace"].str(), metadata["name"].str()};
  store.put(kEvent, key, std::move(event), context);
}

}  // namespace skiff
