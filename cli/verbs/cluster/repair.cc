// skiff cluster repair: saves what can be saved of a damaged state file; the file as it was is kept beside it.
#include "journal/repair.h"

#include <fmt/format.h>

#include "cli/command.h"

namespace skiff::cli {
namespace {

struct NoOptions {};

std::string counted(uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

void report(std::ostream& out, const std::string& path, const journal::RepairReport& found) {
  if (!found.repaired) {
    out << fmt::format("{} is sound: {}, nothing to repair\n", path, counted(found.intact_transactions, "transaction"));
    return;
  }
  out << fmt::format("{} repaired; as it was it is kept in {}\n", path, found.original);
  out << fmt::format("kept: {}; saved from behind the damage: {}\n",
                     counted(found.intact_transactions, "intact transaction"), counted(found.saved_lines, "change"));
  if (found.unverified_lines > 0)
    out << fmt::format("of these, {} from a transaction whose checksum does not match: look at what changed there\n",
                       counted(found.unverified_lines, "change"));
  if (found.unreadable_lines > 0) out << fmt::format("lost: {}\n", counted(found.unreadable_lines, "unreadable line"));
  for (const std::string& object : found.outdated)
    out << fmt::format("{} is older than it was: a change to it is lost\n", object);
}

Outcome run(const NoOptions&, Invocation& call) {
  if (auto unexpected = call.unexpected_arguments()) return *unexpected;
  const SessionOptions where = call.session_options();
  journal::OpenOptions how;
  how.lock_timeout = where.lock_timeout;
  how.notice = [&call](std::string_view message) { call.io.err << message << std::endl; };
  const auto path = state_file_of(where);
  if (!path) return path.error();
  const auto found = journal::repair(*path, how);
  if (!found) return found.error();
  report(call.io.out, *path, *found);
  return {};
}

}  // namespace

void add_cluster_repair(Command& command) { runs(command, std::make_shared<NoOptions>(), run); }

}  // namespace skiff::cli
