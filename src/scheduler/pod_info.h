// What the scheduler reads of a pod, decoded once. Mirrors framework.PodInfo.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/label_selector.h"
#include "api/object.h"
#include "scheduler/resources.h"
#include "store/store.h"

namespace skiff {

struct HostPort {
  std::string ip;  // 0.0.0.0 stands for all
  std::string protocol;
  int64_t port = 0;

  bool conflicts_with(const HostPort& other) const;
  friend bool operator==(const HostPort&, const HostPort&) = default;
};

// A term of podAffinity or podAntiAffinity.
struct AffinityTerm {
  LabelSelector selector;
  std::string selector_key;  // equal selectors have equal keys
  std::vector<std::string> namespaces;
  std::optional<LabelSelector> namespace_selector;
  std::string topology_key;
  int64_t weight = 0;  // of a preferred term

  bool selects(const Value& labels, std::string_view ns, const Store& store) const;
};

struct SpreadConstraint {
  int64_t max_skew = 1;
  std::string topology_key;
  LabelSelector selector;
  std::string selector_key;  // equal selectors have equal keys
  int64_t min_domains = 1;
  bool honor_affinity = true;  // nodeAffinityPolicy
  bool honor_taints = false;   // nodeTaintsPolicy
};

struct PodInfo {
  explicit PodInfo(ObjectRef pod);

  ObjectRef object;
  std::string_view uid;
  const Value* spec;  // of `object`
  const Value* labels;
  int64_t priority = 0;
  Resources requests;
  ScoredRequests scored;
  std::vector<HostPort> host_ports;
  std::vector<AffinityTerm> required_affinity, required_anti_affinity;
  std::vector<AffinityTerm> preferred_affinity, preferred_anti_affinity;
  std::vector<SpreadConstraint> hard_spread, soft_spread;

  const std::string& ns() const { return object->ns(); }
  bool has_pod_affinity() const {
    return !required_affinity.empty() || !required_anti_affinity.empty() || !preferred_affinity.empty() ||
           !preferred_anti_affinity.empty();
  }
};

using PodInfoRef = std::shared_ptr<const PodInfo>;

}  // namespace skiff
