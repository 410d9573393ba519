#include "cli/global_options.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iterator>

namespace skiff::cli {
namespace {

constexpr std::string_view kIgnoredText[] = {
    "as-uid",
    "cache-dir",
    "certificate-authority",
    "client-certificate",
    "client-key",
    "cluster",
    "kuberc",
    "password",
    "profile-output",
    "server,s",
    "token",
    "tls-server-name",
    "user",
    "username",
    "vmodule",
    "log-flush-frequency",
};
constexpr std::string_view kProfile = "profile";
constexpr std::string_view kVerbosity = "v,v";
constexpr std::string_view kIgnoredToggles[] = {"disable-compression", "insecure-skip-tls-verify",
                                                "match-server-version"};
constexpr std::string_view kIgnoredLists[] = {"as-user-extra"};

// A shorthand may stand anywhere in a word (`-Av 6`).
bool stands_among(const std::vector<std::string>& words, std::string_view flag) {
  if (flag.find(',') != std::string_view::npos) return true;
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return word.starts_with("--") && word.substr(2).starts_with(flag); });
}

void declare_meaningful(Flags& flags, GlobalOptions& options) {
  flags.text(options.ns, "namespace,n", "The namespace");
  flags.text(options.context, "context", "The name of the context (one a cluster) to use");
  flags.text(options.state, "state", "The state file that holds the cluster");
  flags.text(options.kubeconfig, "kubeconfig", "A kubeconfig to read");
  flags.text(options.request_timeout, "request-timeout", "How long a watch follows the cluster; 0: for ever");
  flags.text(options.examples, "examples", "The folder that https://k8s.io/examples/ stands for");
  flags.text(options.pace, "pace", "Play waiting commands at this multiple of real time");
  flags.duration(options.lock_timeout, "lock-timeout",
                 "How long a command that writes waits for another one to finish with the state file");
  flags.text(options.as, "as", "Ask as this user, which matters to auth alone");
  flags.list(options.as_groups, "as-group", Split::kNever, "Ask as a member of these groups, with --as");
  flags.toggle(options.warnings_as_errors, "warnings-as-errors", "A warning is a failure");
  flags.toggle(options.quiet, "quiet", "Show no progress on the terminal while the cluster works");
}

template <class IsWanted>
void declare_ignored(Flags& flags, IgnoredOptions& ignored, const IsWanted& is_wanted) {
  size_t i = 0;
  for (const std::string_view name : kIgnoredText)
    if (is_wanted(name)) flags.text(ignored.text[i++], name, kForCompatibility);
  if (is_wanted(kProfile)) flags.text(ignored.profile, kProfile, kForCompatibility);
  if (is_wanted(kVerbosity)) flags.number(ignored.verbosity, kVerbosity, kForCompatibility);
  i = 0;
  for (const std::string_view name : kIgnoredToggles)
    if (is_wanted(name)) flags.toggle(ignored.toggles[i++], name, kForCompatibility);
  i = 0;
  for (const std::string_view name : kIgnoredLists)
    if (is_wanted(name)) flags.list(ignored.lists[i++], name, Split::kNever, kForCompatibility);
}

}  // namespace

Result<void> check_profile(const IgnoredOptions& ignored) {
  constexpr std::string_view kKnown[] = {"none", "cpu",    "goroutine", "threadcreate",
                                         "heap", "allocs", "block",     "mutex"};
  if (std::find(std::begin(kKnown), std::end(kKnown), ignored.profile) != std::end(kKnown)) return {};
  return client_error("unknown profile '" + ignored.profile + "'");
}

Result<void> check_kubeconfig(const GlobalOptions& options) {
  std::error_code failed;
  if (options.kubeconfig.empty() || std::filesystem::exists(options.kubeconfig, failed)) return {};
  return client_error("stat " + options.kubeconfig + ": no such file or directory");
}

Result<Duration> request_timeout(const GlobalOptions& options) {
  const std::string& text = options.request_timeout;
  if (text.empty()) return Duration::zero();
  int64_t count = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (failed == std::errc() && end == text.data() + text.size()) return Duration(seconds(count));
  if (const auto timeout = parse_duration(text)) return *timeout;
  return client_error(
      "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding "
      "time unit (e.g. 1s | 2m | 3h)");
}

void declare_global_flags(Flags& flags, GlobalOptions& options, IgnoredOptions& ignored) {
  declare_meaningful(flags, options);
  declare_ignored(flags, ignored, [](std::string_view) { return true; });
}

void declare_global_flags(Flags& flags, GlobalOptions& options, IgnoredOptions& ignored,
                          const std::vector<std::string>& words) {
  declare_meaningful(flags, options);
  declare_ignored(flags, ignored, [&](std::string_view name) { return stands_among(words, name); });
}

}  // namespace skiff::cli
