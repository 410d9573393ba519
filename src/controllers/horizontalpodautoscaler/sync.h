// One look at an autoscaler: target, metrics, decision, status. Mirrors reconcileAutoscaler of
// pkg/controller/podautoscaler/horizontal.go.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/label_selector.h"
#include "apiserver/client.h"
#include "base/value.h"
#include "controllers/horizontalpodautoscaler/metrics.h"
#include "controllers/horizontalpodautoscaler/stabilization.h"
#include "controllers/selected_pods.h"

namespace skiff::horizontalpodautoscaler {

// How the sync went, as far as it matters for when the next one can bring anything new.
enum class Outcome {
  kChanging,  // something changed, or will without anybody's doing
  kSteady,    // the next one would do nothing, and so on until something else changes
  kFailing,   // nothing changed but the count of the events
};

class AutoscalerSync {
 public:
  AutoscalerSync(ObjectRef autoscaler, Client& client, SelectedPods& selected, ScalingMemory& memory);
  Outcome run();

 private:
  const Value& spec() const { return autoscaler_->spec(); }
  ObjectRef find_target();
  void fail_to_get_scale(const std::string& why);
  std::optional<LabelSelector> find_selector(const Object& target);
  std::vector<ObjectRef> select_pods(const Object& target, const LabelSelector& selector);
  bool is_ambiguous(const Object& target, const std::vector<ObjectRef>& pods);
  // The number of replicas that the metrics ask for, nullopt if they cannot be told.
  struct Wanted {
    int64_t replicas = 0;
    std::string metric;
  };
  std::optional<Wanted> compute(const Object& target, const std::vector<ObjectRef>& pods);
  std::optional<Wanted> invalid(const MetricFailure& first, size_t count, size_t of);
  void decide_size(const Object& target);
  void rescale(const Object& target, int64_t to, const std::string& reason);
  void set_condition(std::string_view type, bool is_true, std::string_view reason, std::string_view message);
  void warn(std::string_view reason, std::string_view message);
  void set_status(int64_t desired);
  bool save();

  ObjectRef autoscaler_;
  Client& client_;
  SelectedPods& selected_;
  ScalingMemory& memory_;
  Value status_;
  Value metric_statuses_;
  int64_t current_ = 0;
  int64_t proposed_ = 0;
  bool failed_ = false;
  bool young_pods_ = false;  // what they count for changes with their age
};

}  // namespace skiff::horizontalpodautoscaler
