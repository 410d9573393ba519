#include "controllers/statefulset/rolling_update.h"

#include <catch2/catch.hpp>

#include "base/json.h"
#include "unit/controllers/statefulset/replicas.h"

namespace skiff::statefulset {

TEST_CASE("StatefulSet rolling update: next pod to replace") {
  struct Row {
    const char* why;
    const char* pods;
    int partition;
    int next;  // -1: none
  };
  const Row rows[] = {
      {"highest ordinal first", "ok~ ok~ ok~", 0, 2},
      {"waits for the pod it started", "ok~ ok~ running", 0, -1},
      {"goes on once that is available", "ok~ ok~ ok", 0, 1},
      {"waits for minReadySeconds", "ok~ ok~ ready", 0, -1},
      {"waits for the pod it deleted", "ok~ ok~ ok~-", 0, -1},
      {"stops at the partition", "ok~ ok~ ok", 2, -1},
      {"a partition beyond the replicas replaces nothing", "ok~ ok~", 5, -1},
      {"Parallel: a broken old pod goes", "ok~ ok~ running~", 0, 2},
      {"Parallel: a pod just asked for is waited for", "ok~ missing", 0, -1},
      {"all done", "ok ok ok", 0, -1},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const UpdateStrategy strategy{.partition = row.partition};
      CHECK(next_to_replace(parse_replicas(row.pods), 0, strategy, "new").value_or(-1) == row.next);
    }
  CHECK_FALSE(next_to_replace(parse_replicas("ok~"), 0, {.type = StrategyType::kOnDelete}, "new"));
  CHECK(next_to_replace(parse_replicas("ok~ ok~", 4), 4, {.partition = 1}, "new") == 5);  // counted from ordinals.start
}

TEST_CASE("StatefulSet rolling update: the revision of a new pod") {
  struct Row {
    const char* why;
    const char* strategy;
    int index;
    int current_replicas;
    Side side;
  };
  const Row rows[] = {
      {"below the partition the current one", R"({"type":"RollingUpdate","rollingUpdate":{"partition":2}})", 1, 3,
       Side::kCurrent},
      {"from the partition on the new one", R"({"type":"RollingUpdate","rollingUpdate":{"partition":2}})", 2, 3,
       Side::kUpdate},
      {"no partition: new at any ordinal", R"({"type":"RollingUpdate","rollingUpdate":{"partition":0}})", 0, 3,
       Side::kUpdate},
      {"no block: current as far as pods count as current", R"({"type":"RollingUpdate"})", 1, 2, Side::kCurrent},
      {"no block: new beyond them", R"({"type":"RollingUpdate"})", 2, 2, Side::kUpdate},
      {"OnDelete: always the new one", R"({"type":"OnDelete"})", 0, 3, Side::kUpdate},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Value spec{{"updateStrategy", *parse_json(row.strategy)}};
      CHECK(revision_side(row.index, update_strategy(spec), row.current_replicas) == row.side);
    }
}

}  // namespace skiff::statefulset
