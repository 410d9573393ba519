// What the recorder reads of the events about an object each time that it adds one, decoded once.
#pragma once
#include <cstdint>
#include <string_view>

#include "api/object.h"
#include "base/time.h"

namespace skiff {

// Obtained as object.view<EventView>(); the string_views live as long as the object.
struct EventView {
  explicit EventView(const Object& event);

  std::string_view type, reason, message;
  std::string_view component, host;               // of its source
  std::string_view field_path, resource_version;  // of the involved object
  Time last{};                                    // lastTimestamp
  int64_t count = 0;
};

}  // namespace skiff
