// apply --prune: what was applied once, matches the selector and is in no manifest any more is deleted. Mirrors
// pkg/cmd/apply/prune.go and pkg/util/prune.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "cli/verbs/apply/client_side.h"

namespace skiff::cli {

// What an apply has touched.
struct Visited {
  std::set<std::string> uids;
  std::set<std::string> namespaces;
};

// The kinds that --prune-allowlist names (group/version/Kind), or those that apply prunes by itself: namespaced ones
// first, each part in order.
Result<std::vector<const Kind*>> prunable_kinds(const std::vector<std::string>& allowlist);
// Says that pruning by itself will not reach what has no namespace any more, one day.
void warn_of_default_kinds(const std::vector<std::string>& allowlist, std::ostream& err);

struct Prunable {
  const Kind* kind;
  ObjectRef object;
};
// The applied objects of those kinds that were not visited, namespace by namespace.
Result<std::vector<Prunable>> find_prunable(Session& session, const std::vector<const Kind*>& kinds,
                                            const std::string& selector, const Visited& visited);

// Deletes them (or, in a dry run, only says so), each with its line.
Outcome prune(const ApplyOptions& options, Session& session, const Visited& visited, ResultPrinter& printer);

}  // namespace skiff::cli
