#include "api/pod_resources.h"
#include "cli/describers/containers.h"
#include "cli/describers/kinds.h"
#include "cli/describers/metadata.h"
#include "cli/describers/pod_template.h"
#include "cli/describers/volumes.h"

namespace skiff::cli {
namespace {

void add_status(const Object& pod, const DescribeContext& context, Lines& out) {
  const Value& metadata = pod.metadata();
  const Value& status = pod.status();
  const std::string_view phase = status["phase"].as_string();
  if (pod.terminating() && phase != "Failed" && phase != "Succeeded") {
    out.add(0, "Status", "Terminating (lasts " + age(metadata["deletionTimestamp"], context.now()) + ")");
    out.add(0, "Termination Grace Period", std::to_string(metadata["deletionGracePeriodSeconds"].as_int()) + "s");
  } else {
    out.add(0, "Status", phase);
  }
  if (!status["reason"].as_string().empty()) out.add(0, "Reason", status["reason"].as_string());
  if (!status["message"].as_string().empty()) out.add(0, "Message", status["message"].as_string());
  if (const Value& profile = pod.spec().at("securityContext", "seccompProfile"); !profile.is_null()) {
    out.add(0, "SeccompProfile", profile["type"].as_string());
    if (profile["type"].as_string() == "Localhost")
      out.add(0, "LocalhostProfile", profile["localhostProfile"].as_string());
  }
}

void add_addresses(const Value& status, Lines& out) {
  out.add(0, "IP", status["podIP"].as_string());
  if (status["podIPs"].empty()) {
    out.add(0, "IPs", "<none>");
    return;
  }
  out.add(0, "IPs:");
  for (const Value& address : status["podIPs"].elements()) out.add(1, "IP", address["ip"].as_string());
}

void add_gates(const Value& gates, const Value& conditions, Lines& out) {
  if (gates.empty()) return;
  out.add(0, "Readiness Gates:");
  out.add(1, "Type\tStatus");
  for (const Value& gate : gates.elements()) {
    std::string status = "<none>";
    for (const Value& condition : conditions.elements())
      if (condition["type"] == gate["conditionType"]) status = condition["status"].str();
    out.add(1, gate["conditionType"].str() + " \t" + status + " ");
  }
}

void add_pod_conditions(const Value& conditions, Lines& out) {
  if (conditions.empty()) return;
  out.add(0, "Conditions:");
  out.add(1, "Type\tStatus");
  for (const Value& condition : conditions.elements())
    out.add(1, condition["type"].str() + " \t" + condition["status"].str() + " ");
}

void add_pod_resources(const Value& resources, Lines& out) {
  if (resources.is_null()) return;
  out.add(0, "Resources:");
  for (const auto& [title, member] : {std::pair("Limits:", "limits"), std::pair("Requests:", "requests")}) {
    if (resources[member].empty()) continue;
    out.add(1, title);
    for (const Member& one : resources[member].members()) out.add(2, one.name(), one.value.str());
  }
}

}  // namespace

void describe_pod(const Object& pod, const DescribeContext& context, Lines& out) {
  const Value& spec = pod.spec();
  const Value& status = pod.status();
  const ContainerOwner owner{&pod.document()};
  add_name(pod, out);
  add_namespace(pod, out);
  if (spec.contains("priority")) out.add(0, "Priority", spec["priority"].as_int());
  for (const auto& [label, member] :
       {std::pair("Priority Class Name", "priorityClassName"), std::pair("Runtime Class Name", "runtimeClassName"),
        std::pair("Service Account", "serviceAccountName")})
    if (!spec[member].as_string().empty()) out.add(0, label, spec[member].as_string());
  out.add(0, "Node",
          spec["nodeName"].as_string().empty() ? "<none>" : spec["nodeName"].str() + "/" + status["hostIP"].str());
  if (status.contains("startTime")) out.add(0, "Start Time", date(status["startTime"]));
  add_labels("Labels", pod.metadata()["labels"], out);
  add_annotations("Annotations", pod.metadata()["annotations"], out);
  add_status(pod, context, out);
  add_addresses(status, out);
  add_controlled_by(pod, out);
  if (!status["nominatedNodeName"].as_string().empty())
    out.add(0, "NominatedNodeName", status["nominatedNodeName"].as_string());
  add_pod_resources(spec["resources"], out);
  if (!spec["initContainers"].empty())
    add_containers("Init Containers", spec["initContainers"], status["initContainerStatuses"], owner, out);
  add_containers("Containers", spec["containers"], status["containerStatuses"], owner, out);
  if (!spec["ephemeralContainers"].empty())
    add_containers("Ephemeral Containers", spec["ephemeralContainers"], status["ephemeralContainerStatuses"], owner,
                   out);
  add_gates(spec["readinessGates"], status["conditions"], out);
  add_pod_conditions(status["conditions"], out);
  add_volumes(spec["volumes"], VolumesOf::kPod, out);
  out.add(0, "QoS Class", text_or(status["qosClass"].as_string(), qos_class(spec)));
  add_labels("Node-Selectors", spec["nodeSelector"], out);
  add_tolerations("Tolerations", spec["tolerations"], out);
  add_spread_constraints("", spec["topologySpreadConstraints"], out);
  add_events(pod, context, out);
}

}  // namespace skiff::cli
