#include "cluster/cluster.h"

#include <catch2/catch.hpp>

#include "api/kinds/configmap.h"
#include "api/kinds/namespace.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "base/random.h"
#include "cluster/default_cluster.h"

using namespace skiff;

namespace {

const Time kStart = Time(seconds(1'000'000));

// Counts a ConfigMap's `left` down to zero, one step a second; fails while `broken` is there.
class Countdown : public Actor {
 public:
  explicit Countdown(std::vector<std::string>& log) : log_(log) {}
  std::string_view name() const override { return "skiff.dev/countdown"; }
  void observe(const Change& change, const Store&, Workqueue& queue) override {
    if (&change.kind() == &kConfigMap && change.type != Change::Type::kDeleted) queue.add(change.key());
  }
  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue& queue) override {
    const ObjectRef object = client.get(kConfigMap, key);
    if (!object) return {};
    const Value& data = object->document()["data"];
    log_.push_back(key.name + "@" + go_duration(client.now() - kStart));
    if (data.contains("broken")) return client_error("broken");
    const int64_t left = data["left"].as_int();
    const int64_t due = data["due"].as_int();
    if (left == 0) return {};
    const int64_t now = (client.now() - kStart).count();
    if (now < due) {
      queue.add_after(key, Duration(due - now));
      return {};
    }
    Value document = object->document();
    document["data"]["left"] = left - 1;
    document["data"]["due"] = now + 1'000'000'000;
    client.update(*object, document);
    return {};
  }

 private:
  std::vector<std::string>& log_;
};

struct Fixture {
  Fixture() : store(1) {
    set_initial_clock(store, ClockMode::kManual, kStart, kStart);
    store.put(kNamespace, {"", "d"}, Value{{"metadata", Value{{"name", "d"}}}}, {"test", kStart});
    reopen();
  }
  // As the next command would find it.
  void reopen() {
    if (cluster) cluster->save(kStart);
    std::vector<std::unique_ptr<Actor>> actors;
    actors.push_back(std::make_unique<Countdown>(log));
    cluster = std::make_unique<Cluster>(store, std::move(actors));
  }
  void put(const std::string& name, const Value& data) {
    store.put(kConfigMap, {"d", name}, Value{{"metadata", Value{{"name", name}, {"namespace", "d"}}}, {"data", data}},
              {"test", cluster->now()});
    cluster->react();
  }
  int64_t left(const std::string& name) {
    return store.get(kConfigMap, {"d", name})->document().at("data", "left").as_int();
  }

  std::vector<std::string> log;
  Store store;
  std::unique_ptr<Cluster> cluster;
};

}  // namespace

TEST_CASE("cluster: time passes from event to event") {
  Fixture fixture;
  fixture.put("a", Value{{"left", 4}});
  CHECK(fixture.left("a") == 3);
  fixture.cluster->advance(milliseconds(1500));
  CHECK(fixture.left("a") == 2);
  CHECK(fixture.cluster->now() - kStart == milliseconds(1500));

  SECTION("settling ends two quiet seconds after the last change") {
    fixture.cluster->settle();
    CHECK(fixture.left("a") == 0);
    CHECK(fixture.cluster->now() - kStart == seconds(5));
  }
  SECTION("timers are there after a reopening") {
    fixture.reopen();
    fixture.cluster->advance(milliseconds(500));
    CHECK(fixture.left("a") == 1);
  }
  SECTION("any number of steps makes the same as one") {
    for (int i = 0; i < 20; ++i) fixture.cluster->advance(milliseconds(100));
    CHECK(fixture.left("a") == 0);
    CHECK(fixture.log.back() == "a@3s");
  }
}

TEST_CASE("cluster: a wait asks after every step and ends in one of three ways") {
  Fixture fixture;
  fixture.put("a", Value{{"left", 4}});
  const auto down_to = [&](int64_t n) { return [&fixture, n] { return fixture.left("a") == n; }; };
  CHECK(fixture.cluster->wait_until(down_to(2), std::nullopt) == WaitOutcome::kReached);
  CHECK(fixture.cluster->now() - kStart == seconds(1));
  CHECK(fixture.cluster->wait_until(down_to(0), milliseconds(1500)) == WaitOutcome::kTimedOut);
  CHECK(fixture.cluster->now() - kStart == milliseconds(2500));
  CHECK(fixture.cluster->wait_until(down_to(-1), std::nullopt) == WaitOutcome::kStuck);
  CHECK(fixture.left("a") == 0);
}

TEST_CASE("cluster: what is left to do when a wait ends is done before the state is saved") {
  Fixture fixture;
  fixture.put("a", Value{{"left", 3}});
  const auto down_to_one = [&] { return fixture.left("a") == 1; };
  CHECK(fixture.cluster->wait_until(down_to_one, std::nullopt) == WaitOutcome::kReached);
  fixture.reopen();
  fixture.cluster->advance(seconds(5));
  CHECK(fixture.left("a") == 0);
}

TEST_CASE("cluster: a failing key comes back after 5 ms, 10 ms, 20 ms … and survives a reopening") {
  Fixture fixture;
  fixture.put("a", Value{{"broken", true}});
  fixture.cluster->advance(milliseconds(16));
  fixture.reopen();
  fixture.cluster->advance(milliseconds(24));
  CHECK(fixture.log == std::vector<std::string>{"a@0s", "a@5ms", "a@15ms", "a@35ms"});
}

TEST_CASE("cluster: settling waits for a probe that is to come, however far off, but for nothing else") {
  const Value late{{"tcpSocket", Value{{"port", 80}}}, {"initialDelaySeconds", 60}};
  struct Row {
    const char* why;
    const char* probe;
    Value annotations;
    bool ready;
  };
  const Row rows[] = {
      {"a readiness probe", "readinessProbe", Value(), true},
      {"a startup probe", "startupProbe", Value(), true},
      {"a liveness probe has no say in it", "livenessProbe", Value(), true},
      {"an annotation goes before the probe", "readinessProbe", Value{{"skiff.dev/ready-after", "60"}}, false},
  };
  for (const Row& row : rows) {
    DYNAMIC_SECTION(row.why) {
      Store store(1);
      make_default_cluster(store, {}, kStart);
      set_initial_clock(store, ClockMode::kManual, kStart, kStart);
      Cluster cluster(store);
      cluster.settle({});
      Value metadata{{"name", "p"}};
      if (!row.annotations.is_null()) metadata["annotations"] = row.annotations;
      const Value container{{"name", "c"}, {"image", "nginx:1.27"}, {row.probe, late}};
      REQUIRE(cluster.api().create(
          kPod, "default", Value{{"metadata", metadata}, {"spec", Value{{"containers", Value::array({container})}}}}));
      cluster.settle({});
      CHECK(store.get(kPod, {"default", "p"})->view<PodView>().ready == row.ready);
    }
  }
}

TEST_CASE("cluster: that time has passed is saved only with what has come of it") {
  Store store(1);
  make_default_cluster(store, {}, kStart);
  set_initial_clock(store, ClockMode::kAuto, kStart, kStart);
  {
    Cluster cluster(store);
    cluster.settle({});
    cluster.save(cluster.now());
  }
  REQUIRE(store.commit());
  const Time rested = Time(Duration(store.state(kClusterState, "clock")["now"].as_int()));
  const Time later = rested + seconds(3);

  Cluster cluster(store);
  cluster.catch_up(later);
  CHECK(cluster.now() == later);
  SECTION("nothing: the next command finds the clock by the wall") {
    cluster.save(later);
    CHECK_FALSE(store.dirty());
    Cluster next(store);
    next.catch_up(later + seconds(1));
    CHECK(next.now() == later + seconds(1));
  }
  SECTION("a change, which is not older than the clock") {
    store.put(kConfigMap, {"default", "m"}, Value{{"metadata", Value{{"name", "m"}}}}, {"test", cluster.now()});
    cluster.save(later);
    CHECK(store.dirty());
    CHECK(store.state(kClusterState, "clock")["now"].as_int() == later.time_since_epoch().count());
  }
  SECTION("a jump ahead, which lasts") {
    cluster.advance(seconds(1));
    cluster.save(later);
    CHECK(store.dirty());
    Cluster next(store);
    next.catch_up(later + seconds(1));
    CHECK(next.now() == later + seconds(2));
  }
}
