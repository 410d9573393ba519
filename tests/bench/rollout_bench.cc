// A Deployment from apply to all Ready, saved: how much one pod's life costs, and whether that depends on how many
// there are.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <memory>

#include "api/kinds/pod.h"
#include "bench/many_pods.h"
#include "support/temporary_folder.h"

namespace skiff::bench {
namespace {

void deployment_to_ready(benchmark::State& state) {
  const int pods = static_cast<int>(state.range(0));
  const int nodes = static_cast<int>(state.range(1));
  double bytes = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const test::TemporaryFolder folder;
    const std::string path = folder / "sim.jsonl";
    auto cluster = std::make_unique<ManyPods>(path, nodes);
    const auto before = std::filesystem::file_size(path);
    state.ResumeTiming();
    if (!cluster->deploy(pods)) {
      state.SkipWithError("the pods do not all become Ready");
      return;
    }
    state.PauseTiming();
    cluster.reset();  // a command ends without taking its cluster apart
    bytes = static_cast<double>(std::filesystem::file_size(path) - before);
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * pods);
  state.counters["bytes/pod"] = bytes / pods;
}
BENCHMARK(deployment_to_ready)
    ->Args({100, 4})
    ->Args({1000, 10})
    ->Args({10000, 100})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();

}  // namespace
}  // namespace skiff::bench
