// Sets of fields in the form of metadata.managedFields (FieldsV1): which fields a manager owns. Mirrors
// structured-merge-diff's fieldpath.Set and typed values.
//
// A set is a tree of objects: `f:<name>` a field, `k:<json>` an element of a list by its keys, `v:<json>` an element of
// a set, `.` the place itself, `{}` a place without owned parts; a null Value is the empty set.
#pragma once
#include <string>
#include <vector>

#include "api/schema.h"
#include "base/value.h"

namespace skiff {

Value union_of(const Value& a, const Value& b);
Value intersection_of(const Value& a, const Value& b);
Value difference_of(const Value& a, const Value& b);

// Every field that `document` has. Atomic lists and maps count as one.
Value fields_of(const Schema* schema, const Value& document);

// The fields that a new object has: places that its Go type has only when they are set are owned themselves, too.
Value made_fields(const Schema* schema, const Value& document);

// The fields of `before` that `after` does not have: made_fields of the one without made_fields of the other.
Value gone_fields(const Schema* schema, const Value& before, const Value& after);

// The fields of `after` that `before` does not have, or has with another value. New places are as in made_fields.
Value changed_fields(const Schema* schema, const Value& before, const Value& after);

// `document` without the fields of the set. Elements go when the set holds their own place.
void remove_fields(const Schema* schema, Value& document, const Value& set);

// What an applied configuration makes of a live object: its fields win, all others stay. Elements of lists with keys
// merge; they come in the order of the configuration, with those that only the live list has where they stood.
Value merge_applied(const Schema* schema, const Value& live, const Value& applied);

// `[name="c"]`, `[="v"]`: an element of a list with keys or of a set, as part of a path.
std::string element_path(const Schema& list, const Value& item);

// ".spec.template.spec.containers[name=\"web\"].image", one for each place of the set, in order.
std::vector<std::string> field_paths(const Value& set);

}  // namespace skiff
