// The pods of a Job: what one looks like, which index it has, when it counts as failed, which go first.
// Mirrors indexed_job_utils.go and the pod rules of job_controller.go.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "api/object.h"
#include "apiserver/client.h"
#include "base/value.h"

namespace skiff {

inline constexpr std::string_view kTrackingFinalizer = "batch.kubernetes.io/job-tracking";

// What the rules read of a Job's spec.
struct JobSpec {
  explicit JobSpec(const Value& spec);

  const Value& document;
  bool indexed = false;
  int64_t parallelism = 1;
  std::optional<int64_t> completions;
  int64_t backoff_limit = 6;
  std::optional<int64_t> backoff_limit_per_index;
  bool suspended = false;
  bool replaces_only_failed = false;  // podReplacementPolicy: Failed

  // The index of a pod, nullopt if it has none or one beyond the completions.
  std::optional<int64_t> index_of(const Object& pod) const;
  // Failed, or, unless only failed ones are replaced, on its way out without having succeeded.
  bool is_failed(const Object& pod) const;
};

// A pod's completion index as its annotation says; nullopt if that is none.
std::optional<int64_t> completion_index(const Object& pod);
bool is_tracked(const Object& pod);  // has the tracking finalizer
// Takes the tracking finalizer off the pod as it is stored now; null if it is gone then or was before.
ObjectRef untrack(Client& client, const ObjectKey& pod);

// How often an index had failed before this pod was made, counted ones and ignored ones.
struct IndexFailures {
  int64_t counted = 0;
  int64_t ignored = 0;
};
IndexFailures index_failures(const Object& pod);

// A pod of `job`. `index` only for Indexed ones; `replaced` is the failed pod of the same index, null if there is none.
Value job_pod(const Object& job, const JobSpec& spec, std::optional<int64_t> index, const Object* replaced);

// Active pods that go when at least `at_least` are too many: those that share an index or have none first.
std::vector<ObjectRef> pods_for_removal(const JobSpec& spec, const std::vector<ObjectRef>& active, size_t at_least,
                                        Time now);

}  // namespace skiff
