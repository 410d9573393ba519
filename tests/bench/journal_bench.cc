// The state file alone: opening it, writing it.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "journal/journal.h"
#include "support/temporary_folder.h"

namespace skiff::bench {
namespace {

// Nine versions of each of `count` objects of about two kilobytes, as pods have from Pending to Ready.
void write_objects(const std::string& path, int count) {
  auto journal = *journal::Journal::open(path, {});
  Value spec;
  for (int i = 0; i < 40; ++i) spec["field" + std::to_string(i)] = "some text that is as long as this one";
  Elements documents(static_cast<size_t>(count));
  std::vector<uint64_t> positions(documents.size());
  uint64_t rv = 0;
  for (int version = 0; version < 9; ++version) {
    for (int i = 0; i < count; ++i) {
      Value& document = documents[static_cast<size_t>(i)];
      uint64_t& position = positions[static_cast<size_t>(i)];
      const journal::Predecessor before{position, rv + 1 - static_cast<uint64_t>(count), document};
      Value after = document;
      after["spec"] = spec;
      after["metadata"]["resourceVersion"] = std::to_string(++rv);
      after["status"]["condition" + std::to_string(version)] = "a condition, its transition and its message";
      const std::string name = "web-7f9c5d7c4b-" + std::to_string(i);
      position = journal->write_object({"pods", "default", name, rv, Time(seconds(rv)), "kubelet"},
                                       version > 0 ? &before : nullptr, after);
      document = after;
    }
  }
  if (!journal->commit()) std::abort();
}

void open_journal(benchmark::State& state) {
  const test::TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  write_objects(path, static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(journal::Journal::open(path, {.access = journal::Access::kRead}));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(std::filesystem::file_size(path)));
}
BENCHMARK(open_journal)->Arg(1000)->Arg(50000)->Unit(benchmark::kMillisecond);

void write_journal(benchmark::State& state) {
  for (auto _ : state) {
    const test::TemporaryFolder folder;
    write_objects(folder / "sim.jsonl", static_cast<int>(state.range(0)));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0) * 9);
}
BENCHMARK(write_journal)->Arg(10000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace skiff::bench
