#include "controllers/job/job_pods.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "controllers/deletion_order.h"
#include "controllers/job/policies.h"
#include "controllers/pod_control.h"

namespace skiff {
namespace {

constexpr std::string_view kIndex = "batch.kubernetes.io/job-completion-index";
constexpr std::string_view kFailureCount = "batch.kubernetes.io/job-index-failure-count";
constexpr std::string_view kIgnoredCount = "batch.kubernetes.io/job-index-ignored-failure-count";
constexpr std::string_view kIndexVariable = "JOB_COMPLETION_INDEX";
constexpr size_t kGenerateNameMax = 58;

std::optional<int64_t> parse_number(std::string_view text) {
  int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || problem != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

int64_t annotated_count(const Object& pod, std::string_view name) {
  return parse_number(pod.metadata()["annotations"][name].as_string()).value_or(0);
}

void add_index_variable(Value& pod_spec) {
  for (const char* list : {"initContainers", "containers"}) {
    for (size_t i = 0; i < std::as_const(pod_spec)[list].size(); ++i) {
      const Elements& variables = std::as_const(pod_spec)[list][i]["env"].elements();
      const bool has = std::any_of(variables.begin(), variables.end(), [](const Value& variable) {
        return variable["name"].as_string() == kIndexVariable;
      });
      if (has) continue;
      Value field{{"apiVersion", "v1"}, {"fieldPath", "metadata.labels['" + std::string(kIndex) + "']"}};
      Value source{{"fieldRef", std::move(field)}};
      pod_spec[list].edit_at(i)["env"].push_back(Value{{"name", kIndexVariable}, {"valueFrom", std::move(source)}});
    }
  }
}

std::string indexed_base_name(const std::string& job, int64_t index) {
  const std::string tail = "-" + std::to_string(index) + "-";
  return job.substr(0, kGenerateNameMax - tail.size()) + tail;
}

// addIndexFailureCountAnnotation: the failure of the pod that this one replaces is counted, or ignored, by policy.
void add_failure_counts(Value& annotations, const JobSpec& spec, const Object* replaced) {
  IndexFailures failures;
  if (replaced != nullptr) {
    failures = index_failures(*replaced);
    const bool counts = judge_failure(spec.document["podFailurePolicy"], *replaced).counts();
    ++(counts ? failures.counted : failures.ignored);
  }
  annotations[kFailureCount] = std::to_string(failures.counted);
  if (failures.ignored > 0) annotations[kIgnoredCount] = std::to_string(failures.ignored);
}

void sort_by_deletion(std::vector<ObjectRef>& pods, Time now) {
  std::stable_sort(pods.begin(), pods.end(), [&](const ObjectRef& a, const ObjectRef& b) {
    return given_up_before(deletion_candidate(*a, 0), deletion_candidate(*b, 0), now, Ages::kExact);
  });
}

// Splits off the pods without a valid index and, of those that share one, all but the best.
std::vector<ObjectRef> take_duplicates(const JobSpec& spec, std::vector<ObjectRef>& pods, Time now) {
  std::vector<ObjectRef> removed;
  std::map<int64_t, std::vector<ObjectRef>> by_index;
  for (const ObjectRef& pod : pods) {
    if (const auto index = spec.index_of(*pod)) by_index[*index].push_back(pod);
    else removed.push_back(pod);
  }
  pods.clear();
  for (auto& [index, same] : by_index) {
    sort_by_deletion(same, now);
    removed.insert(removed.end(), same.begin(), same.end() - 1);
    pods.push_back(same.back());
  }
  return removed;
}

}  // namespace

JobSpec::JobSpec(const Value& spec) : document(spec) {
  const auto number = [&](const char* name) {
    return spec[name].is_null() ? std::nullopt : std::optional<int64_t>(spec[name].as_int());
  };
  indexed = spec["completionMode"].as_string() == "Indexed";
  parallelism = spec["parallelism"].as_int(1);
  completions = number("completions");
  backoff_limit = spec["backoffLimit"].as_int(6);
  backoff_limit_per_index = number("backoffLimitPerIndex");
  suspended = spec["suspend"].as_bool();
  replaces_only_failed = spec["podReplacementPolicy"].as_string() == "Failed";
}

std::optional<int64_t> JobSpec::index_of(const Object& pod) const {
  const auto index = completion_index(pod);
  return index && *index < completions.value_or(0) ? index : std::nullopt;
}

bool JobSpec::is_failed(const Object& object) const {
  const auto& pod = object.view<PodView>();
  if (pod.phase == PodPhase::kFailed) return true;
  return !replaces_only_failed && pod.terminating && pod.phase != PodPhase::kSucceeded;
}

std::optional<int64_t> completion_index(const Object& pod) {
  return parse_number(pod.metadata()["annotations"][kIndex].as_string());
}

bool is_tracked(const Object& pod) {
  const Elements& finalizers = pod.metadata()["finalizers"].elements();
  return std::any_of(finalizers.begin(), finalizers.end(),
                     [](const Value& finalizer) { return finalizer.as_string() == kTrackingFinalizer; });
}

ObjectRef untrack(Client& client, const ObjectKey& key) {
  ObjectRef pod = client.get(kPod, key);
  if (!pod || !is_tracked(*pod)) return pod;
  Value document = pod->document();
  Value kept = Value::array();
  for (const Value& finalizer : pod->metadata()["finalizers"].elements())
    if (finalizer.as_string() != kTrackingFinalizer) kept.push_back(finalizer);
  if (kept.empty()) document["metadata"].erase("finalizers");
  else document["metadata"]["finalizers"] = std::move(kept);
  return client.update(*pod, std::move(document));
}

IndexFailures index_failures(const Object& pod) {
  return {annotated_count(pod, kFailureCount), annotated_count(pod, kIgnoredCount)};
}

Value job_pod(const Object& job, const JobSpec& spec, std::optional<int64_t> index, const Object* replaced) {
  Value pod = pod_from_template(job.spec()["template"], job);
  pod["metadata"]["finalizers"].push_back(kTrackingFinalizer);
  if (!index) return pod;
  const std::string number = std::to_string(*index);
  Value& metadata = pod["metadata"];
  metadata["generateName"] = indexed_base_name(job.name(), *index);
  metadata["annotations"][kIndex] = number;
  metadata["labels"][kIndex] = number;
  if (spec.backoff_limit_per_index) add_failure_counts(metadata["annotations"], spec, replaced);
  pod["spec"]["hostname"] = job.name() + "-" + number;
  add_index_variable(pod["spec"]);
  return pod;
}

std::vector<ObjectRef> pods_for_removal(const JobSpec& spec, const std::vector<ObjectRef>& active, size_t at_least,
                                        Time now) {
  std::vector<ObjectRef> left = active;
  std::vector<ObjectRef> removed;
  if (spec.indexed) removed = take_duplicates(spec, left, now);
  if (removed.size() >= at_least) return removed;
  sort_by_deletion(left, now);
  const size_t more = std::min(at_least - removed.size(), left.size());
  removed.insert(removed.end(), left.begin(), left.begin() + static_cast<std::ptrdiff_t>(more));
  return removed;
}

}  // namespace skiff
