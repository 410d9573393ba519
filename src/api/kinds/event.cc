#include "api/kinds/event.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"ev"};

void index_terms(const Value& event, std::vector<std::string>& terms) {
  terms.push_back("about=" + event["involvedObject"]["uid"].str());
}

}  // namespace

const Kind kEvent = {
    .group = "",
    .version = "v1",
    .kind = "Event",
    .resource = "events",
    .singular = "event",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .index_terms = index_terms,
};

}  // namespace skiff
