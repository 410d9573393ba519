#include "controllers/horizontalpodautoscaler/sync.h"

#include <algorithm>
#include <utility>

#include "api/kind_table.h"
#include "api/kinds/horizontalpodautoscaler.h"
#include "api/kinds/pod.h"
#include "api/label_selector.h"
#include "api/pod_view.h"
#include "api/scale_fields.h"

namespace skiff::horizontalpodautoscaler {
namespace {

// As long as a pod's age may decide what its sample is worth.
constexpr Duration kYoung = minutes(5) + seconds(30);

// Of the target's scale. One that cannot be read selects nothing.
std::optional<LabelSelector> selector_of(const Object& target) {
  const std::string text = scale_selector(target);
  if (text.empty()) return std::nullopt;
  auto selector = LabelSelector::parse(text);
  if (!selector) return std::nullopt;
  return std::move(*selector);
}

ObjectRef target_of(const Object& autoscaler, const Store& store) {
  const Value& reference = autoscaler.spec()["scaleTargetRef"];
  const Kind* kind = find_kind(reference["apiVersion"].as_string(), reference["kind"].as_string());
  return kind == nullptr || !kind->has_scale ? nullptr : store.get(*kind, {autoscaler.ns(), reference["name"].str()});
}

bool may_still_change(const ObjectRef& object, Time now) {
  const auto& pod = object->view<PodView>();
  if (!pod.active()) return false;
  const auto started = parse_rfc3339(object->status()["startTime"].as_string());
  return !started || *started + kYoung > now || (pod.ready_changed && *pod.ready_changed + kMetricsWindow > now);
}

}  // namespace

AutoscalerSync::AutoscalerSync(ObjectRef autoscaler, Client& client, SelectedPods& selected, ScalingMemory& memory)
    : autoscaler_(std::move(autoscaler)),
      client_(client),
      selected_(selected),
      memory_(memory),
      status_(autoscaler_->status()) {
  if (!status_.is_object()) status_ = Value::object();
}

Outcome AutoscalerSync::run() {
  const ObjectRef target = find_target();
  if (target) decide_size(*target);
  const bool changed = save();
  if (failed_) return Outcome::kFailing;
  if (changed || young_pods_ || !target || !memory_.is_steady(proposed_)) return Outcome::kChanging;
  return Outcome::kSteady;
}

ObjectRef AutoscalerSync::find_target() {
  const Value& reference = spec()["scaleTargetRef"];
  const std::string_view version = reference["apiVersion"].as_string();
  const std::string_view group =
      version.find('/') == std::string_view::npos ? "" : version.substr(0, version.find('/'));
  const Kind* kind = find_kind(version, reference["kind"].as_string());
  if (kind == nullptr) {
    fail_to_get_scale("no matches for kind \"" + reference["kind"].str() + "\" in group \"" + std::string(group) +
                      "\"");
    return nullptr;
  }
  if (!kind->has_scale) {
    fail_to_get_scale("the server could not find the requested resource");
    return nullptr;
  }
  ObjectRef target = target_of(*autoscaler_, client_.store());
  if (!target) {
    const std::string scale = std::string(kind->resource) + "/scale";
    fail_to_get_scale(not_found(scale, kind->group, reference["name"].as_string()).message);
    return nullptr;
  }
  set_condition("AbleToScale", true, "SucceededGetScale",
                "the HPA controller was able to get the target's current scale");
  return target;
}

void AutoscalerSync::fail_to_get_scale(const std::string& why) {
  warn("FailedGetScale", why);
  set_condition("AbleToScale", false, "FailedGetScale",
                "the HPA controller was unable to get the target's current scale: " + why);
}

void AutoscalerSync::decide_size(const Object& target) {
  current_ = wanted_replicas(target);
  if (memory_.recommendations.empty()) memory_.recommendations.push_back({client_.now(), current_});
  proposed_ = current_;
  const int64_t least = spec()["minReplicas"].as_int(1);
  const int64_t most = spec()["maxReplicas"].as_int();
  if (current_ == 0 && least != 0) {
    set_condition("ScalingActive", false, "ScalingDisabled",
                  "scaling is disabled since the replica count of the target is zero");
    return set_status(current_);
  }
  if (current_ > most) return rescale(target, most, "Current number of replicas above Spec.MaxReplicas");
  if (current_ < least) return rescale(target, least, "Current number of replicas below Spec.MinReplicas");

  const std::optional<LabelSelector> selector = find_selector(target);
  const std::vector<ObjectRef> pods = selector ? select_pods(target, *selector) : std::vector<ObjectRef>();
  const std::optional<Wanted> wanted = selector ? compute(target, pods) : std::nullopt;
  if (!wanted) return set_status(std::as_const(status_)["desiredReplicas"].as_int());
  proposed_ = wanted->replicas;
  const Decision decision = decide({spec(), current_, proposed_}, memory_, client_.now());
  set_condition("AbleToScale", true, decision.able.reason, decision.able.message);
  set_condition("ScalingLimited", decision.limited, decision.limit.reason, decision.limit.message);
  if (decision.replicas == current_) return set_status(current_);
  std::string reason;
  if (proposed_ > current_) reason = wanted->metric + " above target";
  if (proposed_ < current_) reason = "All metrics below target";
  rescale(target, decision.replicas, reason);
}

// validateAndParseSelector.
std::optional<LabelSelector> AutoscalerSync::find_selector(const Object& target) {
  const std::string text = scale_selector(target);
  std::optional<LabelSelector> found = selector_of(target);
  if (found) return found;
  const auto parsed = LabelSelector::parse(text);
  const std::string why = text.empty() ? "selector is required"
                                       : "couldn't convert selector into a corresponding internal selector object: " +
                                             parsed.error().message;
  warn(text.empty() ? "SelectorRequired" : "InvalidSelector", why);
  set_condition("ScalingActive", false, "InvalidSelector",
                text.empty() ? "the HPA target's scale is missing a selector" : why);
  warn("FailedComputeMetricsReplicas", why);
  return std::nullopt;
}

std::vector<ObjectRef> AutoscalerSync::select_pods(const Object& target, const LabelSelector& selector) {
  std::vector<ObjectRef> pods;
  for (const auto& [name, pod] :
       selected_.of(autoscaler_->key(), Value(scale_selector(target)), selector, client_.store()))
    pods.push_back(pod);
  young_pods_ =
      std::any_of(pods.begin(), pods.end(), [&](const ObjectRef& pod) { return may_still_change(pod, client_.now()); });
  return pods;
}

// validateAndParseSelector: two autoscalers of the same pods would pull them either way.
bool AutoscalerSync::is_ambiguous(const Object& target, const std::vector<ObjectRef>& pods) {
  std::string names;
  int count = 0;
  client_.store().for_each(kHorizontalPodAutoscaler, autoscaler_->ns(), [&](const ObjectRef& other) {
    const ObjectRef its_target = target_of(*other, client_.store());
    if (!its_target) return true;
    const std::optional<LabelSelector> selector = selector_of(*its_target);
    if (other->key() != autoscaler_->key() && std::none_of(pods.begin(), pods.end(), [&](const ObjectRef& pod) {
          return selector && selector->matches(pod->metadata()["labels"]);
        }))
      return true;
    names += (count++ > 0 ? " " : "") + other->ns() + "/" + other->name();
    return true;
  });
  if (count < 2 || pods.empty()) return false;
  const std::string message =
      "pods by selector " + scale_selector(target) + " are controlled by multiple HPAs: [" + names + "]";
  warn("AmbiguousSelector", message);
  set_condition("ScalingActive", false, "AmbiguousSelector", message);
  warn("FailedComputeMetricsReplicas", message);
  return true;
}

// computeReplicasForMetrics: the largest proposal wins.
std::optional<AutoscalerSync::Wanted> AutoscalerSync::compute(const Object& target,
                                                              const std::vector<ObjectRef>& pods) {
  if (is_ambiguous(target, pods)) return std::nullopt;
  MetricsReader reader(client_.store(), client_.now());
  const Observed observed{*autoscaler_, current_, pods, reader, client_.now()};
  Wanted wanted;
  std::optional<MetricFailure> first;
  size_t invalid_count = 0;
  metric_statuses_ = Value::array();
  for (const Value& metric : spec()["metrics"].elements()) {
    MetricOutcome outcome = evaluate(metric, observed);
    metric_statuses_.push_back(std::move(outcome.status));
    if (outcome.failure) {
      client_.event(*autoscaler_, EventType::kWarning, outcome.failure->reason, outcome.failure->message);
      if (invalid_count++ == 0) first = std::move(outcome.failure);
    } else if (wanted.replicas == 0 || outcome.replicas > wanted.replicas) {
      wanted = {outcome.replicas, std::move(outcome.name)};
    }
  }
  const size_t count = spec()["metrics"].size();
  if (first && (invalid_count >= count || wanted.replicas < current_)) return invalid(*first, invalid_count, count);
  set_condition("ScalingActive", true, "ValidMetricFound",
                "the HPA was able to successfully calculate a replica count from " + wanted.metric);
  return wanted;
}

std::optional<AutoscalerSync::Wanted> AutoscalerSync::invalid(const MetricFailure& first, size_t count, size_t of) {
  set_condition("ScalingActive", false, first.reason,
                "the HPA was unable to compute the replica count: " + first.message);
  warn("FailedComputeMetricsReplicas", "invalid metrics (" + std::to_string(count) + " invalid out of " +
                                           std::to_string(of) + "), first error is: " + first.whole);
  return std::nullopt;
}

void AutoscalerSync::rescale(const Object& target, int64_t to, const std::string& reason) {
  Value document = target.document();
  set_wanted_replicas(target.kind(), document, to);
  client_.update(target, std::move(document));
  const std::string size = std::to_string(to);
  if (client_.refused()) {
    const std::string& why = client_.refused()->message;
    warn("FailedRescale", "New size: " + size + "; reason: " + reason + "; error: " + why);
    set_condition("AbleToScale", false, "FailedUpdateScale",
                  "the HPA controller was unable to update the target scale: " + why);
    return set_status(std::as_const(status_)["desiredReplicas"].as_int());
  }
  set_condition("AbleToScale", true, "SucceededRescale",
                "the HPA controller was able to update the target scale to " + size);
  client_.event(*autoscaler_, EventType::kNormal, "SuccessfulRescale", "New size: " + size + "; reason: " + reason);
  remember_rescale(spec(), current_, to, memory_, client_.now());
  set_status(to);
  status_.set("lastScaleTime", rfc3339(client_.now()));
}

// setConditionInList: the list keeps the order in which conditions first came up.
void AutoscalerSync::set_condition(std::string_view type, bool is_true, std::string_view reason,
                                   std::string_view message) {
  Value fresh{{"lastTransitionTime", rfc3339(client_.now())},
              {"message", message},
              {"reason", reason},
              {"status", is_true ? "True" : "False"},
              {"type", type}};
  for (Value& one : status_["conditions"].edit_elements()) {
    const Value& held = one;
    if (held["type"].as_string() != type) continue;
    if (held["status"] == std::as_const(fresh)["status"]) fresh.set("lastTransitionTime", held["lastTransitionTime"]);
    one = std::move(fresh);
    return;
  }
  status_["conditions"].push_back(std::move(fresh));
}

void AutoscalerSync::warn(std::string_view reason, std::string_view message) {
  failed_ = true;
  client_.event(*autoscaler_, EventType::kWarning, reason, message);
}

void AutoscalerSync::set_status(int64_t desired) {
  if (current_ != 0) status_.set("currentReplicas", current_);
  else status_.erase("currentReplicas");
  status_.set("desiredReplicas", desired);
  status_.set("currentMetrics", metric_statuses_);
}

bool AutoscalerSync::save() {
  if (status_ == autoscaler_->status()) return false;
  client_.update_status(*autoscaler_, std::move(status_));
  return true;
}

}  // namespace skiff::horizontalpodautoscaler
