// Values that JSON has no type for: times, options, types, the host's own. Each travels as an object with one member
// whose name begins with a character that no name of a document has.
#pragma once
#include <string_view>

#include "base/time.h"
#include "base/value.h"
#include "cel/overloads.h"

namespace skiff::cel {

inline constexpr std::string_view kTypeTag = "\x01type";
inline constexpr std::string_view kTimestampTag = "\x01google.protobuf.Timestamp";
inline constexpr std::string_view kDurationTag = "\x01google.protobuf.Duration";
inline constexpr std::string_view kBytesTag =
    "\x01"
    "bytes";
inline constexpr std::string_view kOptionTag = "\x01optional_type";

Value tagged(std::string_view tag, Value inner);
// What is inside; null if the value is not of that sort.
const Value* untagged(const Value& value, std::string_view tag);
// The sort's name without its first character; empty for plain values.
std::string_view tag_name(const Value& value);

// Of the host's types: {"net.IP", inner}.
Value host_value(char letter, Value inner);
const Value& host_inner(const Value& value, char letter);
bool is_host_value(const Value& value, char letter);

Value timestamp_value(Time time);
Value duration_value(Duration duration);
Time time_of(const Value& timestamp);
Duration duration_of(const Value& duration);

Value type_value(std::string_view name);  // what `type(x)` gives
Value option_of(Value inner);
Value no_option();
// Null if the option is empty. REQUIRES: an option.
const Value* inside_option(const Value& option);

}  // namespace skiff::cel
