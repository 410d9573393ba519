// Writing a status document the way Go's encoding of it looks: counters that are zero are left out, conditions are a
// list in the order in which they last changed.
#pragma once
#include <cstdint>
#include <string_view>

#include "base/value.h"

namespace skiff {

// An `omitempty` counter: left out when it is zero.
inline void set_counter(Value& status, std::string_view name, int64_t count) {
  if (count != 0) status[name] = count;
  else status.erase(name);
}

// Takes the condition of `type` out of status.conditions; an empty list is left out.
inline void remove_condition(Value& status, std::string_view type) {
  Value kept = Value::array();
  for (const Value& condition : status.at("conditions").elements())
    if (condition["type"].as_string() != type) kept.push_back(condition);
  if (kept.empty()) status.erase("conditions");
  else status["conditions"] = std::move(kept);
}

// Puts `condition` at the end of the list, in place of the one of its type.
inline void move_condition_to_end(Value& status, Value condition) {
  remove_condition(status, std::as_const(condition)["type"].as_string());
  status["conditions"].push_back(std::move(condition));
}

}  // namespace skiff
