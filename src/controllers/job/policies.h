// What a user has said about a Job's failures and successes: podFailurePolicy and successPolicy. Pure.
// Mirrors pod_failure_policy.go and success_policy.go.
#pragma once
#include <optional>
#include <string>

#include "api/object.h"
#include "base/value.h"
#include "controllers/job/index_set.h"

namespace skiff {

enum class FailureAction { kNone, kCount, kIgnore, kFailIndex, kFailJob };

struct FailureVerdict {
  FailureAction action = FailureAction::kNone;  // kNone: no rule matches
  std::string message;                          // with kFailJob: why
  bool counts() const { return action != FailureAction::kIgnore; }
};

// The first rule of `policy` that matches the failed pod decides; a null policy has none.
FailureVerdict judge_failure(const Value& policy, const Object& pod);

// `Matched rules at index N` for the first rule that the succeeded indexes satisfy.
std::optional<std::string> match_success_policy(const Value& policy, int64_t completions, const IndexSet& succeeded);

}  // namespace skiff
