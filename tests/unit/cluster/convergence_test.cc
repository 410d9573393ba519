#include "cluster/convergence.h"

#include <catch2/catch.hpp>

#include "api/kinds/pod.h"

using namespace skiff;

TEST_CASE("convergence: what is remembered already is not written again") {
  Store store(1);
  const WriteContext context{"test", Time{}};
  store.put(kPod, {"default", "web"}, Value{{"metadata", Value{{"name", "web"}}}}, context);
  Convergence convergence(store);
  for (const Change& change : store.take_changes()) convergence.observe(change);
  REQUIRE_FALSE(convergence.reached());
  convergence.save(store);
  REQUIRE(store.commit());

  SECTION("by the process that wrote it") { convergence.save(store); }
  SECTION("by the next one, which only reads") { Convergence(store).save(store); }
  CHECK_FALSE(store.dirty());
  CHECK_FALSE(Convergence(store).reached());
}
