#include "controllers/job/sync.h"

#include <algorithm>
#include <set>

#include "api/kinds/job.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "controllers/controller_ref.h"
#include "controllers/job/policies.h"
#include "controllers/pod_control.h"
#include "controllers/slow_start.h"
#include "controllers/status_fields.h"

namespace skiff {
namespace {

constexpr std::string_view kBackoffTable = "job-backoff";
constexpr std::string_view kUncounted = "uncountedTerminatedPods";
constexpr int64_t kPodsPerSync = 500;  // made, removed or counted

std::string table_key(const ObjectKey& job) { return job.ns + "/" + job.name; }

Value new_condition(std::string_view type, std::string_view status, std::string_view reason, std::string_view message,
                    Time now) {
  const std::string time = rfc3339(now);
  return Value{{"type", type},     {"status", status},           {"lastProbeTime", time},
               {"reason", reason}, {"lastTransitionTime", time}, {"message", message}};
}

bool is_true(const Value& status, std::string_view type) {
  return find_condition(status, type)["status"].as_string() == "True";
}

// Replaces the condition of its type where it stands, or appends it, unless it would only say that something is not so.
// Says whether anything changed. ensureJobConditionStatus.
bool ensure_condition(Value& status, const Value& wanted) {
  Elements* conditions = nullptr;
  if (!std::as_const(status)["conditions"].empty()) conditions = &status["conditions"].edit_elements();
  if (conditions != nullptr)
    for (Value& condition : *conditions) {
      const Value& current = condition;
      if (!(current["type"] == wanted["type"])) continue;
      if (current["status"] == wanted["status"] && current["reason"] == wanted["reason"] &&
          current["message"] == wanted["message"])
        return false;
      condition = wanted;
      return true;
    }
  if (wanted["status"].as_string() == "False") return false;
  status["conditions"].push_back(wanted);
  return true;
}

}  // namespace

JobSync::JobSync(ObjectRef job, Client& client, Workqueue& queue)
    : job_(std::move(job)), spec_(job_->spec()), client_(client), queue_(queue), status_(job_->status()) {
  if (!status_.is_object()) status_ = Value::object();
}

void JobSync::forget(Client& client, const ObjectKey& job) {
  const std::string key = table_key(job);
  if (!client.state(kBackoffTable, key).is_null()) client.set_state(kBackoffTable, key, Value());
}

Result<void> JobSync::run() {
  if (const std::string_view manager = spec_.document["managedBy"].as_string();
      !manager.empty() && manager != "kubernetes.io/job-controller")
    return {};
  if (is_true(status_, "Complete") || is_true(status_, "Failed")) {
    forget(client_, job_->key());
    return {};
  }
  if (const std::string_view mode = spec_.document["completionMode"].as_string();
      !mode.empty() && mode != "NonIndexed" && mode != "Indexed") {
    client_.event(*job_, EventType::kWarning, "UnknownCompletionMode",
                  "Skipped Job sync because completion mode is unknown");
    return {};
  }
  gather();
  start();
  if (spec_.indexed) compute_indexes();
  finish_ = find_finish();
  Result<void> done;
  if (finish_) {
    done = stop_active_pods();
    // While one of them is not on its way out the Job cannot be said to have finished, nor that pod to have failed.
    if (!done) finish_.reset();
  } else {
    const bool managed = !job_->terminating();
    if (managed) done = manage();
    finish_if_complete();
    if (!finish_ && managed) note_suspension();
  }
  track();
  return done;
}

// Pods that are adopted are tracked from then on.
void JobSync::claim_pods() {
  const std::vector<ObjectRef> candidates = claim_candidates(client_, *job_, kPod);
  std::set<std::string_view> orphans;
  for (const ObjectRef& pod : candidates)
    if (pod->view<PodView>().controller_uid.empty()) orphans.insert(pod->name());
  pods_ = claim(client_, *job_, LabelSelector::of(spec_.document["selector"]), candidates);
  for (ObjectRef& pod : pods_) {
    if (!orphans.contains(pod->name()) || is_tracked(*pod)) continue;
    Value document = pod->document();
    document["metadata"]["finalizers"].push_back(kTrackingFinalizer);
    pod = client_.update(*pod, std::move(document));
  }
}

void JobSync::gather() {
  claim_pods();
  std::vector<ObjectRef> new_succeeded;
  std::vector<ObjectRef> new_failed;
  int64_t counted_failures = 0;
  for (const ObjectRef& object : pods_) {
    const auto& pod = object->view<PodView>();
    if (pod.active()) {
      active_pods_.push_back(object);
      if (pod.ready) ++ready_;
    } else if (pod.terminating && !pod.terminal()) {
      ++terminating_;
    }
    if (!is_tracked(*object) || (spec_.indexed && !spec_.index_of(*object))) continue;
    if (pod.phase == PodPhase::kSucceeded) {
      if (!is_listed("succeeded", *object)) new_succeeded.push_back(object);
    } else if (spec_.is_failed(*object) && !is_listed("failed", *object)) {
      new_failed.push_back(object);
      if (judge_failure(spec_.document["podFailurePolicy"], *object).counts()) ++counted_failures;
    }
  }
  active_ = static_cast<int64_t>(active_pods_.size());
  succeeded_ = status_int("succeeded") + listed("succeeded") + static_cast<int64_t>(new_succeeded.size());
  failed_ = status_int("failed") + listed("failed") + counted_failures;
  record_ = FailureRecord::from(client_.state(kBackoffTable, table_key(job_->key())));
  record_.add(new_succeeded, new_failed);
}

void JobSync::start() {
  if (!std::as_const(status_).contains(kUncounted)) status_[kUncounted] = Value::object();
  if (!std::as_const(status_).contains("startTime") && !spec_.suspended) status_["startTime"] = rfc3339(client_.now());
}

void JobSync::compute_indexes() {
  const int64_t completions = spec_.completions.value_or(0);
  counted_indexes_ = IndexSet::parse(std::as_const(status_)["completedIndexes"].as_string(), completions);
  succeeded_indexes_ = counted_indexes_;
  failed_indexes_ = IndexSet::parse(std::as_const(status_)["failedIndexes"].as_string(), completions);
  for (const ObjectRef& pod : pods_) {
    const auto index = spec_.index_of(*pod);
    if (!index || !is_tracked(*pod)) continue;
    if (pod->view<PodView>().phase == PodPhase::kSucceeded) succeeded_indexes_.insert(*index);
    if (!spec_.backoff_limit_per_index || !spec_.is_failed(*pod)) continue;
    const FailureVerdict verdict = judge_failure(spec_.document["podFailurePolicy"], *pod);
    const bool spent = verdict.counts() && index_failures(*pod).counted >= *spec_.backoff_limit_per_index;
    if (verdict.action == FailureAction::kFailIndex || spent) failed_indexes_.insert(*index);
  }
  succeeded_ = succeeded_indexes_.total();
  if (spec_.backoff_limit_per_index) find_delayed_pods();
}

// Of each index that is to be tried again the pod that has failed most often: its replacement takes over its count.
void JobSync::find_delayed_pods() {
  IndexSet settled = succeeded_indexes_;
  settled.insert(failed_indexes_);
  for (const ObjectRef& pod : active_pods_)
    if (const auto index = spec_.index_of(*pod)) settled.insert(*index);
  const auto tries = [](const Object& pod) { return index_failures(pod).counted + index_failures(pod).ignored; };
  for (const ObjectRef& pod : pods_) {
    const auto index = spec_.index_of(*pod);
    if (!index || settled.has(*index) || !is_tracked(*pod) || !spec_.is_failed(*pod)) continue;
    ObjectRef& kept = delayed_[*index];
    if (!kept || tries(*kept) < tries(*pod)) kept = pod;
  }
}

std::optional<JobSync::Finish> JobSync::find_finish() {
  const auto announced = [&](const char* type, bool success) {
    const Value& condition = find_condition(status_, type);
    return Finish{success, condition["reason"].str(), condition["message"].str()};
  };
  if (is_true(status_, "SuccessCriteriaMet")) return announced("SuccessCriteriaMet", true);
  if (is_true(status_, "FailureTarget")) return announced("FailureTarget", false);
  if (auto failure = find_failure()) return failure;
  plan_deadline();
  return spec_.indexed ? find_index_finish() : std::nullopt;
}

std::optional<JobSync::Finish> JobSync::find_failure() const {
  for (const ObjectRef& pod : pods_) {
    if (!spec_.is_failed(*pod)) continue;
    FailureVerdict verdict = judge_failure(spec_.document["podFailurePolicy"], *pod);
    if (verdict.action == FailureAction::kFailJob) return Finish{false, "PodFailurePolicy", std::move(verdict.message)};
  }
  if (failed_ > spec_.backoff_limit || restarts_exceed_limit())
    return Finish{false, "BackoffLimitExceeded", "Job has reached the specified backoff limit"};
  if (past_deadline()) return Finish{false, "DeadlineExceeded", "Job was active longer than specified deadline"};
  return std::nullopt;
}

std::optional<JobSync::Finish> JobSync::find_index_finish() const {
  const Value& failed_max = spec_.document["maxFailedIndexes"];
  const int64_t failed = failed_indexes_.total();
  if (!failed_max.is_null() && failed > failed_max.as_int())
    return Finish{false, "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes"};
  if (failed > 0 && failed + succeeded_indexes_.total() >= spec_.completions.value_or(0))
    return Finish{false, "FailedIndexes", "Job has failed indexes"};
  if (auto met =
          match_success_policy(spec_.document["successPolicy"], spec_.completions.value_or(0), succeeded_indexes_))
    return Finish{true, "SuccessPolicy", std::move(*met)};
  return std::nullopt;
}

// With restartPolicy OnFailure the kubelet restarts containers in place: their restarts count as failures.
bool JobSync::restarts_exceed_limit() const {
  if (spec_.document["template"]["spec"]["restartPolicy"].as_string() != "OnFailure") return false;
  int64_t restarts = 0;
  for (const ObjectRef& pod : pods_) {
    const PodPhase phase = pod->view<PodView>().phase;
    if (phase != PodPhase::kRunning && phase != PodPhase::kPending) continue;
    for (const char* list : {"initContainerStatuses", "containerStatuses"})
      for (const Value& container : pod->status()[list].elements()) restarts += container["restartCount"].as_int();
  }
  return spec_.backoff_limit == 0 ? restarts > 0 : restarts >= spec_.backoff_limit;
}

bool JobSync::past_deadline() const {
  const Value& deadline = spec_.document["activeDeadlineSeconds"];
  const auto started = parse_rfc3339(status_["startTime"].as_string());
  return !deadline.is_null() && !spec_.suspended && started && client_.now() - *started >= seconds(deadline.as_int());
}

void JobSync::plan_deadline() {
  const Value& deadline = spec_.document["activeDeadlineSeconds"];
  const auto started = parse_rfc3339(std::as_const(status_)["startTime"].as_string());
  if (deadline.is_null() || spec_.suspended || !started) return;
  queue_.add_after(job_->key(), *started + seconds(deadline.as_int()) - client_.now());
}

// Those of a failed Job count as failed themselves, those that a success leaves over don't. deleteActivePods.
Result<void> JobSync::stop_active_pods() {
  std::optional<Error> error;
  for (const ObjectRef& pod : active_pods_) {
    const Result<void> deleted = delete_pod(client_, *job_, *pod);
    if (!deleted) {
      if (!error) error = deleted.error();
      continue;
    }
    --active_;
    ++terminating_;
    if (pod->view<PodView>().ready) --ready_;
  }
  if (error) return *error;
  return {};
}

int64_t JobSync::wanted_active() const {
  if (!spec_.completions) return succeeded_ > 0 ? active_ : spec_.parallelism;
  return std::max<int64_t>(0, std::min(*spec_.completions - succeeded_, spec_.parallelism));
}

// One sync either removes pods or makes some, never both.
Result<void> JobSync::manage() {
  if (spec_.suspended) return remove_pods(active_pods_);
  const int64_t wanted = wanted_active();
  std::vector<ObjectRef> surplus =
      pods_for_removal(spec_, active_pods_, static_cast<size_t>(std::max<int64_t>(0, active_ - wanted)), client_.now());
  if (static_cast<int64_t>(surplus.size()) > kPodsPerSync) surplus.resize(static_cast<size_t>(kPodsPerSync));
  if (!surplus.empty()) return remove_pods(surplus);
  const int64_t missing = wanted - active_ - (spec_.replaces_only_failed ? terminating_ : 0);
  return missing > 0 ? create_pods(std::min(missing, kPodsPerSync)) : Result<void>();
}

// They are no longer tracked, so that they count neither as failed nor as succeeded. deleteJobPods.
Result<void> JobSync::remove_pods(const std::vector<ObjectRef>& pods) {
  std::optional<Error> error;
  for (const ObjectRef& pod : pods) {
    const bool ready = pod->view<PodView>().ready;
    const ObjectRef untracked = untrack(client_, pod->key());
    const Result<void> deleted = untracked ? delete_pod(client_, *job_, *untracked) : Result<void>();
    if (!deleted) {
      if (!error) error = deleted.error();
      continue;
    }
    --active_;
    ++terminating_;
    if (ready) --ready_;
  }
  if (error) return *error;
  return {};
}

std::vector<int64_t> JobSync::indexes_to_create(int64_t count, Duration& wait) const {
  IndexSet taken = succeeded_indexes_;
  taken.insert(failed_indexes_);
  for (const ObjectRef& pod : pods_) {
    const auto& view = pod->view<PodView>();
    const bool blocks = view.active() || (spec_.replaces_only_failed && view.terminating && !view.terminal());
    if (const auto index = spec_.index_of(*pod); index && blocks) taken.insert(*index);
  }
  std::vector<int64_t> ready;
  std::optional<Duration> next;
  for (const int64_t index : taken.lowest_missing(spec_.completions.value_or(0), count)) {
    const auto before = delayed_.find(index);
    Duration left(0);
    if (before != delayed_.end()) {
      const IndexFailures failures = index_failures(*before->second);
      left =
          FailureRecord{failures.counted + failures.ignored + 1, finish_time(*before->second)}.remaining(client_.now());
    }
    if (left.count() == 0) ready.push_back(index);
    else next = std::min(next.value_or(left), left);
  }
  wait = ready.empty() && next ? *next : Duration(0);
  return ready;
}

Result<void> JobSync::create_pods(int64_t count) {
  Duration wait = spec_.backoff_limit_per_index ? Duration(0) : record_.remaining(client_.now());
  std::vector<int64_t> indexes;
  if (wait.count() == 0 && spec_.indexed) indexes = indexes_to_create(count, wait);
  if (wait.count() > 0) {
    queue_.add_after(job_->key(), wait);
    active_ = 0;  // as upstream's manageJob reports it while it waits
    return {};
  }
  const auto total = spec_.indexed ? indexes.size() : static_cast<size_t>(count);
  const Value plain = spec_.indexed ? Value() : job_pod(*job_, spec_, std::nullopt, nullptr);
  SlowStartOutcome outcome = slow_start(total, [&](size_t i) -> Result<void> {
    Value pod = plain;
    if (spec_.indexed) {
      const auto before = delayed_.find(indexes[i]);
      pod = job_pod(*job_, spec_, indexes[i], before != delayed_.end() ? before->second.get() : nullptr);
    }
    const Result<ObjectRef> created = create_pod(client_, *job_, std::move(pod));
    if (created) ++active_;
    if (created && spec_.indexed) delayed_.erase(indexes[i]);
    if (created || is_namespace_terminating(created.error())) return {};
    return created.error();
  });
  if (outcome.error) return *outcome.error;
  return {};
}

void JobSync::finish_if_complete() {
  const bool enough = spec_.completions ? succeeded_ >= *spec_.completions : succeeded_ > 0;
  if (enough && active_ == 0) finish_ = Finish{true, "CompletionsReached", "Reached expected number of succeeded pods"};
}

void JobSync::note_suspension() {
  const Time now = client_.now();
  if (spec_.suspended) {
    if (!ensure_condition(status_, new_condition("Suspended", "True", "JobSuspended", "Job suspended", now))) return;
    status_.erase("startTime");
    client_.event(*job_, EventType::kNormal, "Suspended", "Job suspended");
    return;
  }
  if (!ensure_condition(status_, new_condition("Suspended", "False", "JobResumed", "Job resumed", now))) return;
  // The active deadline starts anew.
  status_["startTime"] = rfc3339(now);
  client_.event(*job_, EventType::kNormal, "Resumed", "Job resumed");
}

bool JobSync::may_untrack(const Object& pod) const {
  if (job_->terminating() || finish_ || pod.view<PodView>().phase == PodPhase::kSucceeded) return true;
  if (!spec_.is_failed(pod)) return false;
  const auto index = spec_.index_of(pod);
  const auto kept = index ? delayed_.find(*index) : delayed_.end();
  return kept == delayed_.end() || kept->second->uid() != pod.uid();
}

bool JobSync::is_listed(std::string_view list, const Object& pod) const {
  const Elements& uids = std::as_const(status_)[kUncounted][list].elements();
  return std::any_of(uids.begin(), uids.end(), [&](const Value& uid) { return uid.as_string() == pod.uid(); });
}

int64_t JobSync::listed(std::string_view list) const {
  return static_cast<int64_t>(std::as_const(status_)[kUncounted][list].size());
}

// Of an Indexed Job completedIndexes says which pods have succeeded; every other pod is listed until it is untracked.
void JobSync::list_pod(const Object& pod) {
  if (spec_.indexed && !spec_.index_of(pod)) return;
  if (pod.view<PodView>().phase == PodPhase::kSucceeded) {
    if (!spec_.indexed && !is_listed("succeeded", pod)) status_[kUncounted]["succeeded"].push_back(pod.uid());
    return;
  }
  const bool counts_as_failed = spec_.is_failed(pod) || (finish_ && !finish_->success);
  if (counts_as_failed && !is_listed("failed", pod) && judge_failure(spec_.document["podFailurePolicy"], pod).counts())
    status_[kUncounted]["failed"].push_back(pod.uid());
}

// Moves the listed pods that are no longer tracked into the counters. cleanUncountedPodsWithoutFinalizers.
void JobSync::count_listed(const std::set<std::string, std::less<>>& tracked) {
  for (const char* list : {"succeeded", "failed"}) {
    if (listed(list) == 0) continue;
    Value left = Value::array();
    for (const Value& uid : std::as_const(status_)[kUncounted][list].elements())
      if (tracked.contains(uid.as_string())) left.push_back(uid);
    const int64_t counted = listed(list) - static_cast<int64_t>(left.size());
    if (counted > 0) status_[list] = status_int(list) + counted;
    if (left.empty()) status_[kUncounted].erase(list);
    else status_[kUncounted][list] = std::move(left);
  }
}

void JobSync::set_counters() {
  if (spec_.indexed) {
    set_counter(status_, "succeeded", succeeded_indexes_.total());
    if (succeeded_indexes_.total() > 0) status_["completedIndexes"] = succeeded_indexes_.str();
    else status_.erase("completedIndexes");
    if (spec_.backoff_limit_per_index) status_["failedIndexes"] = failed_indexes_.str();
  }
  set_counter(status_, "active", active_);
  status_["ready"] = ready_;
  status_["terminating"] = terminating_;
}

bool JobSync::save() {
  if (!(status_ == job_->status())) job_ = client_.update_status(*job_, status_);
  return !client_.refused();
}

void JobSync::save_record(Value record) const {
  const std::string key = table_key(job_->key());
  if (!(client_.state(kBackoffTable, key) == record)) client_.set_state(kBackoffTable, key, std::move(record));
}

// The pods that may be counted now: at most 500 in one sync, and the Job cannot finish before the last.
JobSync::Countable JobSync::list_finished() {
  Countable found;
  int64_t new_indexes = 0;
  for (const ObjectRef& pod : pods_) {
    if (!is_tracked(*pod) || !may_untrack(*pod)) continue;
    found.pods.push_back(pod);
    list_pod(*pod);
    const auto index = spec_.index_of(*pod);
    if (index && pod->view<PodView>().phase == PodPhase::kSucceeded && !counted_indexes_.has(*index)) ++new_indexes;
    if (new_indexes + listed("succeeded") + listed("failed") < kPodsPerSync) continue;
    found.all = false;
    break;
  }
  return found;
}

// A pod is counted once: it is listed in the status first, with what the end of the Job will be, then loses its
// finalizer, and only then counts. So whoever watches sees two writes. flushUncountedAndRemoveFinalizers.
void JobSync::track() {
  std::set<std::string, std::less<>> tracked;
  for (const ObjectRef& pod : pods_)
    if (is_tracked(*pod)) tracked.emplace(pod->uid());
  count_listed(tracked);
  const Countable countable = list_finished();
  set_counters();
  announce_finish();
  if (!save()) return;  // nothing of it is known yet
  save_record(record_.to_state());
  for (const ObjectRef& pod : countable.pods) {
    untrack(client_, pod->key());
    if (client_.refused()) break;
    tracked.erase(std::string(pod->uid()));
  }
  count_listed(tracked);
  const bool finished = !client_.refused() && countable.all && enact_finish();
  if (!save() || !finished) return;
  record_finish();
  save_record(Value());
}

void JobSync::announce_finish() {
  if (!finish_) return;
  ensure_condition(status_, new_condition(finish_->success ? "SuccessCriteriaMet" : "FailureTarget", "True",
                                          finish_->reason, finish_->message, client_.now()));
}

bool JobSync::enact_finish() {
  if (!finish_ || terminating_ > 0 || listed("succeeded") + listed("failed") > 0) return false;
  ensure_condition(status_, new_condition(finish_->success ? "Complete" : "Failed", "True", finish_->reason,
                                          finish_->message, client_.now()));
  if (finish_->success) status_["completionTime"] = rfc3339(client_.now());
  return true;
}

void JobSync::record_finish() const {
  if (!finish_->success) {
    client_.event(*job_, EventType::kWarning, finish_->reason, finish_->message);
    return;
  }
  if (spec_.completions && status_["succeeded"].as_int() > *spec_.completions)
    client_.event(*job_, EventType::kWarning, "TooManySucceededPods",
                  "Too many succeeded pods running after completion count reached");
  client_.event(*job_, EventType::kNormal, "Completed", "Job completed");
}

}  // namespace skiff
