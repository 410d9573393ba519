// Removes a cluster: its state file, its lock, its index. What repair and a cut tail have kept beside it stays.
#pragma once
#include <string>

#include "base/result.h"
#include "journal/journal.h"

namespace skiff::journal {

// Waits for the lock as a writer does. Refuses, and leaves alone, what is not a state file; a damaged one is one.
Result<void> remove_state_file(const std::string& path, const OpenOptions& options);

}  // namespace skiff::journal
