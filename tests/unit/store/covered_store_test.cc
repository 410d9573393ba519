// A store that lives on a state file with an index file holds what one without it holds, whatever is read first.
#include <catch2/catch.hpp>
#include <map>

#include "api/kinds/pod.h"
#include "journal/journal.h"
#include "store/store.h"
#include "support/temporary_folder.h"

namespace skiff {
namespace {

struct Pod {
  std::string owner;
  std::string node;
  uint64_t version = 0;
};
using Pods = std::map<ObjectKey, Pod>;

Value document(const ObjectKey& key, const Pod& pod, uint64_t step) {
  Value out{{"metadata", Value{{"name", key.name}, {"namespace", key.ns}, {"uid", "uid-" + key.name}}},
            {"spec", Value::object()},
            {"status", Value{{"step", static_cast<int64_t>(step)}}}};
  if (!pod.owner.empty()) out["metadata"]["ownerReferences"] = Value::array({Value{{"uid", pod.owner}}});
  if (!pod.node.empty()) out["spec"]["nodeName"] = pod.node;
  return out;
}

std::string text_of(const std::vector<ObjectRef>& pods) {
  std::string out;
  for (const ObjectRef& pod : pods)
    out += pod->ns() + "/" + pod->name() + "@" + std::to_string(pod->resource_version()) + " ";
  return out;
}

template <class Wanted>
std::string text_of(const Pods& pods, const Wanted& wanted) {
  std::string out;
  for (const auto& [key, pod] : pods)
    if (wanted(key, pod)) out += key.ns + "/" + key.name + "@" + std::to_string(pod.version) + " ";
  return out;
}

std::map<std::string, Value> all_of(const StateTable& table) {
  std::map<std::string, Value> out;
  for (const auto& [key, value] : table) out.emplace(key, value);
  return out;
}

constexpr uint64_t kNames = 40;

ObjectKey random_key(Random& random) {
  return {random.below(2) == 0 ? "default" : "kube-system", "pod-" + std::to_string(random.below(kNames))};
}
std::string random_owner(Random& random) {
  return random.below(4) == 0 ? "" : "owner-" + std::to_string(random.below(4));
}
std::string random_node(Random& random) {
  return random.below(3) == 0 ? "" : "node-" + std::to_string(random.below(4));
}

void check_one_reading(const Store& store, const Pods& pods, Random& random) {
  switch (random.below(5)) {
    case 0: {
      const ObjectKey key = random_key(random);
      const ObjectRef found = store.get(kPod, key);
      const auto known = pods.find(key);
      REQUIRE((found != nullptr) == (known != pods.end()));
      if (found) REQUIRE(found->resource_version() == known->second.version);
      if (found) REQUIRE(found->spec()["nodeName"].as_string() == known->second.node);
      return;
    }
    case 1:
      REQUIRE(store.count(kPod) == pods.size());
      return;
    case 2: {
      const std::string ns = random.below(2) == 0 ? "" : "kube-system";
      REQUIRE(text_of(store.list(kPod, ns)) ==
              text_of(pods, [&](const ObjectKey& key, const Pod&) { return ns.empty() || key.ns == ns; }));
      return;
    }
    case 3: {
      const std::string owner = "owner-" + std::to_string(random.below(4));
      REQUIRE(text_of(store.dependents(kPod, owner)) ==
              text_of(pods, [&](const ObjectKey&, const Pod& pod) { return pod.owner == owner; }));
      return;
    }
    default: {
      const std::string node = "node-" + std::to_string(random.below(4));
      REQUIRE(text_of(store.pods_on_node(node)) ==
              text_of(pods, [&](const ObjectKey&, const Pod& pod) { return pod.node == node; }));
    }
  }
}

void write_something(Store& store, Pods& pods, Random& random, uint64_t step) {
  const WriteContext writer{"test", Time(seconds(step))};
  const ObjectKey key = random_key(random);
  const auto known = pods.find(key);
  if (known != pods.end() && random.below(3) == 0) {
    store.erase(kPod, key, writer);
    pods.erase(known);
    return;
  }
  Pod& pod = pods[key];
  if (random.below(2) == 0) pod.owner = random_owner(random);
  if (random.below(2) == 0) pod.node = random_node(random);
  pod.version = store.put(kPod, key, document(key, pod, step), writer)->resource_version();
}

}  // namespace

TEST_CASE("store: what an index file covers and what came after are one") {
  const test::TemporaryFolder folder;
  journal::OpenOptions with_index, without;
  with_index.index_min_bytes = 0;
  without.index_min_bytes = UINT64_MAX;
  without.access = journal::Access::kRead;
  journal::OpenOptions reading = with_index;
  reading.access = journal::Access::kRead;
  Pods pods;
  int covered = 0;
  for (uint64_t command = 1; command <= 300; ++command) {
    Random random(command);
    INFO("command " << command);
    auto journal = *journal::Journal::open(folder / "sim.jsonl", with_index);
    covered += journal->indexed("pods") != nullptr ? 1 : 0;
    Store store(*journal);
    // A command that only reads, one that only writes, or both in any order.
    for (uint64_t left = random.below(12); left > 0; --left) {
      if (random.below(2) == 0) check_one_reading(store, pods, random);
      else write_something(store, pods, random, command * 100 + left);
    }
    for (int i = 0; i < 5; ++i) check_one_reading(store, pods, random);
    store.set_state("counter", std::to_string(command % 7),
                    random.below(3) == 0 ? Value() : Value(static_cast<int64_t>(command % 11) + 1));
    REQUIRE(store.commit());
    for (int i = 0; i < 3; ++i) check_one_reading(store, pods, random);
    journal->release();

    auto plain = *journal::Journal::open(folder / "sim.jsonl", without);
    auto indexed = *journal::Journal::open(folder / "sim.jsonl", reading);
    const Store whole(*plain), lazy(*indexed);
    REQUIRE(text_of(whole.list(kPod)) == text_of(lazy.list(kPod)));
    REQUIRE(all_of(whole.states("counter")) == all_of(lazy.states("counter")));
  }
  CHECK(covered > 250);
}

}  // namespace skiff
