#include "api/kinds/node.h"

#include <set>

#include "api/columns.h"
#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/ip_address.h"
#include "api/name_rules.h"
#include "api/pod_view.h"
#include "api/resource_names.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"no"};
constexpr std::string_view kRolePrefix = "node-role.kubernetes.io/";
constexpr std::string_view kRoleLabel = "kubernetes.io/role";

void status_cell(const Value& node, Time, std::string& out) {
  const Value& ready = find_condition(node["status"], "Ready");
  if (ready.is_null()) out += "Unknown";
  else out += ready["status"].as_string() == "True" ? "Ready" : "NotReady";
  if (node.at("spec", "unschedulable").as_bool()) out += ",SchedulingDisabled";
}

// findNodeRoles: the labels that end in the role, and the older one that holds it.
void roles_cell(const Value& node, Time, std::string& out) {
  std::set<std::string_view> roles;
  for (const Member& label : node.at("metadata", "labels").members()) {
    const std::string_view value = label.value.as_string();
    if (label.name().starts_with(kRolePrefix) && label.name().size() > kRolePrefix.size())
      roles.insert(label.name().substr(kRolePrefix.size()));
    else if (label.name() == kRoleLabel && !value.empty()) roles.insert(value);
  }
  std::string joined;
  for (std::string_view role : roles) joined.append(joined.empty() ? "" : ",").append(role);
  append_or_none(joined, out);
}

void version_cell(const Value& node, Time, std::string& out) {
  out += node.at("status", "nodeInfo", "kubeletVersion").as_string();
}

void append_address(const Value& node, std::string_view type, std::string& out) {
  for (const Value& address : node.at("status", "addresses").elements())
    if (address["type"].as_string() == type) {
      out += address["address"].as_string();
      return;
    }
  out += "<none>";
}

void internal_ip_cell(const Value& node, Time, std::string& out) { append_address(node, "InternalIP", out); }

void external_ip_cell(const Value& node, Time, std::string& out) { append_address(node, "ExternalIP", out); }

void append_node_info(const Value& node, std::string_view field, std::string& out) {
  const std::string_view text = node.at("status", "nodeInfo", field).as_string();
  out += text.empty() ? "<unknown>" : text;
}

void os_image_cell(const Value& node, Time, std::string& out) { append_node_info(node, "osImage", out); }

void kernel_version_cell(const Value& node, Time, std::string& out) {
  append_node_info(node, "kernelVersion", out);
  const std::string_view architecture = node.at("status", "nodeInfo", "architecture").as_string();
  if (!architecture.empty()) out.append(" (").append(architecture).append(")");
}

void container_runtime_cell(const Value& node, Time, std::string& out) {
  append_node_info(node, "containerRuntimeVersion", out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Status", Show::kAlways, status_cell},
    {"Roles", Show::kAlways, roles_cell},
    {"Age", Show::kAlways, age_cell},
    {"Version", Show::kAlways, version_cell},
    {"Internal-IP", Show::kWide, internal_ip_cell},
    {"External-IP", Show::kWide, external_ip_cell},
    {"OS-Image", Show::kWide, os_image_cell},
    {"Kernel-Version", Show::kWide, kernel_version_cell},
    {"Container-Runtime", Show::kWide, container_runtime_cell},
};

// Convert_v1_NodeSpec_To_core_NodeSpec: of two fields that differ the older one is right, and it is the first of the
// list.
void agree_on_ranges(Value& node) {
  const Value& spec = std::as_const(node)["spec"];
  const Value first = spec["podCIDR"];
  const Value& all = spec["podCIDRs"];
  if (!first.as_string().empty()) {
    if (all.empty() || !(all[0] == first)) node["spec"].set("podCIDRs", Value::array({first}));
  } else if (!all.empty()) {
    const Value head = all[0];
    node["spec"].set("podCIDR", head);
  }
}

// SetDefaults_NodeStatus. What a node can hold is what may be used of it, unless it says otherwise.
void set_defaults(Value& node) {
  agree_on_ranges(node);
  const Value& capacity = std::as_const(node).at("status", "capacity");
  if (capacity.empty() || !std::as_const(node).at("status", "allocatable").is_null()) return;
  const Value copy = capacity;
  node["status"].set("allocatable", copy);
}

// validateNodeTaints; the path is upstream's.
void validate_taints(const Value& taints, FieldErrors& errors) {
  const FieldPath path("metadata.taints");
  for (size_t i = 0; i < taints.size(); ++i) {
    const Value& taint = taints[i];
    const FieldPath at = path.index(i);
    const std::string_view key = taint["key"].as_string();
    add_problems(errors, at.child("key"), key, label_key_problems(key));
    if (const Problems problems = label_value_problems(taint["value"].as_string()); !problems.empty())
      errors.invalid(at.child("value"), taint["value"], join(problems, ";"));
    check_one_of(errors, at.child("effect"), taint["effect"], {"NoSchedule", "PreferNoSchedule", "NoExecute"});
    for (size_t j = 0; j < i; ++j)
      if (taints[j]["key"] == taint["key"] && taints[j]["effect"] == taint["effect"]) {
        errors.duplicate_shown(at, go_form("core.v1.Taint", taint) + ": taints must be unique by key and effect pair");
        break;
      }
  }
}

bool is_v6(const Value& range) { return range.as_string().find(':') != std::string_view::npos; }

// ValidateNode. What a node can hold is told without brackets: status.capacity.cpu.
void validate(const Value& node, FieldErrors& errors) {
  validate_taints(node.at("spec", "taints"), errors);
  for (const std::string_view list : {"capacity", "allocatable"})
    for (const Member& resource : node["status"][list].members())
      check_resource_quantity(resource.name(), resource.value, FieldPath("status").child(list).child(resource.name()),
                              errors);
  const Value& ranges = node.at("spec", "podCIDRs");
  for (size_t i = 0; i < ranges.size(); ++i) check_cidr(ranges[i], FieldPath("spec.podCIDRs").index(i), errors);
  if (ranges.size() > 2 || (ranges.size() == 2 && is_v6(ranges[0]) == is_v6(ranges[1])))
    errors.invalid(FieldPath("spec.podCIDRs"), ranges, "may specify no more than one CIDR for each IP family");
  for (size_t i = 1; i < ranges.size(); ++i)
    for (size_t j = 0; j < i; ++j)
      if (ranges[i] == ranges[j]) {
        errors.duplicate(FieldPath("spec.podCIDRs").index(i), ranges[i]);
        break;
      }
}

// ValidateNodeUpdate: a node's range of pod addresses and its provider's name for it are given once.
void validate_update(const Value& node, const Value& old, FieldErrors& errors) {
  const Value& before = old["spec"];
  if (!before["podCIDRs"].empty() && !(node.at("spec", "podCIDRs") == before["podCIDRs"]))
    errors.forbidden(FieldPath("spec.podCIDRs"), "node updates may not change podCIDR except from \"\" to valid");
  if (!before["providerID"].as_string().empty() && !(node.at("spec", "providerID") == before["providerID"]))
    errors.forbidden(FieldPath("spec.providerID"), "node updates may not change providerID except from \"\" to valid");
  if (!(node.at("spec", "externalID") == before["externalID"]))
    errors.forbidden(FieldPath("spec.externalID"), "may not be updated");
}

}  // namespace

const Kind kNode = {
    .group = "",
    .version = "v1",
    .kind = "Node",
    .resource = "nodes",
    .singular = "node",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .has_status = true,
    .set_defaults = set_defaults,
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
};

}  // namespace skiff
