#include "api/event_view.h"

namespace skiff {

EventView::EventView(const Object& event) {
  const Value& document = event.document();
  const Value& source = document["source"];
  const Value& involved = document["involvedObject"];
  type = document["type"].as_string();
  reason = document["reason"].as_string();
  message = document["message"].as_string();
  component = source["component"].as_string();
  host = source["host"].as_string();
  field_path = involved["fieldPath"].as_string();
  resource_version = involved["resourceVersion"].as_string();
  last = parse_rfc3339(document["lastTimestamp"].as_string()).value_or(Time{});
  count = document["count"].as_int();
}

}  // namespace skiff
