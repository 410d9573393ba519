#include "controllers/eventttl/eventttl.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "api/event_view.h"
#include "api/kinds/event.h"
#include "apiserver/event_rules.h"

namespace skiff {
namespace {

// One sweep for all events: they are many, and each would need a timer in the state file.
const ObjectKey kSweep{"", "sweep"};

// Leases of etcd are shared by what is written within a minute. Here they end with full minutes, so that it does not
// matter when the last sweep was.
Time expires_at(Time written) { return std::chrono::ceil<minutes>(written + kEventTimeToLive); }

// An event that somebody made by hand may say nothing of its time.
Time written_at(const Object& event) {
  const Time created = parse_rfc3339(event.metadata()["creationTimestamp"].as_string()).value_or(Time{});
  return std::max(event.view<EventView>().last, created);
}

class EventTtl final : public Actor {
 public:
  std::string_view name() const override { return "event-ttl"; }

  void observe(const Change& change, const Store&, Workqueue& queue) override {
    if (armed_ || &change.kind() != &kEvent || change.type == Change::Type::kDeleted) return;
    armed_ = true;
    queue.add_after(kSweep, expires_at(change.time) - change.time);
  }

  Result<void> reconcile(const ObjectKey&, Client& client, Workqueue& queue) override {
    std::optional<Time> oldest;
    std::vector<ObjectRef> expired;
    client.store().for_each(kEvent, {}, [&](const ObjectRef& event) {
      const Time written = written_at(*event);
      if (expires_at(written) <= client.now()) expired.push_back(event);
      else oldest = std::min(oldest.value_or(written), written);
      return true;
    });
    for (const ObjectRef& event : expired)
      if (const auto removed = client.remove(*event); !removed && !removed.error().is(Reason::kNotFound))
        return removed.error();
    armed_ = oldest.has_value();
    if (oldest) queue.add_after(kSweep, expires_at(*oldest) - client.now());
    return {};
  }

 private:
  bool armed_ = false;  // a sweep is pending, as far as this process knows
};

}  // namespace

std::unique_ptr<Actor> make_eventttl() { return std::make_unique<EventTtl>(); }

}  // namespace skiff
