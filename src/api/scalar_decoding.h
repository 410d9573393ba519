// Single values against single Go types, in the words of the two decoders (see strict_decoding.h).
#pragma once
#include <optional>
#include <string>

#include "api/schema.h"
#include "base/value.h"

namespace skiff {

// What is wrong with a value, and how the decoder goes on.
struct ScalarProblem {
  std::string text;      // for a wrong type: "string", "number 1.5"; else the whole message
  std::string go_type;   // of a wrong type: what it was to become; empty if `text` is the whole message
  bool at_once = false;  // ends the decoding; others wait until the document has been read, and the first one is told
};

// encoding/json, and the UnmarshalJSON methods of Quantity, IntOrString, Time and MicroTime.
std::optional<ScalarProblem> json_problem(const Schema& schema, const Value& value);
// runtime.fromUnstructured; the message.
std::optional<std::string> conversion_problem(const Schema& schema, const Value& value);

// What encoding/json calls the value: "string", "number", "bool", "array", "object".
std::string json_type_name(const Value& value);
// What reflection calls it: "string", "int64", "float64", "bool", "slice", "map".
std::string go_kind_name(const Value& value);

}  // namespace skiff
