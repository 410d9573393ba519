// skiff cluster delete: removes a cluster's state file, and its context.
#include <fmt/format.h>

#include <filesystem>

#include "cli/command.h"
#include "cli/contexts.h"
#include "journal/journal.h"
#include "journal/removal.h"
#include "store/store.h"

namespace skiff::cli {
namespace {

struct NoOptions {};

bool names_file(const SessionOptions& where, const Invocation& call) {
  return !where.state_file.empty() || !call.environment("SKIFF_STATE").empty();
}

// A file that is named holds the cluster that is meant, or nothing is deleted.
Result<void> check_name(const std::string& path, const std::string& wanted) {
  const auto journal = journal::Journal::open(path, {.access = journal::Access::kRead});
  if (!journal) return journal.error();
  std::string name;
  (*journal)->for_each_state(kClusterState, [&](std::string_view key, const Value& state) {
    if (key == "spec") name = state["name"].str();
  });
  if (name == wanted) return {};
  return client_error(fmt::format("the cluster in {} is \"{}\", not \"{}\"", path, name, wanted));
}

Outcome run(const NoOptions&, Invocation& call) {
  if (call.args.size() > 1)
    return call.usage_error(fmt::format("at most one NAME is allowed, got {}", call.args.size()));
  SessionOptions where = call.session_options();
  if (!call.args.empty()) where.context = call.args[0];
  if (call.args.empty() && !names_file(where, call) && where.context.empty())
    return call.usage_error("name the cluster to delete, or its file with --state");
  const auto path = state_file_of(where);
  if (!path) return path.error();
  if (!std::filesystem::exists(*path)) return client_error(fmt::format("there is no cluster in {}", *path));
  if (!call.args.empty() && names_file(where, call))
    if (auto good = check_name(*path, call.args[0]); !good) return good.error();
  journal::OpenOptions how;
  how.lock_timeout = where.lock_timeout;
  how.notice = [&call](std::string_view message) { call.io.err << message << std::endl; };
  if (auto removed = journal::remove_state_file(*path, how); !removed) return removed.error();
  Contexts contexts = Contexts::load();
  const std::string name = call.args.empty() ? std::filesystem::path(*path).stem().string() : call.args[0];
  if (*path == default_state_file(name) && contexts.entries.erase(name) > 0) {
    if (contexts.current == name) contexts.current = contexts.entries.empty() ? "sim" : contexts.entries.begin()->first;
    if (auto saved = contexts.save(); !saved) return saved.error();
  }
  call.io.out << fmt::format("cluster \"{}\" deleted\n", name);
  return {};
}

}  // namespace

void add_cluster_delete(Command& command) { runs(command, std::make_shared<NoOptions>(), run); }

}  // namespace skiff::cli
