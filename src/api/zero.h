// What Go's types make of a field that is absent or zero: what their encoding leaves out and what it always writes.
#pragma once
#include <string_view>

#include "api/schema.h"

namespace skiff {

enum class Zero {
  kKept,           // a pointer: absent stays absent, zero stays zero
  kVanishes,       // omitempty on a value, a list or a map: zero is absence
  kAlwaysWritten,  // no omitempty: absence is written as a zero, as null for lists, maps and times
  kNull,           // no omitempty on a pointer: absence is written as null
};

// `type` is the schema's name of the struct that has the field.
Zero zero_of_field(std::string_view type, const SchemaField& field);

}  // namespace skiff
