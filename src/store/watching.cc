#include "store/watching.h"

#include <optional>
#include <utility>
#include <vector>

#include "api/field_selector.h"
#include "api/label_selector.h"

namespace skiff {
namespace {

struct Selectors {
  LabelSelector labels;
  FieldSelector fields;
  std::string ns;

  bool match(const Value& object) const {
    if (!object.is_object() || (!ns.empty() && object.at("metadata", "namespace").as_string() != ns)) return false;
    return labels.matches(object["metadata"]["labels"]) && fields.matches(object);
  }
};

Result<Selectors> parse_selectors(const Kind& kind, const WatchScope& scope) {
  auto labels = LabelSelector::parse(scope.label_selector);
  if (!labels) return bad_request(labels.error().message);
  auto fields = FieldSelector::parse(kind, scope.field_selector);
  if (!fields) return bad_request(fields.error().message);
  return Selectors{*std::move(labels), *std::move(fields), scope.ns};
}

// cacheWatcher.convertToWatchEvent: what the change means to somebody who sees only what matches. What has gone is
// shown as it was, in the version that took it away.
std::optional<WatchEvent> event_of(const Selectors& selectors, uint64_t version, const Value& before,
                                   const Value& after) {
  const bool was = selectors.match(before);
  const bool is = selectors.match(after);
  if (is) return WatchEvent{was ? "MODIFIED" : "ADDED", after};
  if (!was) return std::nullopt;
  Value gone = before;
  gone["metadata"].set("resourceVersion", std::to_string(version));
  return WatchEvent{"DELETED", std::move(gone)};
}

}  // namespace

Result<void> watch_since(const journal::Journal& journal, const Kind& kind, const WatchScope& scope, uint64_t since,
                         const std::function<void(WatchEvent)>& visit) {
  const auto selectors = parse_selectors(kind, scope);
  if (!selectors) return selectors.error();
  const std::string resource = kind.qualified_name();
  std::optional<uint64_t> oldest;
  std::vector<WatchEvent> events;
  journal.for_each_change([&](const journal::ObjectChange& change, const Value& before, const Value& after) {
    if (!oldest) oldest = change.resource_version;
    if (change.resource_version <= since || change.resource != resource) return;
    if (auto event = event_of(*selectors, change.resource_version, before, after)) events.push_back(*std::move(event));
  });
  if (oldest && *oldest > since + 1)
    return Error{Reason::kExpired,
                 "too old resource version: " + std::to_string(since) + " (" + std::to_string(*oldest - 1) + ")",
                 {},
                 {},
                 {},
                 {}};
  for (WatchEvent& event : events) visit(std::move(event));
  return {};
}

}  // namespace skiff
