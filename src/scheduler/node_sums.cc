#include "scheduler/node_sums.h"

#include "api/kinds/pod.h"
#include "api/pod_view.h"

namespace skiff {
namespace {

constexpr std::string_view kTable = "node-sums";

// In the order of the struct's members; extended resources by name behind them, if there are any.
Value to_value(const NodeSums& sums) {
  Value out = Value::array({sums.bound, sums.pods, sums.requested.milli_cpu, sums.requested.memory,
                            sums.requested.ephemeral_storage, sums.scored.milli_cpu, sums.scored.memory,
                            sums.with_host_ports, sums.with_affinity});
  Value extended;
  for (const auto& [name, amount] : sums.requested.extended)
    if (amount != 0) extended.set(name, amount);
  if (!extended.is_null()) out.push_back(std::move(extended));
  return out;
}

NodeSums from_value(const Value& value) {
  NodeSums sums;
  int next = 0;
  for (int64_t* number :
       {&sums.bound, &sums.pods, &sums.requested.milli_cpu, &sums.requested.memory, &sums.requested.ephemeral_storage,
        &sums.scored.milli_cpu, &sums.scored.memory, &sums.with_host_ports, &sums.with_affinity})
    *number = value[next++].as_int();
  for (const Member& member : value[next].members()) sums.requested.set(member.name(), member.value.as_int());
  return sums;
}

// What is known of the node before this change, which has been made already. Nothing if it has pods nobody has counted.
std::optional<NodeSums> known_before(const Store& store, std::string_view node, const Change& change) {
  const Value& known = store.state(kTable, node);
  if (!known.is_null()) return from_value(known);
  const size_t this_pod = change.type == Change::Type::kDeleted ? 0 : 1;
  const bool was_bound = change.before && !change.before->view<PodView>().node.empty();
  if (was_bound || store.count_on_node(node) > this_pod) return std::nullopt;
  return NodeSums{};
}

bool counts(const Object& pod) { return !pod.view<PodView>().terminal(); }

}  // namespace

void NodeSums::add(const PodInfo& pod) {
  ++pods;
  requested.add(pod.requests);
  scored.milli_cpu += pod.scored.milli_cpu;
  scored.memory += pod.scored.memory;
  with_host_ports += pod.host_ports.empty() ? 0 : 1;
  with_affinity += pod.has_pod_affinity() ? 1 : 0;
}

void NodeSums::subtract(const PodInfo& pod) {
  --pods;
  requested.subtract(pod.requests);
  scored.milli_cpu -= pod.scored.milli_cpu;
  scored.memory -= pod.scored.memory;
  with_host_ports -= pod.host_ports.empty() ? 0 : 1;
  with_affinity -= pod.has_pod_affinity() ? 1 : 0;
}

void keep_sums(Store& store, const Change& change) {
  if (&change.kind() != &kPod) return;
  const std::string_view node = change.after->view<PodView>().node;
  if (node.empty()) return;
  const bool gone = change.type == Change::Type::kDeleted;
  const bool was_bound = change.before && !change.before->view<PodView>().node.empty();
  if (was_bound && !gone && counts(*change.before) == counts(*change.after) &&
      change.before->spec().same_as(change.after->spec()))
    return;
  std::optional<NodeSums> sums = known_before(store, node, change);
  if (!sums) return;
  sums->bound += (gone ? 0 : 1) - (was_bound ? 1 : 0);
  if (was_bound && counts(*change.before)) sums->subtract(PodInfo(change.before));
  if (!gone && counts(*change.after)) sums->add(PodInfo(change.after));
  store.set_state(kTable, node, sums->bound == 0 ? Value() : to_value(*sums));
}

std::optional<NodeSums> sums_of(const Store& store, std::string_view node) {
  const Value& known = store.state(kTable, node);
  const size_t pods = store.count_on_node(node);
  if (known.is_null()) return pods == 0 ? std::optional(NodeSums{}) : std::nullopt;
  NodeSums sums = from_value(known);
  if (sums.bound != static_cast<int64_t>(pods)) return std::nullopt;
  return sums;
}

}  // namespace skiff
