#include "cli/waiting.h"

namespace skiff::cli {

std::string awaited_name(const Kind& kind, std::string_view name) {
  return std::string(kind.resource) + "/" + std::string(name);
}

Outcome await_deletions(Session& session, const std::vector<AwaitedDeletion>& awaited, Duration timeout) {
  std::vector<Error> errors;
  const std::optional<Duration> limit = timeout > Duration::zero() ? std::optional(timeout) : std::nullopt;
  const Time deadline = session.now() + (limit ? *limit : Duration::zero());
  for (const AwaitedDeletion& object : awaited) {
    const auto gone = [&] {
      const auto live = session.api().get(*object.kind, object.key);
      return !live || (*live)->uid() != object.uid;
    };
    std::optional<Duration> left;
    if (limit) left = std::max(deadline - session.now(), Duration::zero());
    if (session.cluster().wait_until(gone, left) != WaitOutcome::kReached)
      errors.push_back(
          client_error("timed out waiting for the condition on " + awaited_name(*object.kind, object.key.name)));
  }
  return errors;
}

}  // namespace skiff::cli
