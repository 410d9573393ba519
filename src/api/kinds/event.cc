#include "api/kinds/event.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"ev"};

}  // namespace

const Kind kEvent = {
    .group = "",
    .version = "v1",
    .kind = "Event",
    .resource = "events",
    .singular = "event",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
};

}  // namespace skiff
