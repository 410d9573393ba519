// The difference between two documents as a JSON merge patch (RFC 7386) that reaches into lists: written where one
// version follows another, applied where the later one is read. Versions share what did not change, and shared parts
// cost no look.
//
// Where the document has a list and the patch an object, its members are numbered elements: {"1":{"ready":true}}
// changes the second, a number that is the next one adds an element. A null stands for null there, nothing is removed:
// a list that gets shorter is said whole.
#pragma once
#include <string>

#include "base/value.h"

namespace skiff::journal {

// Appends the patch that makes `after` of `before`. False where no such patch exists: one of both is no object, a list
// becomes an object, or something new holds a null, which a merge patch reads as "remove". `out` is then as it was.
bool append_difference(std::string& out, const Value& before, const Value& after);

// Applies the patch, sharing all that it does not name. Numbers that no list of that length can have are passed over.
Value merged(Value target, const Value& patch);

// Is the JSON text of `value` longer than `bytes`? Looks at no more of it than that takes.
bool longer_than(const Value& value, size_t bytes);

}  // namespace skiff::journal
