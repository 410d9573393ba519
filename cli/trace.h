// A change of one object as the events of a trace: `create pod/web-0`, `ready pod/web-0`, `scale rs/web-1 3->2`.
#pragma once
#include <string>
#include <vector>

#include "base/value.h"
#include "journal/journal.h"

namespace skiff::cli {

// No line for a change that a trace does not tell; `before` is null for a new object.
std::vector<std::string> trace_lines(const journal::ObjectChange& change, const Value& before, const Value& after);

}  // namespace skiff::cli
