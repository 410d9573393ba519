// What has happened since a version: GET ?watch=true&resourceVersion=N. Mirrors apiserver/pkg/storage/cacher: the past
// is read from the journal, as far back as its last compaction.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "api/kind.h"
#include "base/result.h"
#include "journal/journal.h"

namespace skiff {

struct WatchEvent {
  std::string_view type;  // ADDED, MODIFIED, DELETED
  Value object;
};

// Which objects are watched; what is empty lets all through.
struct WatchScope {
  std::string ns;
  std::string label_selector;
  std::string field_selector;
};

// Every change of objects of `kind` after `since`, in order, that the scope lets through: an object that begins to
// match is ADDED, one that stops is DELETED. Fails with BadRequest for a bad selector, and with Expired (`too old
// resource version: 3 (17)`) when the journal does not go back that far.
Result<void> watch_since(const journal::Journal& journal, const Kind& kind, const WatchScope& scope, uint64_t since,
                         const std::function<void(WatchEvent)>& visit);

}  // namespace skiff
