// What the recorder reads of the events about an object each time that it adds one, decoded once. It has all that it
// says itself: there are more events than anything else, and most documents of theirs are never asked for again.
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>

#include "api/object.h"
#include "base/time.h"

namespace skiff {

// Obtained as object.view<EventView>(); the string_views live as long as it does.
struct EventView {
  explicit EventView(const Object& event);
  EventView(const EventView&) = delete;

  std::string_view type, reason, message;
  std::string_view component, host;               // of its source
  std::string_view field_path, resource_version;  // of the involved object
  Time last{};                                    // lastTimestamp
  int64_t count = 0;

 private:
  std::unique_ptr<char[]> text_;
};

}  // namespace skiff
