#include "scheduler/failure.h"

#include <algorithm>

#include "base/strings.h"

namespace skiff {

std::string counted(const std::map<std::string, size_t>& reasons) {
  std::vector<std::string> texts;
  for (const auto& [reason, count] : reasons) texts.push_back(std::to_string(count) + " " + reason);
  std::sort(texts.begin(), texts.end());
  return join(texts, ", ");
}

std::string failure_message(const Failure& failure, const std::string& preemption) {
  if (failure.nodes == 0) return "no nodes available to schedule pods";
  std::string out = "0/" + std::to_string(failure.nodes) +
                    " nodes are available: " + (failure.whole.empty() ? counted(failure.reasons) : failure.whole) + ".";
  if (!preemption.empty()) out += " " + preemption;
  return out;
}

}  // namespace skiff
