// Properties that hold at every step of every sequence of commands. Each sequence comes from a seed, which a failure
// names; SKIFF_PROPERTY_RUNS makes more of them, SKIFF_PROPERTY_SEED begins with another.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "support/temporary_folder.h"
#include "unit/controllers/properties/random_cluster.h"

using namespace skiff;
using namespace skiff::test;

namespace {

uint64_t from_environment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

uint64_t first_seed() { return from_environment("SKIFF_PROPERTY_SEED", 1); }
uint64_t runs(uint64_t otherwise) { return from_environment("SKIFF_PROPERTY_RUNS", otherwise); }

constexpr int kSteps = 40;
#ifdef NDEBUG
constexpr uint64_t kSequences = 240;
#else
constexpr uint64_t kSequences = 24;  // a build that is not optimised takes ten times as long
#endif

}  // namespace

TEST_CASE("properties: identities, order, bounds, claims, owners and counters hold at every step", "[property]") {
  const uint64_t count = runs(kSequences);
  for (uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    RandomCluster cluster(seed, "");
    std::string commands;
    for (int step = 0; step < kSteps && cluster.breaches().texts.empty(); ++step) commands += "\n  " + cluster.step();
    if (cluster.breaches().texts.empty()) continue;
    INFO("seed " << seed << commands);
    FAIL(cluster.breaches().texts.front());
  }
  SUCCEED(count << " sequences");
}

TEST_CASE("properties: a cluster that is opened from its journal after every step is the one that was never closed",
          "[property]") {
  const uint64_t count = runs(kSequences) / 12;
  for (uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    const TemporaryFolder folder;
    RandomCluster steady(seed, "");
    RandomCluster reopened(seed, folder / "cluster.jsonl");
    std::string commands;
    for (int step = 0; step < kSteps; ++step) {
      const std::string command = steady.step();
      commands += "\n  " + command;
      INFO("seed " << seed << commands);
      REQUIRE(reopened.step() == command);
      reopened.reopen();
      REQUIRE((reopened.picture() == steady.picture()));
    }
  }
}

TEST_CASE("properties: the same seed writes the same bytes", "[property]") {
  const uint64_t count = runs(kSequences) / 12;
  for (uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    const TemporaryFolder folder;
    std::string bytes[2];
    for (int run = 0; run < 2; ++run) {
      const std::string path = folder / ("run" + std::to_string(run));
      RandomCluster cluster(seed, path);
      for (int step = 0; step < kSteps; ++step) {
        cluster.step();
        cluster.save();
      }
      bytes[run] = read_text(path);
    }
    INFO("seed " << seed);
    REQUIRE_FALSE(bytes[0].empty());
    REQUIRE((bytes[0] == bytes[1]));
  }
}
