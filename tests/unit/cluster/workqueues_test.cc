#include "cluster/workqueues.h"

#include <catch2/catch.hpp>

namespace skiff {
namespace {

constexpr Time kStart = Time(seconds(1000));

// The moments of the retries of a key that fails each time, up to `most` of them.
std::vector<Duration> retries(const std::string& actor, size_t most) {
  Workqueues queues({actor});
  const WorkItem item{0, {"default", "web"}};
  std::vector<Duration> moments;
  Time now = kStart;
  while (moments.size() < most) {
    queues.add_rate_limited(item, now);
    const auto next = queues.next_timer();
    if (!next) break;
    now = *next;
    moments.push_back(now - kStart);
    queues.wake(now);
    REQUIRE(queues.pop());
  }
  return moments;
}

}  // namespace

TEST_CASE("work queues: how long a key that fails waits, and how often it is tried again") {
  struct Row {
    const char* actor;
    Duration first, second, third;
    size_t count;  // of at most 40
    Duration longest;
  };
  const Row rows[] = {
      {"statefulset-controller", milliseconds(5), milliseconds(10), milliseconds(20), 40, seconds(1000)},
      {"replicaset-controller", milliseconds(5), milliseconds(10), milliseconds(20), 40, seconds(1000)},
      {"job-controller", seconds(1), seconds(2), seconds(4), 40, seconds(60)},
      {"deployment-controller", milliseconds(5), milliseconds(10), milliseconds(20), 15, milliseconds(81920)},
      {"endpoint-controller", milliseconds(5), milliseconds(10), milliseconds(20), 15, milliseconds(81920)},
      {"endpoint-slice-mirroring-controller", milliseconds(5), milliseconds(10), milliseconds(20), 15,
       milliseconds(81920)},
      {"endpoint-slice-controller", seconds(1), seconds(2), seconds(4), 15, seconds(1000)},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.actor) {
      const std::vector<Duration> moments = retries(row.actor, 40);
      REQUIRE(moments.size() == row.count);
      CHECK(moments[0] == row.first);
      CHECK(moments[1] - moments[0] == row.second);
      CHECK(moments[2] - moments[1] == row.third);
      CHECK(moments[row.count - 1] - moments[row.count - 2] == row.longest);
    }
}

TEST_CASE("work queues: who has been given up begins anew") {
  Workqueues queues({"deployment-controller"});
  const WorkItem item{0, {"default", "web"}};
  for (int i = 0; i <= 15; ++i) {
    queues.add_rate_limited(item, kStart);
    while (const auto next = queues.next_timer()) {
      queues.wake(*next);
      REQUIRE(queues.pop());
    }
  }
  queues.add_rate_limited(item, kStart);
  CHECK(queues.next_timer() == kStart + milliseconds(5));
}

TEST_CASE("work queues: success is forgotten failure") {
  Workqueues queues({"deployment-controller"});
  const WorkItem item{0, {"default", "web"}};
  queues.add_rate_limited(item, kStart);
  queues.wake(*queues.next_timer());
  REQUIRE(queues.pop());
  queues.forget(item);
  queues.add_rate_limited(item, kStart);
  CHECK(queues.next_timer() == kStart + milliseconds(5));
}

}  // namespace skiff
