#include "journal/difference.h"

#include <charconv>

#include "base/json_writer.h"

namespace skiff::journal {
namespace {

// May `value` stand in a patch where the target has nothing of that name? Not if merging would take a null out of it.
bool sayable(const Value& value) {
  if (value.is_null()) return false;
  for (const Member& member : value.members())
    if (!sayable(member.value)) return false;
  return true;
}

// Writes `"name":` after a comma where needed.
void put_name(JsonWriter& out, Key key, bool& first) {
  if (!first) out.put(',');
  first = false;
  out.put_string(key.view());
  out.put(':');
}

bool put_object(JsonWriter& out, const Value& before, const Value& after);

// The elements that differ, by number. False if the list is better said whole, or cannot be said so; `out` is then
// longer.
bool put_elements(JsonWriter& out, const Elements& before, const Elements& after) {
  if (before.empty() || after.size() < before.size()) return false;
  bool first = true;
  bool shares = false;  // anything, so that numbers are shorter
  out.put('{');
  for (size_t i = 0; i < after.size(); ++i) {
    const Value* const was = i < before.size() ? &before[i] : nullptr;
    if (was != nullptr && *was == after[i]) {
      shares = true;
      continue;
    }
    if (!first) out.put(',');
    first = false;
    out.put('"');
    out.put(std::to_string(i));
    out.put("\":");
    if (was != nullptr && was->is_object() && after[i].is_object()) {
      if (!put_object(out, *was, after[i])) return false;
      shares = true;
    } else if (was != nullptr && (was->is_object() || was->is_array() || after[i].is_object())) {
      return false;
    } else {
      out.put_value(after[i]);
    }
  }
  out.put('}');
  return shares;
}

bool put_member(JsonWriter& out, const Member& was, const Member& is, bool& first) {
  if (was.value.is_object() && is.value.is_object()) {
    if (was.value.same_as(is.value)) return true;
    // Objects that share no representation seldom say the same: they are compared while the difference is written.
    const size_t before = out.size();
    bool still_first = first;
    put_name(out, is.key, still_first);
    const size_t body = out.size();
    if (!put_object(out, was.value, is.value)) return false;
    constexpr size_t kNothing = 2;  // {}
    if (out.size() - body == kNothing) out.take_back(before);
    else first = still_first;
    return true;
  }
  if (was.value == is.value) return true;
  if (!is.value.is_array()) {
    if (was.value.is_array() && is.value.is_object()) return false;
    if (!sayable(is.value)) return false;
  }
  put_name(out, is.key, first);
  const size_t start = out.size();
  if (is.value.is_array() && put_elements(out, was.value.elements(), is.value.elements())) return true;
  out.take_back(start);
  out.put_value(is.value);
  return true;
}

bool put_object(JsonWriter& out, const Value& before, const Value& after) {
  const Members& old_members = before.members();
  const Members& new_members = after.members();
  auto was = old_members.begin();
  auto is = new_members.begin();
  bool first = true;
  out.put('{');
  while (was != old_members.end() || is != new_members.end()) {
    const int order = was == old_members.end()  ? 1
                      : is == new_members.end() ? -1
                      : was->key == is->key     ? 0
                      : was->key < is->key      ? -1
                                                : 1;
    if (order == 0) {
      if (!put_member(out, *was++, *is++, first)) return false;
    } else if (order < 0) {
      put_name(out, (was++)->key, first);
      out.put("null");
    } else {
      if (!sayable(is->value)) return false;
      put_name(out, is->key, first);
      out.put_value((is++)->value);
    }
  }
  out.put('}');
  return true;
}

// Takes what the text of `value` needs at least from `left`; false when that is used up.
bool take(const Value& value, size_t& left) {
  size_t need = 1;
  if (value.is_string()) need = value.as_string().size() + 2;
  else if (value.is_object() || value.is_array()) need = 2 + (value.empty() ? 0 : value.size() - 1);
  if (need > left) return false;
  left -= need;
  for (const Value& element : value.elements())
    if (!take(element, left)) return false;
  for (const Member& member : value.members()) {
    const size_t name = member.name().size() + 3;
    if (name > left) return false;
    left -= name;
    if (!take(member.value, left)) return false;
  }
  return true;
}

// `patch` has elements of the list by number.
Value with_elements(Value list, const Value& patch) {
  const size_t size = list.size();
  Elements& elements = list.edit_elements();
  for (const Member& member : patch.members()) {
    const std::string_view name = member.name();
    size_t at = 0;
    const auto [end, failure] = std::from_chars(name.data(), name.data() + name.size(), at);
    if (failure != std::errc() || end != name.data() + name.size() || at >= size + patch.size()) continue;
    if (at >= elements.size()) elements.resize(at + 1);
    if (at < size && elements[at].is_object()) elements[at] = merged(std::move(elements[at]), member.value);
    else elements[at] = member.value;
  }
  return list;
}

}  // namespace

bool append_difference(std::string& out, const Value& before, const Value& after) {
  if (!before.is_object() || !after.is_object()) return false;
  JsonWriter writer(out);
  if (put_object(writer, before, after)) return true;
  writer.take_back(0);
  return false;
}

Value merged(Value target, const Value& patch) {
  if (!patch.is_object()) return patch;
  if (target.is_array()) return with_elements(std::move(target), patch);
  if (!target.is_object()) target = Value::object();
  for (const Member& member : patch.members()) {
    if (member.value.is_null()) {
      target.erase(member.name());
    } else if (member.value.is_object()) {
      // Moved out and back, so that the child is not shared with the target while it is edited.
      Value& slot = target.edit(member.key);
      slot = merged(std::move(slot), member.value);
    } else {
      target.edit(member.key) = member.value;
    }
  }
  return target;
}

bool longer_than(const Value& value, size_t bytes) {
  size_t left = bytes;
  return !take(value, left);
}

}  // namespace skiff::journal
