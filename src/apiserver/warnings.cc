#include "apiserver/warnings.h"

#include <algorithm>
#include <utility>

#include "api/kinds/cronjob.h"
#include "api/kinds/daemonset.h"
#include "api/kinds/deployment.h"
#include "api/kinds/endpoints.h"
#include "api/kinds/job.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "api/kinds/replicationcontroller.h"
#include "api/kinds/statefulset.h"
#include "api/name_rules.h"
#include "api/quantity.h"
#include "api/schema.h"
#include "base/strings.h"

namespace skiff {
namespace {

// Where a kind's pod spec is, and whether its name becomes part of the names of pods.
struct PodMaker {
  const Kind* kind;
  std::vector<std::string_view> pod_spec;
  bool names_pods;
};

const PodMaker* find_pod_maker(const Kind& kind) {
  static const PodMaker kMakers[] = {
      {&kPod, {"spec"}, true},
      {&kReplicationController, {"spec", "template", "spec"}, true},
      {&kDaemonSet, {"spec", "template", "spec"}, false},
      {&kDeployment, {"spec", "template", "spec"}, true},
      {&kReplicaSet, {"spec", "template", "spec"}, true},
      {&kStatefulSet, {"spec", "template", "spec"}, false},
      {&kJob, {"spec", "template", "spec"}, true},
      {&kCronJob, {"spec", "jobTemplate", "spec", "template", "spec"}, true},
  };
  for (const PodMaker& maker : kMakers)
    if (maker.kind == &kind) return &maker;
  return nullptr;
}

void warn_about_name(const Value& object, std::vector<std::string>& warnings) {
  const Problems problems = dns1123_label_problems(object.at("metadata", "name").as_string());
  if (problems.empty()) return;
  warnings.push_back(
      "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is "
      "recommended: [" +
      join(problems, " ") + "]");
}

void warn_about_bytes(const Value& resources, const FieldPath& path, std::vector<std::string>& warnings) {
  for (const char* list : {"limits", "requests"})
    for (const char* resource : {"memory", "ephemeral-storage"}) {
      const auto amount = Quantity::of(resources[list][resource]);
      if (!amount || amount->is_whole()) continue;
      warnings.push_back(path.child("resources").child(list).key(resource).str() + ": fractional byte value " +
                         go_quote(amount->text()) + " is invalid, must be an integer");
    }
}

void warn_about_env(const Value& env, const FieldPath& path, std::vector<std::string>& warnings) {
  for (size_t i = 0; i < env.size(); ++i)
    for (size_t j = 0; j < i; ++j) {
      if (!(env[i]["name"] == env[j]["name"])) continue;
      warnings.push_back(path.index(i).str() + ": hides previous definition of " +
                         go_quote(env[i]["name"].as_string()) + ", which may be dropped when using apply");
      break;
    }
}

void warn_about_ports(const Value& ports, const FieldPath& path, std::vector<std::string>& warnings) {
  const auto same = [](const Value& a, const Value& b) {
    return a["containerPort"] == b["containerPort"] && a["protocol"] == b["protocol"] &&
           a["hostPort"] == b["hostPort"] && a["hostIP"] == b["hostIP"];
  };
  for (size_t i = 0; i < ports.size(); ++i)
    for (size_t j = 0; j < i; ++j) {
      if (!same(ports[i], ports[j])) continue;
      warnings.push_back(path.index(i).str() + ": duplicate port definition with " + path.index(j).str());
      break;
    }
}

struct DeprecatedLabel {
  std::string_view label, why;
};
constexpr DeprecatedLabel kDeprecatedNodeLabels[] = {
    {"beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead"},
    {"beta.kubernetes.io/instance-type", "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead"},
    {"beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead"},
    {"failure-domain.beta.kubernetes.io/region",
     "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead"},
    {"failure-domain.beta.kubernetes.io/zone", "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead"},
};

void warn_about_node_label(std::string_view label, const FieldPath& field, std::vector<std::string>& warnings) {
  for (const DeprecatedLabel& deprecated : kDeprecatedNodeLabels)
    if (deprecated.label == label) warnings.push_back(field.str() + ": " + std::string(deprecated.why));
}

// GetNodeLabelDeprecatedMessage, wherever a pod names labels of nodes.
void warn_about_node_labels(const Value& spec, const FieldPath& path, std::vector<std::string>& warnings) {
  for (const Member& label : spec["nodeSelector"].members())
    warn_about_node_label(label.name(), path.child("nodeSelector").key(label.name()), warnings);
  const Value& constraints = spec["topologySpreadConstraints"];
  for (size_t i = 0; i < constraints.size(); ++i)
    warn_about_node_label(constraints[i]["topologyKey"].as_string(),
                          path.child("topologySpreadConstraints").index(i).child("topologyKey"), warnings);
}

void warn_about_pod(const Value& spec, const FieldPath& path, std::vector<std::string>& warnings) {
  warn_about_node_labels(spec, path, warnings);
  for (const char* list : {"initContainers", "containers"})
    for (size_t i = 0; i < spec[list].size(); ++i) {
      const Value& container = spec[list][i];
      const FieldPath at = path.child(list).index(i);
      warn_about_bytes(container["resources"], at, warnings);
      warn_about_env(container["env"], at.child("env"), warnings);
      warn_about_ports(container["ports"], at.child("ports"), warnings);
    }
  if (spec["terminationGracePeriodSeconds"].as_int() < 0)
    warnings.push_back(path.child("terminationGracePeriodSeconds").str() +
                       ": must be >= 0; negative values are invalid and will be treated as 1");
}

}  // namespace

std::vector<std::string> write_warnings(const Kind& kind, const Value& object, WriteEvent event) {
  std::vector<std::string> warnings;
  if (std::string text = deprecation_warning(kind); !text.empty()) warnings.push_back(std::move(text));
  const PodMaker* maker = find_pod_maker(kind);
  if (maker == nullptr) return warnings;
  if (event == WriteEvent::kCreate && maker->names_pods) warn_about_name(object, warnings);
  const Value* spec = &object;
  FieldPath path;
  for (std::string_view step : maker->pod_spec) {
    spec = &(*spec)[step];
    path = path.child(step);
  }
  warn_about_pod(*spec, path, warnings);
  if (&kind == &kStatefulSet && object.at("spec", "revisionHistoryLimit").as_int() < 0)
    warnings.push_back(
        "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended");
  return warnings;
}

std::string deprecation_warning(const Kind& kind) {
  if (&kind != &kEndpoints) return {};
  return "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";
}

void add_warnings(std::vector<std::string> more, std::vector<std::string>& warnings) {
  for (std::string& text : more)
    if (std::find(warnings.begin(), warnings.end(), text) == warnings.end()) warnings.push_back(std::move(text));
}

}  // namespace skiff
