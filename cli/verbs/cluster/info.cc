// skiff cluster info: where the cluster is, what time it is there, and how much it holds.
#include <fmt/format.h>

#include "api/kind_table.h"
#include "cli/command.h"

namespace skiff::cli {
namespace {

struct NoOptions {};

Outcome run(const NoOptions&, Invocation& call) {
  if (auto unexpected = call.unexpected_arguments()) return *unexpected;
  auto opened = call.session();
  if (!opened) return opened.error();
  Session& session = **opened;
  const bool manual = session.cluster().clock_mode() == ClockMode::kManual;
  call.io.out << fmt::format("State file:        {}\n", session.state_file());
  call.io.out << fmt::format("Clock:             {} ({})\n", rfc3339(session.now()), manual ? "manual" : "auto");
  call.io.out << fmt::format("Resource version:  {}\n", session.store().resource_version());
  call.io.out << "Objects:\n";
  for (const Kind* kind : all_kinds())
    if (const size_t count = session.store().count(*kind); count > 0)
      call.io.out << fmt::format("  {:<40} {}\n", kind->qualified_name(), count);
  return {};
}

}  // namespace

void add_cluster_info_own(Command& command) { runs(command, std::make_shared<NoOptions>(), run); }

}  // namespace skiff::cli
