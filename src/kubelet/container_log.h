// What a container has written to its streams: its command's output as the small shell knows it, or what a Behavior
// says that its image writes. Computed when somebody looks; nothing of it is stored.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/object.h"
#include "store/store.h"

namespace skiff {

struct LogLine {
  Time at{};
  std::string text;  // without the line break
};

enum class LogInstance { kCurrent, kPrevious };

// The lines by `now` of the container's present (or last) run, or of the one before; none if there was no such run.
std::vector<LogLine> read_container_log(Store& store, const Object& pod, std::string_view container,
                                        LogInstance instance, Time now);

}  // namespace skiff
