// The difference between two versions of a document as a JSON merge patch (RFC 7386): written where one version follows
// another, applied where the later one is read. Versions share what did not change, and shared parts cost no look.
#pragma once
#include <string>

#include "base/value.h"

namespace skiff::journal {

// Appends the merge patch that makes `after` of `before`. False where no such patch exists: one of both is no object,
// or something new holds a null, which a merge patch reads as "remove". `out` is then as it was.
bool append_difference(std::string& out, const Value& before, const Value& after);

// RFC 7386's MergePatch, sharing all that the patch does not name.
Value merged(Value target, const Value& patch);

// Is the JSON text of `value` longer than `bytes`? Looks at no more of it than that takes.
bool longer_than(const Value& value, size_t bytes);

}  // namespace skiff::journal
