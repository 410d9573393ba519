// What the OpenAPI documents do not tell of the fields of Go's types.
#pragma once
#include <string_view>

namespace skiff {

// Lines `type field field…`: optional numbers, texts and flags that are no pointers, so that their zero is their
// absence.
extern const std::string_view kVanishingZeros;

// Lines `type field field…`: optional fields that Go writes even when they are absent, as null (times and lists) or "0"
// (quantities).
extern const std::string_view kAlwaysWritten;

// Lines `type field field…`: pointers that Go writes as null where they are absent.
extern const std::string_view kNulls;

// Optional fields whose documented default "" or 0 is an explicit one: they are left out when zero all the same.
extern const std::string_view kOmittedDefaults;

}  // namespace skiff
