// skiff cluster list: the clusters in skiff's own folder.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/command.h"
#include "cli/contexts.h"

namespace skiff::cli {
namespace {

struct NoOptions {};

Outcome run(const NoOptions&, Invocation& call) {
  if (auto unexpected = call.unexpected_arguments()) return *unexpected;
  const Contexts contexts = Contexts::load();
  const std::filesystem::path folder = std::filesystem::path(default_state_file("x")).parent_path();
  std::vector<std::pair<std::string, uintmax_t>> clusters;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(folder, missing))
    if (entry.path().extension() == ".jsonl") clusters.emplace_back(entry.path().stem().string(), entry.file_size());
  std::sort(clusters.begin(), clusters.end());
  size_t width = 4;
  for (const auto& [name, bytes] : clusters) width = std::max(width, name.size());
  if (clusters.empty()) {
    call.io.err << "No clusters found in " << folder.string() << "\n";
    return {};
  }
  call.io.out << fmt::format("CURRENT   {:<{}}   BYTES\n", "NAME", width);
  for (const auto& [name, bytes] : clusters)
    call.io.out << fmt::format("{:<7}   {:<{}}   {}\n", name == contexts.cluster_of(contexts.current) ? "*" : "", name, width, bytes);
  return {};
}

}  // namespace

void add_cluster_list(Command& command) { runs(command, std::make_shared<NoOptions>(), run); }

}  // namespace skiff::cli
