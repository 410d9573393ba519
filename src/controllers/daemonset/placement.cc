#include "controllers/daemonset/placement.h"

#include "api/node_affinity.h"
#include "api/pod_view.h"
#include "api/taint.h"

namespace skiff {
namespace {

constexpr std::string_view kRequired = "requiredDuringSchedulingIgnoredDuringExecution";

struct DaemonToleration {
  std::string_view key;
  std::string_view effect;
};
constexpr DaemonToleration kTolerations[] = {
    {"node.kubernetes.io/not-ready", "NoExecute"},      {"node.kubernetes.io/unreachable", "NoExecute"},
    {"node.kubernetes.io/disk-pressure", "NoSchedule"}, {"node.kubernetes.io/memory-pressure", "NoSchedule"},
    {"node.kubernetes.io/pid-pressure", "NoSchedule"},  {"node.kubernetes.io/unschedulable", "NoSchedule"},
};
constexpr DaemonToleration kHostNetworkToleration = {"node.kubernetes.io/network-unavailable", "NoSchedule"};

// AddOrUpdateTolerationInPodSpec: one that says the same but for its seconds is overwritten.
void tolerate(Value& tolerations, const DaemonToleration& wanted) {
  Value toleration{{"effect", wanted.effect}, {"key", wanted.key}, {"operator", "Exists"}};
  for (size_t i = 0; i < tolerations.size(); ++i) {
    const Value& one = std::as_const(tolerations)[i];
    if (one["key"].as_string() == wanted.key && one["effect"].as_string() == wanted.effect &&
        one["operator"].as_string() == "Exists" && one["value"].as_string().empty()) {
      tolerations.edit_at(i) = std::move(toleration);
      return;
    }
  }
  tolerations.push_back(std::move(toleration));
}

}  // namespace

Placement place_daemon(const Value& pod_spec, const Object& node) {
  const std::string_view wanted = pod_spec["nodeName"].as_string();
  if (!wanted.empty() && wanted != node.name()) return {};
  if (!matches_required_node_affinity(pod_spec, node.metadata()["labels"], node.name())) return {};
  Placement placement{true, true};
  for (const Value& taint : node.spec()["taints"].elements()) {
    const std::string_view effect = taint["effect"].as_string();
    if (effect != "NoSchedule" && effect != "NoExecute") continue;
    if (find_toleration(pod_spec["tolerations"], taint) != nullptr) continue;
    placement.should_run = false;
    if (effect == "NoExecute") placement.should_continue = false;
  }
  return placement;
}

Value with_daemon_tolerations(const Value& pod_spec) {
  Value tolerations = pod_spec["tolerations"].is_null() ? Value::array() : pod_spec["tolerations"];
  for (const DaemonToleration& each : kTolerations) tolerate(tolerations, each);
  if (pod_spec["hostNetwork"].as_bool()) tolerate(tolerations, kHostNetworkToleration);
  Value spec = pod_spec;
  spec["tolerations"] = std::move(tolerations);
  return spec;
}

Value daemon_template(const Object& set, std::string_view hash) {
  const Value& from = set.spec()["template"];
  Value made = from;
  made["spec"] = with_daemon_tolerations(from["spec"]);
  Value& labels = made["metadata"]["labels"];
  const std::string_view generation =
      set.metadata()["annotations"]["deprecated.daemonset.template.generation"].as_string();
  if (!generation.empty()) labels["pod-template-generation"] = generation;
  labels["controller-revision-hash"] = hash;
  return made;
}

Value pinned_to_node(Value pod, std::string_view node) {
  Value field{{"key", "metadata.name"}, {"operator", "In"}, {"values", Value::array({Value(node)})}};
  Value term{{"matchFields", Value::array({std::move(field)})}};
  pod["spec"]["affinity"]["nodeAffinity"][kRequired] = Value{{"nodeSelectorTerms", Value::array({std::move(term)})}};
  return pod;
}

std::string_view target_node(const Object& pod) {
  if (const auto& view = pod.view<PodView>(); !view.node.empty()) return view.node;
  const Value& required = pod.spec()["affinity"]["nodeAffinity"][kRequired];
  for (const Value& term : required["nodeSelectorTerms"].elements())
    for (const Value& field : term["matchFields"].elements())
      if (field["key"].as_string() == "metadata.name" && field["operator"].as_string() == "In" &&
          field["values"].size() == 1)
        return field["values"][0].as_string();
  return {};
}

}  // namespace skiff
