#include "controllers/daemonset/rolling_update.h"

#include <catch2/catch.hpp>

#include "unit/controllers/daemonset/daemons.h"

namespace skiff {
namespace {

Value strategy(Value surge, Value unavailable) {
  return Value{{"type", "RollingUpdate"},
               {"rollingUpdate", Value{{"maxSurge", std::move(surge)}, {"maxUnavailable", std::move(unavailable)}}}};
}

// "-1a -2a +3": pods 1a and 2a go, one comes up on node 3.
std::string show(const RollingActions& actions) {
  std::string text;
  for (const DaemonPod* pod : actions.remove) text += (text.empty() ? "-" : " -") + std::string(pod->name);
  for (const std::string_view node : actions.create_on)
    text += (text.empty() ? "+" : " +") + std::string(node.substr(5));
  return text;
}

TEST_CASE("DaemonSet: maxSurge and maxUnavailable both round up") {
  CHECK(daemon_bounds(strategy(0, "50%"), 3) == DaemonBounds{0, 2});
  CHECK(daemon_bounds(strategy(0, "50%"), 2) == DaemonBounds{0, 1});
  CHECK(daemon_bounds(strategy("100%", 0), 2) == DaemonBounds{2, 0});
  CHECK(daemon_bounds(strategy(0, 0), 2) == DaemonBounds{0, 1});
  CHECK(daemon_bounds(strategy(0, 0), 0) == DaemonBounds{0, 0});
  CHECK(allows_surge(strategy("1%", 0)) == Surge::kAllowed);
  CHECK(allows_surge(strategy(0, 1)) == Surge::kNo);
  CHECK(allows_surge(Value{{"type", "OnDelete"}}) == Surge::kNo);
}

TEST_CASE("DaemonSet rolling update without surge: which old pods go") {
  struct Row {
    const char* why;
    const char* nodes;
    int64_t unavailable;
    const char* actions;
  };
  const Row rows[] = {
      {"one at a time", "old old old", 1, "-1a"},
      {"the next one once the new one is available", "new old old", 1, "-2a"},
      {"not before", "new! old old", 1, ""},
      {"ready is not available", "new~ old old", 1, ""},
      {"nor while the old one is on its way out", "oldx old old", 1, ""},
      {"nor where a pod is missing", "- old old", 1, ""},
      {"as many as may be unavailable", "old old old", 2, "-1a -2a"},
      {"new pods that never get ready stop it", "new! new! new! old old", 3, ""},
      {"broken old pods go at once, in any number", "old! old! old", 1, "-1a -2a"},
      {"they use up the budget of the healthy ones", "old! old old", 2, "-1a -2a"},
      {"a node with too many is left alone and counts", "old+old old", 1, ""},
      {"a node that may only keep its pod loses it in its turn", "?old old", 1, "-1a"},
      {"nothing to do where nothing is wanted", "?- new", 1, ""},
      {"all are new", "new new", 1, ""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Daemons daemons(row.nodes);
      CHECK(show(roll_daemons(daemons.nodes, rollout_nodes(daemons.nodes), {0, row.unavailable}, 3)) == row.actions);
    }
}

TEST_CASE("DaemonSet rolling update with surge: where a new pod comes up, and which old ones go") {
  struct Row {
    const char* why;
    const char* nodes;
    int64_t surge;
    const char* actions;
  };
  const Row rows[] = {
      {"one beside an old one", "old old old", 1, "+1"},
      {"wait until it is available", "old+new! old old", 1, ""},
      {"then the old one goes and the next node has its turn", "old+new old old", 1, "-1a +2"},
      {"broken old pods get theirs beyond the budget", "old! old! old!", 1, "+1 +2 +3"},
      {"a broken old pod where none belongs goes", "?old! old", 1, "-1a +2"},
      {"a healthy one only while there is a surplus", "?old new new", 1, "-1a"},
      {"no surplus", "?old new new!", 1, ""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Daemons daemons(row.nodes);
      const int64_t desired = count_daemons(daemons.nodes).desired;
      CHECK(show(roll_daemons(daemons.nodes, rollout_nodes(daemons.nodes), {row.surge, 0}, desired)) == row.actions);
    }
}

}  // namespace
}  // namespace skiff
