#include "cel/tagged.h"

#include <algorithm>

namespace skiff::cel {
namespace {

std::string host_tag(char letter) {
  const auto row = std::find_if(std::begin(kHostTypes), std::end(kHostTypes),
                                [&](const HostType& type) { return type.letter == letter; });
  return "\x01" + std::string(row->name);
}

}  // namespace

Value tagged(std::string_view tag, Value inner) {
  Value out = Value::object();
  out.set(tag, std::move(inner));
  return out;
}

const Value* untagged(const Value& value, std::string_view tag) {
  return value.is_object() && value.size() == 1 ? value.find(tag) : nullptr;
}

std::string_view tag_name(const Value& value) {
  if (!value.is_object() || value.size() != 1) return {};
  const std::string_view name = value.members()[0].name();
  return name.starts_with('\x01') ? name.substr(1) : std::string_view();
}

Value host_value(char letter, Value inner) { return tagged(host_tag(letter), std::move(inner)); }

const Value& host_inner(const Value& value, char letter) {
  static const Value kNothing;
  const Value* inner = untagged(value, host_tag(letter));
  return inner != nullptr ? *inner : kNothing;
}

bool is_host_value(const Value& value, char letter) { return untagged(value, host_tag(letter)) != nullptr; }

Value timestamp_value(Time time) {
  return tagged(kTimestampTag, Value(static_cast<int64_t>(time.time_since_epoch().count())));
}

Value duration_value(Duration duration) { return tagged(kDurationTag, Value(static_cast<int64_t>(duration.count()))); }

Time time_of(const Value& timestamp) {
  const Value* inner = untagged(timestamp, kTimestampTag);
  return Time(Duration(inner != nullptr ? inner->as_int() : 0));
}

Duration duration_of(const Value& duration) {
  const Value* inner = untagged(duration, kDurationTag);
  return Duration(inner != nullptr ? inner->as_int() : 0);
}

Value type_value(std::string_view name) { return tagged(kTypeTag, name); }

Value option_of(Value inner) { return tagged(kOptionTag, Value::array({std::move(inner)})); }

Value no_option() { return tagged(kOptionTag, Value::array()); }

const Value* inside_option(const Value& option) {
  const Value* inner = untagged(option, kOptionTag);
  return inner != nullptr && !inner->empty() ? &(*inner)[0] : nullptr;
}

}  // namespace skiff::cel
