// Verbs that wait: simulated time passes until what they wait for has come about. Mirrors kubectl's wait package.
#pragma once
#include <string>
#include <vector>

#include "api/object.h"
#include "cli/errors.h"
#include "cli/session.h"

namespace skiff::cli {

struct AwaitedDeletion {
  const Kind* kind;
  ObjectKey key;
  std::string uid;
};

// Lets time pass until each object is gone (or another of that name stands in its place). Zero means no limit: one
// week, as kubectl has it. `error: timed out waiting for the condition on pods/web-0` otherwise.
Outcome await_deletions(Session& session, const std::vector<AwaitedDeletion>& awaited, Duration timeout);

// "pods/web-0": how a wait names what it gave up on.
std::string awaited_name(const Kind& kind, std::string_view name);

}  // namespace skiff::cli
