// Editing parts of a document without taking apart what it shares with others: a part is replaced only if it changed.
#pragma once
#include <string_view>
#include <utility>

#include "base/value.h"

namespace skiff {

// Sets the member if it is absent or null.
inline void set_if_absent(Value& object, std::string_view key, const Value& value) {
  if (std::as_const(object)[key].is_null()) object.set(key, value);
}

// Calls `edit(Value&)` for the member if it is an object.
template <class Edit>
void edit_member(Value& object, std::string_view key, Edit edit) {
  const Value& before = std::as_const(object)[key];
  if (!before.is_object()) return;
  Value part = before;
  edit(part);
  if (!part.same_as(before)) object.set(key, std::move(part));
}

// Calls `edit(Value&)` for each element of the list, if there is one.
template <class Edit>
void edit_each(Value& object, std::string_view list, Edit edit) {
  const Value before = std::as_const(object)[list];
  if (!before.is_array()) return;
  Value elements = before;
  for (size_t i = 0; i < before.size(); ++i) {
    Value element = before[i];
    edit(element);
    if (!element.same_as(before[i])) elements.edit_at(i) = std::move(element);
  }
  if (!elements.same_as(before)) object.set(list, std::move(elements));
}

}  // namespace skiff
