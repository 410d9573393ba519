#include "controllers/nodelifecycle/zones.h"

#include "api/kinds/node.h"
#include "controllers/nodelifecycle/node_health.h"

namespace skiff::nodelifecycle {
namespace {

constexpr Duration kInterval = seconds(10);            // --node-eviction-rate 0.1
constexpr Duration kIntervalDisrupted = seconds(100);  // --secondary-node-eviction-rate 0.01
constexpr int kLargeZone = 50;                         // --large-cluster-size-threshold
constexpr int kUnhealthyPercent = 55;                  // --unhealthy-zone-threshold

}  // namespace

ZoneState zone_state(int ready, int not_ready) {
  if (ready == 0 && not_ready > 0) return ZoneState::kFullDisruption;
  if (not_ready > 2 && not_ready * 100 >= kUnhealthyPercent * (ready + not_ready)) return ZoneState::kPartialDisruption;
  return ZoneState::kNormal;
}

std::optional<Duration> taint_interval(ZoneState state, int zone_size) {
  if (state != ZoneState::kPartialDisruption) return kInterval;
  if (zone_size > kLargeZone) return kIntervalDisrupted;
  return std::nullopt;
}

std::string zone_of(const Object& node) {
  const Value& labels = node.metadata()["labels"];
  return labels["topology.kubernetes.io/region"].str() + "/" + labels["topology.kubernetes.io/zone"].str();
}

void Zones::build(const Store& store) {
  if (built_) return;
  built_ = true;
  store.for_each(kNode, {}, [&](const ObjectRef& node) {
    put(*node);
    return true;
  });
}

void Zones::observe(const Change& change) {
  if (!built_) return;
  if (change.type == Change::Type::kDeleted) remove(change.key().name);
  else put(*change.after);
}

void Zones::put(const Object& node) {
  remove(node.name());
  const bool ready = readiness(node) == Readiness::kReady;
  const std::string zone = zone_of(node);
  nodes_[node.name()] = {zone, ready};
  Count& count = zones_[zone];
  ++(ready ? count.ready : count.not_ready);
  if (ready) ++ready_;
  else not_ready_nodes_.insert(node.name());
}

void Zones::remove(const std::string& name) {
  const auto found = nodes_.find(name);
  if (found == nodes_.end()) return;
  Count& count = zones_[found->second.zone];
  --(found->second.ready ? count.ready : count.not_ready);
  if (found->second.ready) --ready_;
  else not_ready_nodes_.erase(name);
  nodes_.erase(found);
}

std::optional<Duration> Zones::interval(const std::string& zone) const {
  const auto found = zones_.find(zone);
  if (found == zones_.end() || all_disrupted()) return std::nullopt;
  const Count& count = found->second;
  return taint_interval(zone_state(count.ready, count.not_ready), count.ready + count.not_ready);
}

}  // namespace skiff::nodelifecycle
