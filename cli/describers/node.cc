#include <map>
#include <set>
#include <vector>

#include "api/kinds/lease.h"
#include "api/kinds/pod.h"
#include "api/kinds/resourceslice.h"
#include "api/pod_resources.h"
#include "api/pod_view.h"
#include "api/quantity.h"
#include "cli/describers/kinds.h"
#include "cli/describers/metadata.h"
#include "kubelet/heartbeat.h"

namespace skiff::cli {
namespace {

std::string role_names(const Value& labels) {
  constexpr std::string_view kPrefix = "node-role.kubernetes.io/";
  std::set<std::string> roles;
  for (const Member& label : labels.members()) {
    if (label.name().starts_with(kPrefix) && label.name().size() > kPrefix.size())
      roles.emplace(label.name().substr(kPrefix.size()));
    else if (label.name() == "kubernetes.io/role" && !label.value.as_string().empty()) roles.insert(label.value.str());
  }
  std::string out;
  for (const std::string& role : roles) out += (out.empty() ? "" : ",") + role;
  return text_or(out, "<none>");
}

void add_taints(const Value& taints, Lines& out) {
  std::map<std::string, std::string> sorted;
  for (const Value& taint : taints.elements()) {
    std::string text = taint["key"].str();
    if (!taint["value"].as_string().empty()) text += "=" + taint["value"].str();
    if (!taint["effect"].as_string().empty()) text += ":" + taint["effect"].str();
    sorted[taint["effect"].str() + "," + taint["key"].str()] = text;
  }
  out.append("Taints:\t");
  if (sorted.empty()) out.append("<none>\n");
  bool first = true;
  for (const auto& [order, text] : sorted) {
    out.append((first ? "" : "\t") + text + "\n");
    first = false;
  }
}

void add_lease(const Object& node, const DescribeContext& context, Lines& out) {
  auto lease = context.api.get(kLease, {"kube-node-lease", node.name()});
  if (!lease) {
    out.add(0, "Lease", "Failed to get lease: " + lease.error().message);
    return;
  }
  const Value document = with_heartbeats(**lease, context.api.store(), context.api.now());
  const Value& spec = document["spec"];
  out.add(0, "Lease:");
  out.add(1, "HolderIdentity", text_or(spec["holderIdentity"].as_string(), "<unset>"));
  out.add(1, "AcquireTime", spec["acquireTime"].is_null() ? "<unset>" : date(spec["acquireTime"]));
  out.add(1, "RenewTime", spec["renewTime"].is_null() ? "<unset>" : date(spec["renewTime"]));
}

void add_node_conditions(const Value& conditions, Lines& out) {
  if (conditions.empty()) return;
  out.add(0, "Conditions:");
  out.add(1, "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage");
  out.add(1, "----\t------\t-----------------\t------------------\t------\t-------");
  for (const Value& one : conditions.elements())
    out.add(1, one["type"].str() + " \t" + one["status"].str() + " \t" + date(one["lastHeartbeatTime"]) + " \t" +
                   date(one["lastTransitionTime"]) + " \t" + one["reason"].str() + " \t" + one["message"].str());
}

void add_amounts(const char* title, const Value& amounts, Lines& out) {
  if (amounts.empty()) return;
  out.add(0, title);
  for (const Member& one : amounts.members()) out.add(1, one.name(), one.value.str());
}

// The devices that only this node has, by the pools of their drivers. Mirrors describeNodeResourceSlices.
void add_resource_slices(const std::string& node, const DescribeContext& context, Lines& out) {
  constexpr size_t kPoolsShown = 10;
  struct Pool {
    std::string driver, name;
    size_t slices = 0;
    size_t devices = 0;
  };
  std::map<std::string, Pool> pools;
  for (const ObjectRef& slice : context.api.store().list(kResourceSlice)) {
    const Value& spec = slice->spec();
    if (spec["nodeName"].as_string() != node) continue;
    const std::string driver = spec["driver"].str();
    const std::string name = spec.at("pool", "name").str();
    Pool& pool = pools.try_emplace(driver + "/" + name, Pool{driver, name}).first->second;
    ++pool.slices;
    pool.devices += spec["devices"].size();
  }
  if (pools.empty()) return;
  out.add(0, "Node-Local ResourceSlices:");
  out.add(1, "Driver\tPool\tSlices\tDevices");
  out.add(1, "------\t----\t------\t-------");
  size_t shown = 0;
  for (const auto& [key, pool] : pools) {
    if (shown++ == kPoolsShown) {
      out.add(1, "...and " + std::to_string(pools.size() - kPoolsShown) + " more pools");
      break;
    }
    out.add(1,
            pool.driver + "\t" + pool.name + "\t" + std::to_string(pool.slices) + "\t" + std::to_string(pool.devices));
  }
}

void add_system_info(const Value& info, Lines& out) {
  struct Row {
    const char* label;
    const char* member;
  };
  constexpr Row kRows[] = {{"Machine ID", "machineID"},
                           {"System UUID", "systemUUID"},
                           {"Boot ID", "bootID"},
                           {"Kernel Version", "kernelVersion"},
                           {"OS Image", "osImage"},
                           {"Operating System", "operatingSystem"},
                           {"Architecture", "architecture"},
                           {"Container Runtime Version", "containerRuntimeVersion"},
                           {"Kubelet Version", "kubeletVersion"}};
  out.add(0, "System Info:");
  for (const Row& row : kRows) out.add(1, row.label, info[row.member].as_string());
}

std::string with_percent(const Quantity& amount, const Value& allocatable) {
  const auto whole = Quantity::of(allocatable);
  const int64_t of = whole ? whole->milli_value() : 0;
  const int64_t percent =
      of == 0 ? 0 : static_cast<int64_t>(static_cast<double>(amount.milli_value()) / static_cast<double>(of) * 100);
  return amount.text() + " (" + std::to_string(percent) + "%)";
}

Quantity find(const ResourceAmounts& all, const std::string& name) {
  const auto at = all.find(name);
  return at != all.end() ? at->second : Quantity();
}

struct Sums {
  ResourceAmounts requests, limits;
};

Sums add_pods(const Object& node, const DescribeContext& context, Lines& out) {
  const Value& allocatable = node.status()["allocatable"];
  std::vector<ObjectRef> pods = context.api.store().pods_on_node(node.name());
  std::erase_if(pods, [](const ObjectRef& pod) { return pod->view<PodView>().terminal(); });
  out.add(0, "Non-terminated Pods", "(" + std::to_string(pods.size()) + " in total)");
  out.add(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
  out.add(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
  Sums sums;
  for (const ObjectRef& pod : pods) {
    const ResourceAmounts requests = pod_requests(pod->spec());
    const ResourceAmounts limits = pod_limits(pod->spec());
    add_amounts(sums.requests, requests);
    add_amounts(sums.limits, limits);
    out.add(1, pod->ns() + "\t" + pod->name() + "\t\t" + with_percent(find(requests, "cpu"), allocatable["cpu"]) +
                   "\t" + with_percent(find(limits, "cpu"), allocatable["cpu"]) + "\t" +
                   with_percent(find(requests, "memory"), allocatable["memory"]) + "\t" +
                   with_percent(find(limits, "memory"), allocatable["memory"]) + "\t" +
                   age(pod->metadata()["creationTimestamp"], context.now()));
  }
  return sums;
}

void add_allocated(const Value& allocatable, const Sums& sums, Lines& out) {
  out.add(0, "Allocated resources:");
  out.add(1, "(Total limits may be over 100 percent, i.e., overcommitted.)");
  out.add(1, "Resource\tRequests\tLimits");
  out.add(1, "--------\t--------\t------");
  const auto row = [&](const std::string& name) {
    out.add(1, name + "\t" + with_percent(find(sums.requests, name), allocatable[name]) + "\t" +
                   with_percent(find(sums.limits, name), allocatable[name]));
  };
  for (const char* name : {"cpu", "memory", "ephemeral-storage"}) row(name);
  for (const Member& one : allocatable.members())
    if (one.name().starts_with("hugepages-")) row(std::string(one.name()));
  for (const Member& one : allocatable.members()) {
    const std::string name(one.name());
    if (name == "cpu" || name == "memory" || name == "ephemeral-storage" || name == "pods" ||
        name.starts_with("hugepages-"))
      continue;
    out.add(1, name + "\t" + find(sums.requests, name).text() + "\t" + find(sums.limits, name).text());
  }
}

}  // namespace

void describe_node(const Object& node, const DescribeContext& context, Lines& out) {
  const Value& spec = node.spec();
  const Value& status = node.status();
  add_name(node, out);
  out.add(0, "Roles", role_names(node.metadata()["labels"]));
  add_labels("Labels", node.metadata()["labels"], out);
  add_annotations("Annotations", node.metadata()["annotations"], out);
  out.add(0, "CreationTimestamp", date(node.metadata()["creationTimestamp"]));
  add_taints(spec["taints"], out);
  out.add(0, "Unschedulable", go_bool(spec["unschedulable"].as_bool()));
  add_lease(node, context, out);
  const Value seen = with_heartbeats(node, context.api.store(), context.api.now());
  add_node_conditions(std::as_const(seen)["status"]["conditions"], out);
  out.add(0, "Addresses:");
  for (const Value& address : status["addresses"].elements())
    out.add(1, address["type"].as_string(), address["address"].as_string());
  add_amounts("Capacity:", status["capacity"], out);
  add_amounts("Allocatable:", status["allocatable"], out);
  add_resource_slices(node.name(), context, out);
  add_system_info(status["nodeInfo"], out);
  if (!spec["podCIDR"].as_string().empty()) out.add(0, "PodCIDR", spec["podCIDR"].as_string());
  if (!spec["podCIDRs"].empty()) out.add(0, "PodCIDRs", joined(spec["podCIDRs"], ","));
  if (!spec["providerID"].as_string().empty()) out.add(0, "ProviderID", spec["providerID"].as_string());
  const Sums sums = add_pods(node, context, out);
  add_allocated(status["allocatable"], sums, out);
  add_events(node, context, out);
}

}  // namespace skiff::cli
