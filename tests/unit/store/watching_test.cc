#include "store/watching.h"

#include <catch2/catch.hpp>

#include "api/kinds/configmap.h"
#include "apiserver/apiserver.h"
#include "base/json.h"
#include "cluster/default_cluster.h"
#include "support/temporary_folder.h"

using namespace skiff;

namespace {

struct Fixture {
  Fixture() : now(seconds(1'790'000'000)) {
    auto opened = journal::Journal::open(folder / "c.jsonl", {});
    REQUIRE(opened);
    journal = std::move(*opened);
    store = std::make_unique<Store>(*journal);
    make_default_cluster(*store, {}, now);
    api = std::make_unique<ApiServer>(*store, now);
  }
  void create(const std::string& name, const std::string& label) {
    const Value document{{"metadata", Value{{"name", name}, {"labels", Value{{"l", label}}}}}};
    REQUIRE(api->create(kConfigMap, "default", document));
  }
  void relabel(const std::string& name, const std::string& label) {
    const Value patch{{"metadata", Value{{"labels", Value{{"l", label}}}}}};
    REQUIRE(api->patch(kConfigMap, {"default", name}, PatchType::kMerge, patch));
  }
  std::string events(uint64_t since, const WatchScope& options = {}) {
    REQUIRE(store->commit());
    std::string text;
    const auto watched = watch_since(*journal, kConfigMap, options, since, [&](const WatchEvent& event) {
      text += std::string(event.type) + " " + event.object.at("metadata", "name").str() + "\n";
    });
    return watched ? text : watched.error().message;
  }
  // The resourceVersion that the object of the last event has.
  std::string last_version(uint64_t since) {
    std::string version;
    REQUIRE(watch_since(*journal, kConfigMap, {}, since, [&](const WatchEvent& event) {
      version = event.object.at("metadata", "resourceVersion").str();
    }));
    return version;
  }
  test::TemporaryFolder folder;
  Time now;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<Store> store;
  std::unique_ptr<ApiServer> api;
};

}  // namespace

TEST_CASE("watch: what has happened since a version") {
  Fixture f;
  const uint64_t start = f.store->resource_version();
  f.create("a", "x");
  f.create("b", "y");
  const uint64_t middle = f.store->resource_version();
  f.relabel("a", "y");
  REQUIRE(f.api->remove(kConfigMap, {"default", "b"}));
  CHECK(f.events(start) == "ADDED a\nADDED b\nMODIFIED a\nDELETED b\n");
  CHECK(f.events(middle) == "MODIFIED a\nDELETED b\n");
  CHECK(f.last_version(middle) == std::to_string(f.store->resource_version()));
  CHECK(f.events(f.store->resource_version()).empty());
}

TEST_CASE("watch: an object that begins to match is added, one that stops is deleted") {
  Fixture f;
  const uint64_t start = f.store->resource_version();
  f.create("a", "x");
  f.relabel("a", "y");
  f.relabel("a", "x");
  WatchScope options;
  options.label_selector = "l=x";
  CHECK(f.events(start, options) == "ADDED a\nDELETED a\nADDED a\n");
  options.label_selector.clear();
  options.ns = "kube-system";
  CHECK(f.events(start, options).empty());
  options.ns.clear();
  options.field_selector = "spec.x=y";
  CHECK(f.events(start, options) ==
        R"("spec.x" is not a known field selector: only "metadata.name", "metadata.namespace")");
}
