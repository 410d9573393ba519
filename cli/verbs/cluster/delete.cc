// skiff cluster delete: removes a cluster's state file, and its context.
#include <fmt/format.h>

#include <filesystem>

#include "cli/command.h"
#include "cli/contexts.h"
#include "journal/removal.h"

namespace skiff::cli {
namespace {

struct NoOptions {};

Outcome run(const NoOptions&, Invocation& call) {
  if (call.args.size() > 1)
    return call.usage_error(fmt::format("at most one NAME is allowed, got {}", call.args.size()));
  SessionOptions where = call.session_options();
  if (!call.args.empty()) where.context = call.args[0];
  if (call.args.empty() && where.state_file.empty() && call.environment("SKIFF_STATE").empty() && where.context.empty())
    return call.usage_error("name the cluster to delete, or its file with --state");
  const auto path = state_file_of(where);
  if (!path) return path.error();
  if (!std::filesystem::exists(*path)) return client_error(fmt::format("there is no cluster in {}", *path));
  journal::OpenOptions how;
  how.lock_timeout = where.lock_timeout;
  how.notice = [&call](std::string_view message) { call.io.err << message << std::endl; };
  if (auto removed = journal::remove_state_file(*path, how); !removed) return removed.error();
  Contexts contexts = Contexts::load();
  const std::string name = call.args.empty() ? std::filesystem::path(*path).stem().string() : call.args[0];
  if (*path == default_state_file(name) && contexts.entries.erase(name) > 0) {
    if (contexts.current == name)
      contexts.current = contexts.entries.empty() ? "sim" : contexts.entries.begin()->first;
    if (auto saved = contexts.save(); !saved) return saved.error();
  }
  call.io.out << fmt::format("cluster \"{}\" deleted\n", name);
  return {};
}

}  // namespace

void add_cluster_delete(Command& command) { runs(command, std::make_shared<NoOptions>(), run); }

}  // namespace skiff::cli
