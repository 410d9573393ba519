#include "api/event_view.h"

#include <algorithm>

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

  std::string_view* const parts[] = {&type, &reason, &message, &component, &host, &field_path, &resource_version};
  size_t size = 0;
  for (const std::string_view* part : parts) size += part->size();
  text_ = std::make_unique_for_overwrite<char[]>(size);
  char* at = text_.get();
  for (std::string_view* part : parts) {
    char* const end = std::copy(part->begin(), part->end(), at);
    *part = {at, part->size()};
    at = end;
  }
}

}  // namespace skiff
