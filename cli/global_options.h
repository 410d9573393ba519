// The flags that every command understands: kubectl's ConfigFlags and klog's, and skiff's --state, --pace and
// --lock-timeout.
#pragma once
#include "cli/command.h"

namespace skiff::cli {

// The help of a flag that makes no difference.
inline constexpr std::string_view kForCompatibility = "Accepted for compatibility";

// Flags that mean nothing without a network are accepted and kept in `ignored`.
struct IgnoredOptions {
  std::string text[20];
  std::vector<std::string> lists[3];
  bool toggles[4] = {};
  int64_t verbosity = 0;
  std::string profile = "none";
};

// All of them, as completion and `options` know them.
void declare_global_flags(Flags& flags, GlobalOptions& options, IgnoredOptions& ignored);
// Of those that mean nothing only the ones that stand among `words`: declaring the rest is a tenth of what `get pods`
// costs.
void declare_global_flags(Flags& flags, GlobalOptions& options, IgnoredOptions& ignored,
                          const std::vector<std::string>& words);

// --profile: only what Go's runtime knows can be asked for. Upstream: initProfiling.
Result<void> check_profile(const IgnoredOptions& ignored);

// A kubeconfig that is named has to be there. Upstream: ClientConfigLoadingRules.Load with an ExplicitPath.
Result<void> check_kubeconfig(const GlobalOptions& options);

// --request-timeout, 0 for none. A number alone is one of seconds. Upstream: clientcmd.ParseTimeout.
Result<Duration> request_timeout(const GlobalOptions& options);

}  // namespace skiff::cli
