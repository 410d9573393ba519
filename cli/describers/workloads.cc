// StatefulSet, Deployment, ReplicaSet, ReplicationController, DaemonSet.
#include <algorithm>
#include <vector>

#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "api/label_selector.h"
#include "api/pod_view.h"
#include "cli/describers/conditions.h"
#include "cli/describers/kinds.h"
#include "cli/describers/metadata.h"
#include "cli/describers/pod_template.h"

namespace skiff::cli {
namespace {

struct PhaseCounts {
  int running = 0, waiting = 0, succeeded = 0, failed = 0;
};

// The pods that the selector matches and that this object controls.
PhaseCounts count_phases(const Object& owner, const LabelSelector& selector, const DescribeContext& context) {
  PhaseCounts counts;
  for (const ObjectRef& ref : context.api.store().dependents(kPod, owner.uid())) {
    const PodView& pod = ref->view<PodView>();
    if (pod.controller_uid != owner.uid() || !selector.matches(ref->metadata()["labels"])) continue;
    if (pod.phase == PodPhase::kRunning) ++counts.running;
    else if (pod.phase == PodPhase::kPending) ++counts.waiting;
    else if (pod.phase == PodPhase::kSucceeded) ++counts.succeeded;
    else if (pod.phase == PodPhase::kFailed) ++counts.failed;
  }
  return counts;
}

void add_pods_status(const Object& owner, const LabelSelector& selector, const DescribeContext& context, Lines& out) {
  const PhaseCounts counts = count_phases(owner, selector, context);
  out.add(0, "Pods Status",
          std::to_string(counts.running) + " Running / " + std::to_string(counts.waiting) + " Waiting / " +
              std::to_string(counts.succeeded) + " Succeeded / " + std::to_string(counts.failed) + " Failed");
}

std::string number(const Value& value) { return std::to_string(value.as_int()); }

std::string int_or_percent(const Value& value) { return value.is_string() ? value.str() : number(value); }

void add_volume_claims(const Value& templates, Lines& out) {
  if (templates.empty()) {
    out.add(0, "Volume Claims", "<none>");
    return;
  }
  out.add(0, "Volume Claims:");
  for (const Value& claim : templates.elements()) {
    const Value& metadata = claim["metadata"];
    out.add(1, "Name", metadata["name"].as_string());
    out.add(1, "StorageClass", claim_class(claim));
    add_labels("  Labels", metadata["labels"], out);
    add_labels("  Annotations", metadata["annotations"], out);  // upstream prints both as labels
    const Value& storage = claim.at("spec", "resources", "requests", "storage");
    out.add(1, "Capacity", storage.is_null() ? "<default>" : storage.str());
    out.add(1, "Access Modes", go_list(claim.at("spec", "accessModes")));
  }
}

std::string replica_sets_text(const std::vector<ObjectRef>& sets) {
  std::string out;
  for (const ObjectRef& set : sets) {
    if (!out.empty()) out += ", ";
    out += set->name() + " (" + number(set->status()["replicas"]) + "/" + number(set->spec()["replicas"]) +
           " replicas created)";
  }
  return text_or(out, "<none>");
}

bool same_template(const Value& set_template, const Value& deployment_template) {
  Value own = set_template;
  own["metadata"]["labels"].erase("pod-template-hash");
  Value theirs = deployment_template;
  theirs["metadata"]["labels"].erase("pod-template-hash");
  return own == theirs;
}

void add_replica_sets(const Object& deployment, const DescribeContext& context, Lines& out) {
  std::vector<ObjectRef> old = context.api.store().dependents(kReplicaSet, deployment.uid());
  std::stable_sort(old.begin(), old.end(), [](const ObjectRef& a, const ObjectRef& b) {
    return a->metadata()["creationTimestamp"].as_string() < b->metadata()["creationTimestamp"].as_string();
  });
  if (old.empty()) return;
  std::vector<ObjectRef> current;
  const auto at = std::find_if(old.begin(), old.end(), [&](const ObjectRef& set) {
    return same_template(set->spec()["template"], deployment.spec()["template"]);
  });
  if (at != old.end()) {
    current.push_back(*at);
    old.erase(at);
  }
  out.add(0, "OldReplicaSets", replica_sets_text(old));
  out.add(0, "NewReplicaSet", replica_sets_text(current));
}

void describe_replicas(const Object& object, const std::string& selector, const LabelSelector& matcher,
                       const DescribeContext& context, Lines& out) {
  add_name(object, out);
  add_namespace(object, out);
  out.add(0, "Selector", selector);
  add_labels("Labels", object.metadata()["labels"], out);
  add_annotations("Annotations", object.metadata()["annotations"], out);
  if (&object.kind() == &kReplicaSet) add_controlled_by(object, out);
  out.add(0, "Replicas",
          number(object.status()["replicas"]) + " current / " + number(object.spec()["replicas"]) + " desired");
  add_pods_status(object, matcher, context, out);
  add_pod_template(object.spec()["template"], out);
  add_short_conditions(object.status()["conditions"], out);
  add_events(object, context, out);
}

}  // namespace

void describe_statefulset(const Object& set, const DescribeContext& context, Lines& out) {
  const Value& spec = set.spec();
  add_name(set, out);
  add_namespace(set, out);
  out.add(0, "CreationTimestamp", date(set.metadata()["creationTimestamp"]));
  out.add(0, "Selector", selector_text(spec["selector"]));
  add_labels("Labels", set.metadata()["labels"], out);
  add_annotations("Annotations", set.metadata()["annotations"], out);
  out.add(0, "Replicas", number(spec["replicas"]) + " desired | " + number(set.status()["replicas"]) + " total");
  const Value& strategy = spec["updateStrategy"];
  out.add(0, "Update Strategy", strategy["type"].as_string());
  if (const Value& rolling = strategy["rollingUpdate"]; rolling.contains("partition")) {
    out.add(1, "Partition", rolling["partition"].as_int());
    if (rolling.contains("maxUnavailable")) out.add(1, "MaxUnavailable", int_or_percent(rolling["maxUnavailable"]));
  }
  add_pods_status(set, LabelSelector::of(spec["selector"]), context, out);
  add_pod_template(spec["template"], out);
  add_volume_claims(spec["volumeClaimTemplates"], out);
  add_events(set, context, out);
}

void describe_deployment(const Object& deployment, const DescribeContext& context, Lines& out) {
  const Value& spec = deployment.spec();
  const Value& status = deployment.status();
  add_name(deployment, out);
  add_namespace(deployment, out);
  out.add(0, "CreationTimestamp", date(deployment.metadata()["creationTimestamp"]));
  add_labels("Labels", deployment.metadata()["labels"], out);
  add_annotations("Annotations", deployment.metadata()["annotations"], out);
  out.add(0, "Selector", selector_text(spec["selector"]));
  out.add(0, "Replicas",
          number(spec["replicas"]) + " desired | " + number(status["updatedReplicas"]) + " updated | " +
              number(status["replicas"]) + " total | " + number(status["availableReplicas"]) + " available | " +
              number(status["unavailableReplicas"]) + " unavailable");
  out.add(0, "StrategyType", spec.at("strategy", "type").as_string());
  out.add(0, "MinReadySeconds", spec["minReadySeconds"].as_int());
  if (const Value& rolling = spec.at("strategy", "rollingUpdate"); !rolling.is_null())
    out.add(0, "RollingUpdateStrategy",
            int_or_percent(rolling["maxUnavailable"]) + " max unavailable, " + int_or_percent(rolling["maxSurge"]) +
                " max surge");
  add_pod_template(spec["template"], out);
  add_short_conditions(status["conditions"], out);
  add_replica_sets(deployment, context, out);
  add_events(deployment, context, out);
}

void describe_replicaset(const Object& set, const DescribeContext& context, Lines& out) {
  describe_replicas(set, selector_form(set.spec()["selector"]), LabelSelector::of(set.spec()["selector"]), context,
                    out);
}

void describe_replicationcontroller(const Object& controller, const DescribeContext& context, Lines& out) {
  const Value& selector = controller.spec()["selector"];
  describe_replicas(controller, labels_form(selector), LabelSelector::of_map(selector), context, out);
}

void describe_daemonset(const Object& set, const DescribeContext& context, Lines& out) {
  const Value& spec = set.spec();
  const Value& status = set.status();
  add_name(set, out);
  add_namespace(set, out);
  out.add(0, "Selector", selector_text(spec["selector"]));
  out.add(0, "Node-Selector", labels_form(spec.at("template", "spec", "nodeSelector")));
  add_labels("Labels", set.metadata()["labels"], out);
  add_annotations("Annotations", set.metadata()["annotations"], out);
  out.add(0, "Desired Number of Nodes Scheduled: " + number(status["desiredNumberScheduled"]));
  out.add(0, "Current Number of Nodes Scheduled: " + number(status["currentNumberScheduled"]));
  out.add(0, "Number of Nodes Scheduled with Up-to-date Pods: " + number(status["updatedNumberScheduled"]));
  out.add(0, "Number of Nodes Scheduled with Available Pods: " + number(status["numberAvailable"]));
  out.add(0, "Number of Nodes Misscheduled: " + number(status["numberMisscheduled"]));
  add_pods_status(set, LabelSelector::of(spec["selector"]), context, out);
  add_pod_template(spec["template"], out);
  add_events(set, context, out);
}

}  // namespace skiff::cli
