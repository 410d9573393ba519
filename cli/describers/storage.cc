// PersistentVolumeClaim, PersistentVolume, StorageClass, VolumeAttributesClass, CSINode.
#include <algorithm>

#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/storageclass.h"
#include "cli/describers/kinds.h"
#include "cli/describers/metadata.h"
#include "cli/describers/volumes.h"

namespace skiff::cli {
namespace {

constexpr std::pair<std::string_view, std::string_view> kAccessModes[] = {
    {"ReadWriteOnce", "RWO"}, {"ReadOnlyMany", "ROX"}, {"ReadWriteMany", "RWX"}, {"ReadWriteOncePod", "RWOP"}};

std::string access_modes(const Value& modes) {
  std::string out;
  for (const auto& [mode, abbreviation] : kAccessModes) {
    const Elements& all = modes.elements();
    if (std::none_of(all.begin(), all.end(), [&](const Value& one) { return one.as_string() == mode; })) continue;
    if (!out.empty()) out += ",";
    out += abbreviation;
  }
  return out;
}

// A quantity that is not there is none.
std::string capacity_text(const Value& capacity) { return text_or(capacity["storage"].as_string(), "0"); }

std::string phase_text(const Object& object, Time now) {
  if (!object.terminating()) return object.status()["phase"].str();
  return "Terminating (lasts " + age(object.metadata()["deletionTimestamp"], now) + ")";
}

// A claim made for a pod's ephemeral volume is the pod's.
bool belongs_to(const Object& claim, const Object& pod) {
  const Elements& owners = claim.metadata()["ownerReferences"].elements();
  return std::any_of(owners.begin(), owners.end(),
                     [&](const Value& owner) { return owner["uid"].as_string() == pod.uid(); });
}

// A pod is named once for each of its volumes that is this claim. Mirrors getPodsForPVC.
void add_used_by(const Object& claim, const DescribeContext& context, Lines& out) {
  bool first = true;
  out.append("Used By:\t");
  context.api.store().for_each(kPod, claim.ns(), [&](const ObjectRef& pod) {
    const Elements& volumes = pod->spec()["volumes"].elements();
    auto uses = std::count_if(volumes.begin(), volumes.end(), [&](const Value& volume) {
      return volume.at("persistentVolumeClaim", "claimName").as_string() == claim.name();
    });
    if (uses == 0 && belongs_to(claim, *pod)) uses = 1;
    for (; uses > 0; --uses) {
      out.append((first ? "" : "\t") + pod->name() + "\n");
      first = false;
    }
    return true;
  });
  if (first) out.append("<none>\n");
}

void add_claim_conditions(const Value& conditions, Lines& out) {
  if (conditions.empty()) return;
  out.add(0, "Conditions:");
  out.add(1, "Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage");
  out.add(1, "----\t------\t-----------------\t------------------\t------\t-------");
  for (const Value& one : conditions.elements())
    out.add(1, one["type"].str() + " \t" + one["status"].str() + " \t" + date(one["lastProbeTime"]) + " \t" +
                   date(one["lastTransitionTime"]) + " \t" + one["reason"].str() + " \t" + one["message"].str());
}

void add_node_affinity(const Value& affinity, Lines& out) {
  const Value& required = affinity["required"];
  if (required.is_null()) {
    out.add(0, "Node Affinity", "<none>");
    return;
  }
  out.add(0, "Node Affinity:\t");
  out.add(1, "Required Terms:\t");
  size_t index = 0;
  for (const Value& term : required["nodeSelectorTerms"].elements()) {
    const std::string label = "Term " + std::to_string(index++) + ":\t";
    if (term["matchExpressions"].empty()) out.add(2, label + "<none>");
    bool first = true;
    for (const Value& one : term["matchExpressions"].elements()) {
      std::string op = one["operator"].str();
      std::transform(op.begin(), op.end(), op.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      std::string text = one["key"].str() + " " + op;
      if (!one["values"].empty()) text += " [" + joined(one["values"], ", ") + "]";
      out.add(2, (first ? label : std::string("\t")) + text);
      first = false;
    }
  }
}

void add_allowed_topologies(const Value& topologies, Lines& out) {
  out.add(0, topologies.empty() ? "AllowedTopologies:\t<none>" : "AllowedTopologies:\t");
  size_t index = 0;
  for (const Value& term : topologies.elements()) {
    std::string label = "Term " + std::to_string(index++) + ":\t";
    if (term["matchLabelExpressions"].empty()) out.add(1, label + "<none>");
    for (const Value& one : term["matchLabelExpressions"].elements()) {
      const std::string values = one["values"].empty() ? "" : " [" + joined(one["values"], ", ") + "]";
      out.add(1, label + one["key"].str() + " in" + values);
      label = "\t";
    }
  }
}

}  // namespace

void describe_persistentvolumeclaim(const Object& claim, const DescribeContext& context, Lines& out) {
  const Value& spec = claim.spec();
  const bool bound = !spec["volumeName"].as_string().empty();
  add_name(claim, out);
  add_namespace(claim, out);
  out.add(0, "StorageClass", claim_class(claim.document()));
  out.add(0, "Status", phase_text(claim, context.now()));
  out.add(0, "Volume", spec["volumeName"].as_string());
  add_labels("Labels", claim.metadata()["labels"], out);
  add_annotations("Annotations", claim.metadata()["annotations"], out);
  out.add(0, "Finalizers", go_list(claim.metadata()["finalizers"]));
  out.add(0, "Capacity", bound ? capacity_text(claim.status()["capacity"]) : "");
  out.add(0, "Access Modes", bound ? access_modes(claim.status()["accessModes"]) : "");
  if (spec.contains("volumeMode")) out.add(0, "VolumeMode", spec["volumeMode"].as_string());
  add_data_source(0, spec["dataSource"], out);
  add_used_by(claim, context, out);
  add_claim_conditions(claim.status()["conditions"], out);
  add_events(claim, context, out);
}

void describe_persistentvolume(const Object& volume, const DescribeContext& context, Lines& out) {
  const Value& spec = volume.spec();
  add_name(volume, out);
  add_labels("Labels", volume.metadata()["labels"], out);
  add_annotations("Annotations", volume.metadata()["annotations"], out);
  out.add(0, "Finalizers", go_list(volume.metadata()["finalizers"]));
  out.add(0, "StorageClass", claim_class(volume.document()));
  out.add(0, "Status", phase_text(volume, context.now()));
  const Value& claim = spec["claimRef"];
  out.add(0, "Claim", claim.is_null() ? "" : claim["namespace"].str() + "/" + claim["name"].str());
  out.add(0, "Reclaim Policy", spec["persistentVolumeReclaimPolicy"].as_string());
  out.add(0, "Access Modes", access_modes(spec["accessModes"]));
  if (spec.contains("volumeMode")) out.add(0, "VolumeMode", spec["volumeMode"].as_string());
  out.add(0, "Capacity", capacity_text(spec["capacity"]));
  add_node_affinity(spec["nodeAffinity"], out);
  out.add(0, "Message", volume.status()["message"].as_string());
  out.add(0, "Source:");
  add_volume_source(spec, SourceOf::kPersistentVolume, out);
  add_events(volume, context, out);
}

void describe_storageclass(const Object& storage_class, const DescribeContext& context, Lines& out) {
  const Value& document = storage_class.document();
  add_name(storage_class, out);
  out.add(0, "IsDefaultClass", is_default_class(storage_class.document()) ? "Yes" : "No");
  out.add(0, "Annotations", labels_form(storage_class.metadata()["annotations"]));
  out.add(0, "Provisioner", document["provisioner"].as_string());
  out.add(0, "Parameters", labels_form(document["parameters"]));
  out.add(
      0, "AllowVolumeExpansion",
      document.contains("allowVolumeExpansion") ? title_bool(document["allowVolumeExpansion"].as_bool()) : "<unset>");
  if (document["mountOptions"].empty()) {
    out.add(0, "MountOptions", "<none>");
  } else {
    out.add(0, "MountOptions:");
    for (const Value& option : document["mountOptions"].elements()) out.add(1, option.as_string());
  }
  if (document.contains("reclaimPolicy")) out.add(0, "ReclaimPolicy", document["reclaimPolicy"].as_string());
  if (document.contains("volumeBindingMode"))
    out.add(0, "VolumeBindingMode", document["volumeBindingMode"].as_string());
  if (document.contains("allowedTopologies")) add_allowed_topologies(document["allowedTopologies"], out);
  add_events(storage_class, context, out);
}

void describe_volumeattributesclass(const Object& attributes_class, const DescribeContext& context, Lines& out) {
  add_name(attributes_class, out);
  out.add(0, "Annotations", labels_form(attributes_class.metadata()["annotations"]));
  out.add(0, "DriverName", attributes_class.document()["driverName"].as_string());
  out.add(0, "Parameters", labels_form(attributes_class.document()["parameters"]));
  add_events(attributes_class, context, out);
}

void describe_csinode(const Object& node, const DescribeContext& context, Lines& out) {
  add_name(node, out);
  add_labels("Labels", node.metadata()["labels"], out);
  add_annotations("Annotations", node.metadata()["annotations"], out);
  out.add(0, "CreationTimestamp", date(node.metadata()["creationTimestamp"]));
  out.add(0, "Spec:");
  if (node.spec().contains("drivers")) out.add(1, "Drivers:");
  for (const Value& driver : node.spec()["drivers"].elements()) {
    out.add(2, driver["name"].str() + ":");
    out.add(3, "Node ID", driver["nodeID"].as_string());
    if (const Value& count = driver.at("allocatable", "count"); !count.is_null()) {
      out.add(3, "Allocatables:");
      out.add(4, "Count", count.as_int());
    }
    if (const Value& keys = driver["topologyKeys"]; !keys.is_null()) out.add(3, "Topology Keys", go_list(keys));
  }
  add_events(node, context, out);
}

}  // namespace skiff::cli
