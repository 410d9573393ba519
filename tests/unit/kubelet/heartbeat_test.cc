#include "kubelet/heartbeat.h"

#include "api/kinds/lease.h"
#include "support/kubelet_scene.h"

using namespace skiff;
using namespace skiff::kubelet_testing;

TEST_CASE("heartbeats: what a look at a node and its lease finds") {
  struct Row {
    const char* why;
    double down_at, look_at;  // seconds; never down if negative
    const char* renewed;
    const char* reported;
  };
  const Row rows[] = {
      {"at the start", -1, 0, "2026-11-22T15:48:24.000000Z", "2026-11-22T15:48:24Z"},
      {"the lease every ten seconds", -1, 39, "2026-11-22T15:48:54.000000Z", "2026-11-22T15:48:24Z"},
      {"the status every five minutes", -1, 601, "2026-11-22T15:58:24.000000Z", "2026-11-22T15:58:24Z"},
      {"none from a node that is silent", 25, 601, "2026-11-22T15:48:44.000000Z", "2026-11-22T15:48:24Z"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      if (row.down_at >= 0) {
        scene.at(row.down_at);
        scene.add_behavior(R"({"node":{"names":["worker-1"],"down":true}})");
      }
      scene.at(row.look_at);
      const Time now = scene.cluster->now();
      const ObjectRef node = scene.store.get(kNode, {"", "worker-1"});
      const ObjectRef lease = scene.store.get(kLease, {"kube-node-lease", "worker-1"});
      CHECK(with_heartbeats(*lease, scene.store, now)["spec"]["renewTime"].as_string() == row.renewed);
      const Value& seen = with_heartbeats(*node, scene.store, now);
      CHECK(find_condition(seen["status"], "Ready")["lastHeartbeatTime"].as_string() == row.reported);
      CHECK(find_condition(seen["status"], "Ready")["lastTransitionTime"].as_string() == "2026-11-22T15:48:24Z");
    }
}
