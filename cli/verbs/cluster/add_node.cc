// skiff cluster add-node: a new ready worker registers itself.
#include <fmt/format.h>

#include "cli/command.h"

namespace skiff::cli {
namespace {

struct NoOptions {};

Outcome run(const NoOptions&, Invocation& call) {
  if (call.args.empty()) return call.usage_error("at least one NAME is required");
  auto session = call.session();
  if (!session) return session.error();
  for (const std::string& name : call.args) {
    if (auto added = add_node((*session)->store(), name, (*session)->now()); !added) return added.error();
    (*session)->cluster().react();
    call.io.out << fmt::format("node/{} added\n", name);
  }
  return {};
}

}  // namespace

void add_cluster_add_node(Command& command) { runs(command, std::make_shared<NoOptions>(), run); }

}  // namespace skiff::cli
