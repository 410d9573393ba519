// Repair: makes a state file that opens again out of a damaged one, losing as little as can be, and says what was lost.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "journal/journal.h"

namespace skiff::journal {

struct RepairReport {
  bool repaired = false;  // false: nothing was wrong, nothing was changed
  uint64_t intact_transactions = 0;
  uint64_t saved_lines = 0;  // changes that were saved from behind the damage
  uint64_t unreadable_lines = 0;
  uint64_t unverified_lines = 0;  // of the saved ones: from a transaction whose checksum does not match
  // Objects (resource/namespace/name) that are older than they were, since a change between was lost.
  std::vector<std::string> outdated;
  std::string original;  // where the file as it was is kept
};

// Keeps all valid transactions from the start of the file, and behind the damage every line that can be read and whose
// object is at the version that it builds on. Waits for the lock as a writer does.
Result<RepairReport> repair(const std::string& path, const OpenOptions& options);

}  // namespace skiff::journal
