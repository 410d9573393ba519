#include "controllers/daemonset/backoff.h"

#include <algorithm>
#include <string>

namespace skiff {
namespace {

constexpr std::string_view kTable = "daemonset-backoff";
constexpr Duration kFirst = seconds(1);
constexpr Duration kLongest = minutes(15);

std::string table_key(const ObjectKey& set) { return set.ns + "/" + set.name; }

}  // namespace

std::optional<Duration> failed_daemon_delay(Client& client, const Object& set, std::string_view node) {
  const std::string key = table_key(set.key());
  const std::string entry = std::string(set.uid()) + "/" + std::to_string(set.status()["observedGeneration"].as_int()) +
                            "/" + std::string(node);
  Value all = client.state(kTable, key);
  const Value before = std::as_const(all)[entry];
  Duration delay = kFirst;
  if (!before.is_null()) {
    const Duration last(before["delay"].as_int());
    const Duration since = client.now() - Time(Duration(before["at"].as_int()));
    if (since < last) return last - since;
    if (since <= 2 * kLongest) delay = std::min(2 * last, kLongest);
  }
  all[entry] = Value{{"at", client.now().time_since_epoch().count()}, {"delay", delay.count()}};
  client.set_state(kTable, key, std::move(all));
  return std::nullopt;
}

void forget_failed_daemons(Client& client, const ObjectKey& set) {
  const std::string key = table_key(set);
  if (!client.state(kTable, key).is_null()) client.set_state(kTable, key, Value());
}

}  // namespace skiff
