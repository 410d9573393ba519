// What the verbs under `fault` share: a fault is a Behavior object with a label, so that `get behaviors` shows it, a
// manifest can carry it, and deleting it undoes it.
#pragma once
#include <string>
#include <string_view>

#include "cli/command.h"

namespace skiff::cli {

inline constexpr std::string_view kFaultLabel = "skiff.dev/fault";  // its value: node, image, pod, volume, zone

// A name for an object from any text: "nginx:1.27*" → "nginx-1.27".
std::string fault_name(std::string_view sort, std::string_view subject);

// Makes the Behavior, or gives the one of that name this spec.
Result<void> inject_fault(Session& session, std::string_view sort, const std::string& name, const Value& spec);
// False if there was none.
Result<bool> clear_fault(Session& session, const std::string& name);

}  // namespace skiff::cli
