// Marks nodes as unschedulable, or lets pods come to them again: what cordon, uncordon and drain begin with.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

enum class Scheduling { kOn, kOff };

// The nodes named by words (NAME or node/NAME) or by a selector.
ResourceRequest node_request(const std::vector<std::string>& words, const ResourceFlags& flags);
// Fails if something else than nodes was found. Upstream: DrainCmdOptions.Complete.
std::optional<Error> other_than_nodes(const Targets& targets);

// Prints `node/worker-1 cordoned`, or `already cordoned` when there is nothing to do.
Outcome set_scheduling(Session& session, const Target& node, Scheduling wanted, ResultPrinter& printer);

}  // namespace skiff::cli
