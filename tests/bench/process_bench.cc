// Commands as whole processes: start, open the state file, answer, exit.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

#include "bench/many_pods.h"
#include "support/temporary_folder.h"

namespace skiff::bench {
namespace {

// Runs the program with its output thrown away; its exit status.
int run_skiff(const std::string& state_file, std::vector<std::string> args) {
  args.insert(args.begin(), {SKIFF_PROGRAM, "--state", state_file});
  std::vector<char*> argv;
  for (std::string& arg : args) argv.push_back(arg.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  int status = -1;
  if (posix_spawn(&child, SKIFF_PROGRAM, &actions, nullptr, argv.data(), environ) == 0) waitpid(child, &status, 0);
  posix_spawn_file_actions_destroy(&actions);
  return status;
}

void measure(benchmark::State& state, const std::vector<std::string>& args) {
  const test::TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  {
    ManyPods cluster(path, static_cast<int>(state.range(1)));
    if (!cluster.deploy(static_cast<int>(state.range(0)))) return state.SkipWithError("the pods do not become Ready");
  }
  for (auto _ : state)
    if (run_skiff(path, args) != 0) return state.SkipWithError("the command fails");
}

void get_pods(benchmark::State& state) { measure(state, {"get", "pods"}); }
BENCHMARK(get_pods)->Args({3, 3})->Args({10000, 100})->Unit(benchmark::kMillisecond)->UseRealTime();

void get_one_node(benchmark::State& state) { measure(state, {"get", "node", "worker-1"}); }
BENCHMARK(get_one_node)->Args({3, 3})->Args({10000, 100})->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace skiff::bench
